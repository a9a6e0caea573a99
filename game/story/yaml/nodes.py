"""Pieces of a YAML file that know their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


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
    """Yield every text in a node, in order; the keys of maps only if asked for."""
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
