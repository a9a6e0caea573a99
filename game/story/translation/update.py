"""A story's catalogue for translators, made or brought up to date: the only importer of polib.

An entry that has its words stays as its translator left it, comments and all. Where the original was
changed, it is marked as fuzzy and tells what it was before; where a piece has moved, its words go with it;
where a piece is gone, its entry is kept as an obsolete one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from game.story.diagnostics.problem import GameError
from game.story.model import Story
from game.story.translation.originals import Original, originals

if TYPE_CHECKING:
    from polib import POEntry, POFile

_WIDTH = 90  # characters of a line


class Updated(NamedTuple):
    """A catalogue as it is to be written, and how many of its entries are of which kind."""

    document: str
    pieces: int
    translated: int
    fuzzy: int


def update_catalogue(story: Story, language: str, now: str) -> Updated:
    """Bring a catalogue up to date; `now` is its file as it stands, empty if there is none.

    Raises GameError where polib is not installed.
    """
    try:
        from polib import POFile, pofile
    except ImportError:
        raise GameError(
            "`escape translate` needs the extra `translate`: pip install 'escape-account[translate]'"
        ) from None
    kept = pofile(now, wrapwidth=_WIDTH) if now else POFile(wrapwidth=_WIDTH)
    fresh = POFile(wrapwidth=_WIDTH)
    fresh.header = kept.header or f"`escape translate {language}` brings this up to date."
    fresh.metadata = {**_header(story, language), **kept.metadata}
    shelf = _Shelf(kept)
    pieces = list(originals(story))
    found = [shelf.exact(piece) for piece in pieces]
    found = [entry or shelf.moved(piece) for piece, entry in zip(pieces, found, strict=True)]
    for piece, entry in zip(pieces, found, strict=True):
        fresh.append(_brought_up(entry or shelf.of_mark(piece), piece, story.folder))
    for entry in shelf.rest():
        if entry.msgstr:
            entry.obsolete = True
            fresh.append(entry)
    translated, fuzzy = len(fresh.translated_entries()), len(fresh.fuzzy_entries())
    return Updated(f"{fresh}\n".rstrip("\n") + "\n", len(pieces), translated, fuzzy)


def _header(story: Story, language: str) -> dict[str, str]:
    return {
        "Project-Id-Version": f"{story.id} {story.version}".strip(),
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }


class _Shelf:
    """The entries that there were, each taken once."""

    def __init__(self, kept: POFile) -> None:
        self._entries = [entry for entry in kept if entry.msgctxt]
        self._taken: set[int] = set()
        self._exact = {(entry.msgctxt, entry.msgid): entry for entry in reversed(self._entries)}
        self._by_words: dict[str, list[POEntry]] = {}
        for entry in self._entries:
            if entry.msgstr:
                self._by_words.setdefault(entry.msgid, []).append(entry)
        self._by_mark = {entry.msgctxt: entry for entry in reversed(self._entries) if not entry.obsolete}

    def exact(self, piece: Original) -> POEntry | None:
        return self._take(self._exact.get((piece.mark, piece.words)))

    def moved(self, piece: Original) -> POEntry | None:
        """Return the entry of the same words that no piece has any more where it stands."""
        there = self._by_words.get(piece.words, ())
        return self._take(next((entry for entry in there if id(entry) not in self._taken), None))

    def of_mark(self, piece: Original) -> POEntry | None:
        return self._take(self._by_mark.get(piece.mark))

    def rest(self) -> list[POEntry]:
        return [entry for entry in self._entries if id(entry) not in self._taken]

    def _take(self, entry: POEntry | None) -> POEntry | None:
        if entry is None or id(entry) in self._taken:
            return None
        self._taken.add(id(entry))
        return entry


def _brought_up(entry: POEntry | None, piece: Original, folder: Path) -> POEntry:
    """Return the entry of a piece as it is to stand now."""
    from polib import POEntry

    entry = entry or POEntry()
    if entry.msgid != piece.words:
        before, is_back = entry.previous_msgid or entry.msgid, entry.previous_msgid == piece.words
        entry.previous_msgid = None
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        if entry.msgstr and not is_back:
            entry.flags.append("fuzzy")
            entry.previous_msgid = before
    entry.msgctxt, entry.msgid, entry.obsolete = piece.mark, piece.words, False
    entry.comment = piece.note
    entry.occurrences = [(Path(piece.place.file).relative_to(folder).as_posix(), str(piece.place.line))]
    return entry
