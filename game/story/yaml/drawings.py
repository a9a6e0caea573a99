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
_NEXT_LINE = re.compile(r"\n( *)(?=\S)")


class _Block(NamedTuple):
    """A block under `|`: where its sign stands, and how much deeper than what holds it its lines are."""

    sign: int
    first: int  # the first line
    least: int  # the line that is indented least
    end: int  # the offset behind the block


def keep_drawings(text: str) -> str:
    """Rewrite a file's text with the depth of words told wherever a block starts with a drawing."""
    if not any(_deeper(text, found) > _DRAWN for found in _BLOCK.finditer(text)):
        return text  # so it is with most files
    blocks = list(_blocks(text))
    usual = min((block.first for block in blocks if block.first <= _DRAWN), default=_USUAL)
    pieces, done = [], 0
    for block in blocks:
        words = min(usual, block.least)
        if block.first >= words + _DRAWN and words <= _DEEPEST:
            pieces += [text[done : block.sign + 1], str(words)]
            done = block.sign + 1
    return "".join(pieces) + text[done:]


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the blocks of a text, passing over what only looks like one inside another."""
    end = 0
    for found in _BLOCK.finditer(text):
        first = _deeper(text, found) if found.start() >= end else 0
        if first <= 0:
            continue
        holder = found.end(1) - found.start(1) - first
        least, end = first, len(text)
        for line in _NEXT_LINE.finditer(text, found.end()):
            deeper = len(line[1]) - holder
            if deeper <= 0:
                end = line.start()
                break
            least = min(least, deeper)
        yield _Block(found.start(), first, least, end)


def _deeper(text: str, found: re.Match[str]) -> int:
    """Return how much deeper the first line of a block is than the map or the list that holds it."""
    line = text.rfind("\n", 0, found.start()) + 1
    head = _HEAD.fullmatch(text, line, found.start())
    if head is None:
        return 0
    indent, dashes = len(head[1]), len(head[2])
    holder = indent + dashes if head[3] or not dashes else indent + len(head[2].rstrip()) - 1
    return found.end(1) - found.start(1) - holder
