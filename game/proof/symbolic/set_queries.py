"""What sets of states are asked about a story, beside the walks that see what can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from game.play.engine.state import State
from game.proof.program.expressions import Formula
from game.proof.program.queries import Spot
from game.proof.simulate.guided import Walks
from game.proof.simulate.observe import Move
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.proof.symbolic.preimage import Backward
from game.proof.symbolic.shortest import Targets
from game.story.model import Story


class Sets:
    """A story, the walks through it, and the sets of states from which something can be reached."""

    def __init__(self, story: Story, walks: Walks, backward: Backward) -> None:
        self.story = story
        self.walks = walks
        self.backward = backward
        self.graph, self.flow = backward.graph, backward.flow
        self.diagrams = backward.diagrams

    def here(self) -> list[tuple[int, str]]:
        """Give the spots where a player may stand, with their scenes."""
        return [
            (number, spot.scene)
            for number, spot in enumerate(self.graph.spots)
            if spot.moment == "here" and self.flow.boxes[number]
        ]

    def targets(self, spots: Iterable[tuple[int, Formula]]) -> Targets:
        """Give spots and what must hold there as diagrams: 0 where it does."""
        found: Targets = {}
        for spot, formula in spots:
            holds = self.backward.condition(formula.expr, spot)
            distance = self.diagrams.where(holds, self.diagrams.at_once)
            found[spot] = self.diagrams.nearer(found.get(spot, self.diagrams.never), distance)
        return found

    def hope(self, hopeful: list[Diagram]) -> Callable[[State, Move], bool]:
        """Give the test that tells of a move whether a target can be reached with it."""
        roads = {
            road.edge.target: road for roads in self.backward.leaving for road in roads if road.edge.cost
        }

        def leads(state: State, move: Move) -> bool:
            row = self.graph.numbers[Spot("row", state.scene, *move)]
            values = roads[row].after((*state.values, *state.marks))
            return self.backward.at(hopeful[row], values) < INFINITE

        return leads
