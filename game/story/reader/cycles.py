"""Rings of scenes that lead on to each other with no choice and no condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.story.diagnostics.problem import Problem
from game.story.model import Scene

_NAMED = 6  # scenes of a loop that are named; of a longer one the rest is counted


def endless_loops(scenes: Mapping[str, Scene]) -> Iterator[Problem]:
    """Find loops of scenes that lead on to each other with no choice and no condition."""
    checked: set[str] = set()
    for start in scenes:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here not in checked and here not in path:
            path[here] = None
            scene = scenes[here]
            only = not scene.choices and len(scene.targets) == 1
            here = scene.targets[0].scene if only else None
        if here is not None and here in path:
            loop = list(path)[list(path).index(here) :]
            named = ", ".join(f"`{name}`" for name in loop[:_NAMED])
            more = f" and {len(loop) - _NAMED:,} more" if len(loop) > _NAMED else ""
            message = f"these scenes lead round in a loop without a choice: {named}{more}"
            yield Problem("G401", message, scenes[here].targets[0].place)
        checked.update(path)
