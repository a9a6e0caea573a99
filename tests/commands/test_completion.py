"""What a shell is told when it asks how a command may go on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def completions(line: str, answers: Path) -> set[str]:
    """Ask as the functions do that argcomplete gives bash, zsh and fish."""
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answers),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "COMP_TYPE": "9",
    }
    subprocess.run([sys.executable, "-m", "game"], env={**os.environ, **asked}, timeout=60, check=True)
    return set(answers.read_text().split("\n"))


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("escape ", {"play", "lint", "verify", "test", "graph", "stats", "saves"}),
        ("escape gr", {"graph"}),
        ("escape graph --", {"--format", "--chapter", "--heat", "--output"}),
        ("escape graph --format ", {"mermaid", "dot", "svg"}),
        ("escape saves ", {"list", "delete", "export"}),
    ],
)
def test_verbs_options_and_their_values(line: str, some: set[str], tmp_path: Path) -> None:
    assert some <= completions(line, tmp_path / "answers")


def test_a_game_that_is_only_played_knows_nothing_of_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "game", "play", "--plain", "--save-dir", str(tmp_path)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert "argcomplete" not in done.stderr
