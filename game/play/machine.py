"""A story as a state machine: scene = state, outcome = transition; the only importer of transitions.

One trigger, `choose`, carries the whole story. Its transitions stand in the
author's order, so that the library's rule, the first whose conditions hold, is
the format's. A way on that needs no choice is the same trigger with no key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from transitions import EventData, Machine

from game.play.passage import Part, Passage
from game.play.state import NOWHERE, State
from game.play.table import (
    MAX_MOVES,
    ChoiceError,
    Entry,
    Row,
    Rule,
    Table,
    counted,
    endless,
    first_target,
    taken,
)
from game.play.telling import heading, look_from, tell
from game.story.names import Marks, Test, Values

Targets = tuple[tuple[Test | None, str], ...]
Condition = Callable[[EventData], bool]


class StoryMachine:
    """Plays a story and tells it: `scene` is the machine's state, `values` and `marks` its memory."""

    def __init__(self, table: Table) -> None:
        self.scene = NOWHERE
        self.values: Values = ()
        self.marks: Marks = ()
        self._table = table
        self._parts: list[Part] = []
        # The model is handed to the trigger, not registered: registering it would give it a method
        # for every scene of the story.
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
        text = self._text_of(key)
        self._parts = []
        try:
            self._build(self.scene)
            if (key is not None and text is None) or not self._choose(self, key):
                raise ChoiceError(f"the choice `{key}` is not open in the scene `{self.scene}`")
            self._settle()
        except Exception:
            self.place(before)
            raise
        return Passage(tuple(self._parts), text)

    def retell(self) -> Passage:
        """Give the words of the scene where the machine stands, which is not entered again."""
        self._parts = []
        self._tell_scene()
        return Passage(tuple(self._parts))

    def _text_of(self, key: str | None) -> str | None:
        if key is None:
            return None
        entry = self._table.entry(self.scene)
        rule = entry.rules.get(key)
        return rule.choice.text.line(look_from(entry.counter, self.values, self.marks)) if rule else None

    def _settle(self) -> None:
        """Follow the ways on that need no choice."""
        for _ in range(MAX_MOVES):
            entry = self._table.entry(self.scene)
            if not entry.targets or (entry.rules and entry.open(self.values, self.marks)):
                return
            self._build(self.scene)
            self._choose(self, None)
        raise endless(self._table.entry(self.scene).scene)

    # --- transitions, made when a scene is first played -----------------------

    def _build(self, scene: str) -> None:
        if scene in self._built:
            return
        self._built.add(scene)
        entry = self._table.entry(scene)
        for key, rule in entry.rules.items():
            for row in rule.rows:
                self._add_row(scene, key, rule, row, entry)
        for number, (_, target) in enumerate(entry.targets):
            condition = self._moves(entry.targets, number)
            self._machine.add_transition("choose", scene, target, condition, after=self._enter)

    def _add_row(self, scene: str, key: str, rule: Rule, row: Row, entry: Entry) -> None:
        answer = self._answer(rule, row, entry)
        if not row.targets:
            stays: Any = None  # an internal transition: the scene is neither left nor entered
            self._machine.add_transition(
                "choose", scene, stays, self._holds(key, rule, row, None), before=answer
            )
        for number, (_, target) in enumerate(row.targets):
            leads = number if len(row.targets) > 1 else None
            condition = self._holds(key, rule, row, leads)
            self._machine.add_transition("choose", scene, target, condition, before=answer, after=self._enter)

    def _holds(self, key: str, rule: Rule, row: Row, leads: int | None) -> Condition:
        """Make the condition of one outcome and, where it may lead to several scenes, of one of them."""

        def holds(event: EventData) -> bool:
            if _key(event) != key:
                return False
            values, marks = self.values, self.marks
            if rule.mark is not None and marks[rule.mark]:
                return False
            if rule.test is not None and not rule.test(values, marks):
                return False
            if row.test is not None and not row.test(values, marks):
                return False
            return leads is None or row.targets[leads][1] == self._lead(rule, row)

        return holds

    def _lead(self, rule: Rule, row: Row) -> str:
        """Give the scene an outcome leads to: its effects are done before that is asked."""
        values, marks = _after(rule, row, self.values, self.marks)
        return first_target(row.targets, values, marks)

    def _moves(self, targets: Targets, number: int) -> Condition:
        def moves(event: EventData) -> bool:
            test = targets[number][0]
            return _key(event) is None and (test is None or test(self.values, self.marks))

        return moves

    # --- what transitions do ---------------------------------------------------

    def _answer(self, rule: Rule, row: Row, entry: Entry) -> Callable[[EventData], None]:
        def answer(_: EventData) -> None:
            self.values, self.marks = _after(rule, row, self.values, self.marks)
            if row.outcome.say:
                self._parts += tell("say", row.outcome.say, look_from(entry.counter, self.values, self.marks))

        return answer

    def _enter(self, _: EventData) -> None:
        entry = self._table.entry(self.scene)
        if entry.counter is not None:
            self.marks = counted(self.marks, entry.counter)
        if entry.change is not None:
            self.values = entry.change(self.values, self.marks)
        self._tell_scene()

    def _tell_scene(self) -> None:
        entry = self._table.entry(self.scene)
        scene, look = entry.scene, look_from(entry.counter, self.values, self.marks)
        self._parts += heading("title", scene.title, look)
        self._parts += tell("text", scene.text, look)
        if scene.ending is not None:
            self._parts += heading("ending", scene.ending.title, look)
            self._parts += tell("text", scene.ending.text, look)


def _key(event: EventData) -> str | None:
    """Give the key that the trigger was called with."""
    key: str | None = event.args[0]  # type: ignore[index]
    return key


def _after(rule: Rule, row: Row, values: Values, marks: Marks) -> tuple[Values, Marks]:
    """Give values and marks after a choice was taken and came to this outcome."""
    if rule.mark is not None:
        marks = taken(marks, rule.mark)
    return (values if row.change is None else row.change(values, marks)), marks
