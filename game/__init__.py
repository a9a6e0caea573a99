"""ESCAPE: choice-based fiction for the terminal, written in YAML."""

TYPE_CHECKING = False  # nothing is imported here: whoever starts the command may break it off at once
if TYPE_CHECKING:
    from typing import Any

    from game.play.engine.passage import Ending, Offer, Passage
    from game.play.engine.rules import ChoiceError
    from game.play.open_session import open_session
    from game.play.playthrough import Playthrough, Step
    from game.play.saves.record import SaveError
    from game.play.saves.saves import TakenError
    from game.play.session import Session
    from game.story.diagnostics.problem import GameError, Problem, StoryError
    from game.story.model import Story
    from game.story.reader.load import load_story

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
    "Session",
    "Step",
    "Story",
    "StoryError",
    "TakenError",
    "load_story",
    "open_session",
]

# Where the public names live. They are imported when they are first asked for: the title screen
# stands before the story is read, and needs none of them.
_HOMES = {
    "ChoiceError": "game.play.engine.rules",
    "Ending": "game.play.engine.passage",
    "GameError": "game.story.diagnostics.problem",
    "Offer": "game.play.engine.passage",
    "Passage": "game.play.engine.passage",
    "Playthrough": "game.play.playthrough",
    "Problem": "game.story.diagnostics.problem",
    "SaveError": "game.play.saves.record",
    "Session": "game.play.session",
    "Step": "game.play.playthrough",
    "Story": "game.story.model",
    "StoryError": "game.story.diagnostics.problem",
    "TakenError": "game.play.saves.saves",
    "load_story": "game.story.reader.load",
    "open_session": "game.play.open_session",
}


def __getattr__(name: str) -> "Any":
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module `game` has no attribute `{name}`")
    return getattr(import_module(_HOMES[name]), name)
