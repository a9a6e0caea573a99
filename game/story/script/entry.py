"""What a script is made of: headings, notes, and pieces of text that may be mended."""

from __future__ import annotations

from typing import NamedTuple

from game.story.text.template import Text


class Heading(NamedTuple):
    """A heading of the document, 1 to 4 deep."""

    depth: int
    words: str


class Note(NamedTuple):
    """What the document says besides the author's words."""

    words: str


class MarkedText(NamedTuple):
    """A piece of text of the author's, under its mark; `is_line` of what has no paragraphs, like a title."""

    mark: str
    text: Text
    is_line: bool = False


ScriptEntry = Heading | Note | MarkedText
