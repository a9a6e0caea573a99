"""What there is to translate of a story: each piece of text under its mark, as the author wrote it.

Texts have the marks of `escape script`. What stands in no text has marks of its own, which no piece of a
scene can have: `story/name`, `chapters/1-the-house/title`, `items/ring/name`, `variables/body/words/2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.story.diagnostics.problem import SourceSpan
from game.story.language.symbols import Variable
from game.story.model import Story, story_texts
from game.story.script.document import as_read
from game.story.script.pieces import Note, Piece, entries
from game.story.text.template import PrintedValue, Text, walk


class Original(NamedTuple):
    """A piece as it is written, where, what a translator should know, and which text it is, if one."""

    mark: str
    words: str
    place: SourceSpan
    note: str = ""
    text: Text | None = None


def originals(story: Story) -> Iterator[Original]:
    """Give every piece that readers see: names first, then the story in the order of its script."""
    yield from (one for one in _names(story) if one.words)
    note = ""  # what the script says right before a piece
    for entry in entries(story):
        if isinstance(entry, Piece):
            yield Original(entry.mark, as_read(entry.text.source), entry.text.place, note, entry.text)
        note = entry.words if isinstance(entry, Note) else ""


def _names(story: Story) -> Iterator[Original]:
    top = SourceSpan(str(story.folder / "story.yaml"), 1, 1, 2)
    yield Original("story/name", story.title, top, "The title of the story.")
    yield Original("story/byline", story.byline, top)
    for number, note in enumerate(story.content_notes, 1):
        yield Original(f"story/content_notes/{number}", note, top, "A content note.")
    for chapter in story.chapters:
        yield Original(f"chapters/{chapter.id}/title", chapter.title, chapter.place, "A chapter.")
    for item in story.items.values():
        yield Original(f"items/{item.name}/name", item.title, item.place or top, "Something to carry.")
        yield Original(f"items/{item.name}/about", item.about, item.place or top)
    printed = _printed(story)
    for variable in story.variables.values():
        yield from _words(variable, variable.place or top, variable.name in printed)


def _words(variable: Variable, place: SourceSpan, is_printed: bool) -> Iterator[Original]:
    """Give what readers are told of a variable: the words for its values, and what it is called then."""
    mark = f"variables/{variable.name}"
    if variable.words:
        yield Original(f"{mark}/title", variable.called, place, "What the words below are about.")
    if variable.show:
        yield Original(f"{mark}/about", variable.about, place)
    for number, word in enumerate(variable.words or (variable.values if is_printed else ()), 1):
        yield Original(f"{mark}/words/{number}", word, place, f"A word for `{variable.name}`.")


def _printed(story: Story) -> set[str]:
    """Give the names of the variables that some text prints."""
    pieces = (piece for text in story_texts(story) for piece in walk(text.template or ()))
    return {piece.variable.name for piece in pieces if isinstance(piece, PrintedValue)}
