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
from game.story.model import Story, scene_texts
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


class _Sizes(dict[str, int]):
    """How much there is to look at when a scene is entered or stood in, each when it is first asked for."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._story = story
        self._cells = (len(story.variables) + len(story.items) + len(story.counters)) // _CELLS_AT_ONCE

    def __missing__(self, name: str) -> int:
        scene = self._story.scenes[name]
        pieces = sum(1 for text in scene_texts(scene) for _ in walk(text.template or ()))
        self[name] = 1 + len(scene.choices) + pieces + self._cells
        return self[name]


def playthroughs(
    story: Story, number: int, seed: int, listener: Listener = _nobody, most: int | None = None
) -> Iterator[Sample]:
    """Take random playthroughs, the same for the same seed; the listener is told every moment of them.

    With `most`, no other is begun after so many choices and pieces of text were looked at.
    """
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    scenes: set[str] = set()
    sizes = _Sizes(story)
    looked = 0

    def note(location: Location, values: Values, counters: Counters) -> None:
        nonlocal looked
        if location.phase == "enter":
            scenes.add(location.scene)
        elif location.phase in ("entered", "here"):
            looked += sizes[location.scene]
        listener(location, values, counters)

    moves = Interpreter(Rules(story), note)
    for _ in range(number):
        scenes.clear()
        keys: list[str] = []
        scene, outcome = _play(moves, chance, keys)
        yield Sample(tuple(keys), frozenset(scenes), scene, outcome)
        if most is not None and looked > most:
            return


def _play(moves: Interpreter, chance: random.Random, keys: list[str]) -> tuple[str, Outcome]:
    """Play once; the choices taken are added to `keys`."""
    scene = moves.rules.story.start
    try:
        state: State = moves.start()
        while len(keys) <= MAX_CHOICES:
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
