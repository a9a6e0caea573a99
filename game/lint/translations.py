"""What the rules about translations share: the catalogues of a story, each entry with its original."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from game.locale.po import Message
from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import SourceFiles
from game.story.language.parser import Fault
from game.story.model import Story
from game.story.text.parser import read_text
from game.story.text.template import Text
from game.story.translation.catalogue import Catalogue, CatalogueError, languages, read_catalogue
from game.story.translation.originals import Original, originals


class Translation(NamedTuple):
    """A text and its translation, where that stands, and what is wrong with its braces."""

    original: Text
    translated: Text
    faults: tuple[Fault, ...]
    place: SourceSpan


@lru_cache(maxsize=1)
def catalogues(story: Story) -> tuple[Catalogue | CatalogueError, ...]:
    """Read every catalogue of a story; of one that can't be read, give what is wrong."""
    return tuple(map(_read, languages(story.folder).values()))


@lru_cache(maxsize=1)
def pieces(story: Story, files: SourceFiles) -> dict[str, Original]:
    """Return what there is to translate of a story, by mark."""
    return {one.mark: one for one in originals(story, files)}


def translations(story: Story, files: SourceFiles) -> Iterator[Translation]:
    """Yield every text of a story that has words in another language, which would be shown."""
    for catalogue in catalogues(story):
        if isinstance(catalogue, Catalogue):
            yield from _translations(story, files, catalogue)


def entry_place(catalogue: Catalogue, message: Message) -> SourceSpan:
    """Return the place of an entry: the line that names its piece."""
    return SourceSpan(str(catalogue.path), message.line, 1, len(f'msgctxt "{message.context}"') + 1)


def _translations(story: Story, files: SourceFiles, catalogue: Catalogue) -> Iterator[Translation]:
    for mark, original in pieces(story, files).items():
        words = catalogue.words(mark, original.words)
        if words and original.text is not None:
            faults: list[Fault] = []
            scene = mark.split("/")[0]
            scene = scene if scene in story.scenes else ""
            place = entry_place(catalogue, catalogue.by_mark[mark])
            told = read_text(words, place, story.symbols, faults, scene, says=True)
            yield Translation(original.text, told, tuple(faults), place)


def _read(path: Path) -> Catalogue | CatalogueError:
    try:
        return read_catalogue(path)
    except CatalogueError as error:
        return error
