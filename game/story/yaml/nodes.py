"""Pieces of a YAML file that know their place, and the file they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from game.story.diagnostics.problem import Place


class Node:
    """A piece of a file. `start` and `end` are the parser's marks, lines and columns counted from 0.

    There are many nodes and few are asked where they are, so the marks are kept as they came.
    """

    __slots__ = ("end", "start")

    def __init__(self, start: Any, end: Any) -> None:
        self.start = start
        self.end = end

    @property
    def line(self) -> int:
        """The line it starts on."""
        line: int = self.start.line
        return line

    @property
    def column(self) -> int:
        """The column it starts at."""
        column: int = self.start.column
        return column

    @property
    def end_line(self) -> int:
        """The line it ends on."""
        line: int = self.end.line
        return line

    @property
    def end_column(self) -> int:
        """The column behind its last character."""
        column: int = self.end.column
        return column


class Scalar(Node):
    """Text as it was typed. `style` is YAML's: `|`, `>`, `'`, `"`, or empty for plain."""

    __slots__ = ("style", "value")

    def __init__(self, event: Any) -> None:
        self.value: str = event.value
        self.style: str = event.style or ""
        self.start = event.start_mark
        self.end = event.end_mark

    @property
    def blank(self) -> bool:
        """Nothing was typed here at all."""
        return not self.value and not self.style


class Sequence(Node):
    """A list of nodes; `flow` if it was written in brackets."""

    __slots__ = ("flow", "items")

    def __init__(self, event: Any) -> None:
        self.items: list[Node] = []
        self.flow: bool = event.flow_style
        self.start = self.end = event.start_mark


class Mapping(Node):
    """Keys and what they hold, in the author's order; each key once."""

    __slots__ = ("entries", "flow")

    def __init__(self, event: Any) -> None:
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.flow: bool = event.flow_style
        self.start = self.end = event.start_mark


def scalars(node: Node | None, keys: bool = False) -> Iterator[Scalar]:
    """Give every text in a node, in order; the keys of maps only if asked for."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item, keys)
    elif isinstance(node, Mapping):
        for key, value in node.entries.values():
            if keys:
                yield key
            yield from scalars(value, keys)


_new_place = tuple.__new__  # every node has a place: this is what Place(…) does, in half the time


class SourceFile:
    """One file of a story as text, and the places in it. `name` is how it is shown."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines of the file, without their ends."""
        if self._lines is None:
            self._lines = re.split(r"\r\n|\r|\n", self.text)
        return self._lines

    def place(self, node: Node) -> Place:
        """Where `node` stands; of a node of several lines, its first."""
        start, stop = node.start, node.end
        line, column, end = start.line, start.column, stop.column
        if stop.line != line:
            block = type(node) is Scalar and node.style in ("|", ">")
            end = column + 1 if block else len(self.lines[line].rstrip())
        return _new_place(Place, (self.name, line + 1, column + 1, end + 1 if end > column else column + 2))

    def place_in(self, node: Scalar, offset: int, length: int = 1) -> Place:
        """Where `length` characters from `offset` of a scalar's value stand in the file."""
        if not node.style and node.end_line == node.line:
            line, column = node.line, node.column + offset
        else:
            line, column = _locate(self.lines, node, offset)
        return Place(self.name, line + 1, column + 1, column + 1 + max(length, 1))

    def place_at(self, line: int, column: int) -> Place:
        """Where a line and a column, both counted from 0, are."""
        return Place(self.name, line + 1, column + 1, column + 2)


_ESCAPE_LENGTH = {"x": 4, "u": 6, "U": 10}


def _locate(lines: list[str], node: Scalar, offset: int) -> tuple[int, int]:
    """Find the line and column, from 0, of a character of a scalar's value.

    A literal block keeps its lines; elsewhere the value is walked beside the source.
    """
    if node.style == "|":
        return _locate_literal(lines, node, offset)
    return _Walk(lines, node).to(offset)


def _locate_literal(lines: list[str], node: Scalar, offset: int) -> tuple[int, int]:
    before = node.value[:offset]
    indent = 0
    for source, text in zip(lines[node.line + 1 :], node.value.split("\n"), strict=False):
        if text.strip():
            indent = _indent(source) - _indent(text)
            break
    return node.line + 1 + before.count("\n"), indent + offset - (before.rfind("\n") + 1)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


class _Walk:
    """Walks a folded scalar's value beside its source, past quotes, escapes and folded line breaks."""

    def __init__(self, lines: list[str], node: Scalar) -> None:
        self.lines = lines
        self.node = node
        self.line, self.column = node.line, node.column + (node.style in ("'", '"'))
        if node.style == ">":
            self.line += 1
            self.column = _indent(lines[self.line]) if self.line < len(lines) else 0
        self.done = 0  # characters of the value passed

    def to(self, offset: int) -> tuple[int, int]:
        """Walk to the character at `offset` and give its line and column."""
        while self.line < len(self.lines):
            rest = self.lines[self.line][self.column :]
            if self.at_break(rest):
                self.fold()
                if offset < self.done:
                    break
            elif self.done >= offset:
                break
            else:
                self.column += self.width(rest)
                self.done += 1
        return min(self.line, len(self.lines) - 1), self.column

    def at_break(self, rest: str) -> bool:
        """Whether nothing more of the value stands in what is left of the line."""
        if self.node.style == '"' and rest == "\\":
            return True
        return not rest.strip() and (
            not rest or self.node.value[self.done : self.done + 1] in ("", " ", "\n")
        )

    def fold(self) -> None:
        """Pass a line break: blanks in the source, a blank or line breaks in the value."""
        escaped = self.lines[self.line].endswith("\\") and self.node.style == '"'
        self.line += 1
        while self.line < len(self.lines) and not self.lines[self.line].strip():
            self.line += 1
        self.column = _indent(self.lines[self.line]) if self.line < len(self.lines) else 0
        while not escaped and self.node.value[self.done : self.done + 1] in (" ", "\n"):
            self.done += 1

    def width(self, rest: str) -> int:
        """Give how many characters of the source make the next one of the value."""
        if self.node.style == '"' and rest[0] == "\\":
            return _ESCAPE_LENGTH.get(rest[1:2], 2)
        return 2 if self.node.style == "'" and rest.startswith("''") else 1
