"""The catalogues of a story: which there are, and one of them read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from game.locale.po import Message, PoError, read_po
from game.story.diagnostics.problem import GameError, SourceSpan
from game.story.diagnostics.source_text import SourceError, leads_out, read_file

FOLDER = "translations"
TITLES = 3  # the first entries of a catalogue: its header, and the title of the story with its byline
MOST_BYTES = 16 * 1024 * 1024
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8})*\Z")  # `ko`, `pt_BR`, `zh_Hant`


class CatalogueError(GameError):
    """A catalogue that can't be read: where, and why not."""

    def __init__(self, place: SourceSpan, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Catalogue(NamedTuple):
    """A story's words in a language, read from the file at `path`; `by_mark` are the entries of pieces."""

    language: str
    path: Path
    messages: tuple[Message, ...]
    by_mark: Mapping[str, Message]

    def words(self, mark: str, original: str) -> str:
        """Return the words for a piece, empty where there are none for just this original."""
        found = self.by_mark.get(mark)
        return found.words[0] if found and found.is_usable and found.source == original else ""


def languages(folder: Path) -> dict[str, Path]:
    """Return the languages a story was translated into, each with its file."""
    found = sorted((folder / FOLDER).glob("*.po"))
    return {path.stem: path for path in found if LANGUAGE.match(path.stem) and not leads_out(folder, path)}


def best_of(languages: Mapping[str, Path], wanted: str) -> str:
    """Return the language that is nearest to a wanted one, `ko` for `ko_KR`; empty if none is."""
    parts = wanted.split("_")
    tried = ("_".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((one for one in tried if one in languages), "")


def read_catalogue(path: Path, only: int | None = None) -> Catalogue:
    """Read a catalogue, or `only` so many first entries. Raises CatalogueError."""
    try:
        messages = tuple(islice(read_po(read_file(path, str(path), most=MOST_BYTES).text), only))
    except SourceError as error:
        raise CatalogueError(error.problem.place, error.problem.message) from None
    except PoError as error:
        raise CatalogueError(SourceSpan(str(path), error.line, 1, 2), str(error)) from None
    by_mark = {one.context: one for one in reversed(messages) if one.context}
    return Catalogue(path.stem, path, messages, MappingProxyType(by_mark))
