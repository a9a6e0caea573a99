"""How much of a story there is in other languages."""

from __future__ import annotations

from typing import NamedTuple

from game.story.diagnostics.problem import GameError
from game.story.model import Story
from game.story.translation.catalogue import languages, read_catalogue
from game.story.translation.originals import originals


class Translated(NamedTuple):
    """How many of a story's pieces readers get in a language; those marked as fuzzy they do not."""

    pieces: int
    translated: int
    fuzzy: int


def translated(story: Story) -> dict[str, Translated]:
    """Count the pieces of a story in each language; of a catalogue that can't be read there are none."""
    pieces = tuple(originals(story))
    found = {}
    for language, path in languages(story.folder).items():
        try:
            catalogue = read_catalogue(path)
        except GameError:
            found[language] = Translated(len(pieces), 0, 0)
            continue
        there = sum(bool(catalogue.words(piece.mark, piece.words)) for piece in pieces)
        fuzzy = sum(
            piece.mark in catalogue.by_mark and catalogue.by_mark[piece.mark].fuzzy for piece in pieces
        )
        found[language] = Translated(len(pieces), there, fuzzy)
    return found
