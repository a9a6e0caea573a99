"""A story loaded in the language that its reader wants, as far as it was translated."""

from __future__ import annotations

from game.story.diagnostics.problem import GameError
from game.story.model import Story
from game.story.translation.catalogue import best_of, languages, read_catalogue
from game.story.translation.tell import told_in


def in_language(story: Story, wanted: str) -> Story:
    """Give a story in a language, `ko` for `ko_KR` too; as it is where it was not translated into that.

    Raises GameError if there is a translation that can't be read.
    """
    there = languages(story.folder)
    best = best_of(there, wanted)
    return told_in(story, read_catalogue(there[best])) if best else story


def in_language_if_sound(story: Story, wanted: str) -> tuple[Story, str]:
    """Give a story in a language; where its translation can't be read, as it is, and what is wrong."""
    try:
        return in_language(story, wanted), ""
    except GameError as error:
        return story, str(error)
