"""Saves of every version and format load for ever: `tests/saves/<version>.json` and `-account.json`.

Where the format changed between two versions, `-format-N` stands behind the older one.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from game import Playthrough, load_story
from game.play.saves.saves import Saves
from tests.support.places import GOLDEN
from tests.support.saving import Write

PLAYED = sorted(
    path for path in GOLDEN.glob("*.json") if re.fullmatch(r"\d+\.\d+\.\d+(-format-\d+)?", path.stem)
)
ACCOUNTS = sorted(GOLDEN.glob("*-account.json"))
LOG = (
    *(("hall", "read_the_letter"), ("hall", "take_the_key"), ("hall", "go_down")),
    *(("cellar", "take_the_lamp"), ("cellar", "come_up")),
    *(("hall", "read_the_letter"), ("hall", "go_down"), ("cellar", "come_up")),
)


def loaded(golden: Path, folder: Path) -> Playthrough:
    slots = folder / "golden"
    slots.mkdir()
    shutil.copy(golden, slots / "golden.json")
    found = Saves(folder, load_story(GOLDEN / "story")).load("golden")
    assert (found.notice, found.whole) == ("", True)
    return found.play


def test_there_is_one_of_each_kind() -> None:
    assert {"0.1.0", "0.1.0-format-2"} <= {path.stem for path in PLAYED}
    assert {path.stem for path in ACCOUNTS} == {f"{path.stem}-account" for path in PLAYED}


@pytest.mark.parametrize("golden", PLAYED, ids=lambda path: path.stem)
def test_a_golden_save(golden: Path, tmp_path: Path) -> None:
    play = loaded(golden, tmp_path)
    assert tuple(tuple(step) for step in play.log) == LOG
    assert play.scene == "hall"
    assert dict(play.values) == {"trust": -2, "mood": "high", "knows": True, "key": True, "lamp": True}
    assert str(play.passage) == "The hall, old. Trust -2."
    assert play.place == "Hall, high"
    assert [offer.key for offer in play.offers] == ["read_the_letter", "go_down", "leave"]
    (info,) = Saves(tmp_path, play.story).list()
    assert (info.title, info.chapter, info.place) == ("Ein Titel, 제목", "The House", "Hall, high")


@pytest.mark.parametrize("golden", ACCOUNTS, ids=lambda path: path.stem)
def test_a_golden_save_of_an_account_begun_in_the_middle(golden: Path, tmp_path: Path) -> None:
    play = loaded(golden, tmp_path)
    assert [tuple(step) for step in play.log] == [("hall", "go_down")]
    assert play.earlier == "The old words.\n\n> Come up.\n\nMore of them."
    assert str(play.transcript()) == "The hall, old. Trust -2.\n\n> Go down.\n\nThe cellar. You know why."
    assert play.undo()
    assert not play.undo()


@pytest.mark.parametrize("golden", PLAYED, ids=lambda path: path.stem)
def test_a_golden_save_and_a_story_that_has_changed(golden: Path, tmp_path: Path, write_story: Write) -> None:
    scenes = (GOLDEN / "story" / "one" / "house.yaml").read_text(encoding="utf-8")
    head = (GOLDEN / "story" / "story.yaml").read_text(encoding="utf-8")
    story = load_story(write_story(scenes.replace("Take the lamp.", "Take the lantern."), head=head))
    loaded(golden, tmp_path)
    changed = Saves(tmp_path, story).load("golden")
    assert "step 4, `take_the_lamp` in `cellar`" in changed.notice
    assert changed.play.values["trust"] == -2
