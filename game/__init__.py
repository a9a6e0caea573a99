"""ESCAPE: choice-based fiction for the terminal, written in YAML."""

from game.play.passage import Ending, Offer, Passage
from game.play.playthrough import Playthrough, Step
from game.play.record import SaveError
from game.play.table import ChoiceError
from game.story.loader import load_story
from game.story.model import Story
from game.story.problems import GameError, Problem, StoryError

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
