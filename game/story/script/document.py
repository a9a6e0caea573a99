"""The document itself: Markdown that reads as it stands, with a mark above each piece of text.

    <!-- c1_count/text/2 5f3a9c1d -->
    He counts *again*, {trust >= 3: and nods|and frowns}.

    <!-- / -->
    A choice, if trust is at least 3:

The number behind a mark is made of the words as they were, and says later whether they were changed, here
or in the story. What stands under `/` is not the author's, and is not read again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from game.story.diagnostics.problem import GameError
from game.story.diagnostics.source_text import ON_DISK, SourceFiles
from game.story.model import Story
from game.story.script.entry import Heading, MarkedText, Note, ScriptEntry
from game.story.script.pieces import entries
from game.story.script.shown_names import names
from game.story.text.scripts import joined

MARK = re.compile(r"^<!-- (/|(?P<mark>[a-z0-9_./-]+) (?P<digest>[0-9a-f]{8})) -->[ \t]*$", re.MULTILINE)
BLANK_LINE = re.compile(r"\n(?:[ \t]*\n)+")
DRAWN = "    "


class Mended(NamedTuple):
    """A piece as a document has it: its mark, what its words were made a number of, and its words now."""

    mark: str
    digest: str
    words: str

    @property
    def is_changed(self) -> bool:
        """Whether its words were changed in the document."""
        return digest(self.words) != self.digest


def write_document(story: Story) -> str:
    """Write the whole story as a document."""
    return "\n".join(_lines(story)).strip("\n") + "\n"


def whole(story: Story, files: SourceFiles = ON_DISK) -> Iterator[ScriptEntry]:
    """Yield what the whole document is made of; the names that stand in no text come last."""
    yield from entries(story)
    yield Heading(2, "Names")
    yield from names(story, files)


def _lines(story: Story) -> Iterator[str]:
    in_piece = False
    for entry in whole(story):
        if isinstance(entry, MarkedText):
            words = as_read(entry.text.source)
            yield f"<!-- {entry.mark} {digest(words)} -->"
            yield words
        else:
            if in_piece:
                yield "<!-- / -->"
            yield f"{'#' * entry.depth} {entry.words}" if isinstance(entry, Heading) else _note(entry)
        yield ""
        in_piece = isinstance(entry, MarkedText)


def _note(note: Note) -> str:
    return f"[{note.words}]"


def read_document(document: str) -> list[Mended]:
    """Read every piece of a document. Raises GameError if there is none, or one of them twice."""
    text = "\n".join(plain_lines(document))
    marks = list(MARK.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found = [
        Mended(mark["mark"], mark["digest"], as_read(text[mark.end() : end]))
        for mark, end in zip(marks, ends, strict=False)
        if mark["mark"]
    ]
    if not found:
        raise GameError("this is no script: there is no mark like `<!-- scene/text/1 5f3a9c1d -->` in it")
    seen: set[str] = set()
    for piece in found:
        if piece.mark in seen:
            raise GameError(f"the mark `{piece.mark}` stands in this script twice")
        seen.add(piece.mark)
    return found


def plain_lines(document: str) -> list[str]:
    """Return the lines of a document, whatever its editor put at its start and at their ends."""
    return document.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


def as_read(source: str) -> str:
    """Write words as they are read: a line for each paragraph, parted by blank ones; drawings as they are."""
    return "\n\n".join(filter(None, map(_paragraph, BLANK_LINE.split(source.strip("\n")))))


def _paragraph(part: str) -> str:
    lines = part.split("\n")
    if part.strip() and all(line.startswith(DRAWN) for line in lines if line.strip()):
        return "\n".join(line.rstrip() for line in lines)
    return " ".join(joined(part).split())


def digest(words: str) -> str:
    """Make a short number of words, which tells whether they are the same."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:8]
