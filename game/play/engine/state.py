"""Where a playthrough stands."""

from __future__ import annotations

from typing import NamedTuple

from game.story.language.symbols import Counters, Values
from game.story.model import Story

NOWHERE = "(before the story)"  # the state of a playthrough before its first scene; no scene id can be this


class State(NamedTuple):
    """The whole of a playthrough's present: hashable, and equal to any other that plays on alike.

    `values` holds the variables and then the items, by index; `counters` what the story's mark rules says.
    """

    scene: str
    values: Values
    counters: Counters


def first_values(story: Story) -> Values:
    """Return the values a new game starts with: nothing is carried."""
    return (*(variable.start for variable in story.variables.values()), *(False for _ in story.items))
