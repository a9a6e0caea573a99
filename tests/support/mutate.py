"""Edits as an author makes them between two proofs, made at random in a story that `generate` wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

Tree = dict[str, Any]
Edit = Callable[[Path, Random], None]


def rename(folder: Path, random: Random) -> None:
    """Call a scene, a choice, a number or a flag something else, wherever it stands."""
    files = sorted(folder.rglob("*.yaml"))
    names = {name for file in files for name in re.findall(r"\bx*[snfc]\d+\b", file.read_text("utf-8"))}
    name = random.choice(sorted(names))
    for file in files:
        text = file.read_text("utf-8")
        file.write_text(re.sub(rf"\b{name}\b", f"x{name}", text), "utf-8")


def turn_round(folder: Path, random: Random) -> None:
    """Let a condition hold where it did not, and not where it did."""

    def turn(tree: Tree) -> None:
        tree["if"] = f"not ({tree['if']})"

    _change(folder, random, "if", turn)


def lose_early(folder: Path, random: Random) -> None:
    """Add an effect behind others: a thing that is gone, or a number that falls."""

    def lose(tree: Tree) -> None:
        before = tree["do"] if isinstance(tree["do"], list) else [tree["do"]]
        tree["do"] = [*before, random.choice(["drop(ring)", "take(ring)", "n0 -= 1", "f0 = not f0"])]

    _change(folder, random, "do", lose)


def forget(folder: Path, random: Random) -> None:
    """Take an effect or a condition away."""
    key = random.choice(["do", "if", "once"])
    _change(folder, random, key, lambda tree: tree.pop(key))


def unlink(folder: Path, random: Random) -> None:
    """Let a way lead to another scene."""

    def lead(tree: Tree) -> None:
        scenes = [name for _, name, _ in _scenes(folder)]
        tree["to"] = random.choice(scenes)

    _change(folder, random, "to", lead)


def add_scene(folder: Path, random: Random) -> None:
    """Put a new scene between a choice and where it leads."""
    name = f"between_{random.randrange(10**6)}"
    led: list[Any] = []

    def lead(tree: Tree) -> None:
        led.append(tree["to"])
        tree["to"] = name

    _change(folder, random, "to", lead)
    if led:
        file = random.choice(sorted({file for file, _, _ in _scenes(folder)}))
        scene = {"text": "Between.", "choices": [{"text": "On.", "id": "on", "to": led[0]}]}
        line = f"{name}: {json.dumps(scene)}\n"
        before = file.read_text("utf-8")
        file.write_text(random.choice([line + before, before + line]), "utf-8")


EDITS: tuple[Edit, ...] = (rename, turn_round, lose_early, forget, unlink, add_scene)


def _change(folder: Path, random: Random, key: str, change: Callable[[Tree], object]) -> None:
    """Change one of the mappings of a story that have a key."""
    found = [(file, name, tree) for file, name, tree in _scenes(folder) if any(_with(tree, key))]
    if not found:
        return
    file, name, tree = random.choice(found)
    change(random.choice(list(_with(tree, key))))
    lines = file.read_text("utf-8").splitlines()
    new = [f"{name}: {json.dumps(tree)}" if line.startswith(f"{name}: ") else line for line in lines]
    file.write_text("\n".join(new) + "\n", "utf-8")


def _scenes(folder: Path) -> Iterator[tuple[Path, str, Tree]]:
    for file in sorted(folder.glob("*/scenes.yaml")):
        for line in file.read_text("utf-8").splitlines():
            name, _, tree = line.partition(": ")
            yield file, name, json.loads(tree)


def _with(tree: Any, key: str) -> Iterator[Tree]:
    if isinstance(tree, dict):
        if key in tree:
            yield tree
        for value in tree.values():
            yield from _with(value, key)
    elif isinstance(tree, list):
        for value in tree:
            yield from _with(value, key)
