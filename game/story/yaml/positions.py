r"""Where nodes stand in an author's file, and where in it a character of a text's value stands.

A parser gives the value of a text and where it begins and ends. A fault inside the text is known by its
offset in the value. In a plain text on one line the two run side by side; a block under `|` keeps its
lines behind their indentation; elsewhere (quotes, escapes, folded lines) value and source are walked
together: `"a\tb"` is three characters of a value and four of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import SourceFile
from game.story.yaml.nodes import Node, Scalar

_new_span = tuple.__new__  # every node has one: this is what SourceSpan(…) does, in half the time


def place_of(file: SourceFile, node: Node) -> SourceSpan:
    """Where `node` stands; of a node of several lines, its first."""
    start, stop = node.start, node.end
    line, column, end = start.line, start.column, stop.column
    if stop.line != line:
        block = type(node) is Scalar and node.style in ("|", ">")
        end = column + 1 if block else len(file.lines[line].rstrip())
    return _new_span(SourceSpan, (file.name, line + 1, column + 1, end + 1 if end > column else column + 2))


def place_in(file: SourceFile, node: Scalar, offset: int, length: int = 1) -> SourceSpan:
    """Where `length` characters from `offset` of a scalar's value stand in the file."""
    return PlacesIn(file, node).place(offset, length)


class PlacesIn:
    """Where characters of one scalar's value stand in the file; quickest from the first to the last."""

    def __init__(self, file: SourceFile, node: Scalar) -> None:
        self.node = node
        self._file = file
        self._walk = _Walk(file.lines, node)

    def place(self, offset: int, length: int = 1) -> SourceSpan:
        """Return where `length` characters from `offset` stand."""
        line, column = self._locate(offset)
        return SourceSpan(self._file.name, line + 1, column + 1, column + 1 + max(length, 1))

    def _locate(self, offset: int) -> tuple[int, int]:
        """Find the line and column, from 0, of a character.

        A literal block keeps its lines; elsewhere the value is walked beside the source.
        """
        node = self.node
        if not node.style and node.end_line == node.line:
            return node.line, node.column + offset
        if node.style == "|":
            return _locate_literal(self._file.lines, node, offset)
        if offset < self._walk.done:
            self._walk = _Walk(self._file.lines, node)
        return self._walk.to(offset)


_BLANKS = re.compile(r"[ \t]*")
_ESCAPE_LENGTH = {"x": 4, "u": 6, "U": 10}


def _locate_literal(lines: list[str], node: Scalar, offset: int) -> tuple[int, int]:
    starts, filled, blanks = _lines_of(node.value)
    row = bisect_right(starts, offset) - 1
    line = node.line + 1 + filled
    indent = _indent(lines[line]) - blanks if blanks is not None and line < len(lines) else 0
    return node.line + 1 + row, indent + offset - starts[row]


@lru_cache(maxsize=16)  # many places are looked for in one text, one after the other
def _lines_of(value: str) -> tuple[list[int], int, int | None]:
    """Return where the lines of a text start, which is the first that is not blank, and its indentation."""
    starts = [0, *(found.end() for found in re.finditer("\n", value))]
    letters = re.search(r"\S", value)
    if letters is None:
        return starts, 0, None
    filled = bisect_right(starts, letters.start()) - 1
    return starts, filled, letters.start() - starts[filled]


def _indent(line: str) -> int:
    found = _BLANKS.match(line)
    return found.end() if found else 0


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
        """Return how many characters of the source make the next one of the value."""
        if self.node.style == '"' and rest[0] == "\\":
            return _ESCAPE_LENGTH.get(rest[1:2], 2)
        return 2 if self.node.style == "'" and rest.startswith("''") else 1
