"""What the walkthroughs of a story take, by chapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game import load_story
from game.walkthroughs.coverage import as_lines, covered
from tests.conftest import WriteStory
from tests.support.command import escape

HALL = """
hall:
  text: "A hall. {has(ring): The ring is warm.|Your hand is cold.}"
  choices:
    - text: Take the ring.
      once: true
      outcomes:
        - {if: trust > 3, do: take(ring), say: It is yours., to: hall}
        - {say: It is fast.}
    - {text: Go out., to: out}
    - {text: Go down., to: cellar}
cellar: {text: A cellar., choices: [{text: Go up., to: hall}]}
out: {ending: {title: Out}}
"""
WALK = "- {name: Straight out, choose: [take_the_ring, go_out], expect: {ending: out}}\n"


@pytest.fixture
def folder(write_story: WriteStory) -> Path:
    return write_story(HALL, "hall", walkthroughs__out=WALK)


def test_what_no_walkthrough_takes_is_told_once_and_at_its_place(folder: Path) -> None:
    found = covered(load_story(folder))
    assert {name: (taken, of) for name, taken, of in found.total.counts()} == {
        "scenes": (2, 3),
        "choices": (2, 4),
        "outcomes": (1, 2),
        "ways on": (0, 0),
        "texts": (1, 2),
    }
    told = "\n".join(as_lines(found))
    assert told.count("scenes.yaml:") == 4
    assert "scenes.yaml:3:" in told  # the alternative with the ring
    assert "scenes.yaml:8:" in told  # the first outcome
    assert "scenes.yaml:11:" in told  # the choice to go down
    assert "scenes.yaml:12:" in told  # the scene below, but not what is in it


def test_a_walkthrough_that_goes_astray_counts_as_far_as_it_goes(write_story: WriteStory) -> None:
    walk = "- {name: Astray, choose: [go_down, go_up, fly, go_out], expect: {ending: out}}\n"
    found = covered(load_story(write_story(HALL, "hall", walkthroughs__out=walk)))
    assert {name: taken for name, taken, _ in found.total.counts()}["scenes"] == 2


def test_the_chapters_add_up_to_the_whole(folder: Path) -> None:
    found = covered(load_story(folder))
    for number, (_, taken, of) in enumerate(found.total.counts()):
        counts = [list(part.counts())[number] for part in found.chapters]
        assert (sum(one[1] for one in counts), sum(one[2] for one in counts)) == (taken, of)


def test_the_command(folder: Path) -> None:
    told = escape("test", str(folder), "--coverage")
    assert told.returncode == 0
    assert "1 of 1 walkthrough as expected" in told.stdout
    assert "no walkthrough takes, in One" in told.stdout
    data = json.loads(escape("test", str(folder), "--coverage", "--format", "json").stdout)
    assert data["walkthroughs"] == [{"name": "Straight out", "passed": True, "why": ""}]
    assert data["total"]["scenes"] == {"taken": 2, "of": 3}
    assert {one["kind"] for one in data["chapters"][0]["untaken"]} == {
        "alternative",
        "outcome",
        "choice",
        "scene",
    }


def test_json_is_for_the_coverage(folder: Path) -> None:
    told = escape("test", str(folder), "--format", "json")
    assert told.returncode == 2
    assert "add `--coverage`" in told.stderr


def test_recording_without_a_game_says_what_to_do(folder: Path, tmp_path: Path) -> None:
    told = escape(
        "test", str(folder), "--record", str(tmp_path / "w.yaml"), "--save-dir", str(tmp_path / "s")
    )
    assert told.returncode == 2
    assert "escape play" in told.stderr
    assert not (tmp_path / "w.yaml").exists()
