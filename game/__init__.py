"""ESCAPE: choice-based fiction for the terminal, written in YAML."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.play.passage import Ending, Offer, Passage
    from game.play.playthrough import Playthrough, Step
    from game.play.record import SaveError
    from game.play.table import ChoiceError
    from game.story.loader import load_story
    from game.story.model import Story
    from game.story.problems import GameError, Problem, StoryError

__version__ = "0.1.0"

__all__ = [
    "ChoiceError",
    "Ending",
    "GameError",
    "Offer",
    "Passage",
    "Playthrough",
    "Problem",
    "SaveError",
    "Step",
    "Story",
    "StoryError",
    "load_story",
]

# Where the public names live. They are imported when they are first asked for: the title screen
# stands before the story is read, and needs none of them.
_HOMES = {
    "ChoiceError": "game.play.table",
    "Ending": "game.play.passage",
    "GameError": "game.story.problems",
    "Offer": "game.play.passage",
    "Passage": "game.play.passage",
    "Playthrough": "game.play.playthrough",
    "Problem": "game.story.problems",
    "SaveError": "game.play.record",
    "Step": "game.play.playthrough",
    "Story": "game.story.model",
    "StoryError": "game.story.problems",
    "load_story": "game.story.loader",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `game` has no attribute `{name}`")
    return getattr(import_module(_HOMES[name]), name)
