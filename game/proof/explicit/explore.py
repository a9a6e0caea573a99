"""Every state of a story, listed one by one: plain, exact, and for stories that are small enough."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.play.engine.state import State
from game.proof.answers import Keys
from game.proof.program.queries import Query
from game.proof.simulate.observe import Move, Moves, Watch
from game.story.diagnostics.problem import StoryError


class Step(NamedTuple):
    """A choice taken in a state of a state space."""

    state: int
    move: Move


@dataclass(slots=True)
class StateSpace:
    """The states that can occur, in the order of their distance from the start.

    `parents` gives for each state the step that first reached it; `successors` its open choices in the
    author's order, each with the state it leads to, None for a ring. `seen` gives for each query
    answered *yes* the first step that showed it, and `rings` the steps that run in a ring. The step
    before the first choice is None.
    """

    states: list[State] = field(default_factory=list)
    parents: list[Step | None] = field(default_factory=list)
    successors: list[list[tuple[str, int | None]]] = field(default_factory=list)
    seen: dict[Query, Step | None] = field(default_factory=dict)
    rings: list[Step | None] = field(default_factory=list)
    complete: bool = False

    def keys(self, step: Step | None) -> Keys:
        """Return the shortest walkthrough that ends with this step."""
        found = []
        while step is not None:
            found.append(step.move.key)
            step = self.parents[step.state]
        return tuple(reversed(found))

    def keys_to(self, state: int) -> Keys:
        """Return the shortest walkthrough to a state."""
        return self.keys(self.parents[state])


def explore(
    rules: Rules,
    queries: list[Query],
    max_states: int,
    deadline: float,
    remembered: Callable[[State], Hashable] = lambda state: state,
) -> StateSpace:
    """List the states breadth first; not `complete` if there are more than `max_states`, or no more time.

    States are told apart only by what is remembered of them.
    """
    space = StateSpace()
    search = _Search(rules, queries, space, remembered)
    search.reach(None)
    for here, after in enumerate(search.levels()):
        space.successors.append(after)
        if len(space.states) > max_states or (not here % 1000 and monotonic() > deadline):
            return space
    space.complete = True
    return space


class _Search:
    def __init__(
        self, rules: Rules, queries: list[Query], space: StateSpace, remembered: Callable[[State], Hashable]
    ) -> None:
        self.remembered = remembered
        self.watch = Watch(queries)
        self.moves = Moves(rules, self.watch)
        self.space = space
        self.numbers: dict[Hashable, int] = {}

    def levels(self) -> Iterator[list[tuple[str, int | None]]]:
        """Return, for each state in order, its ways on; the states they lead to are added at the end."""
        states = self.space.states
        here = 0
        while here < len(states):
            yield [(move.key, self.reach(Step(here, move))) for move in self.moves.open(states[here])]
            here += 1

    def reach(self, step: Step | None) -> int | None:
        """Take a step and give the number of the state it leads to; None if it runs in a ring."""
        space = self.space
        try:
            state = self.moves.step(space.states[step.state], step.move) if step else self.moves.start()
        except StoryError:
            space.rings.append(step)
            return None
        finally:
            for query in self.watch.fresh():
                space.seen[query] = step
        remembered = self.remembered(state)
        number = self.numbers.get(remembered)
        if number is None:
            number = self.numbers[remembered] = len(space.states)
            space.states.append(state)
            space.parents.append(step)
        return number
