"""What conditions, effects and texts may speak of: variables, items, words, scenes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from game.story.diagnostics.problem import SourceSpan

Value = bool | int | str
Values = tuple[Value, ...]
Counters = tuple[int, ...]
Test = Callable[[Values, Counters], bool]
Change = Callable[[Values, Counters], Values]
Type = Literal["int", "bool", "enum"]

FUNCTIONS = ("visited", "has", "min", "max", "count")
RESERVED = frozenset({"and", "or", "not", "true", "false", "take", "drop", "seq", "cycle", *FUNCTIONS})


@dataclass(frozen=True, slots=True)
class Variable:
    """A declared variable: a whole number in a range, one of some words, or a truth value.

    `words` names the values of a range for the reader. `index` is its place in a state's values.
    """

    name: str
    index: int
    type: Type
    start: Value
    low: int = 0
    high: int = 0
    values: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    about: str = ""
    place: SourceSpan | None = None

    def shown(self, value: Value) -> str:
        """Give the value as a text prints it."""
        return self.words[int(value) - self.low] if self.words else str(value)

    def clamp(self, value: Value) -> Value:
        """Give the nearest value that the variable can have."""
        if self.type == "int":
            return max(self.low, min(self.high, int(value)))
        return value

    def allows(self, value: object) -> bool:
        """Whether the variable can have this value."""
        if self.type == "int":
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        if self.type == "bool":
            return isinstance(value, bool)
        return isinstance(value, str) and value in self.values


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is carried or not. `index` is its place in a state's values."""

    name: str
    index: int
    title: str
    about: str = ""
    place: SourceSpan | None = None


class SymbolTable:
    """What the conditions and effects of a story may speak of.

    `visits` gives, once the story is read, the index of each scene's mark that something reads.
    """

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}
        self.items: dict[str, Item] = {}
        self.words: set[str] = set()
        self.visits: dict[str, int] = {}
        self.conditions: dict[str, Any] = {}  # read so far, by source
        self.tests: dict[str, Test] = {}  # compiled conditions, by source
        self.changes: dict[tuple[str, ...], Change] = {}  # compiled effects, by their sources
