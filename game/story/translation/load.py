"""A story loaded in the language that its reader wants, as far as it was translated."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from game.story.diagnostics.problem import GameError
from game.story.front_matter import Title
from game.story.model import Story
from game.story.sanitize import visible
from game.story.translation.catalogue import TITLES, best_of, languages, read_catalogue
from game.story.translation.tell import told_in


def in_language(story: Story, wanted: str) -> Story:
    """Return a story in a language, `ko` for `ko_KR` too; as it is where it was not translated into that.

    Raises GameError if there is a translation that can't be read.
    """
    there = languages(story.folder) if wanted else {}
    best = best_of(there, wanted)
    return told_in(story, read_catalogue(there[best])) if best else story


def title_in_language(title: Title, folder: Path, wanted: str) -> Title:
    """Return the title of a story in a language; as it is where that can't be had."""
    there = languages(folder) if wanted else {}
    best = best_of(there, wanted)
    if not best:
        return title
    with suppress(GameError):
        catalogue = read_catalogue(there[best], only=TITLES)
        return title._replace(
            title=visible(catalogue.words("story/name", title.title)) or title.title,
            byline=visible(catalogue.words("story/byline", title.byline)) or title.byline,
        )
    return title


def in_language_if_sound(story: Story, wanted: str) -> tuple[Story, str]:
    """Return a story in a language; where its translation can't be read, as it is, and what is wrong."""
    try:
        return in_language(story, wanted), ""
    except GameError as error:
        return story, str(error)
