"""The program that a story is compiled to: its forms, and what has none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game import Story, load_story
from game.publish.compile import FORMAT, VERSION, as_json, compile_story
from game.story.language.parser import Term
from tests.support.places import SHIPPED

Tell = Callable[..., Story]
SCENES = """
a:
  title: Hall
  do: [trust += 1, take(ring)]
  text:
    - Plain.
    - {if: trust >= 3 and not visited(z), text: "*Stressed* {body}.", else: "Un*stress*ed."}
    - "{seq: one|two {open_gate: open|shut}}"
  choices:
    - {text: Wait., say: Dust., once: true}
    - {text: Leave., if: version == mercy, locked: Not yet., to: [{if: ring, scene: z}, a]}
z: {ending: {title: Out}}
"""


def program(story: Story) -> Any:
    return json.loads(as_json(compile_story(story)))


def test_a_program_says_what_it_is(story: Tell) -> None:
    told = story(SCENES)
    found = program(told)
    assert (found["format"], found["version"]) == (FORMAT, VERSION)
    assert (found["id"], found["start"], found["fingerprint"]) == ("test-story", "a", told.fingerprint)


def test_scenes_choices_and_texts_have_their_forms(story: Tell) -> None:
    found = program(story(SCENES))
    scene, visited = found["scenes"]["a"], found["scenes"]["z"]["counter"]
    assert scene["do"] == [[0, ["+", ["value", 0], 1], 0, 5], [4, True]]
    assert scene["text"] == [
        "Plain.",
        {
            "if": ["and", [">=", ["value", 0], 3], ["not", [">", ["counted", visited], 0]]],
            "text": {"template": ["\x02Stressed\x03 ", {"value": 1}, "."]},
            "else": [["Un", "stress", "ed."]],
        },
        {
            "template": [
                {"seq": [["one"], ["two ", {"if": ["value", 3], "then": ["open"], "else": ["shut"]}]]}
            ]
        },
    ]
    wait, leave = scene["choices"]
    assert wait == {
        "key": "wait",
        "text": "Wait.",
        "counter": 0,
        "once": True,
        "outcomes": [{"say": ["Dust."]}],
    }
    assert leave["condition"] == ["==", ["value", 2], "mercy"]
    assert leave["outcomes"] == [{"to": [{"if": ["value", 4], "scene": "z"}, "a"]}]
    assert found["counters"] == [
        {"scene": "a", "choice": "wait", "once": True, "steady": 1, "around": 1},
        {"scene": "a", "steady": 2, "around": 1},
        {"scene": "z", "steady": 1, "around": 1},
    ]


def test_every_name_of_the_shipped_story_is_found() -> None:
    found = program(load_story(SHIPPED))
    slots = len(found["variables"]) + len(found["items"])
    for name, operand in _leaves(found["scenes"]):
        assert 0 <= operand < (slots if name == "value" else len(found["counters"]))


def _leaves(tree: Any) -> Any:
    if isinstance(tree, list):
        if len(tree) == 2 and tree[0] in ("value", "counted") and isinstance(tree[1], int):
            yield tree
        else:
            for one in tree:
                yield from _leaves(one)
    elif isinstance(tree, dict):
        for one in tree.values():
            yield from _leaves(one)


def test_what_has_no_form_is_refused(story: Tell) -> None:
    told = story(SCENES)
    choice = told.scenes["a"].choices[1]
    assert choice.condition is not None
    odd = choice._replace(condition=choice.condition._replace(term=Term("dice", "", (), 0, 1)))
    scenes = {**told.scenes, "a": told.scenes["a"]._replace(choices=(odd,))}
    object.__setattr__(told, "scenes", scenes)
    with pytest.raises(TypeError, match="dice"):
        compile_story(told)


def test_the_same_story_gives_the_same_bytes(write_story: Callable[..., Path]) -> None:
    folder = write_story(SCENES)
    one, other = load_story(folder), load_story(folder)
    assert as_json(compile_story(one)) == as_json(compile_story(other))
