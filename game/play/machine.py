"""A story as a state machine: scene = state, outcome = transition; the only importer of transitions.

One trigger, `choose`, carries the whole story. Its transitions stand in the
author's order, so that the library's rule, the first whose conditions hold, is
the format's. A way on that needs no choice is the same trigger with no key.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from transitions import Machine, Transition

from game.play.passage import Part, Passage
from game.play.state import NOWHERE, State
from game.play.table import MAX_MOVES, Entry, Row, Rule, Table, counted, endless, first_target, refused, taken
from game.play.telling import look_from, tell, tell_scene
from game.story.model import Scene
from game.story.names import Marks, Test, Values
from game.story.prose import NO_LOOK


class StoryMachine:
    """Plays a story and tells it: `scene` is the machine's state, `values` and `marks` its memory."""

    def __init__(self, table: Table) -> None:
        self.scene = NOWHERE
        self.values: Values = ()
        self.marks: Marks = ()
        self.parts: list[Part] = []
        self._table = table
        self._ways = _ways_of(table)

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
            if not self._ways.take(self, key):
                raise refused(key, self.scene)
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
            self._ways.take(self, None)
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
        if entry.fixed:
            self.parts += self._ways.fixed_parts(entry.scene)
        else:
            self.parts += tell_scene(entry.scene, look_from(entry.counter, self.values, self.marks))


class _Way(Transition):
    """A transition of the trigger `choose`, which is called with a key, or None to be led on.

    It says itself when it is open and what it does. The library would look through every list of
    hooks that could have been set on states, transitions and the machine: that is most of a turn.
    """

    def __init__(self, source: str, key: str | None, dest: str | None) -> None:
        super().__init__(source, dest)  # type: ignore[arg-type]  # None: the scene is neither left nor entered
        self.key = key

    def execute(self, event_data: Any) -> bool:
        """Go this way if it is open; False if it is not."""
        machine: StoryMachine = event_data.model
        if event_data.args[0] != self.key or not self.opens(machine):
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
        self.entry = entry
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
            look = look_from(self.entry.counter, machine.values, machine.marks)
            machine.parts += tell("say", self.say, look)


class _Ways:
    """A story's scenes as states and its outcomes as transitions, for every machine that plays it.

    The states are made at once, the transitions of a scene when it is first played.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._fixed: dict[str, list[Part]] = {}
        # Machines are handed to the trigger, not registered as models: registering one would give it
        # a method for every scene of the story.
        machine = Machine(
            model=None,
            model_attribute="scene",
            states=[NOWHERE, *table.story.scenes],
            initial=NOWHERE,
            auto_transitions=False,
            send_event=True,
        )
        machine.add_transition("choose", NOWHERE, table.story.start)
        self._event = machine.events["choose"]
        self._event.transitions[NOWHERE] = [_LeadsOn(NOWHERE, table.story.start, None)]

    def fixed_parts(self, scene: Scene) -> list[Part]:
        """Give the parts of a scene whose words are always the same."""
        if scene.id not in self._fixed:
            self._fixed[scene.id] = tell_scene(scene, NO_LOOK)
        return self._fixed[scene.id]

    def take(self, machine: StoryMachine, key: str | None) -> bool:
        """Take the first transition that this key opens (None: a way on); False if there is none."""
        if machine.scene not in self._event.transitions:
            for way in _ways_from(self._table.entry(machine.scene)):
                self._event.add_transition(way)
        taken: bool = self._event.trigger(machine, key)
        return taken


def _ways_from(entry: Entry) -> Iterator[_Way]:
    """Give every transition of a scene, in the author's order."""
    nowhere: list[str | None] = [None]
    for key, rule in entry.rules.items():
        for row in rule.rows:
            for target in [target for _, target in row.targets] or nowhere:
                yield _Outcome(entry, key, rule, row, target)
    for test, target in entry.targets:
        yield _LeadsOn(entry.scene.id, target, test)


@lru_cache(maxsize=2)
def _ways_of(table: Table) -> _Ways:
    """Give the ways through a story, the same ones for all its playthroughs."""
    return _Ways(table)


def _after(rule: Rule, row: Row, values: Values, marks: Marks) -> tuple[Values, Marks]:
    """Give values and marks after a choice was taken and came to this outcome."""
    if rule.mark is not None:
        marks = taken(marks, rule.mark)
    return (values if row.change is None else row.change(values, marks)), marks
