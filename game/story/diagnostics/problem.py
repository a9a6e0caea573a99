"""Places in an author's files, what is wrong there, and how it is shown.

A problem is a value. It becomes an exception, StoryError, only when somebody
wants to play the story that has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from game.story.diagnostics.codes import ERROR, WARNING, WARNINGS
from game.story.sanitize import visible, visible_names


class GameError(Exception):
    """Anything this game has to say to a user about what went wrong."""


class SourceSpan(NamedTuple):
    """A stretch of one line of an author's file; line and columns count from 1, in characters.

    `end_column` is the column after the last character.
    """

    file: str
    line: int
    column: int
    end_column: int

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}"


class Edit(NamedTuple):
    """Words that take the place of what stands somewhere in a file."""

    place: SourceSpan
    new: str


class Remedy(str):
    """A line of help that is the whole remedy, so that an editor can do what it says.

    `new` takes the place of what stands at `place`; without one, of what the problem is about.
    """

    __slots__ = ("new", "place")
    new: str
    place: SourceSpan | None

    def __new__(cls, help: str, new: str, place: SourceSpan | None = None) -> Remedy:
        """Make the line that is shown, with what is done."""
        remedy = super().__new__(cls, help)
        remedy.new, remedy.place = new, place
        return remedy


def instead(new: str, place: SourceSpan | None = None) -> Remedy:
    """Return the help that says to write something else."""
    return Remedy(f"write `{new}`", new, place)


class Problem(NamedTuple):
    """One thing wrong with a story, at one place, in the author's words.

    `other` is the other half of it, if it has one, and `more` are places where the same is wrong again.
    """

    code: str
    message: str
    place: SourceSpan
    help: str = ""
    other: SourceSpan | None = None
    other_label: str = ""
    more: tuple[SourceSpan, ...] = ()

    @property
    def severity(self) -> str:
        """`error`: the story can't be played; `warning`: it plays, but not as meant."""
        return WARNING if self.code in WARNINGS else ERROR

    def severity_if(self, strict: bool) -> str:
        """Return the severity, where a warning may count as an error."""
        return ERROR if strict else self.severity

    def edit_at(self, place: SourceSpan) -> Edit | None:
        """Return what mends the problem at one of its places; None where its help doesn't say just that."""
        if not isinstance(self.help, Remedy) or (self.help.place and place != self.place):
            return None
        return Edit(self.help.place or place, self.help.new)

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}[{self.code}]: {visible_names(self.message)}"


class StoryError(GameError):
    """A story that can't be played, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
