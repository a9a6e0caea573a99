"""The machine, the rules and the playthrough on stories that nobody wrote."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from game import ChoiceError, Playthrough, Story, StoryError, load_story
from game.play.engine.machine import StoryMachine
from game.play.engine.rules import CompiledChoice, CompiledOutcome, CompiledScene, Observer, Rules
from game.play.engine.state import State
from tests.support.strategies import stories, write

SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def made(files: dict[str, Any]) -> Story | None:
    """Load a made story; None if it is an endless ring, which the loader rightly refuses."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return load_story(write(files, Path(folder)))
        except StoryError as error:
            assert {problem.code for problem in error.problems} == {"G401"}  # noqa: PT017
            return None


def seen(play: Playthrough) -> tuple[object, ...]:
    return (play.scene, dict(play.values), play.passage, play.offers, play.ending, play.status, play.log)


class Played(RuleBasedStateMachine):
    """Choices, undo and redo in any order; the playthrough always is what its log says."""

    play: Playthrough | None = None

    @initialize(files=stories())
    def begin(self, files: dict[str, Any]) -> None:
        story = made(files)
        assume(story is not None)
        assert story is not None
        try:
            self.play = Playthrough(story)
        except StoryError:
            reject()

    @precondition(lambda self: self.play is not None)
    @rule(data=st.data())
    def choose(self, data: st.DataObject) -> None:
        assert self.play is not None
        open_ones = [offer.key for offer in self.play.offers if offer.open]
        if not open_ones:
            return
        before = seen(self.play)
        try:
            passage = self.play.choose(data.draw(st.sampled_from(open_ones)))
        except StoryError:
            assert seen(self.play) == before
        else:
            assert passage == self.play.passage
            assert len(self.play.log) == len(before[-1]) + 1  # type: ignore[arg-type]

    @precondition(lambda self: self.play is not None)
    @rule(key=st.sampled_from(["k0", "k1", "k2", "none"]))
    def refuse(self, key: str) -> None:
        assert self.play is not None
        if key in [offer.key for offer in self.play.offers if offer.open]:
            return
        before = seen(self.play)
        try:
            self.play.choose(key)
        except ChoiceError:
            assert seen(self.play) == before
        else:
            raise AssertionError("a choice that was not offered was taken")

    @precondition(lambda self: self.play is not None)
    @rule()
    def undo_then_redo_is_nothing(self) -> None:
        assert self.play is not None
        before = seen(self.play)
        if self.play.undo():
            assert len(self.play.log) == len(before[-1]) - 1  # type: ignore[arg-type]
            assert self.play.redo()
        assert seen(self.play) == before

    @precondition(lambda self: self.play is not None)
    @rule()
    def undo(self) -> None:
        assert self.play is not None
        self.play.undo()

    @precondition(lambda self: self.play is not None)
    @rule()
    def telling_again_changes_nothing(self) -> None:
        assert self.play is not None
        before = seen(self.play)
        assert self.play.transcript()[-1] == self.play.passage
        assert self.play.recap()[-1] == self.play.passage
        assert seen(self.play) == before

    @invariant()
    def replaying_gives_the_same(self) -> None:
        if self.play is not None:
            again = Playthrough(self.play.story, log=self.play.log)
            assert seen(again) == seen(self.play)
            assert again.transcript() == self.play.transcript()


TestPlayed = Played.TestCase
TestPlayed.settings = settings(SETTINGS, max_examples=30, stateful_step_count=12)


class Recorder(Observer):
    """Writes down everything that it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[object, ...]] = []

    def choice_taken(self, choice: CompiledChoice, state: State) -> None:
        self.events.append(("choice taken", choice.authored.key, state))

    def outcome_reached(self, choice: CompiledChoice, outcome: CompiledOutcome, state: State) -> None:
        self.events.append(("outcome reached", choice.authored.key, outcome.number, state))

    def scene_reached(self, scene: CompiledScene, state: State) -> None:
        self.events.append(("scene reached", scene.authored.id, state))

    def scene_entered(self, scene: CompiledScene, state: State) -> None:
        self.events.append(("scene entered", scene.authored.id, state))

    def went_on(self, scene: CompiledScene, state: State) -> None:
        self.events.append(("went on", scene.authored.id, state))

    def stopped(self, scene: CompiledScene, state: State) -> None:
        self.events.append(("stopped", scene.authored.id, state))


def outcome_of(step: Callable[[Observer], State]) -> tuple[object, list[tuple[object, ...]]]:
    """What a step comes to: a state or the kind of error, and everything that was told on the way."""
    recorder = Recorder()
    try:
        return step(recorder), recorder.events
    except (ChoiceError, StoryError) as error:
        return type(error), recorder.events


@SETTINGS
@given(files=stories(), seed=st.integers(0, 2**32))
def test_the_rules_and_the_machine_agree_on_every_step(files: dict[str, Any], seed: int) -> None:
    """They come to the same states, refuse the same choices, and tell the same things in the same order."""
    story = made(files)
    if story is None:
        return
    rules, chance = Rules(story), random.Random(seed)
    machine = StoryMachine(rules)
    found, events = outcome_of(rules.start)
    assert outcome_of(machine.start) == (found, events)
    for _ in range(30):
        if not isinstance(found, State):
            return
        state = found
        key = chance.choice([*rules.scene(state.scene).choices, "none", "(go on)"])
        found, events = outcome_of(partial(rules.step, state, key))
        assert outcome_of(partial(machine.step, state, key)) == (found, events)
        if found is ChoiceError:
            assert events == []
            found = state


@SETTINGS
@given(files=stories(), seed=st.integers(0, 2**32))
def test_random_walks_end_or_can_be_continued(files: dict[str, Any], seed: int) -> None:
    """After any walk: an ending, or an open choice, or a scene with no way on, and never both."""
    story = made(files)
    if story is None:
        return
    try:
        play = Playthrough(story)
        chance = random.Random(seed)
        for _ in range(30):
            open_ones = [offer.key for offer in play.offers if offer.open]
            if play.ending is not None:
                assert play.offers == ()
                break
            if not open_ones:
                assert not story.scenes[play.scene].targets
                break
            play.choose(chance.choice(open_ones))
    except StoryError as ring:
        assert [problem.code for problem in ring.problems] == ["G401"]  # noqa: PT017
