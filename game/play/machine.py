"""A story as a state machine: scene = state, outcome = transition; the only importer of transitions.

One trigger, `choose`, carries the whole story. Its transitions stand in the
author's order, so that the library's rule, the first whose conditions hold, is
the format's. A way on that needs no choice is the same trigger with no key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from transitions import EventData, Machine

from game.play.passage import Part, Passage
from game.play.state import NOWHERE, State
from game.play.table import MAX_MOVES, Entry, Row, Rule, Table, counted, endless, first_target, refused, taken
from game.play.telling import heading, look_from, tell
from game.story.names import Marks, Test, Values

Condition = Callable[[EventData], bool]


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
        before = self.state
        try:
            text = self._text_of(key)
            self.parts = []
            if not self._ways.take(self, key):
                raise refused(key, self.scene)
            self._settle()
        except Exception:
            self.place(before)
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

    def answer(self, rule: Rule, row: Row, entry: Entry) -> None:
        """Do the effects of an outcome, then tell its answer, still in the scene of the choice."""
        self.values, self.marks = _after(rule, row, self.values, self.marks)
        if row.outcome.say:
            self.parts += tell("say", row.outcome.say, look_from(entry.counter, self.values, self.marks))

    def enter(self, entry: Entry) -> None:
        """Count a scene that was entered, do its effects and tell it."""
        if entry.counter is not None:
            self.marks = counted(self.marks, entry.counter)
        if entry.change is not None:
            self.values = entry.change(self.values, self.marks)
        self.tell_scene(entry)

    def tell_scene(self, entry: Entry) -> None:
        """Tell what stands in a scene."""
        scene, look = entry.scene, look_from(entry.counter, self.values, self.marks)
        self.parts += heading("title", scene.title, look)
        self.parts += tell("text", scene.text, look)
        if scene.ending is not None:
            self.parts += heading("ending", scene.ending.title, look)
            self.parts += tell("text", scene.ending.text, look)


class _Ways:
    """A story's scenes as states and its outcomes as transitions, for every machine that plays it.

    The states are made at once, the transitions of a scene when it is first played.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        # Machines are handed to the trigger, not registered as models: registering one would give it
        # a method for every scene of the story.
        self._machine = Machine(
            model=None,
            model_attribute="scene",
            states=[NOWHERE, *table.story.scenes],
            initial=NOWHERE,
            auto_transitions=False,
            send_event=True,
        )
        self._machine.add_transition("choose", NOWHERE, table.story.start, after=self._enter)
        self._choose = self._machine.events["choose"].trigger
        self._built = {NOWHERE}

    def take(self, machine: StoryMachine, key: str | None) -> bool:
        """Take the first transition that this key opens (None: a way on); False if there is none."""
        if machine.scene not in self._built:
            self._build(machine.scene)
        taken: bool = self._choose(machine, key)
        return taken

    def _build(self, scene: str) -> None:
        self._built.add(scene)
        entry = self._table.entry(scene)
        for key, rule in entry.rules.items():
            for row in rule.rows:
                self._add_row(key, rule, row, entry)
        for test, target in entry.targets:
            self._machine.add_transition("choose", scene, target, _leads_on(test), after=self._enter)

    def _add_row(self, key: str, rule: Rule, row: Row, entry: Entry) -> None:
        def answer(event: EventData) -> None:
            event.model.answer(rule, row, entry)

        scene = entry.scene.id
        if not row.targets:  # an internal transition: the scene is neither left nor entered
            self._machine.add_transition("choose", scene, None, _opens(key, rule, row), before=answer)
        for _, target in row.targets:
            opens = _opens(key, rule, row, target if len(row.targets) > 1 else None)
            self._machine.add_transition("choose", scene, target, opens, before=answer, after=self._enter)

    def _enter(self, event: EventData) -> None:
        event.model.enter(self._table.entry(event.model.scene))


@lru_cache(maxsize=2)
def _ways_of(table: Table) -> _Ways:
    """Give the ways through a story, the same ones for all its playthroughs."""
    return _Ways(table)


def _opens(key: str, rule: Rule, row: Row, target: str | None = None) -> Condition:
    """Make the condition of one outcome and, where it may lead to several scenes, of one of them."""

    def opens(event: EventData) -> bool:
        if event.args[0] != key:
            return False
        machine = event.model
        if rule.row(machine.values, machine.marks) is not row:
            return False
        # Where an outcome leads is asked after its effects.
        return target is None or target == first_target(
            row.targets, *_after(rule, row, machine.values, machine.marks)
        )

    return opens


def _leads_on(test: Test | None) -> Condition:
    """Make the condition of a way on that needs no choice."""

    def leads_on(event: EventData) -> bool:
        machine = event.model
        return event.args[0] is None and (test is None or test(machine.values, machine.marks))

    return leads_on


def _after(rule: Rule, row: Row, values: Values, marks: Marks) -> tuple[Values, Marks]:
    """Give values and marks after a choice was taken and came to this outcome."""
    if rule.mark is not None:
        marks = taken(marks, rule.mark)
    return (values if row.change is None else row.change(values, marks)), marks
