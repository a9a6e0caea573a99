"""Other words typed in the place of a text, the way its author types: in the same style, as wide, as quoted.

A block under `|` keeps the lines of the paragraphs that are the same. A paragraph that changed is wrapped
anew, as wide as the author's lines are in this file, or stands on one line where all others do.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import SourceFile
from game.story.index.file_changes import TextEdit
from game.story.script.document import BLANK_LINE, DRAWN, as_read
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence, scalars

# What needs no quotes: on a line of its own, and within braces and brackets too.
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n]|:(?=\S))*[^\s:]\Z")
_PLAIN_IN_FLOW = re.compile(r"[^\W\d_](?:[^:#\[\]{},\n]|:(?=\S))*[^\s:]\Z")
_NARROW, _USUAL, _WIDE = 60, 80, 100  # characters of a line: at least, where nothing is known, at most
_FULL = 0.95  # of the lines that go on are no longer than their author wants them


class Typist:
    """Types into one file."""

    def __init__(self, file: SourceFile, root: Node | None) -> None:
        texts = list(scalars(root))
        self._file = file
        self._texts = {(one.line + 1, one.column + 1): one for one in texts}
        self._width = _width(file, texts)
        self._quote = _quote(texts)
        self._in_flow = set(_in_flow(root))
        found = re.search(r"\r\n|\r|\n", file.text)
        self._line_end = found.group() if found else "\n"

    def change(self, place: SourceSpan, words: str) -> TextEdit:
        """Return the change that makes other words of the text that begins at a place."""
        scalar = self._texts[place.line, place.column]
        return self._in_a_block(scalar, words) if scalar.style in ("|", ">") else self._in_line(scalar, words)

    def _in_a_block(self, scalar: Scalar, words: str) -> TextEdit:
        lines = _lines_of_block(self._file, scalar)
        indent = _indent_of_block(lines, scalar)
        kept = {as_read(part): part for part in BLANK_LINE.split("\n".join(line[indent:] for line in lines))}
        parts = [kept.get(part) or "\n".join(self._wrapped(part, indent)) for part in words.split("\n\n")]
        typed = ("\n\n" if scalar.style == "|" else "\n\n\n").join(parts).split("\n")
        place = SourceSpan(self._file.name, scalar.line + 2, 1, 2)
        return TextEdit(place, self._line_end.join(lines), self._joined(typed, indent))

    def _in_line(self, scalar: Scalar, words: str) -> TextEdit:
        """Change a text that begins on its key's line, perhaps in quotes, and perhaps goes on below."""
        lines = self._file.lines[scalar.line : scalar.end_line + 1]
        head = lines[0]
        lines[-1] = lines[-1][: scalar.end_column]
        lines[0] = lines[0][scalar.column :]
        place = SourceSpan(self._file.name, scalar.line + 1, scalar.column + 1, 2)
        is_plain = (_PLAIN_IN_FLOW if scalar in self._in_flow else _PLAIN).match(words)
        typed = words if is_plain and not scalar.style else self._quoted(words, scalar.style)
        if len(lines) > 1 or "\n" in typed:
            below = (_blanks(line) for line in lines[1:] if line.strip())
            indent = next(below, len(head) - len(head.lstrip(" -")) + 2)
            typed = self._folded(typed, scalar.column, indent)
        return TextEdit(place, self._line_end.join(lines).rstrip(), typed)

    def _quoted(self, words: str, style: str) -> str:
        if (style or self._quote) == "'" and not any(map(_is_drawn, words.split("\n\n"))):
            return "'" + words.replace("'", "''") + "'"
        return json.dumps(words, ensure_ascii=False)

    def _folded(self, typed: str, column: int, indent: int) -> str:
        """Fold a text that begins at a column; two blank lines in it are what a blank one is in its words."""
        first, *others = typed.split("\n\n")
        lines = self._wrapped(first, indent, max(column - indent, 0))
        for other in others:
            lines += ["", "", *self._wrapped(other, indent)]
        return self._joined(lines, indent).lstrip(" ")

    def _wrapped(self, part: str, indent: int, taken: int = 0) -> list[str]:
        """Return the lines of a paragraph; so many characters of the first one are `taken`."""
        if _is_drawn(part) or self._width is None:
            return part.split("\n")
        found = textwrap.wrap(
            part,
            max(self._width - indent, _NARROW // 2),
            initial_indent="\0" * taken,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [line.lstrip("\0") for line in found]

    def _joined(self, lines: Iterable[str], indent: int) -> str:
        return self._line_end.join(" " * indent + line if line else "" for line in lines)


def _width(file: SourceFile, texts: Iterable[Scalar]) -> int | None:
    """Return how long the author makes lines; None where each paragraph stands on one."""
    full: list[int] = []
    longest = 0
    for paragraph in _paragraphs(file, texts):
        full += map(len, paragraph[:-1])
        longest = max(longest, *map(len, paragraph))
    if full:
        return min(max(sorted(full)[int(_FULL * (len(full) - 1))], _NARROW), _WIDE)
    return None if longest > _WIDE else _USUAL


def _paragraphs(file: SourceFile, texts: Iterable[Scalar]) -> Iterator[list[str]]:
    """Yield the lines of each paragraph of the blocks of a file."""
    for scalar in texts:
        if scalar.style not in ("|", ">") or not scalar.value.strip():
            continue
        lines = _lines_of_block(file, scalar)
        drawn = " " * _indent_of_block(lines, scalar) + DRAWN
        for part in BLANK_LINE.split("\n".join(lines).strip("\n")):
            if part and not part.startswith(drawn):
                yield part.split("\n")


def _quote(texts: Iterable[Scalar]) -> str:
    """Return the quotes that the author puts round texts, if round any."""
    counts = Counter(one.style for one in texts if one.style in ("'", '"'))
    return max(('"', "'"), key=lambda style: counts[style])


def _in_flow(node: Node | None, is_flow: bool = False) -> Iterator[Scalar]:
    """Yield the texts that stand within braces or brackets."""
    if isinstance(node, Scalar):
        yield from (node,) if is_flow else ()
    elif isinstance(node, Mapping | Sequence):
        inner = node.items if isinstance(node, Sequence) else [value for _, value in node.entries.values()]
        for one in inner:
            yield from _in_flow(one, is_flow or node.flow)


def _lines_of_block(file: SourceFile, scalar: Scalar) -> list[str]:
    first = scalar.line + 1
    inside = range(first, scalar.end_line + (scalar.end_column > 0))
    last = max((number for number in inside if file.lines[number].strip()), default=first)
    return file.lines[first : last + 1]


def _indent_of_block(lines: list[str], scalar: Scalar) -> int:
    first_words = next(line for line in scalar.value.split("\n") if line.strip())
    return _blanks(next(line for line in lines if line.strip())) - _blanks(first_words)


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_drawn(part: str) -> bool:
    return part.startswith(DRAWN)
