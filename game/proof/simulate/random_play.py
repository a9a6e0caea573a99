"""Playthroughs taken at random: every open choice is as likely as any other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Literal, NamedTuple

from game.play.engine.rules import Rules
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

Outcome = Literal["ending", "dead end", "ring", "too long"]


class Sample(NamedTuple):
    """One random playthrough: its choices, the scenes it entered, and what it came to.

    `scene` is where it stopped: the id of the ending, if it came to one.
    """

    keys: Keys
    scenes: frozenset[str]
    scene: str
    outcome: Outcome


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

    @property
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
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    scenes: set[str] = set()
    looked = _Looked(story, most)

    def note(location: Location, values: Values, counters: Counters) -> None:
        if location.phase == "enter":
            scenes.add(location.scene)
        elif location.phase in ("entered", "here"):
            looked.at(location.scene)
        listener(location, values, counters)

    moves = Interpreter(Rules(story), note)
    for _ in range(number):
        scenes.clear()
        keys: list[str] = []
        scene, outcome = _play(moves, chance, keys, looked)
        yield Sample(tuple(keys), frozenset(scenes), scene, outcome)
        if looked.is_enough:
            return


def _play(moves: Interpreter, chance: random.Random, keys: list[str], looked: _Looked) -> tuple[str, Outcome]:
    """Play once; the choices taken are added to `keys`."""
    scene = moves.rules.story.start
    try:
        state: State = moves.start()
        while len(keys) <= MAX_CHOICES and not looked.is_enough:
            scene = state.scene
            if moves.rules.scene(scene).authored.ending is not None:
                return scene, "ending"
            open_moves = moves.open(state)
            if not open_moves:
                return scene, "dead end"
            move = chance.choice(open_moves)
            keys.append(move.key)
            state = moves.step(state, move)
    except StoryError:
        return scene, "ring"
    return scene, "too long"
