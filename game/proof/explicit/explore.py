"""Every state of a story, listed one by one: plain, exact, and for stories that are small enough."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

from game.play.engine.rules import Table
from game.play.engine.state import State
from game.proof.answers import Keys
from game.proof.program.queries import Question
from game.proof.simulate.observe import Move, Moves, Watch
from game.story.diagnostics.problem import StoryError


class Step(NamedTuple):
    """A choice taken in a state of a listing."""

    state: int
    move: Move


@dataclass(slots=True)
class Listing:
    """The states that can occur, in the order of their distance from the start.

    `arrived` gives for each state the step that first reached it; `after` its open choices in the
    author's order, each with the state it leads to, None for a ring. `seen` gives for each question
    answered *yes* the first step that showed it, and `rings` the steps that run in a ring. The step
    before the first choice is None.
    """

    states: list[State] = field(default_factory=list)
    arrived: list[Step | None] = field(default_factory=list)
    after: list[list[tuple[str, int | None]]] = field(default_factory=list)
    seen: dict[Question, Step | None] = field(default_factory=dict)
    rings: list[Step | None] = field(default_factory=list)
    whole: bool = False

    def keys(self, step: Step | None) -> Keys:
        """Give the shortest walkthrough that ends with this step."""
        found = []
        while step is not None:
            found.append(step.move.key)
            step = self.arrived[step.state]
        return tuple(reversed(found))

    def keys_to(self, state: int) -> Keys:
        """Give the shortest walkthrough to a state."""
        return self.keys(self.arrived[state])


def list_states(
    table: Table,
    questions: list[Question],
    max_states: int,
    deadline: float,
    remembered: Callable[[State], Hashable] = lambda state: state,
) -> Listing:
    """List the states breadth first; not `whole` if there are more than `max_states`, or no more time.

    States are told apart only by what is remembered of them.
    """
    listing = Listing()
    search = _Search(table, questions, listing, remembered)
    search.reach(None)
    for here, after in enumerate(search.levels()):
        listing.after.append(after)
        if len(listing.states) > max_states or (not here % 1000 and monotonic() > deadline):
            return listing
    listing.whole = True
    return listing


class _Search:
    def __init__(
        self,
        table: Table,
        questions: list[Question],
        listing: Listing,
        remembered: Callable[[State], Hashable],
    ) -> None:
        self.remembered = remembered
        self.watch = Watch(questions)
        self.moves = Moves(table, self.watch)
        self.listing = listing
        self.numbers: dict[Hashable, int] = {}

    def levels(self) -> Iterator[list[tuple[str, int | None]]]:
        """Give, for each state in order, its ways on; the states they lead to are added at the end."""
        states = self.listing.states
        here = 0
        while here < len(states):
            yield [(move.key, self.reach(Step(here, move))) for move in self.moves.open(states[here])]
            here += 1

    def reach(self, step: Step | None) -> int | None:
        """Take a step and give the number of the state it leads to; None if it runs in a ring."""
        listing = self.listing
        try:
            state = self.moves.step(listing.states[step.state], step.move) if step else self.moves.start()
        except StoryError:
            listing.rings.append(step)
            return None
        finally:
            for question in self.watch.fresh():
                listing.seen[question] = step
        remembered = self.remembered(state)
        number = self.numbers.get(remembered)
        if number is None:
            number = self.numbers[remembered] = len(listing.states)
            listing.states.append(state)
            listing.arrived.append(step)
        return number
