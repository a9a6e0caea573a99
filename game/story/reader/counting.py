"""Which counters a story needs, from what was asked of its scenes and choices while they were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from types import MappingProxyType

from game.story.counters import Asked, ChoiceKey, Counter, CounterTable, lay_out
from game.story.model import Scene
from game.story.reader.read_context import EVERYWHERE, Counted


def lay_out_counters(
    scenes: Mapping[str, Scene], counted: Mapping[Counted, list[Asked]], everywhere: str
) -> CounterTable:
    """Assign a counter to each choice that can be taken once, and to all that somebody asks about.

    What is asked under `everywhere` stands on pages, which are read in whichever scene.
    """
    once = [(scene.id, choice.key) for scene in scenes.values() for choice in scene.choices if choice.once]
    taken: dict[ChoiceKey, list[Asked]] = {choice: counted.get(choice, []) for choice in once}
    for scene in scenes.values():
        for choice in scene.choices:
            if (scene.id, choice.key) in counted:
                taken[scene.id, choice.key] = counted[scene.id, choice.key]
    of_all = counted.get(everywhere, [])
    entered = {scene: [*of_all, *counted.get(scene, [])] for scene in scenes if of_all or scene in counted}
    return lay_out(taken, entered, once)


def extend_counters(
    counters: CounterTable,
    scenes: Mapping[str, Scene],
    counted: Mapping[Counted, list[Asked]],
    more: Mapping[Counted, list[Asked]],
) -> CounterTable:
    """Extend counters by what tells what else is asked; those there were keep their places."""
    both = {one: [*counted.get(one, []), *more.get(one, [])] for one in {**counted, **more}}
    wanted = lay_out_counters(scenes, both, EVERYWHERE)
    free = count(len(counters))
    choices = {key: _moved(one, counters.choices.get(key), free) for key, one in wanted.choices.items()}
    entered = {key: _moved(one, counters.scenes.get(key), free) for key, one in wanted.scenes.items()}
    return CounterTable(MappingProxyType(choices), MappingProxyType(entered), counters.once)


def _moved(counter: Counter, before: Counter | None, free: Iterator[int]) -> Counter:
    return replace(counter, index=next(free) if before is None else before.index)
