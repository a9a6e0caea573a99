"""What there is to translate of a story: each piece of text under its mark, as the author wrote it.

That is what `escape script` has, under the same marks, and a few things that are no author's to mend there:
what readers call a variable, and the words that are its values, which are names in the story too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import ON_DISK, SourceFiles
from game.story.model import Story, story_texts
from game.story.script.document import as_read
from game.story.script.entry import MarkedText, Note, ScriptEntry
from game.story.script.pieces import entries
from game.story.script.shown_names import names
from game.story.text.template import PrintedValue, Text, walk


class Original(NamedTuple):
    """A piece as it is written, where, what a translator should know, and which text it is, if one."""

    mark: str
    words: str
    place: SourceSpan
    note: str = ""
    text: Text | None = None


def originals(story: Story, files: SourceFiles = ON_DISK) -> Iterator[Original]:
    """Yield every piece that readers see: names first, then the story in the order of its script.

    `files` are those that the story was read from.
    """
    yield from (one._replace(text=None) for one in _pieces(names(story, files)))
    yield from _values(story)
    yield from _pieces(entries(story))


def _pieces(entries: Iterable[ScriptEntry]) -> Iterator[Original]:
    note = ""  # what the script says right before a piece
    for entry in entries:
        if isinstance(entry, MarkedText):
            yield Original(entry.mark, as_read(entry.text.source), entry.text.place, note, entry.text)
        note = entry.words if isinstance(entry, Note) else ""


def _values(story: Story) -> Iterator[Original]:
    """Yield what variables with words are called, and the values of those that a text prints."""
    printed = _printed(story)
    for variable in story.variables.values():
        mark, place = f"variables/{variable.name}", variable.place
        if place is not None and variable.words:
            yield Original(f"{mark}/title", variable.called, place, f"What readers call `{variable.name}`:")
        for number, word in enumerate(variable.values if variable.name in printed else (), 1):
            if place is not None:
                yield Original(f"{mark}/words/{number}", word, place, f"A word for `{variable.name}`:")


def _printed(story: Story) -> set[str]:
    """Return the names of the variables that some text prints."""
    pieces = (piece for text in story_texts(story) for piece in walk(text.template or ()))
    return {piece.variable.name for piece in pieces if isinstance(piece, PrintedValue)}
