"""Where lines of a text stand now that it has been typed into.

What was found out about a text is of the moment when its author last rested. Since then one stretch of it
has changed, most often within a line: what stands before and behind it is where it was, or so many lines
or characters further.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Position(NamedTuple):
    """A place between two characters; line and column count from 0, in characters."""

    line: int
    column: int


class Moved:
    """Finds places of old lines in new ones, and the other way round."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._first = _same(old, new)
        shortest = min(len(old), len(new)) - self._first
        behind = min(_same(old[::-1], new[::-1]), shortest)
        self._old_end, self._new_end = len(old) - behind, len(new) - behind
        self._before = self._behind = 0  # characters that stayed, of one line that changed
        if self._old_end - self._first == self._new_end - self._first == 1:
            one, two = old[self._first], new[self._first]
            self._before = _same(one, two)
            most = min(len(one), len(two)) - self._before
            self._behind = min(_same(one[::-1], two[::-1]), most)
            self._lengths: tuple[int, int] | None = (len(one), len(two))
        else:
            self._lengths = None

    def forward(self, spot: Position) -> Position | None:
        """Return where a place of the old lines is now; None where it was typed over."""
        return self._move(spot, self._old_end, self._new_end, 0)

    def back(self, spot: Position) -> Position | None:
        """Return where a place of the new lines was; None where it was typed since."""
        return self._move(spot, self._new_end, self._old_end, 1)

    def _move(self, spot: Position, end: int, other_end: int, this: int) -> Position | None:
        if spot.line < self._first:
            return spot
        if spot.line >= end:
            return spot._replace(line=spot.line + other_end - end)
        if self._lengths is None:
            return None
        if spot.column <= self._before:
            return spot
        length, other = self._lengths[this], self._lengths[1 - this]
        if spot.column >= length - self._behind:
            return spot._replace(column=spot.column + other - length)
        return None


def _same(one: Sequence[str], two: Sequence[str]) -> int:
    """Return how many lines at the start of two texts, or characters of two lines, are the same."""
    count = 0
    for first, second in zip(one, two, strict=False):
        if first != second:
            break
        count += 1
    return count
