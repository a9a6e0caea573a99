"""Drawings at the start of a text under `|`, kept from YAML, which takes their blanks for indentation.

YAML takes the indentation of a block from its first line. In

    text: |
          +--+
          |  |
      A box.

the first line is drawn, four blanks deeper than the words, and YAML would refuse the words; of the
drawing alone it would take the blanks away. So such a block is given the number that says how deep its
words are, `|2`, before it is parsed. How deep an author indents words is seen from the other lines of the
block, or else from the other blocks of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_DRAWN = 4  # blanks more than words have
_USUAL = 2
_DEEPEST = 9  # the largest number YAML knows here

# The end of a line that ends in `|`, and the blanks in front of the first line of the block.
_BLOCK = re.compile(r"\|[+-]?[ \t]*(?:#[^\n]*)?\n(?:[ \t]*\n)*( *)(?=\S)")
_HEAD = re.compile(r"( *)((?:- +)*)([\w-]+: +)?")


class _Block(NamedTuple):
    """A block under `|`: where its sign stands, how deep what holds it stands, and its first line."""

    sign: int
    line: int  # the offset of the line with the sign
    holder: int
    first: int
    start: int  # the offset of the first line's words


def keep_drawings(text: str) -> str:
    """Give a file's text with the depth of words told wherever a block starts with a drawing."""
    deep = [block for found in _BLOCK.finditer(text) if (block := _block(text, found, _DRAWN + 1))]
    if not deep:
        return text
    usual = min(_steps(text), default=_USUAL)
    pieces, done = [], 0
    for block in deep:
        step = min([usual, *(indent - block.holder for indent in _indents(text, block))])
        if block.first - block.holder >= step + _DRAWN and step <= _DEEPEST and not _inside(text, block):
            pieces += [text[done : block.sign + 1], str(step)]
            done = block.sign + 1
    return "".join(pieces) + text[done:]


def _block(text: str, found: re.Match[str], least: int) -> _Block | None:
    """Give a block whose first line is indented by so much at least; most are told by a look."""
    line = text.rfind("\n", 0, found.start()) + 1
    first = found.end(1) - found.start(1)
    if first < least or not text[line : line + first - least + 1].strip(" "):
        return None  # nothing in the line stands so far to the left
    head = _HEAD.fullmatch(text, line, found.start())
    if head is None:
        return None
    indent, dashes = len(head[1]), len(head[2])
    holder = indent + dashes if head[3] or not dashes else indent + len(head[2].rstrip()) - 1
    if first - holder < least:
        return None
    return _Block(found.start(), line, holder, first, found.end())


def _steps(text: str) -> Iterator[int]:
    """Give how much deeper than what holds it each block is that starts with no drawing."""
    for found in _BLOCK.finditer(text):
        block = _block(text, found, 1)
        if block and block.first - block.holder < _DRAWN + 1:
            yield block.first - block.holder


def _indents(text: str, block: _Block) -> Iterator[int]:
    """Give the indentation of each line of a block but the first."""
    for line in re.finditer(r"\n( *)(?=[^\s])", text[block.start :]):
        if len(line[1]) <= block.holder:
            return
        yield len(line[1])


def _inside(text: str, block: _Block) -> bool:
    """Whether what looks like the head of a block is a line of another block."""
    depth = block.holder + 1
    for line in reversed(text[: block.line].split("\n")):
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and indent < depth:
            if re.search(r"(?:^|[:-] +)[|>][0-9+-]*\s*(?:#.*)?$", line):
                return True
            depth = indent
        if depth <= 0:
            return False
    return False
