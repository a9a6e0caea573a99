"""What conditions, effects and texts may speak of: variables, items, words, scenes, choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from game.story.diagnostics.problem import SourceSpan
from game.story.language.operators import Type

Value = bool | int | str
Values = tuple[Value, ...]
Counters = tuple[int, ...]
_Cell = TypeVar("_Cell", covariant=True)


class ByIndex(Protocol[_Cell]):
    """Cells of a state: all of them, or those that matter."""

    def __getitem__(self, index: int, /) -> _Cell: ...


Test = Callable[[ByIndex[Value], ByIndex[int]], bool]
Change = Callable[[Values, Counters], Values]


@dataclass(frozen=True, slots=True)
class Variable:
    """A declared variable: a whole number in a range, one of some words, or a truth value.

    `words` names the values of a range for the reader, who is told how it stands, and on which scale, if
    it is to `show`; in another language also the words that are its values. `title` is what readers call
    it there. `index` is its place in a state's values.
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
    show: bool = False
    place: SourceSpan | None = None
    title: str = ""

    @property
    def called(self) -> str:
        """What it is called where readers are told of it."""
        return self.title or self.name.replace("_", " ").capitalize()

    def shown(self, value: Value) -> str:
        """Return the value as a text prints it."""
        if not self.words:
            return str(value)
        return self.words[self.values.index(str(value)) if self.values else int(value) - self.low]

    def clamp(self, value: Value) -> Value:
        """Return the nearest value that the variable can have."""
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

    `counters` gives, once the story is read, the index of each counter that something reads: of a
    scene by its id, of a choice as `scene.choice`.
    """

    def __init__(self) -> None:
        self.is_for_claims = False
        self.variables: dict[str, Variable] = {}
        self.items: dict[str, Item] = {}
        self.words: set[str] = set()
        self.counters: dict[tuple[str, str], int] = {}  # by what is asked, `visits` or `chosen`, and of what
        self.conditions: dict[tuple[str, str], Any] = {}  # read so far, by source and scene
        self.tests: dict[tuple[str, str], Test] = {}  # compiled conditions, by source and scene
        self.changes: dict[tuple[tuple[str, str], ...], Change] = {}  # compiled effects, likewise

    def for_claims(self) -> SymbolTable:
        """Return what claims may speak of: the same, where the story is, and counters of their own."""
        found = self.unread()
        found.is_for_claims = True
        return found

    def unread(self) -> SymbolTable:
        """Return the same names as before anything was read that speaks of them."""
        found = SymbolTable()
        found.variables, found.items, found.words = self.variables, self.items, self.words
        return found
