"""The authoring guide's session at the terminal: what stands there is what the commands print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from game import load_story
from game.lint.check_story import lint
from game.story.translation.update import update_catalogue
from tests.support.guide import FENCE, GUIDE, NAMED, TUTORIAL, write
from tests.support.places import ROOT

SESSIONS = re.findall(r"^```console\n\$ escape ([^\n]*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def inn(folder: Path) -> None:
    """Write the story that the guide's first quarter of an hour leads to."""
    for step in FENCE.findall(TUTORIAL):
        found = NAMED.match(step)
        assert found
        write(folder, f"inn/{found.group(1)}", step)


def test_the_guide_shows_the_loop() -> None:
    assert [command.split()[0] for command, _ in SESSIONS] == [
        "play",
        "test",
        "test",
        "stats",
        "translate",
        "play",
    ]


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_a_session_is_as_shown(command: str, shown: str, tmp_path: Path) -> None:
    inn(tmp_path)
    scenes = tmp_path / "inn" / "1-night" / "inn.yaml"
    if command == "test inn":  # as the guide says above it
        scenes.write_text(scenes.read_text().replace("Wipe your shoes.", "Wipe your feet."))
    if "--lang ko" in command:
        (catalogue,) = re.findall(r"^```po\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
        write(tmp_path, "inn/translations/ko.po", catalogue)
    saves = ["--save-dir", str(tmp_path / "saves")] if command.startswith("play") else []
    done = subprocess.run(
        [sys.executable, "-m", "game", *command.split(), *saves],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout.rstrip() == shown.rstrip()
    assert done.stderr == ""


def test_the_catalogue_in_the_guide_is_what_the_command_writes(tmp_path: Path) -> None:
    inn(tmp_path)
    (shown,) = re.findall(r"^```po\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    write(tmp_path, "inn/translations/ko.po", shown)
    assert lint(tmp_path / "inn") == []
    written = update_catalogue(load_story(tmp_path / "inn"), "ko", shown).document
    assert all(entry in written for entry in shown.strip().split("\n\n"))
