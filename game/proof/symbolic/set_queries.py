"""What sets of states are asked about a story, beside the walks that see what can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from game.play.engine.state import State
from game.proof.program.expressions import Formula
from game.proof.program.queries import Location
from game.proof.simulate.guided import GuidedPlay
from game.proof.simulate.observe import Move
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.proof.symbolic.preimage import Backward
from game.proof.symbolic.shortest import Targets
from game.story.model import Story


class Sets:
    """A story, the walks through it, and the sets of states from which something can be reached."""

    def __init__(self, story: Story, walks: GuidedPlay, backward: Backward) -> None:
        self.story = story
        self.walks = walks
        self.backward = backward
        self.graph, self.value_sets = backward.graph, backward.value_sets
        self.diagrams = backward.diagrams

    def here(self) -> list[tuple[int, str]]:
        """Return the locations where a player may stand, with their scenes."""
        return [
            (number, location.scene)
            for number, location in enumerate(self.graph.locations)
            if location.phase == "here" and self.value_sets.abstract_states[number]
        ]

    def targets(self, locations: Iterable[tuple[int, Formula]]) -> Targets:
        """Return locations and what must hold there as diagrams: 0 where it does."""
        found: Targets = {}
        for location, formula in locations:
            holds = self.backward.condition(formula.expr, location)
            distance = self.diagrams.ite(holds, self.diagrams.at_once)
            found[location] = self.diagrams.minimum(found.get(location, self.diagrams.never), distance)
        return found

    def hope(self, can_reach: list[Diagram]) -> Callable[[State, Move], bool]:
        """Return the test that tells of a move whether a target can be reached with it."""
        edges = {
            edge.edge.target: edge for edges in self.backward.leaving for edge in edges if edge.edge.is_choice
        }

        def leads(state: State, move: Move) -> bool:
            row = self.graph.numbers[Location("outcome", state.scene, *move)]
            values = edges[row].after((*state.values, *state.counters))
            return self.backward.evaluate(can_reach[row], values) < INFINITE

        return leads
