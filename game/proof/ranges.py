"""The values that each variable can have in each chapter."""

from __future__ import annotations

from collections.abc import Callable

from game.proof.answers import Span
from game.proof.backward import OutOfBounds
from game.proof.diagrams import INFINITE
from game.proof.formula import ALWAYS, Expr, Formula
from game.proof.sets import Sets
from game.story.names import Value

_Taken = tuple[str, Value]  # a chapter, and a value that a variable may have there


def spans(sets: Sets, limit: Callable[[str], None]) -> dict[str, dict[str, Span]]:
    """Give the values of each variable by chapter; of a number, perhaps not all between two.

    `limit` is told of each limit that was met.
    """
    spots: dict[str, list[int]] = {chapter.id: [] for chapter in sets.story.chapters}
    for spot, scene in sets.here():
        spots[sets.story.scenes[scene].chapter].append(spot)
    return {name: _Ranges(sets, cell, spots).spans(limit) for cell, name in enumerate(sets.story.variables)}


class _Ranges:
    """The values of one cell; `spots` are those of each chapter."""

    def __init__(self, sets: Sets, cell: int, spots: dict[str, list[int]]) -> None:
        self.sets = sets
        self.flow = sets.flow
        self.cell = cell
        self.spots = spots

    def spans(self, limit: Callable[[str], None]) -> dict[str, Span]:
        seen = {chapter: set(values[self.cell]) for chapter, values in self.sets.walks.values.items()}
        asked = [
            (chapter, value)
            for chapter, spots in self.spots.items()
            for value in {one for spot in spots for one in self.flow.at(self.flow.boxes[spot], self.cell)}
            if not self.is_between(value, seen[chapter])
        ]
        proved = True
        try:
            for chapter, value in self.taken(asked):
                seen[chapter].add(value)
        except OutOfBounds as bounds:
            limit(bounds.reason)
            proved = False
        return {chapter: Span(frozenset(values), proved) for chapter, values in seen.items() if values}

    def is_between(self, value: Value, seen: set[Value]) -> bool:
        """Whether a value adds nothing to those that were seen."""
        start = self.flow.cells.start[self.cell]
        if value in seen or not seen or isinstance(start, str | bool):
            return value in seen
        numbers = [int(one) for one in seen]
        return min(numbers) < int(value) < max(numbers)

    def taken(self, asked: list[_Taken]) -> list[_Taken]:
        """Give those chapters and values that the cell can have there, asking for halves of them."""
        if not asked or not self.any_taken(asked):
            return []
        if len(asked) == 1:
            return asked
        half = len(asked) // 2
        return [*self.taken(asked[:half]), *self.taken(asked[half:])]

    def any_taken(self, asked: list[_Taken]) -> bool:
        has = {value: Expr("==", args=(Expr("cell", self.cell), Expr("const", value))) for _, value in asked}
        backward = self.sets.backward
        try:
            targets = self.sets.targets(
                (spot, Formula(ALWAYS.test, has[value]))
                for chapter, value in asked
                for spot in self.spots[chapter]
                if self.flow.narrowed(self.flow.boxes[spot], has[value])
            )
            return backward.start(backward.distances(targets)) < INFINITE
        finally:
            backward.fresh()
