"""Every state of a story, listed one by one: plain, exact, and for stories that are small enough.

Method: breadth-first search from the start with the rules of the game itself, so the first way to
anything is a shortest one. With `relevant`, states that go on alike are one (see
`dataflow/live_variables.py`): that keeps odds, not what is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.play.engine.state import State
from game.proof.answers import Keys
from game.proof.budget import Budget, OutOfBounds
from game.proof.effort import Effort
from game.proof.program.queries import Query
from game.proof.simulate.observe import Action, CoverageObserver, Interpreter
from game.story.diagnostics.problem import StoryError


class Transition(NamedTuple):
    """A choice taken in a state of a state space."""

    state: int
    action: Action


@dataclass(slots=True)
class StateSpace:
    """The states that can occur, in the order of their distance from the start.

    `parents` gives for each state the step that first reached it; `successors` its open choices in the
    author's order, each with the state it leads to, None for a loop. `seen` gives for each query
    answered *yes* the first step that showed it, and `cycles` the steps that run in a loop without a
    choice. The step before the first choice is None.
    """

    states: list[State] = field(default_factory=list)
    parents: list[Transition | None] = field(default_factory=list)
    successors: list[list[tuple[str, int | None]]] = field(default_factory=list)
    seen: dict[Query, Transition | None] = field(default_factory=dict)
    cycles: list[Transition | None] = field(default_factory=list)
    complete: bool = False

    def keys(self, step: Transition | None) -> Keys:
        """Return the shortest walkthrough that ends with this step."""
        found = []
        while step is not None:
            found.append(step.action.key)
            step = self.parents[step.state]
        return tuple(reversed(found))

    def keys_to(self, state: int) -> Keys:
        """Return the shortest walkthrough to a state."""
        return self.keys(self.parents[state])


def explore(
    rules: Rules,
    queries: list[Query],
    max_states: int | None,
    budget: Budget,
    effort: Effort,
    relevant: Callable[[State], Hashable] = lambda state: state,
) -> StateSpace:
    """List the states breadth first; not `complete` if there are more than `max_states`.

    If that is None, they are listed for as long as few enough wait for their turn that
    an end is near. Nor is it if the budget is used up. States are told apart only by what is relevant.
    """
    space = StateSpace()
    search = _Search(rules, queries, space, relevant)
    limit = effort.listed if max_states is None else max_states
    try:
        search.reach(None)
        for after in search.levels():
            budget.tick()
            space.successors.append(after)
            if len(space.states) > limit:
                if max_states is not None or not _ends_soon(space, effort):
                    return space
                limit *= 2
    except OutOfBounds:
        return space
    space.complete = True
    return space


def _ends_soon(space: StateSpace, effort: Effort) -> bool:
    """Whether a search that has come so far is worth going on with."""
    waiting = 1 - len(space.successors) / len(space.states)
    return waiting < effort.waiting and len(space.states) < effort.listed_at_most


class _Search:
    def __init__(
        self, rules: Rules, queries: list[Query], space: StateSpace, relevant: Callable[[State], Hashable]
    ) -> None:
        self.relevant = relevant
        self.coverage = CoverageObserver(queries)
        self.interpreter = Interpreter(rules, self.coverage)
        self.space = space
        self.numbers: dict[Hashable, int] = {}

    def levels(self) -> Iterator[list[tuple[str, int | None]]]:
        """Return, for each state in order, its ways on; the states they lead to are added at the end."""
        states = self.space.states
        here = 0
        while here < len(states):
            yield [
                (action.key, self.reach(Transition(here, action)))
                for action in self.interpreter.open(states[here])
            ]
            here += 1

    def reach(self, step: Transition | None) -> int | None:
        """Take a step and give the number of the state it leads to; None if it runs in a loop."""
        space = self.space
        try:
            state = (
                self.interpreter.step(space.states[step.state], step.action)
                if step
                else self.interpreter.start()
            )
        except StoryError:
            space.cycles.append(step)
            return None
        finally:
            for query in self.coverage.fresh():
                space.seen[query] = step
        identity = self.relevant(state)
        number = self.numbers.get(identity)
        if number is None:
            number = self.numbers[identity] = len(space.states)
            space.states.append(state)
            space.parents.append(step)
        return number
