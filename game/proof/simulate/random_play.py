"""Playthroughs taken at random: every open choice is as likely as any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Literal, NamedTuple

from game.play.engine.rules import CompiledScene, Observer, Rules
from game.play.engine.state import State
from game.proof.answers import Keys
from game.proof.program.queries import Location
from game.proof.simulate.observe import Interpreter, Listener
from game.story.diagnostics.problem import StoryError
from game.story.language.symbols import Counters, Values
from game.story.model import Scene, Story, scene_texts
from game.story.text.template import walk

MAX_CHOICES = 2_000  # of one playthrough: one that is longer is given up
_CELLS_AT_ONCE = 32  # that are copied in about the time in which a choice is looked at

Stop = Literal["ending", "dead end", "loop", "too long"]


class RandomPlay(NamedTuple):
    """One random playthrough: its choices, where it stopped, and what it came to.

    `scene` is the id of the ending, if it came to one.
    """

    keys: Keys
    scene: str
    outcome: Stop


class Sample(NamedTuple):
    """One of many random playthroughs, with the scenes that it entered."""

    keys: Keys
    scenes: frozenset[str]
    scene: str
    outcome: Stop


def _never() -> bool:
    return False


def play_at_random(
    rules: Rules,
    chance: Random,
    observer: Observer | None = None,
    longest: int = MAX_CHOICES,
    is_enough: Callable[[], bool] = _never,
) -> RandomPlay:
    """Play once, at every stop one of the open choices, each as likely; the observer is told every step.

    It is given up as too long after `longest` choices, or when `is_enough` says so.
    """
    keys: list[str] = []
    scene = rules.story.start
    try:
        state = rules.start(observer)
        while len(keys) <= longest and not is_enough():
            scene = state.scene
            compiled = rules.scene(scene)
            if compiled.authored.ending is not None:
                return RandomPlay(tuple(keys), scene, "ending")
            key = _open_choice(compiled, state, chance)
            if key is None:
                return RandomPlay(tuple(keys), scene, "dead end")
            keys.append(key)
            state = rules.step(state, key, observer)
    except StoryError:
        return RandomPlay(tuple(keys), scene, "loop")
    return RandomPlay(tuple(keys), scene, "too long")


def _open_choice(scene: CompiledScene, state: State, chance: Random) -> str | None:
    """Return the first open one of a scene's choices in random order; None if none is open."""
    untried = list(scene.choices.items())
    while untried:
        number = int(chance.random() * len(untried))
        key, choice = untried[number]
        if choice.outcome(state.values, state.counters) is not None:
            return key
        untried[number] = untried[-1]
        untried.pop()
    return None


def _nobody(location: Location, values: Values, counters: Counters) -> None:
    """See nothing."""


class _Looked:
    """Counts the choices and pieces of text that playthroughs look at, where a limit is set."""

    def __init__(self, story: Story, most: int | None) -> None:
        self._scenes = story.scenes
        self._cells = (len(story.variables) + len(story.items) + len(story.counters)) // _CELLS_AT_ONCE
        self._sizes: dict[str, int] = {}
        self._left = most

    def at(self, scene: str) -> None:
        """Count what there is to look at when a scene is entered, or stood in."""
        if self._left is not None:
            if scene not in self._sizes:
                self._sizes[scene] = self._size(self._scenes[scene])
            self._left -= self._sizes[scene]

    def _size(self, scene: Scene) -> int:
        pieces = sum(1 for text in scene_texts(scene) for _ in walk(text.template or ()))
        return 1 + len(scene.choices) + pieces + self._cells

    def is_enough(self) -> bool:
        """Whether the limit is passed."""
        return self._left is not None and self._left < 0


def playthroughs(
    story: Story, number: int, seed: int, listener: Listener = _nobody, most: int | None = None
) -> Iterator[Sample]:
    """Take random playthroughs, the same for the same seed; the listener is told every moment of them.

    With `most`, the first that has looked at more choices and pieces of text than what is left of that
    is given up, and no other is begun.
    """
    chance = Random(seed)  # noqa: S311 - to be repeated, not to be secret
    scenes: set[str] = set()
    looked = _Looked(story, most)

    def note(location: Location, values: Values, counters: Counters) -> None:
        if location.phase == "enter":
            scenes.add(location.scene)
        elif location.phase in ("entered", "here"):
            looked.at(location.scene)
        listener(location, values, counters)

    rules = Rules(story)
    interpreter = Interpreter(rules, note)
    for _ in range(number):
        scenes.clear()
        play = play_at_random(rules, chance, interpreter, is_enough=looked.is_enough)
        yield Sample(play.keys, frozenset(scenes), play.scene, play.outcome)
        if looked.is_enough():
            return
