"""Walkthroughs name choices by their keys alone: in which scene each was taken, found by playing them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from game.play.engine.rules import ChoiceError, rules_of
from game.story.diagnostics.problem import StoryError
from game.story.index.index import Index
from game.story.model import Story, Walkthrough


def name_choices(index: Index) -> Index:
    """Return an index in which the choices that walkthroughs take have their scenes' names too.

    Those behind a choice that can't be taken keep the key alone, and so do all of a story with errors.
    """
    if index.story is None:
        return index
    keys = taken_keys(index.story)
    uses = (use._replace(name=next(keys) or use.name) if use.role == "taken" else use for use in index.uses)
    return index._replace(uses=tuple(uses))


def taken_keys(story: Story) -> Iterator[str]:
    """Yield the choices of all walkthroughs as `scene.key`, in order; empty where that is not known."""
    for walkthrough in sorted(story.walkthroughs, key=_in_order):
        found = list(_taken(story, walkthrough))
        yield from found
        yield from [""] * (len(walkthrough.choose) - len(found))


def _in_order(walkthrough: Walkthrough) -> tuple[str, int]:
    return walkthrough.place.file, walkthrough.place.line


def _taken(story: Story, walkthrough: Walkthrough) -> Iterator[str]:
    """Yield the choices of a walkthrough as `scene.key`, up to one that can't be taken."""
    rules = rules_of(story)
    with suppress(ChoiceError, StoryError):
        state = rules.start()
        for key in walkthrough.choose:
            after = rules.step(state, key)
            yield f"{state.scene}.{key}"
            state = after
