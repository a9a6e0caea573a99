"""Playthroughs as they are read: what a player meets on the way, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from game.play.engine.machine import StoryMachine
from game.play.engine.rules import ChoiceError, Table
from game.story.diagnostics.problem import StoryError
from game.story.model import Story

WORDS_A_MINUTE = 200


class Screen(NamedTuple):
    """What a player meets between two choices: where it ends, its words, and the open choices then."""

    chapter: str
    words: int
    options: int


class Reading(NamedTuple):
    """A playthrough as it is read; choices are not counted as words. `ending` is where it ends."""

    screens: tuple[Screen, ...]
    ending: str

    @property
    def choices(self) -> int:
        """How many choices were taken."""
        return len(self.screens) - 1

    @property
    def words(self) -> int:
        """How many words were read."""
        return sum(screen.words for screen in self.screens)

    @property
    def minutes(self) -> float:
        """How long that takes, at 200 words a minute."""
        return self.words / WORDS_A_MINUTE

    def words_of(self, chapter: str) -> int:
        """How many words were read in a chapter."""
        return sum(screen.words for screen in self.screens if screen.chapter == chapter)


class Reader:
    """Plays one playthrough after another, and reads them."""

    def __init__(self, story: Story) -> None:
        self._table = Table(story)
        self._machine = StoryMachine(self._table)

    def read(self, keys: Iterable[str]) -> Reading | None:
        """Read a playthrough; None if it can't be played or does not end."""
        self._machine.place(self._table.before_start())
        try:
            screens = [self._screen(key) for key in (None, *keys)]
        except (ChoiceError, StoryError):
            return None
        scene = self._table.entry(self._machine.scene).scene
        return Reading(tuple(screens), scene.id) if scene.ending else None

    def _screen(self, key: str | None) -> Screen:
        passage = self._machine.choose(key)
        state = self._machine.state
        entry = self._table.entry(state.scene)
        options = sum(rule.row(state.values, state.marks) is not None for rule in entry.rules.values())
        words = sum(len(str(part.paragraph).split()) for part in passage.parts)
        return Screen(entry.scene.chapter, words, options)
