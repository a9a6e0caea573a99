"""What a guess is, and a row of a table of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from game.story.diagnostics.problem import Remedy

MAX_GUESSED = 500  # characters; nobody types more in a guess
CHANCE = "nothing that steers a story is left to chance: a proof holds for every playthrough"
CHANCE_HELP = "let the words vary, `{any: …|…}`, or let the player choose"
NO_SIGN = "a variable is written without a sign in front"
_WHOLE = re.compile(r"write `([^`…]+)`")


class Guess(NamedTuple):
    """What was meant: what to say of it, and the help line.

    `length` characters from `offset` of what was typed are what it is said of; none: all of it.
    """

    message: str
    help: str
    offset: int = 0
    length: int = 0

    @property
    def remedy(self) -> str:
        """The help, as a remedy where it says what to write in place of all that was typed."""
        found = _WHOLE.fullmatch(self.help)
        return Remedy(self.help, found[1]) if found else self.help


class GuessRow(NamedTuple):
    """The pattern for what is typed, what is said of it, and the help."""

    typed: str
    message: str
    help: str


def answer(rows: Sequence[GuessRow], source: str) -> Guess | None:
    """Say what the first row says whose pattern is the whole of what was typed; None if none is."""
    for row in rows if len(source) <= MAX_GUESSED else ():
        found = re.fullmatch(row.typed, source.strip(), re.DOTALL)
        if found:
            return Guess(found.expand(row.message), found.expand(row.help).replace("  ", " "))
    return None
