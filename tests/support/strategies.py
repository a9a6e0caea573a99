"""Small stories made by hypothesis: every form of the format, in any combination that can be played."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from game.story.text.alternatives import ALTERNATIVES
from tests.support.generate import calls

NUMBERS = {"a": (0, 3), "b": (-1, 2), "c": (0, 5)}
WORDS = ("none", "some", "all")
TRUTHS = ("p", "q")
ITEMS = ("ring", "map")

Tree = dict[str, Any]


def _condition(chance: random.Random, depth: int = 2) -> str:
    number, other = chance.choice(sorted(NUMBERS)), chance.choice(sorted(NUMBERS))
    forms = [
        f"{number} {chance.choice(['==', '!=', '<', '<=', '>', '>='])} {chance.randint(-1, 5)}",
        f"{number} + {other} * 2 > {chance.randint(-1, 5)}",
        f"max({number}, {other}) >= {chance.randint(0, 4)}",
        f"w {chance.choice(['==', '!='])} {chance.choice(WORDS)}",
        chance.choice([*TRUTHS, *ITEMS, "true", "false"]),
        f"count({chance.choice(TRUTHS)}, {chance.choice(ITEMS)}) == {chance.randint(0, 2)}",
        f"visited({chance.choice(['s0', 's1'])})",
        f"visits({chance.choice(['s0', 's1'])}) {chance.choice(['==', '>=', '<'])} {chance.randint(1, 3)}",
    ]
    if depth and chance.random() < 0.4:
        left, right = _condition(chance, depth - 1), _condition(chance, depth - 1)
        return chance.choice([f"({left}) and ({right})", f"{left} or not ({right})"])
    return chance.choice(forms)


def _effect(chance: random.Random) -> str:
    number = chance.choice(sorted(NUMBERS))
    return chance.choice(
        [
            f"{number} {chance.choice(['=', '+=', '-='])} {chance.randint(0, 4)}",
            f"{number} = {chance.choice(sorted(NUMBERS))} * 2 - {number}",
            f"w = {chance.choice(WORDS)}",
            f"{chance.choice(TRUTHS)} = {_condition(chance)}",
            chance.choice(calls(ITEMS, TRUTHS, sorted(NUMBERS))),
        ]
    )


# Pools made once: drawing from them is much quicker than building every source anew.
_chance = random.Random(41)
CONDITIONS = [_condition(_chance) for _ in range(150)]
EFFECTS = [[_effect(_chance) for _ in range(_chance.randint(1, 3))] for _ in range(60)]
PLAIN = ["Rain.", "A dog barks *twice*.", "한국어.", "雨が\n  降る、\n*夜*。", "\\{no\\}"]
TEXTS = [
    *PLAIN,
    "{a}",
    "{w} and {c}",
    *(f"{{{kind}: one|two|three}}" for kind in ALTERNATIVES),
    "{cycle: x|y}",
    f"{{w: {'|'.join(WORDS)}}}",
    *(f"{{{_condition(_chance)}: {_chance.choice(PLAIN)}|{_chance.choice(PLAIN)}}}" for _ in range(20)),
]


@st.composite
def _targets(draw: st.DrawFn, scenes: list[str]) -> Any:
    scene = st.sampled_from(scenes)
    if draw(st.booleans()):
        return draw(scene)
    entries: list[Any] = [{"if": draw(st.sampled_from(CONDITIONS)), "scene": draw(scene)}]
    return [*entries, draw(scene)]


@st.composite
def _outcome(draw: st.DrawFn, scenes: list[str], then: bool) -> Tree:
    outcome: Tree = {"say": draw(st.sampled_from(TEXTS))}
    if draw(st.booleans()):
        outcome["do"] = draw(st.sampled_from(EFFECTS))
    way = draw(st.integers(0, 5))
    if way == 1:
        outcome["to"] = {"text": draw(st.sampled_from(TEXTS)), "to": draw(st.sampled_from(scenes))}
    elif way == 2 and then:
        outcome["stay"] = True
    elif way > 2:
        outcome["to"] = draw(_targets(scenes))
    return outcome


@st.composite
def _choice(draw: st.DrawFn, scenes: list[str], key: str, then: bool) -> Tree:
    choice: Tree = {"text": draw(st.sampled_from(TEXTS)), "id": key}
    if draw(st.integers(0, 2)) == 0:
        choice["if"] = draw(st.sampled_from(CONDITIONS))
    if draw(st.integers(0, 3)) == 0:
        choice["locked"] = draw(st.sampled_from(TEXTS))
    if draw(st.integers(0, 2)) == 0:
        choice["once"] = True
    if draw(st.integers(0, 2)):
        return choice | draw(_outcome(scenes, then))
    first = draw(_outcome(scenes, then)) | {"if": draw(st.sampled_from(CONDITIONS))}
    last = draw(_outcome(scenes, then))
    if draw(st.integers(0, 3)) == 0:
        last["if"] = draw(st.sampled_from(CONDITIONS))
    if draw(st.integers(0, 3)) == 0:
        choice |= {"do": draw(st.sampled_from(EFFECTS)), "say": draw(st.sampled_from(TEXTS))}
    return choice | {"outcomes": [first, last]}


@st.composite
def _scene(draw: st.DrawFn, scenes: list[str]) -> Tree:
    scene: Tree = {
        "text": [
            draw(st.sampled_from(TEXTS)),
            {"if": draw(st.sampled_from(CONDITIONS)), "text": draw(st.sampled_from(TEXTS))},
        ]
    }
    if draw(st.booleans()):
        scene["do"] = draw(st.sampled_from(EFFECTS))
    count = draw(st.integers(0, 3))
    then = bool(count) and draw(st.booleans())
    if count:
        scene["choices"] = [draw(_choice(scenes, f"k{number}", then)) for number in range(count)]
    if then:
        scene["then"] = draw(_targets(scenes))
    elif not count or draw(st.integers(0, 2)) == 0:
        scene["to"] = draw(_targets(scenes))
    return scene


@st.composite
def stories(draw: st.DrawFn) -> Tree:
    """Make a story as {file: contents}, to be written as JSON, which YAML can read."""
    names = [f"s{number}" for number in range(draw(st.integers(2, 5)))]
    scenes: Tree = {name: draw(_scene(names)) for name in names[:-1]}
    scenes[names[-1]] = {"text": "Out.", "ending": {"title": "The end", "text": draw(st.sampled_from(TEXTS))}}
    variables: Tree = {name: {"range": list(bounds), "start": 0} for name, bounds in NUMBERS.items()}
    variables |= {name: {"start": False} for name in TRUTHS}
    variables["w"] = {"values": list(WORDS), "start": "none"}
    return {
        "story.yaml": {
            "format": 1,
            "id": "made",
            "title": "Made",
            "start": "s0",
            "chapters": {"one": "One"},
            "variables": variables,
            "items": {name: {"name": name} for name in ITEMS},
            "status": draw(st.sampled_from(TEXTS)),
        },
        "one/scenes.yaml": scenes,
        "pages.yaml": [{"id": "page", "title": "Page", "key": "n", "text": draw(st.sampled_from(TEXTS))}],
    }


def write(files: Tree, folder: Path) -> Path:
    """Write a made story and give its folder."""
    for name, contents in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(contents, ensure_ascii=False), encoding="utf-8")
    return folder
