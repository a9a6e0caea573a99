"""A story as a state machine: scene = state, outcome = transition; the only importer of transitions.

One trigger, `choose`, carries the whole story. Its transitions stand in the
author's order, so that the library's rule, the first whose conditions hold, is
the format's. A way on that needs no choice is the same trigger with no key.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from transitions import Event, Machine, Transition

from game.play.engine.passage import Part, Passage
from game.play.engine.render import look_from, tell, tell_scene
from game.play.engine.rules import (
    MAX_MOVES,
    Entry,
    Row,
    Rule,
    Table,
    counted,
    endless,
    first_target,
    refused,
    taken,
)
from game.play.engine.state import NOWHERE, State
from game.story.language.symbols import Marks, Test, Values


class StoryMachine:
    """Plays a story and tells it: `scene` is the machine's state, `values` and `marks` its memory."""

    def __init__(self, table: Table) -> None:
        self.scene = NOWHERE
        self.values: Values = ()
        self.marks: Marks = ()
        self.parts: list[Part] = []
        self._table = table
        self._trigger = _choose_in(table).trigger

    @property
    def state(self) -> State:
        """Where the machine stands."""
        return State(self.scene, self.values, self.marks)

    def place(self, state: State) -> None:
        """Set the machine to a state that was reached before."""
        self.scene, self.values, self.marks = state

    def choose(self, key: str | None) -> Passage:
        """Take a choice (None: begin the story) and give the words up to the next one.

        Raises ChoiceError if the choice is not open, and StoryError if the story runs in a ring;
        the machine then stands where it stood.
        """
        before = self.scene, self.values, self.marks
        try:
            text = self._text_of(key)
            self.parts = []
            if not self._trigger(self, key):
                raise refused(key, self.scene)
            if self._table.entry(self.scene).targets:
                self._settle()
        except Exception:
            self.scene, self.values, self.marks = before
            raise
        return Passage(tuple(self.parts), text)

    def retell(self) -> Passage:
        """Give the words of the scene where the machine stands, which is not entered again."""
        self.parts = []
        self.tell_scene(self._table.entry(self.scene))
        return Passage(tuple(self.parts))

    def _text_of(self, key: str | None) -> str | None:
        if key is None:
            return None
        entry = self._table.entry(self.scene)
        rule = entry.rules.get(key)
        if rule is None:
            raise refused(key, self.scene)
        if rule.offer is not None:
            return rule.offer.text
        return rule.choice.text.line(look_from(entry.counter, self.values, self.marks))

    def _settle(self) -> None:
        """Follow the ways on that need no choice."""
        for _ in range(MAX_MOVES):
            entry = self._table.entry(self.scene)
            if not entry.targets or (entry.rules and entry.open(self.values, self.marks)):
                return
            self._trigger(self, None)
        raise endless(self._table.entry(self.scene).scene)

    # --- what transitions do ---------------------------------------------------

    def enter(self) -> None:
        """Count the scene that was entered, do its effects and tell it."""
        entry = self._table.entry(self.scene)
        if entry.counter is not None:
            self.marks = counted(self.marks, entry.counter)
        if entry.change is not None:
            self.values = entry.change(self.values, self.marks)
        self.tell_scene(entry)

    def tell_scene(self, entry: Entry) -> None:
        """Tell what stands in a scene."""
        parts = entry.told or tell_scene(entry.scene, look_from(entry.counter, self.values, self.marks))
        self.parts += parts
        if entry.told == []:
            entry.told.extend(parts)


class _Way(Transition):
    """A transition of the one trigger: it says itself which key opens it, and what is done on it."""

    def __init__(self, source: str, key: str | None, dest: str | None) -> None:
        super().__init__(source, dest)  # type: ignore[arg-type]  # None: the scene is neither left nor entered
        self.key = key

    def take(self, machine: StoryMachine, key: str | None) -> bool:
        """Go this way if the key opens it; False if it does not."""
        if key != self.key or not self.opens(machine):
            return False
        self.leave(machine)
        if self.dest is not None:
            machine.scene = self.dest
            machine.enter()
        return True

    def opens(self, machine: StoryMachine) -> bool:
        """Whether this way is open to its key."""
        raise NotImplementedError

    def leave(self, machine: StoryMachine) -> None:
        """Do effects and tell words that come before the next scene, still in this one."""


class _LeadsOn(_Way):
    """A way on that needs no choice."""

    def __init__(self, source: str, dest: str, test: Test | None) -> None:
        super().__init__(source, None, dest)
        self.test = test

    def opens(self, machine: StoryMachine) -> bool:
        return self.test is None or self.test(machine.values, machine.marks)


class _Outcome(_Way):
    """One outcome of a choice and, where it may lead to several scenes, to one of them."""

    def __init__(self, entry: Entry, key: str, rule: Rule, row: Row, dest: str | None) -> None:
        super().__init__(entry.scene.id, key, dest)
        self.counter = entry.counter
        self.rule = rule
        self.row = row
        self.say = row.outcome.say

    def opens(self, machine: StoryMachine) -> bool:
        if self.rule.row(machine.values, machine.marks) is not self.row:
            return False
        targets = self.row.targets
        # Where an outcome leads is asked after its effects.
        return len(targets) < 2 or self.dest == first_target(
            targets, *_after(self.rule, self.row, machine.values, machine.marks)
        )

    def leave(self, machine: StoryMachine) -> None:
        machine.values, machine.marks = _after(self.rule, self.row, machine.values, machine.marks)
        if self.say:
            machine.parts += tell("say", self.say, look_from(self.counter, machine.values, machine.marks))


class _Choose(Event):
    """The one trigger of a story's machine, for everybody who plays it.

    It takes the first way that is open, by a key, or by None where the story leads on of itself. The
    library's own trigger also looks for hooks of the machine, of both states and of every transition
    it tries; none is ever set, and that search would be a third of a turn.
    """

    def __init__(self, table: Table) -> None:
        # Whoever plays is handed to the trigger, not registered as a model: registering would give
        # it a method for every scene of the story.
        states = Machine(
            model=None,
            model_attribute="scene",
            states=[NOWHERE, *table.story.scenes],
            initial=NOWHERE,
            auto_transitions=False,
        )
        super().__init__("choose", states)
        states.events["choose"] = self
        self.add_transition(_LeadsOn(NOWHERE, table.story.start, None))
        self._table = table

    def trigger(self, model: StoryMachine, key: str | None) -> bool:  # type: ignore[override]
        if model.scene not in self.transitions:  # those of a scene are made when it is first played
            for way in _ways_from(self._table.entry(model.scene)):
                self.add_transition(way)
        ways = cast(list[_Way], self.transitions[model.scene])
        return any(way.take(model, key) for way in ways)


def _ways_from(entry: Entry) -> Iterator[_Way]:
    """Give every transition of a scene, in the author's order."""
    to_stay: list[str | None] = [None]
    for key, rule in entry.rules.items():
        for row in rule.rows:
            for target in [target for _, target in row.targets] or to_stay:
                yield _Outcome(entry, key, rule, row, target)
    for test, target in entry.targets:
        yield _LeadsOn(entry.scene.id, target, test)


@lru_cache(maxsize=2)
def _choose_in(table: Table) -> _Choose:
    """Give the machine's trigger, the same one for all playthroughs of a story."""
    return _Choose(table)


def _after(rule: Rule, row: Row, values: Values, marks: Marks) -> tuple[Values, Marks]:
    """Give values and marks after a choice was taken and came to this outcome."""
    if rule.mark is not None:
        marks = taken(marks, rule.mark)
    return (values if row.change is None else row.change(values, marks)), marks
