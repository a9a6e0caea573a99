"""What a turn changes besides the words: pages, things carried, a word of the status line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from game.play.engine.passage import OpenPage
from game.play.playthrough import Playthrough
from game.story.language.symbols import Item


class Changes(NamedTuple):
    """What a turn changed.

    `pages` have something new, `gained` and `lost` are items. `words` are words of the status line, each
    behind the name of its variable and before the one that stood in its place: ("body", "worn", "sore").
    """

    pages: tuple[OpenPage, ...] = ()
    gained: tuple[Item, ...] = ()
    lost: tuple[Item, ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()


class Standing(NamedTuple):
    """How things stand, as far as it is compared before and after a turn; `words` by variable.

    `carried` is None where the story does not show it: then nothing is told to be gained or lost.
    """

    pages: tuple[OpenPage, ...]
    carried: tuple[Item, ...] | None
    words: Mapping[str, str]


def standing_of(play: Playthrough) -> Standing:
    """Return how things stand in a playthrough; of variables with words, those that its status line shows."""
    status = play.status
    words = {
        name: variable.shown(play.values[name])
        for name, variable in play.story.variables.items()
        if variable.words and not variable.values
    }
    carried = play.carried if play.shows_carried else None
    return Standing(play.pages, carried, {name: word for name, word in words.items() if word in status})


def changes_between(before: Standing, now: Standing) -> Changes:
    """Compare how things stood before a turn with how they stand after it."""
    shown = {page.id: page_paragraphs(page) for page in before.pages}
    return Changes(
        tuple(page for page in now.pages if page_paragraphs(page) - shown.get(page.id, frozenset())),
        _missing(now.carried, before.carried),
        _missing(before.carried, now.carried),
        tuple(
            (name, word, before.words[name])
            for name, word in now.words.items()
            if before.words.get(name, word) != word
        ),
    )


def _missing(items: tuple[Item, ...] | None, there: tuple[Item, ...] | None) -> tuple[Item, ...]:
    """Return those of some items that are not there; none where either is not known."""
    return () if items is None or there is None else tuple(item for item in items if item not in there)


def page_paragraphs(page: OpenPage) -> frozenset[str]:
    """Return the paragraphs of a page, to be compared with what stood on it before."""
    return frozenset(str(part.paragraph) for part in page.parts)
