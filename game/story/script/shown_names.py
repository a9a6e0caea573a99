"""The names that readers see and that stand in no text: of the story, chapters, items, words of variables.

A story keeps them as words alone. Where they stand is found again in story.yaml, by the keys that lead there.
Their marks are such as no piece of a scene can have, whatever it is called: `chapters/1-the-house/title`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from game.story.diagnostics.source_text import ON_DISK, SourceError, SourceFile, SourceFiles
from game.story.language.symbols import Variable
from game.story.model import Story
from game.story.script.entry import MarkedText, Note
from game.story.text.template import Text
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.parse import read_nodes
from game.story.yaml.positions import place_of

KeyPath = tuple[str | int, ...]  # keys of maps and numbers of lists


class _Name(NamedTuple):
    """A name: its mark, what the document says of it, and where it stands."""

    mark: str
    about: str
    path: KeyPath


def names(story: Story, files: SourceFiles = ON_DISK) -> Iterator[Note | MarkedText]:
    """Yield every name, each behind a note of what it is; `files` are those that the story was read from."""
    try:
        file = files.read(story.folder / "story.yaml")
    except SourceError:  # it was there a moment ago
        return
    root = read_nodes(file, [])
    for name in _names(story):
        found = _text_at(file, root, name.path)
        if found is not None:
            yield Note(name.about)
            yield MarkedText(name.mark, found, is_line=True)


def _names(story: Story) -> Iterator[_Name]:
    yield _Name("story/name", "The title of the story:", ("title",))
    yield _Name("story/byline", "The line under the title:", ("byline",))
    for number in range(len(story.content_notes)):
        yield _Name(f"story/content_notes/{number + 1}", "A content note:", ("content_notes", number))
    for chapter in story.chapters:
        yield _Name(f"chapters/{chapter.id}/title", "A chapter:", ("chapters", chapter.id))
    for item in story.items:
        yield _Name(f"items/{item}/name", "Something to carry:", ("items", item, "name"))
        yield _Name(f"items/{item}/about", "What it is:", ("items", item, "about"))
    for variable in story.variables.values():
        yield from _words(variable)


def _words(variable: Variable) -> Iterator[_Name]:
    """Yield what readers are told of a variable."""
    name, mark = variable.name, f"variables/{variable.name}"
    if variable.show:
        yield _Name(f"{mark}/about", f"What `{name}` is:", ("variables", name, "about"))
    for number in range(len(variable.words)):
        yield _Name(
            f"{mark}/words/{number + 1}", f"A word for `{name}`:", ("variables", name, "words", number)
        )


def _text_at(file: SourceFile, node: Node | None, path: KeyPath) -> Text | None:
    """Find what stands under some keys; None if nothing does."""
    for key in path:
        if isinstance(node, Mapping) and key in node.entries:
            node = node.entries[str(key)][1]
        elif isinstance(node, Sequence) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
        else:
            return None
    if not isinstance(node, Scalar) or not node.value.strip():
        return None
    return Text(node.value, place_of(file, node), None)
