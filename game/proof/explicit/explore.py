"""Every state of a story, listed one by one: plain, exact, and for stories that are small enough.

Method: breadth-first search from the start with the rules of the game itself, so the first way to
anything is a shortest one. With `relevant`, states that go on alike are one (see
`dataflow/live_variables.py`): that keeps odds, not what is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.play.engine.state import State
from game.proof.answers import Keys
from game.proof.budget import Budget, OutOfBounds
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


class Exploration:
    """A search that lists states breadth first, told apart only by what is relevant."""

    def __init__(
        self,
        rules: Rules,
        queries: list[Query],
        budget: Budget,
        relevant: Callable[[State], Hashable] = lambda state: state,
    ) -> None:
        self.space = StateSpace()
        self._budget = budget
        self._relevant = relevant
        self._coverage = CoverageObserver(queries)
        self._interpreter = Interpreter(rules, self._coverage)
        self._numbers: dict[Hashable, int] = {}

    def go_on(self, most: int) -> bool:
        """List on until there are more than `most` states; whether they are all.

        Nor are they if the budget is used up.
        """
        states, successors = self.space.states, self.space.successors
        try:
            if not self._numbers and not self.space.cycles:
                self._reach(None)
            while len(successors) < len(states) and len(states) <= most:
                here = len(successors)
                after = []
                for action in self._interpreter.open(states[here]):
                    if len(states) > most:
                        return False
                    after.append((action.key, self._reach(Transition(here, action))))
                successors.append(after)
        except OutOfBounds:
            return False
        self.space.complete = len(successors) == len(states) <= most
        return self.space.complete

    @property
    def waiting(self) -> float:
        """The share of the states that were not looked at yet."""
        return 1 - len(self.space.successors) / max(1, len(self.space.states))

    def _reach(self, step: Transition | None) -> int | None:
        """Take a step and give the number of the state it leads to; None if it runs in a loop."""
        self._budget.tick()
        space = self.space
        try:
            state = (
                self._interpreter.step(space.states[step.state], step.action)
                if step
                else self._interpreter.start()
            )
        except StoryError:
            space.cycles.append(step)
            return None
        finally:
            for query in self._coverage.fresh():
                space.seen[query] = step
        identity = self._relevant(state)
        number = self._numbers.get(identity)
        if number is None:
            number = self._numbers[identity] = len(space.states)
            space.states.append(state)
            space.parents.append(step)
        return number
