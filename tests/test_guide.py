"""The authoring guide: every example in it is good, or wrong as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game import Playthrough, load_story
from game.key_table import GAME_KEYS
from game.lint.check_story import lint
from game.story.diagnostics.codes import CODES
from tests.guide_tables import with_tables
from tests.support.guide import FENCE, GUIDE, NAMED, REST, TUTORIAL, write

WRONG = re.compile(r"# wrong: (\w+)\n")
PIECE = "# in story.yaml\n"

HEAD = """\
format: 1
id: guide
title: Guide
start: begin
chapters: {one: One}
"""
VARIABLES = """\
variables:
  day: {range: [0, 60], start: 60}
  trust: {range: [-2, 5], start: 0}
  body: {range: [0, 3], start: 3, words: [failing, hurt, sore, sound]}
  weather: {values: [dry, rain, fog], start: dry}
  knows_ring: {start: false}
  coins: {range: [0, 20], start: 3}
  minutes: {range: [0, 4], start: 4}
  came_from: {values: [hall, tower], start: hall}
  smith: {values: [she, he, they], start: she}
"""
ITEMS = """\
items:
  lamp: {name: Lamp}
"""
# Everything is used here, so that an example may use what it likes.
USED = """\
  do: [day -= 1, trust += 1, body -= 1, weather = rain, weather = fog, knows_ring = true, take(lamp),
    coins -= 1, minutes -= 1, came_from = tower, smith = he]
  text: |
    {day} {trust} {body} {weather} {knows_ring: a|b} {has(lamp): a|b} {coins} {minutes} {came_from} {smith}
"""


def test_the_tutorial_leads_to_a_tested_story(tmp_path: Path) -> None:
    steps = FENCE.findall(TUTORIAL)
    assert len(steps) == 5
    for step in steps:
        found = NAMED.match(step)
        assert found
        write(tmp_path, found.group(1), step)
        if "inn.yaml" in found.group(1):  # the story is whole after each file of scenes, and of walkthroughs
            assert lint(tmp_path) == []
    story = load_story(tmp_path)
    for walkthrough in story.walkthroughs:
        play = Playthrough(story)
        for key in walkthrough.choose:
            play.choose(key)
        assert play.ending is not None
        assert play.ending.id == dict(walkthrough.expect)["ending"]
    assert len(story.walkthroughs) == 2


@pytest.mark.parametrize("example", [text for text in FENCE.findall(REST) if not text.startswith("# yaml-")])
def test_an_example_is_good_or_as_wrong_as_it_says(example: str, tmp_path: Path) -> None:
    named, wrong = NAMED.match(example), WRONG.match(example)
    given = example if example.startswith(PIECE) else ""
    head = HEAD + ("" if "variables:" in given else VARIABLES) + ("" if "items:" in given else ITEMS) + given
    scenes = example
    if given:
        scenes = ""
    elif named:
        scenes = "tower: {to: out}\n"
        write(tmp_path, named.group(1), example)
    ids = re.findall(r"^(\w+):", scenes, re.MULTILINE)
    reached = [name for name in ids if name != "attic"]  # the example of a silenced warning
    choices = "".join(f"    - {{text: Go to {name}., to: {name}}}\n" for name in [*reached, "out"])
    begin = f"begin:\n{'' if given else USED}  choices:\n{choices}"
    write(tmp_path, "one/begin.yaml", begin + "out: {ending: {title: Out}}\n")
    write(tmp_path, "one/example.yaml", scenes)
    write(tmp_path, "story.yaml", head)
    told = [one.code for one in lint(tmp_path) if not given or one.severity == "error"]
    assert told == ([wrong.group(1)] if wrong else [])


def test_its_tables_are_those_of_the_program() -> None:
    assert with_tables(GUIDE) == GUIDE, "run `python -m tests.guide_tables`"


def test_it_names_the_keys_that_no_page_can_have() -> None:
    (told,) = re.findall(r"none that the game itself uses, which are (.*?)\.$", GUIDE, re.MULTILINE)
    keys = "".join(re.findall(r"`(.*?)`", told.replace("`1` to `9`", "`123456789`"))).replace(" ", "")
    assert set(keys) | {" "} == GAME_KEYS
    assert told.endswith("and the space")


def test_the_guide_names_codes_that_exist() -> None:
    assert set(re.findall(r"\b[YSREGT]\d{3}\b", GUIDE)) <= CODES.keys()
