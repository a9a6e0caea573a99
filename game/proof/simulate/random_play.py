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
from game.story.model import Story

MAX_CHOICES = 2_000  # of one playthrough: one that is longer is given up

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


def playthroughs(story: Story, number: int, seed: int, listener: Listener = _nobody) -> Iterator[Sample]:
    """Take random playthroughs, the same for the same seed; the listener is told every moment of them."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    scenes: set[str] = set()

    def note(location: Location, values: Values, counters: Counters) -> None:
        if location.phase == "enter":
            scenes.add(location.scene)
        listener(location, values, counters)

    moves = Interpreter(Rules(story), note)
    for _ in range(number):
        scenes.clear()
        keys: list[str] = []
        scene, outcome = _play(moves, chance, keys)
        yield Sample(tuple(keys), frozenset(scenes), scene, outcome)


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
