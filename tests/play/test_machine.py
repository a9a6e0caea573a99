"""The machine, the table and the playthrough on stories that nobody wrote."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from game import ChoiceError, Playthrough, Story, StoryError, load_story
from game.play.engine.machine import StoryMachine
from game.play.engine.rules import Table
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


@SETTINGS
@given(files=stories(), seed=st.integers(0, 2**32))
def test_the_table_and_the_machine_agree_on_every_step(files: dict[str, Any], seed: int) -> None:
    story = made(files)
    if story is None:
        return
    table, chance = Table(story), random.Random(seed)
    machine = StoryMachine(table)
    machine.place(table.before_start())
    try:
        state = table.start()
    except StoryError:
        return
    machine.choose(None)
    for _ in range(30):
        assert machine.state == state
        keys = list(table.entry(state.scene).rules)
        key = chance.choice([*keys, "none"])
        try:
            state = table.step(state, key)
        except (ChoiceError, StoryError) as refused:
            try:
                machine.choose(key)
            except type(refused):
                continue
            raise AssertionError(f"the machine took `{key}`, the table did not") from refused
        machine.choose(key)


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
