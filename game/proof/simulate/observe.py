"""Playing with somebody watching: each moment of a step is told to a listener.

The conditions and effects are those of the rules, so what is seen here is what is played.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from game.play.engine.rules import CompiledChoice, CompiledOutcome, CompiledScene, Observer, Rules
from game.play.engine.state import State
from game.proof.program.expressions import Formula, StateFunction
from game.proof.program.queries import Location, Places, Query
from game.story.language.symbols import Counters, Test, Value, Values

Listener = Callable[[Location, Values, Counters], None]


class Action(NamedTuple):
    """A choice that is open: its key, and which of its outcomes it comes to."""

    key: str
    outcome: int


class Interpreter(Observer):
    """Plays a story a step at a time and tells the listener every moment of it."""

    def __init__(self, rules: Rules, listener: Listener) -> None:
        self.rules = rules
        self.listener = listener

    def open(self, state: State) -> list[Action]:
        """Return the choices that are open, in the author's order."""
        name, values, counters = state
        found = []
        for key, choice in self.rules.scene(name).choices.items():
            outcome = choice.outcome(values, counters)
            if outcome is not None:
                found.append(Action(key, outcome.number))
        return found

    def opened(self, state: State, key: str) -> Action | None:
        """Return one of the choices if it is open."""
        choice = self.rules.scene(state.scene).choices.get(key)
        outcome = None if choice is None else choice.outcome(state.values, state.counters)
        return None if outcome is None else Action(key, outcome.number)

    def start(self) -> State:
        """Begin the story. Raises StoryError if it runs in a loop."""
        return self.rules.start(self)

    def step(self, state: State, move: Action) -> State:
        """Take an open choice. Raises StoryError if the story runs in a loop."""
        return self.rules.step(state, move.key, self)

    def outcome_reached(self, choice: CompiledChoice, outcome: CompiledOutcome, state: State) -> None:
        """Tell of an outcome after its effects."""
        location = Location("outcome", state.scene, choice.authored.key, outcome.number)
        self.listener(location, state.values, state.counters)

    def scene_reached(self, scene: CompiledScene, state: State) -> None:
        """Tell of a scene before its effects."""
        self.listener(Location("enter", scene.authored.id), state.values, state.counters)

    def scene_entered(self, scene: CompiledScene, state: State) -> None:
        """Tell of a scene after its effects."""
        self.listener(Location("entered", state.scene), state.values, state.counters)

    def went_on(self, scene: CompiledScene, state: State) -> None:
        """Tell of a scene that leads on by itself."""
        self.listener(Location("fallthrough", state.scene), state.values, state.counters)

    def stopped(self, scene: CompiledScene, state: State) -> None:
        """Tell of a scene where the player stands."""
        self.listener(Location("here", state.scene), state.values, state.counters)


class _Waiting:
    """Queries that wait at a location, those with cases apart: a state is asked for its own case alone."""

    __slots__ = ("by_case", "queries")

    def __init__(self) -> None:
        self.queries: list[tuple[Test, Query]] = []
        self.by_case: dict[StateFunction, dict[Value, _Waiting]] = {}

    def add(self, query: Query, formula: Formula) -> None:
        """Let a query wait for a state in which a formula holds."""
        here = self
        for case in formula.cases:
            here = here.by_case.setdefault(case.function, {}).setdefault(case.value, _Waiting())
        here.queries.append((formula.test, query))

    def answer(self, values: Values, counters: Counters, seen: set[Query]) -> Iterator[Query]:
        """Yield the queries that a state answers, which are in `seen` then; none of those waits on."""
        answered = False
        for test, query in self.queries:
            if query in seen:
                answered = True
            elif test(values, counters):
                seen.add(query)
                answered = True
                yield query
        if answered:
            self.queries = [one for one in self.queries if one[1] not in seen]
        for function, by_value in list(self.by_case.items()):
            value = function(values, counters)
            case = by_value.get(value)
            if case is not None:
                yield from case.answer(values, counters, seen)
                if case.is_over:
                    del by_value[value]
                    if not by_value:
                        del self.by_case[function]

    @property
    def is_over(self) -> bool:
        """Whether nothing waits any more."""
        return not self.queries and not self.by_case


class CoverageObserver:
    """A listener that knows which questions are still open, and gathers those just answered *yes*.

    `at` gives where each is looked at, if not at all of its locations.
    """

    def __init__(self, queries: Iterable[Query], at: Mapping[Query, Places] | None = None) -> None:
        self.seen: set[Query] = set()
        self._fresh: list[Query] = []
        self._waiting: dict[Location, _Waiting] = {}
        for query in queries:
            for formula, locations in query.places if at is None else at[query]:
                for location in locations:
                    self._waiting.setdefault(location, _Waiting()).add(query, formula)

    def __call__(self, location: Location, values: Values, counters: Counters) -> None:
        """Look at a moment."""
        waiting = self._waiting.get(location)
        if waiting is None:
            return
        self._fresh += waiting.answer(values, counters, self.seen)
        if waiting.is_over:
            del self._waiting[location]

    def fresh(self) -> list[Query]:
        """Return the questions answered since this was last asked."""
        found, self._fresh = self._fresh, []
        return found
