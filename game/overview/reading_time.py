"""Playthroughs as they are read: what a player meets on the way, in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from game.overview.word_count import Length, length_of
from game.play.engine.passage import Passage
from game.play.engine.render import Narrator
from game.play.engine.rules import ChoiceError, Rules
from game.play.engine.state import State
from game.story.diagnostics.problem import StoryError
from game.story.model import Story
from game.story.text.styled import Paragraph


class ReadScreen(NamedTuple):
    """What a player meets between two choices: where it ends, its words, how long they take, what is open."""

    chapter: str
    words: int
    minutes: float
    options: int


class Reading(NamedTuple):
    """A playthrough as it is read; choices are not counted as words. `ending` is where it ends."""

    screens: tuple[ReadScreen, ...]
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
        """How long that takes (see `length_of`)."""
        return sum(screen.minutes for screen in self.screens)

    def words_of(self, chapter: str) -> int:
        """How many words were read in a chapter."""
        return sum(screen.words for screen in self.screens if screen.chapter == chapter)

    def minutes_of(self, chapter: str) -> float:
        """How long a chapter takes to read."""
        return sum(screen.minutes for screen in self.screens if screen.chapter == chapter)


class PlaythroughReader:
    """Plays one playthrough after another, and reads them."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._rules = Rules(story)

    def read(self, keys: Iterable[str]) -> Reading | None:
        """Read a playthrough; None if it can't be played or does not end."""
        narrator = Narrator(self._story)
        try:
            state = self._rules.start(narrator)
            screens = [self._screen(state, narrator.passage)]
            for key in keys:
                narrator = Narrator(self._story)
                state = self._rules.step(state, key, narrator)
                screens.append(self._screen(state, narrator.passage))
        except (ChoiceError, StoryError):
            return None
        scene = self._rules.scene(state.scene).authored
        return Reading(tuple(screens), scene.id) if scene.ending else None

    def _screen(self, state: State, passage: Passage) -> ReadScreen:
        scene, values, counters = state
        compiled = self._rules.scene(scene)
        options = sum(choice.outcome(values, counters) is not None for choice in compiled.choices.values())
        lengths = [_length(part.paragraph) for part in passage.parts]
        words, minutes = sum(one.words for one in lengths), sum(one.minutes for one in lengths)
        return ReadScreen(compiled.authored.chapter, words, minutes, options)


@lru_cache(maxsize=10_000)
def _length(paragraph: Paragraph) -> Length:
    """Measure a paragraph, which most playthroughs come to again."""
    return length_of(str(paragraph))
