"""How a sitting at a story begins: the story read, and what is kept of it in a folder."""

from __future__ import annotations

from pathlib import Path

from game.play.profile import Profile
from game.play.saves.json_file import odd_file
from game.play.saves.saves import Saves
from game.play.session import Session
from game.play.settings import settings_path
from game.story.model import Story
from game.story.reader.load import load_story
from game.story.translation.load import in_language_if_sound


def open_session(
    story_folder: Path, save_folder: Path, seed: int | None = None, language: str = ""
) -> Session:
    """Load a story and what is kept of it. Raises StoryError if it can't be played.

    It is told in a language if it was translated into that, and else as it was written.
    """
    story, fault = in_language_if_sound(load_story(story_folder), language)
    session = session_of(story, save_folder, seed)
    session.notices += [fault] if fault else []
    return session


def session_of(story: Story, save_folder: Path, seed: int | None = None) -> Session:
    """Begin a sitting at a story, with what is kept of it in a folder."""
    session = Session(story, Saves(save_folder, story), Profile(save_folder, story), seed)
    odd = (session.profile.notice, odd_file(settings_path(save_folder)))
    session.notices += [notice for notice in odd if notice]
    return session
