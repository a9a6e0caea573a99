"""Playing with somebody watching: each moment of a step is told to a witness.

The conditions and effects are the table's own, so what is seen here is what is played.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from game.play.engine.rules import MAX_MOVES, Table, endless, first_target, taken
from game.play.engine.state import State
from game.proof.program.queries import Location, Query
from game.story.language.symbols import Marks, Values

Witness = Callable[[Location, Values, Marks], None]


class Move(NamedTuple):
    """A choice that is open: its key, and which of its outcomes it comes to."""

    key: str
    row: int


class Moves:
    """Plays a story a step at a time and tells the witness every moment of it."""

    def __init__(self, table: Table, witness: Witness) -> None:
        self.table = table
        self.witness = witness

    def open(self, state: State) -> list[Move]:
        """Return the choices that are open, in the author's order."""
        scene, values, marks = state
        found = []
        for key, rule in self.table.entry(scene).rules.items():
            row = rule.row(values, marks)
            if row is not None:
                number = next(number for number, one in enumerate(rule.rows) if one is row)
                found.append(Move(key, number))
        return found

    def start(self) -> State:
        """Begin the story. Raises StoryError if it runs in a ring."""
        before = self.table.before_start()
        return self._settle(self._enter(self.table.story.start, before.values, before.marks))

    def step(self, state: State, move: Move) -> State:
        """Take an open choice. Raises StoryError if the story runs in a ring."""
        scene, values, marks = state
        rule = self.table.entry(scene).rules[move.key]
        row = rule.rows[move.row]
        if rule.mark is not None:
            marks = taken(marks, rule.mark)
        if row.change is not None:
            values = row.change(values, marks)
        self.witness(Location("outcome", scene, move.key, move.row), values, marks)
        if row.targets:
            return self._settle(self._enter(first_target(row.targets, values, marks), values, marks))
        return self._settle(State(scene, values, marks))

    def _enter(self, scene: str, values: Values, marks: Marks) -> State:
        self.witness(Location("enter", scene), values, marks)
        state = self.table.enter(scene, values, marks)
        self.witness(Location("entered", scene), state.values, state.marks)
        return state

    def _settle(self, state: State) -> State:
        for _ in range(MAX_MOVES):
            scene, values, marks = state
            entry = self.table.entry(scene)
            if not entry.targets or (entry.rules and entry.open(values, marks)):
                self.witness(Location("here", scene), values, marks)
                return state
            self.witness(Location("fallthrough", scene), values, marks)
            state = self._enter(first_target(entry.targets, values, marks), values, marks)
        raise endless(self.table.entry(state.scene).scene)


class Watch:
    """A witness that knows which questions are still open, and gathers those just answered *yes*."""

    def __init__(self, queries: Iterable[Query]) -> None:
        self.seen: set[Query] = set()
        self._fresh: list[Query] = []
        self._waiting: dict[Location, list[tuple[Callable[[Values, Marks], bool], Query]]] = {}
        for query in queries:
            for location, formula in query.locations:
                self._waiting.setdefault(location, []).append((formula.test, query))

    def __call__(self, location: Location, values: Values, marks: Marks) -> None:
        """Look at a moment."""
        waiting = self._waiting.get(location)
        if waiting is None:
            return
        answered = False
        for test, query in waiting:
            if query in self.seen:
                answered = True
            elif test(values, marks):
                self.seen.add(query)
                self._fresh.append(query)
                answered = True
        if answered:
            left = [one for one in waiting if one[1] not in self.seen]
            if left:
                self._waiting[location] = left
            else:
                del self._waiting[location]

    def fresh(self) -> list[Query]:
        """Return the questions answered since this was last asked."""
        found, self._fresh = self._fresh, []
        return found
