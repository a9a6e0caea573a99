"""What conditions, effects and texts may speak of: variables, items, words, scenes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from game.story.diagnostics.problem import Place

Value = bool | int | str
Values = tuple[Value, ...]
Marks = tuple[int, ...]
Test = Callable[[Values, Marks], bool]
Change = Callable[[Values, Marks], Values]
Kind = Literal["number", "truth", "word"]

FUNCTIONS = ("visited", "has", "min", "max", "count")
RESERVED = frozenset({"and", "or", "not", "true", "false", "take", "drop", "seq", "cycle", *FUNCTIONS})


class Variable(NamedTuple):
    """A declared variable: a whole number in a range, one of some words, or a truth value.

    `words` names the values of a range for the reader. `slot` is its place in a state's values.
    """

    name: str
    slot: int
    kind: Kind
    start: Value
    low: int = 0
    high: int = 0
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    about: str = ""
    place: Place | None = None

    def shown(self, value: Value) -> str:
        """Give the value as a text prints it."""
        return self.words[int(value) - self.low] if self.words else str(value)

    def clamp(self, value: Value) -> Value:
        """Give the nearest value that the variable can have."""
        if self.kind == "number":
            return max(self.low, min(self.high, int(value)))
        return value

    def allows(self, value: object) -> bool:
        """Whether the variable can have this value."""
        if self.kind == "number":
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        if self.kind == "truth":
            return isinstance(value, bool)
        return isinstance(value, str) and value in self.values


class Item(NamedTuple):
    """Something that is carried or not. `slot` is its place in a state's values."""

    name: str
    slot: int
    title: str
    about: str = ""
    place: Place | None = None


class Names:
    """What the conditions and effects of a story may speak of.

    `visits` gives, once the story is read, the slot of each scene's mark that something reads.
    """

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}
        self.items: dict[str, Item] = {}
        self.words: set[str] = set()
        self.visits: dict[str, int] = {}
        self.conditions: dict[str, Any] = {}  # read so far, by source
        self.tests: dict[str, Test] = {}  # compiled conditions, by source
        self.changes: dict[tuple[str, ...], Change] = {}  # compiled effects, by their sources
