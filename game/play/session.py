"""One sitting: the game being played, what was told of it, and what is kept of it on disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from game.play.engine.passage import Passage
from game.play.playthrough import Playthrough
from game.play.profile import Profile, first_in_chapter
from game.play.saves.saves import QUICK, Loaded, Saves
from game.story.diagnostics.problem import GameError
from game.story.model import Chapter, Story
from game.story.reader.load import load_story

_NOT_IN_A_SLOT = re.compile(r"[^a-z0-9_-]+")


class Session:
    """A playthrough with its saves and its profile.

    `told` are the passages that can be scrolled back to, and `entered` says with which of them the
    present scene begins. What there is to tell the player besides gathers in `notices`.
    """

    def __init__(self, loaded: Loaded, saves: Saves, profile: Profile) -> None:
        self.saves = saves
        self.profile = profile
        self.notices: list[str] = []
        self._can_save = True
        self.take_up(loaded)

    # --- going on ---------------------------------------------------------------

    def take_up(self, loaded: Loaded) -> None:
        """Go on with a playthrough."""
        self.play: Playthrough = loaded.play
        self.told: list[Passage] = list(self.play.recap())
        self.entered = 0
        if loaded.notice:
            self.notices.append(loaded.notice)
        self._keep()

    def choose(self, key: str) -> bool:
        """Take a choice, and say whether it led into a chapter for the first time.

        Raises ChoiceError and StoryError; nothing has happened then.
        """
        passage = self.play.choose(key)
        self._keep()
        self.entered = len(self.told)
        self.told.append(passage)
        return first_in_chapter(self.play)

    def undo(self) -> bool:
        """Take back the last choice, and what it told; False if there is none."""
        if not self.play.undo():
            return False
        self._keep()
        recap = list(self.play.recap())
        self.told[-1 - len(recap) :] = recap
        self.entered = len(self.told) - len(recap)
        return True

    def redo(self) -> bool:
        """Take the choice again that was undone last; False if there is none."""
        if not self.play.redo():
            return False
        self._keep()
        self.entered = len(self.told)
        self.told.append(self.play.passage)
        return True

    # --- saves --------------------------------------------------------------------

    def save(self, name: str) -> str:
        """Save under the name a player typed, and give the slot it is kept in. Raises SaveError."""
        slot = slot_for(name)
        self.saves.save(self.play, slot, "" if name == slot else name)
        return slot

    def load(self, slot: str = QUICK) -> None:
        """Go on from a save. Raises SaveError; the game being played then goes on."""
        self.take_up(self.saves.load(slot))

    def _keep(self) -> None:
        """Save by itself; where that fails, say so once and play on."""
        self.profile.note(self.play)
        if self.play.ending is not None or first_in_chapter(self.play):
            self.profile.write()
        try:
            self.saves.autosave(self.play)
            self._can_save = True
        except GameError as error:
            if self._can_save:
                self.notices.append(f"The game can't save by itself: {error}")
            self._can_save = False


def slot_for(name: str) -> str:
    """Give the slot for a name in any language: its Latin letters and digits, or `save`."""
    return _NOT_IN_A_SLOT.sub("-", name.lower()).strip("-_")[:32] or "save"


def chapter_name(chapter: Chapter) -> str:
    """Give a chapter's title, with its number if its folder has one."""
    number = re.match(r"\d+", chapter.id)
    return f"{number.group()} {chapter.title}" if number else chapter.title


class Library(NamedTuple):
    """A story with what is kept of it: everything a game is played from."""

    story: Story
    saves: Saves
    profile: Profile

    def session(self, loaded: Loaded | None = None) -> Session:
        """Begin a sitting, with a new game or one that was loaded."""
        return Session(loaded or Loaded(Playthrough(self.story)), self.saves, self.profile)

    def changed(self, story: Story) -> Library:
        """Give the library of the story as its author has changed it."""
        self.saves.story = self.profile.story = story
        return self._replace(story=story)


def open_library(story_folder: Path, save_folder: Path) -> Library:
    """Load a story and what is kept of it. Raises StoryError if it can't be played."""
    story = load_story(story_folder)
    return Library(story, Saves(save_folder, story), Profile(save_folder, story))
