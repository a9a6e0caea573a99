"""The values that each variable can have in each chapter."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from game.proof.answers import Span
from game.proof.program.expressions import ALWAYS, Expr, Formula
from game.proof.symbolic.mdd import INFINITE
from game.proof.symbolic.preimage import OutOfBounds
from game.proof.symbolic.set_queries import Sets
from game.story.language.symbols import Value

_Taken = tuple[str, Value]  # a chapter, and a value that a variable may have there


def spans(sets: Sets, limit: Callable[[str], None]) -> dict[str, dict[str, Span]]:
    """Return the values of each variable by chapter; of a number, perhaps not all between two.

    `limit` is told of each limit that was met.
    """
    locations: dict[str, list[int]] = {chapter.id: [] for chapter in sets.story.chapters}
    for location, scene in sets.here():
        locations[sets.story.scenes[scene].chapter].append(location)
    return {
        name: _Ranges(sets, cell, locations).spans(limit) for cell, name in enumerate(sets.story.variables)
    }


class _Ranges:
    """The values of one cell; `locations` are those of each chapter."""

    def __init__(self, sets: Sets, cell: int, locations: dict[str, list[int]]) -> None:
        self.sets = sets
        self.value_sets = sets.value_sets
        self.cell = cell
        self.locations = locations
        self.possible: dict[str, set[Value]] = {chapter: set() for chapter in locations}  # and not seen

    def spans(self, limit: Callable[[str], None]) -> dict[str, Span]:
        asked = [
            (chapter, value)
            for chapter, locations in self.locations.items()
            for value in {
                one
                for location in locations
                for one in self.value_sets.at(self.value_sets.abstract_states[location], self.cell)
            }
        ]
        proved = True
        try:
            self.ask(asked)
        except OutOfBounds as bounds:
            limit(bounds.reason)
            proved = False
        return {
            chapter: Span(frozenset(values), proved)
            for chapter, found in self.sets.walks.values.items()
            if (values := found[self.cell] | self.possible[chapter])
        }

    def ask(self, asked: list[_Taken]) -> None:
        """Find out which of some values the cell can have in some chapters."""
        left = self.unseen(asked)
        while left and self.may_be(left):
            still = self.unseen(left)
            if len(still) < len(left):
                left = still
            elif len(left) == 1:
                self.possible[left[0][0]].add(left[0][1])
                return
            else:
                half = len(left) // 2
                self.ask(left[:half])
                left = self.unseen(left[half:])

    def unseen(self, asked: list[_Taken]) -> list[_Taken]:
        """Return those that would add something to what was seen."""
        return [(chapter, value) for chapter, value in asked if not self.is_between(chapter, value)]

    def is_between(self, chapter: str, value: Value) -> bool:
        seen = self.sets.walks.values[chapter][self.cell] | self.possible[chapter]
        start = self.value_sets.layout.start[self.cell]
        if value in seen or not seen or isinstance(start, str | bool):
            return value in seen
        numbers = [int(one) for one in seen]
        return min(numbers) < int(value) < max(numbers)

    def may_be(self, asked: list[_Taken]) -> bool:
        """Whether the cell can have one of some values in its chapter; if so, somebody walks there."""
        has = {value: Expr("==", args=(Expr("cell", self.cell), Expr("const", value))) for _, value in asked}
        backward = self.sets.backward
        try:
            targets = self.sets.targets(
                (location, Formula(ALWAYS.test, has[value]))
                for chapter, value in asked
                for location in self.locations[chapter]
                if self.value_sets.assume(self.value_sets.abstract_states[location], has[value])
            )
            can_reach = backward.distances(targets)
            can_be = backward.start(can_reach) < INFINITE
            if can_be:
                deque(self.sets.walks.guided(self.sets.hope(can_reach)), maxlen=0)
            return can_be
        finally:
            backward.reset()
