"""What libyaml said of a file that it can't read, and what it had read before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.story.diagnostics.problem import Place, Problem
from game.story.yaml.nodes import SourceFile

Spot = tuple[int, int]  # line and column, from 0


class Token(NamedTuple):
    """A piece that libyaml read before it gave up; `kind` is its name there, places count from 0."""

    kind: str
    start: Spot
    end: Spot
    style: str = ""


class Case(NamedTuple):
    """A file that can't be read: what libyaml said, where it gave up, and what it had read before.

    `opened` is where the thing starts that it was reading, if it was reading any.
    """

    file: SourceFile
    said: str
    opened: Spot | None
    at: Spot
    tokens: Sequence[Token]

    def line(self, number: int) -> str:
        """Give a line, counted from 0; behind the last, an empty one."""
        return self.file.lines[number] if number < len(self.file.lines) else ""

    @property
    def here(self) -> str:
        """The line where libyaml gave up."""
        return self.line(self.at[0])

    def before(self) -> Token | None:
        """Give the last piece with something in it."""
        return next((token for token in reversed(self.tokens) if token.end > token.start), None)

    def place(self, spot: Spot, length: int = 1) -> Place:
        """Give the place of some characters, counted from 1."""
        line, column = spot
        return Place(self.file.name, line + 1, column + 1, column + 1 + length)

    def problem(self, code: str, message: str, spot: Spot, help: str = "", length: int = 1) -> Problem:
        """Make a problem at a spot."""
        return Problem(code, message, self.place(spot, length), help)
