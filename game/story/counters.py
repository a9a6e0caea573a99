"""Counters: how often a scene was entered or a choice taken, no further than anything asks.

A story that counted for ever would have no end of states. So each counter stops where nothing reads a
difference any more: a `once` choice needs 0 and 1; a `seq` of three needs 1, 2 and 3; beside a `cycle`
of two the count goes round 3, 4, 3, 4. What nothing asks about has no counter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import lcm
from types import MappingProxyType
from typing import NamedTuple

ChoiceKey = tuple[str, str]  # the id of a scene, and the key of a choice in it


class Asked(NamedTuple):
    """What somebody asks of a count: to tell every count up to `steady`, then those of the last `around`."""

    steady: int = 1
    around: int = 1


@dataclass(frozen=True, slots=True)
class Counter:
    """The count at `index` in a state's counters.

    It runs up to `steady` and then goes round the last `around` values.
    """

    index: int
    steady: int
    around: int

    def after(self, count: int) -> int:
        """Count one more."""
        return count + 1 if count + 1 < self.steady + self.around else self.steady

    @property
    def counts(self) -> range:
        """Every value it can have."""
        return range(self.steady + self.around)


@dataclass(frozen=True, slots=True)
class CounterTable:
    """The counters of a story: those of choices taken, and then those of scenes entered."""

    choices: Mapping[ChoiceKey, Counter]
    scenes: Mapping[str, Counter]
    once: frozenset[ChoiceKey]  # those of the choices that are gone when they were taken

    def __len__(self) -> int:
        return len(self.choices) + len(self.scenes)

    def asked(self, by: str, of: str) -> Counter:
        """Return the counter that `visits` of a scene or `chosen` of a choice, `scene.key`, asks for."""
        scene, _, key = of.rpartition(".")
        return self.scenes[of] if by == "visits" else self.choices[scene, key]

    def __iter__(self) -> Iterator[Counter]:
        """Return every counter, in the order of a state's counters."""
        return iter(sorted((*self.choices.values(), *self.scenes.values()), key=lambda one: one.index))


def lay_out(
    choices: Mapping[ChoiceKey, Iterable[Asked]],
    scenes: Mapping[str, Iterable[Asked]],
    once: Iterable[ChoiceKey],
) -> CounterTable:
    """Return each choice and scene that somebody asks about a counter that tells what they ask."""
    taken = {choice: _counter(index, asked) for index, (choice, asked) in enumerate(choices.items())}
    entered = {
        scene: _counter(index, asked) for index, (scene, asked) in enumerate(scenes.items(), len(taken))
    }
    return CounterTable(MappingProxyType(taken), MappingProxyType(entered), frozenset(once))


def _counter(index: int, asked: Iterable[Asked]) -> Counter:
    everything = list(asked)
    steady = max((one.steady for one in everything), default=1)
    return Counter(index, steady, lcm(*(one.around for one in everything)))
