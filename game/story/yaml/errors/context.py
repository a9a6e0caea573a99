"""What the parser had read of a file that it can't read, and where it gave up.

A fault is told by three things that are the same in every version of the parser: which half of it gave
up (the scanner, which makes tokens of letters, or the parser, which makes a tree of tokens), what kinds
of tokens come before, and which letters stand at the places that the error names. Its sentences are
never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.diagnostics.source_text import SourceFile
from game.story.yaml.events import ScannerError, YAMLError

if TYPE_CHECKING:
    from game.story.yaml.errors.watch import Watched

LineColumn = tuple[int, int]  # line and column, from 0

# The text in double quotes from its first quote on, as far as it is in order.
_QUOTED = {
    '"': re.compile(
        r'"(?:[^"\\]|\\(?:[0abtnvfre "\\/N_LP\t\r\n]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}'
        r"|U(?:000[0-9a-fA-F]|0010)[0-9a-fA-F]{4}))*+"
    ),
    "'": re.compile(r"'(?:[^']|'')*+"),
}


class Token(NamedTuple):
    """A piece that was read; `kind` is its name in PyYAML, places count from 0."""

    kind: str
    start: LineColumn
    end: LineColumn
    style: str = ""

    @classmethod
    def of(cls, token: Any) -> Token:
        """Make one of a token of PyYAML's."""
        start, end = token.start_mark, token.end_mark
        kind = type(token).__name__.removesuffix("Token")
        style = getattr(token, "style", "") or ""
        return cls(kind, (start.line, start.column), (end.line, end.column), style)


class ParseFailure(NamedTuple):
    """A file that can't be read: where the parser gave up, and what it had read before.

    `scanning` says that no token could be made of the letters; else it is a token that fits nowhere.
    `opened` is where the thing starts that was being read, if any. `open` are the tokens that start the
    lists and maps that are open, the innermost last.
    """

    file: SourceFile
    scanning: bool
    opened: LineColumn | None
    at: LineColumn
    tokens: Sequence[Token]
    open: Sequence[Token]

    @classmethod
    def of(cls, file: SourceFile, refusal: YAMLError, watched: Watched | None = None) -> ParseFailure:
        """Make one of what a parser raised and what was seen of its way, if anything was."""
        mark = getattr(refusal, "problem_mark", None) or getattr(refusal, "context_mark", None)
        context = getattr(refusal, "context_mark", None)
        at = (mark.line, mark.column) if mark else (0, 0)
        opened = (context.line, context.column) if context else None
        tokens, still_open = watched.before(at) if watched else ([], [])
        scanning = isinstance(refusal, ScannerError)
        return cls(file, scanning, opened, at, tokens, still_open)

    def line(self, number: int) -> str:
        """Return a line, counted from 0; behind the last, an empty one."""
        return self.file.lines[number] if number < len(self.file.lines) else ""

    @property
    def here(self) -> str:
        """The line where the parser gave up."""
        return self.line(self.at[0])

    @property
    def sign(self) -> str:
        """The character where the parser gave up; empty at the end of a line."""
        return self.here[self.at[1] : self.at[1] + 1]

    @property
    def opening_sign(self) -> str:
        """The character that the thing starts with that was being read; empty if there is none."""
        return self.line(self.opened[0])[self.opened[1] : self.opened[1] + 1] if self.opened else ""

    @property
    def bracket(self) -> Token | None:
        """The innermost list or map that is open, if it was opened by a bracket or a brace."""
        return self.open[-1] if self.open and self.open[-1].kind.startswith("Flow") else None

    @property
    def colon(self) -> bool:
        """Whether the parser gave up at a `:` behind what can't be a key."""
        return self.scanning and self.opened is None and self.sign == ":"

    @property
    def no_key(self) -> bool:
        """Whether what was being read should have been a key, and no `:` came."""
        return self.scanning and self.opened is not None and not self.broken_quote()

    def broken_quote(self) -> str:
        """Tell of a text in quotes that was being read: what stands where it is in order no more.

        A backslash and its letter, or the quote that opens it if it never closes; empty if no such text
        was being read.
        """
        if not self.scanning or self.opened is None or self.opening_sign not in _QUOTED:
            return ""
        line, column = self.opened
        rest = "\n".join([self.line(line)[column:], *self.file.lines[line + 1 : self.at[0] + 1]])
        found = _QUOTED[self.opening_sign].match(rest)
        behind = rest[found.end() : found.end() + 2] if found else ""
        if behind.startswith("\\") and behind != "\\":
            return behind
        before = len(rest) - len(self.here) + self.at[1] if self.at[0] > line else self.at[1] - column
        closed = behind.startswith(self.opening_sign) and found and found.end() < before
        return "" if closed else self.opening_sign

    def before(self) -> Token | None:
        """Return the last piece with something in it."""
        return next((token for token in reversed(self.tokens) if token.end > token.start), None)

    def place(self, spot: LineColumn, length: int = 1) -> SourceSpan:
        """Return the place of some characters, counted from 1."""
        line, column = spot
        return SourceSpan(self.file.name, line + 1, column + 1, column + 1 + length)

    def problem(self, code: str, message: str, spot: LineColumn, help: str = "", length: int = 1) -> Problem:
        """Make a problem at a spot."""
        return Problem(code, message, self.place(spot, length), help)
