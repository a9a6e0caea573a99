"""Claims looked at along one playthrough: whenever a scene was entered or a choice's effects are done."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from game.play.engine.rules import CompiledChoice, CompiledOutcome, CompiledScene, Observer, Rules
from game.play.engine.state import State
from game.story.claims import Claim
from game.story.diagnostics.problem import StoryError
from game.story.model import Story


class Breach(NamedTuple):
    """A claim that is broken, the state where it is, and the choices that led there."""

    claim: Claim
    state: State
    keys: tuple[str, ...]


class ClaimObserver(Observer):
    """Gathers the first breach of each claim. Let the observed rules be those of `story`."""

    def __init__(self, story: Story) -> None:
        self.story = story.counting_for_claims()
        self.breaches: list[Breach] = []
        self._keys: list[str] = []
        self._whole = list(zip(story.claims.claims, story.claims.breaks(), strict=True))

    def choice_taken(self, choice: CompiledChoice, state: State) -> None:
        """Note the choice."""
        self._keys.append(choice.authored.key)

    def outcome_reached(self, choice: CompiledChoice, outcome: CompiledOutcome, state: State) -> None:
        """Look at the claims once the effects of a choice are done."""
        self._look(state)

    def scene_entered(self, scene: CompiledScene, state: State) -> None:
        """Look at the claims once a scene was entered."""
        self._look(state)

    def _look(self, state: State) -> None:
        broken = [
            claim
            for claim, tests in self._whole
            if tests.get(state.scene, tests[""])(state.values, state.counters)
        ]
        for claim in broken:
            self.breaches.append(Breach(claim, state, tuple(self._keys)))
        if broken:
            self._whole = [one for one in self._whole if one[0] not in broken]


def breaches(story: Story, keys: Sequence[str]) -> list[Breach]:
    """Return the first breach of each claim along a playthrough, in order.

    If it runs in a loop without a choice, it is looked at as far as that. Raises ChoiceError as playing does.
    """
    observer = ClaimObserver(story)
    rules = Rules(observer.story)
    with suppress(StoryError):
        state = rules.start(observer)
        for key in keys:
            state = rules.step(state, key, observer)
    return observer.breaches


def situation(story: Story, breach: Breach) -> str:
    """Say what the variables and items that a claim speaks of are where it is broken."""
    found = []
    for name in breach.claim.names:
        named = story.variables.get(name) or story.items[name]
        value = breach.state.values[named.index]
        found.append(f"`{name}` is {str(value).lower() if isinstance(value, bool) else value}")
    return ", ".join([f"in `{breach.state.scene}`", *found])
