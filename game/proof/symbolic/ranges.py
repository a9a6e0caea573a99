"""The values that each variable can have in each chapter.

Problem: the least and the greatest value (or every word) that each variable takes while a player
stands in a chapter. Method: walks give what is taken for certain; the value sets give what may be taken
at most; whether anything between the two can be is asked backwards, all open values of a variable at
once, then half of them, and so on (bisection): mostly the first answer is no.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from game.proof.answers import Span
from game.proof.budget import OutOfBounds
from game.proof.program.expressions import ALWAYS, Expr, Formula
from game.proof.simulate.guided import GuidedPlay
from game.proof.symbolic.certificates import Certificates, Topic
from game.proof.symbolic.mdd import INFINITE
from game.proof.symbolic.preimage import Backward
from game.story.language.symbols import Value
from game.story.model import Story

_Taken = tuple[str, Value]  # a chapter, and a value that a variable may have there


def spans(
    story: Story,
    backward: Backward,
    walks: GuidedPlay,
    certificates: Certificates,
    limit: Callable[[str], None],
) -> dict[str, dict[str, Span]]:
    """Return the values of each variable by chapter; of a number, perhaps not all between two.

    `limit` is told of each limit that was met.
    """
    locations: dict[str, list[int]] = {chapter.id: [] for chapter in story.chapters}
    for location, scene in backward.standing():
        locations[story.scenes[scene].chapter].append(location)
    return {
        name: _Ranges(backward, walks, certificates, cell, locations).spans(limit)
        for cell, name in enumerate(story.variables)
    }


class _Ranges:
    """The values of one cell; `locations` are those of each chapter."""

    def __init__(
        self,
        backward: Backward,
        walks: GuidedPlay,
        certificates: Certificates,
        cell: int,
        locations: dict[str, list[int]],
    ) -> None:
        self.backward = backward
        self.walks = walks
        self.certificates = certificates
        self.value_sets = backward.value_sets
        self.cell = cell
        self.locations = locations
        self.possible: dict[str, set[Value]] = {chapter: set() for chapter in locations}  # and not seen
        self.proved = cell not in self.value_sets.wide

    def spans(self, limit: Callable[[str], None]) -> dict[str, Span]:
        asked = [
            (chapter, value)
            for chapter, locations in self.locations.items()
            for value in {one for location in locations for one in self.value_sets.at(location, self.cell)}
            if self.proved
        ]
        try:
            self.ask(asked)
        except OutOfBounds as bounds:
            limit(bounds.reason)
            self.proved = False
        return {
            chapter: Span(frozenset(values), self.proved)
            for chapter, found in self.walks.values.items()
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
                self.found_possible(*left[0])
                return
            else:
                half = len(left) // 2
                self.ask(left[:half])
                left = self.unseen(left[half:])

    def found_possible(self, chapter: str, value: Value) -> None:
        """Note a value that can be, though no walk saw it; if sets are not exact, it only perhaps can."""
        if self.backward.encoding.exact:
            self.possible[chapter].add(value)
        else:
            self.proved = False

    def unseen(self, asked: list[_Taken]) -> list[_Taken]:
        """Return those that would add something to what was seen."""
        return [(chapter, value) for chapter, value in asked if not self.is_between(chapter, value)]

    def is_between(self, chapter: str, value: Value) -> bool:
        seen = self.walks.values[chapter][self.cell] | self.possible[chapter]
        start = self.value_sets.layout.start[self.cell]
        if value in seen or not seen or isinstance(start, str | bool):
            return value in seen
        numbers = [int(one) for one in seen]
        return min(numbers) < int(value) < max(numbers)

    def may_be(self, asked: list[_Taken]) -> bool:
        """Whether the cell may have one of some values in its chapter; if so, somebody walks there."""
        has = {value: Expr("==", args=(Expr("cell", self.cell), Expr("const", value))) for _, value in asked}
        backward = self.backward
        backward.budget.check()
        topic = Topic("value", "", (Expr("cell", self.cell),))
        where, locations = self.value_sets.where, self.locations
        at = [
            (Formula(ALWAYS.test, has[value]), list(where(has[value], locations[chapter])))
            for chapter, value in asked
        ]
        if self.certificates.cover(topic, at):
            return False
        try:
            if self.certificates.extend(backward, topic, at):
                return False
            targets = backward.targets(at)
            can_reach, known = backward.nearest_known(targets, self.walks.met)
            can_be = known is not None or backward.start(can_reach) < INFINITE
            if can_be:
                deque(self.walks.guided(backward.leads_to(can_reach), known), maxlen=0)
            else:
                self.certificates.keep(backward, topic, at, can_reach)
            return can_be
        finally:
            backward.reset()
