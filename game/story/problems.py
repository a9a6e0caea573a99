"""Places in an author's files, what is wrong there, and how it is shown.

A problem is a value. It becomes an exception, StoryError, only when somebody
wants to play the story that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, among them the start of escape sequences
    "\u061c\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029\ufeff\ud800-\udfff]"  # line breaks no editor shows, marks, half characters
)


class GameError(Exception):
    """Anything this game has to say to a user about what went wrong."""


class Place(NamedTuple):
    """A stretch of one line of an author's file; line and columns count from 1, in characters.

    `end_column` is the column after the last character.
    """

    file: str
    line: int
    column: int
    end_column: int

    def __str__(self) -> str:
        return f"{visible(self.file)}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing wrong with a story, at one place, in the author's words."""

    code: str
    message: str
    place: Place
    help: str = ""
    other: Place | None = None
    other_label: str = ""

    @property
    def severity(self) -> str:
        """`error`: the story can't be played; `warning`: it plays, but not as meant."""
        return "warning" if self.code in WARNINGS else "error"

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}[{self.code}]: {visible(self.message)}"


class StoryError(GameError):
    """A story that can't be played, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def visible(text: str) -> str:
    """Show `text` on one line, with stand-ins for what must not reach a terminal."""
    return HOSTILE.sub(_stand_in, text.replace("\n", " "))


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


# The families: Y the file as YAML, S its shape, R names, E conditions and effects, G the graph.
CODES: dict[str, str] = {
    "Y101": "the file can't be read",
    "Y102": "the file is not UTF-8",
    "Y103": "the file is too large",
    "Y104": "the lists and maps are nested too deep",
    "Y105": "a character that may not stand in a text file",
    "Y106": "a key given twice",
    "Y107": "an anchor, alias, merge key or tag",
    "Y108": "a directive or a second document",
    "Y109": "the file is not YAML",
    "Y110": "a quote that never closes",
    "Y111": "a tab where spaces belong",
    "Y112": "a file that would not be read",
    "S101": "a key that is not known here",
    "S102": "a key that is missing",
    "S103": "the wrong kind of value",
    "S104": "a name that can't be one",
    "S105": "a newer format",
    "S106": "no way on",
    "S107": "two ways on that exclude each other",
    "S108": "a choice that does nothing",
    "S109": "something that can never be reached, because what stands before it always holds",
    "S110": "a list of places that may lead nowhere",
    "S111": "a value outside what was declared",
    "S112": "a mark in a text that is not complete",
    "S113": "two choices with one key",
    "S114": "two pages on one key, or a key the game uses",
    "S115": "a chapter without a folder",
    "S116": "a folder with scenes that no chapter names",
    "R201": "there is no such scene",
    "R202": "there is no such variable",
    "R203": "there is no such item",
    "R204": "a name given twice",
    "R205": "a word of the language used as a name",
    "R206": "a word that the variable can't have",
    "R207": "a walkthrough that asks for what there isn't",
    "E301": "half a condition or effect",
    "E302": "a character or sign that is not part of the language",
    "E303": "kinds that don't go together",
    "E304": "a condition that is neither true nor false",
    "E305": "a function that does not exist, or its arguments",
    "E306": "too long or too deep",
    "E307": "something that can't be printed",
    "G401": "a loop without a choice",
}
WARNINGS = frozenset({"Y112", "S116"})
