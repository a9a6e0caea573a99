"""Faults of every kind planted in stories that have none of them: told exactly, in both ways."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from game import load_story
from game.proof.verify import Limits, verify
from tests.support.generate import write_chapters

Tree = dict[str, Any]
Found = Counter[tuple[str, str, str]]  # code, scene, choice

FLAGS = ("planted_a", "planted_b")  # never both: only who relates the two can tell
ONE, OTHER = ["planted_a = true", "planted_b = false"], ["planted_a = false", "planted_b = true"]


def plant(scene: str, tree: Tree, is_faulty: bool) -> tuple[dict[str, Tree], list[Tree]]:
    """Add a piece of each kind to a scene; return more scenes, and claims. All is well unless it is faulty."""
    both = "planted_a and planted_b"
    back = {"text": "Back.", "id": "back", "to": scene}
    tree["text"] = [
        *tree["text"],
        {"if": both if is_faulty else "planted_a", "text": "Planted."},
        f"He looks {{{both if is_faulty else 'planted_b'}: up|down}}.",
    ]
    tree["choices"] += [
        {"text": "One.", "id": "one", "do": ONE, "to": "pit"},
        {"text": "Other.", "id": "other", "do": OTHER, "to": "pit"},
        {"text": "Round.", "id": "round", "to": "ring"},
        {"text": "Stay.", "id": "stuck", "to": "stuck"},
        {"text": "Never.", "id": "never", "if": both if is_faulty else "planted_a", "do": OTHER, "to": scene},
        {
            "text": "End.",
            "id": "end",
            "to": [{"if": both if is_faulty else "planted_a", "scene": "planted_end"}, scene],
        },
        *([] if is_faulty else [{"text": "Found.", "id": "found", "to": "lost"}]),
    ]
    more: dict[str, Tree] = {
        "pit": {"choices": [{**back, "if": "planted_a"} if is_faulty else back]},
        "ring": {"to": [{"if": "planted_a", "scene": "ring_2"}, scene]},
        "ring_2": {"to": "ring" if is_faulty else scene},
        "stuck": {"choices": [{"text": "So.", "id": "so", "say": "So."} if is_faulty else back]},
        "lost": {"choices": [back]},
        "planted_end": {"ending": {"title": "Planted"}},
    }
    broken = "at(pit) and planted_b" if is_faulty else f"at(pit) and {both}"
    return more, [{"name": "Never both", "never": both}, {"name": "Planted", "never": broken}]


def planted(scene: str) -> Found:
    """Return what has to be told of the faults in a scene."""
    return Counter(
        [
            ("G501", "lost", ""),
            ("G501", "planted_end", ""),
            ("G502", scene, "never"),
            ("G505", scene, ""),
            ("G506", scene, ""),
            ("G507", "pit", ""),
            ("G508", "stuck", ""),
            ("G509", scene, ""),
            ("G520", "", ""),
        ]
    )


def write(folder: Path, host: Path, scene: str, is_faulty: bool) -> Path:
    """Write a host with pieces planted in a scene of it."""
    folder.mkdir()
    claims: list[Tree] = []
    for file in sorted(host.rglob("*.yaml")):
        lines = file.read_text(encoding="utf-8").splitlines()
        trees = {name: json.loads(tree) for name, _, tree in (line.partition(": ") for line in lines)}
        if "variables" in trees:
            trees["variables"] |= {flag: {"start": False} for flag in FLAGS}
        if scene in trees:
            more, claims = plant(scene, trees[scene], is_faulty)
            trees |= more
        place = folder / file.relative_to(host)
        place.parent.mkdir(exist_ok=True)
        made = "".join(f"{name}: {json.dumps(tree)}\n" for name, tree in trees.items())
        place.write_text(made, encoding="utf-8")
    (folder / "claims.yaml").write_text(json.dumps(claims), encoding="utf-8")
    return folder


def small(folder: Path) -> Path:
    """Write a host of few states."""
    (folder / "one").mkdir(parents=True)
    head = {"format": 1, "id": "host", "title": "Host", "start": "hub", "chapters": {"one": "One"}}
    coins: Tree = {"coins": {"range": [0, 9], "start": 0}}
    scenes: Tree = {
        "hub": {
            "text": ["Words."],
            "choices": [
                {"text": "Earn.", "id": "earn", "do": "coins += 1", "to": "hub"},
                {"text": "Go.", "id": "go", "to": "room"},
            ],
        },
        "room": {
            "text": ["Words."],
            "choices": [
                {"text": "Leave.", "id": "leave", "if": "coins > 3", "to": "over"},
                {"text": "Back.", "id": "hub", "do": "coins = 0", "to": "hub"},
            ],
        },
        "over": {"ending": {"title": "Over"}},
    }
    for file, trees in (("story.yaml", {**head, "variables": coins}), ("one/scenes.yaml", scenes)):
        made = "".join(f"{name}: {json.dumps(tree)}\n" for name, tree in trees.items())
        (folder / file).write_text(made, encoding="utf-8")
    return folder


def found(story: Path, limits: Limits) -> Found:
    """Return what is told of a story that is proved whole."""
    verdict = verify(load_story(story), limits)
    assert verdict.proved, verdict.limits
    return Counter((one.problem.code, one.scene, one.choice) for one in verdict.findings)


BY_SETS = Limits(states=1, seconds=600, shortest=False)
BY_LISTING = Limits(states=100_000, seconds=600)


@pytest.mark.parametrize("limits", [BY_SETS, BY_LISTING, Limits()], ids=["by sets", "by listing", "default"])
@pytest.mark.parametrize("scene", ["hub", "room"])
def test_faults_in_a_small_story_are_told_exactly(tmp_path: Path, scene: str, limits: Limits) -> None:
    host = small(tmp_path / "host")
    sound = found(write(tmp_path / "sound", host, scene, is_faulty=False), limits)
    faulty = found(write(tmp_path / "faulty", host, scene, is_faulty=True), limits)
    assert sound == Counter()
    assert faulty == planted(scene)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(5))
def test_faults_in_a_story_of_many_states_are_told_exactly(tmp_path: Path, number: int) -> None:
    host = write_chapters(tmp_path / "host", number, 40)
    scene = ["c0_begin", "c0_early2", "c0_late", "c1_begin", "c1_late"][number]
    sound = found(write(tmp_path / "sound", host, scene, is_faulty=False), BY_SETS)
    faulty = found(write(tmp_path / "faulty", host, scene, is_faulty=True), BY_SETS)
    assert faulty - sound == planted(scene)
    assert sound <= faulty
