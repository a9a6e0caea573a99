"""From what state a spot can be reached, and in how many choices: sets of states, scene by scene.

A question is carried backwards along the edges of the story's graph, one strongly connected
component after the other, the last first. The sets are decision diagrams, and mention only the
cells that matter to the question, which is why this direction is the small one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from heapq import heapify, heappop, heappush
from time import monotonic
from typing import NamedTuple

from game.proof.dataflow.value_sets import Flow
from game.proof.graphs import components, finishing
from game.proof.program.expressions import Expr
from game.proof.program.graph import Graph
from game.proof.symbolic.concrete import Road, road
from game.proof.symbolic.encoding import Encoding, Levels, Undoing
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.story.language.symbols import Value

MAX_SIZE = 2_500_000  # diagrams and remembered results, some 250 bytes each


class OutOfBounds(Exception):
    """A limit was met: `reason` says which, in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Way(NamedTuple):
    """An edge as whole sets of states take it back: where its guard holds, its effects undone."""

    source: int
    target: int
    guard: Diagram
    effects: list[Undoing]
    is_choice: bool
    is_move: bool


class Measure(Enum):
    """What a distance counts: nothing, choices, or moves without a choice, choices being no way then."""

    NOTHING = "nothing"
    CHOICES = "choices"
    MOVES = "moves"


class Backward:
    """Answers how far spots are. Make one for a story, and ask it one question after the other."""

    def __init__(self, graph: Graph, flow: Flow, twins: Mapping[int, int], deadline: float) -> None:
        self.graph = graph
        self.flow = flow
        self.deadline = deadline
        alive = [edge for edge in graph.edges if flow.narrowed(flow.boxes[edge.source], edge.guard)]
        self.encoding = Encoding(flow, twins, alive)
        self.diagrams = self.encoding.diagrams
        self.leaving: list[list[Road]] = [[] for _ in graph.spots]  # the edges that may be taken
        self._ways_from: list[list[Way]] = [[] for _ in graph.spots]
        self._ways_to: list[list[Way]] = [[] for _ in graph.spots]
        for edge in alive:
            self.leaving[edge.source].append(road(edge))
            guard, effects = self.condition(edge.guard, edge.source), self.encoding.undoing(edge.effects)
            is_move = graph.spots[edge.source].moment == "pass"
            way = Way(edge.source, edge.target, guard, effects, bool(edge.cost), is_move)
            self._ways_from[edge.source].append(way)
            self._ways_to[edge.target].append(way)
        after = [[way.target for way in ways] for ways in self._ways_from]
        self._components = components(after)
        self._order = finishing(after)
        self._component = {spot: one for one, found in enumerate(self._components) for spot in found}
        self._kept = len(self.diagrams)

    def fresh(self) -> None:
        """Forget what was made for the last question."""
        self.diagrams.forget(self._kept)

    def condition(self, expr: Expr, spot: int) -> Diagram:
        """Give the diagram of a condition, as good as it need be at a spot."""
        return self.within(self.encoding.tree(expr), spot)

    def within(self, diagram: Diagram, spot: int) -> Diagram:
        """Give a diagram that says the same of what can be at a spot, and less of anything else."""
        return self.encoding.within(diagram, spot)

    def start(self, found: Sequence[Diagram]) -> int:
        """Give the distance from the start; INFINITE if there is no way."""
        return self.at(found[0], self.flow.cells.start)

    def at(self, diagram: Diagram, values: Sequence[Value]) -> int:
        """Give what a diagram says of a state's cells."""
        return self.encoding.at(diagram, values)

    def distances(
        self,
        targets: Mapping[int, Diagram],
        measure: Measure = Measure.NOTHING,
        kept: frozenset[int] | None = None,
    ) -> list[Diagram]:
        """Give, for every spot, how far it is from a target; INFINITE where there is no way.

        `targets` gives, by spot, 0 where a state is a target and INFINITE elsewhere. With `kept`, only
        those cells are looked at, and the distances are those of the luckiest values of all others:
        never too great. Of states that can't be at a spot, the distances mean nothing. Raises OutOfBounds.
        """
        search = _Distances(self, targets, measure, None if kept is None else self.encoding.levels(kept))
        for component in self._components:
            search.fill(component)
        return search.found

    def order(self, spot: int) -> int:
        """Give the place of a spot in the order in which searches go backwards."""
        return self._order[spot]

    def member(self, spot: int) -> int:
        """Give the number of the component that a spot belongs to."""
        return self._component[spot]

    def ways_from(self, spot: int) -> list[Way]:
        """Give the edges that can be taken from a spot."""
        return self._ways_from[spot]

    def ways_to(self, spot: int) -> list[Way]:
        """Give the edges that can be taken to a spot."""
        return self._ways_to[spot]

    def over(self, way: Way, diagram: Diagram, kept: Levels | None = None) -> Diagram:
        """Give what a diagram is before a way was taken: its guard holds, its effects are undone.

        With `kept`, the diagram asks for no other levels, and does not after either: they are as one
        would wish.
        """
        for level, becomes in way.effects:
            if kept is not None and level not in kept:
                continue
            if isinstance(becomes, tuple):
                diagram = self.diagrams.moved(diagram, level, becomes)
            else:
                diagram = self.diagrams.replaced(diagram, level, becomes)
                if kept is not None:
                    diagram = self.diagrams.lowest(diagram, kept)
        guard = way.guard if kept is None else self.diagrams.possible(way.guard, kept)
        return self.diagrams.where(guard, diagram)

    def check(self) -> None:
        """Raise OutOfBounds if a limit is met."""
        if self.diagrams.size > MAX_SIZE:
            raise OutOfBounds("a set of states grew too complicated")
        if monotonic() > self.deadline:
            raise OutOfBounds("the time was up")


class _Distances:
    """One search: what was found so far, by spot."""

    def __init__(
        self, backward: Backward, targets: Mapping[int, Diagram], measure: Measure, kept: Levels | None
    ) -> None:
        self.backward = backward
        self.diagrams = backward.diagrams
        self.measure = measure
        self.kept = kept
        self.boxes = backward.encoding.boxes(kept)
        self.targets = {spot: backward.within(target, spot) for spot, target in targets.items()}
        if kept is not None:
            self.targets = {spot: self.diagrams.lowest(target, kept) for spot, target in self.targets.items()}
        self.found = [self.diagrams.never] * len(backward.graph.spots)
        self.touched = set(self.targets)  # spots with news of how far they are

    def fill(self, component: Sequence[int]) -> None:
        """Find the distances inside a component, those that it leads to being known."""
        order, member = self.backward.order, self.backward.member
        queue = [(order(spot), spot) for spot in component if spot in self.touched]
        heapify(queue)
        while queue:  # what a spot leads to is known, where it can be, before the spot is looked at
            _, spot = heappop(queue)
            self.touched.discard(spot)
            distance = self.distance(spot)
            if distance == self.found[spot]:
                continue
            self.found[spot] = distance
            for way in self.backward.ways_to(spot):
                if way.source not in self.touched:
                    self.touched.add(way.source)
                    if member(way.source) == member(spot):
                        heappush(queue, (order(way.source), way.source))

    def distance(self, spot: int) -> Diagram:
        """Give how far a spot is as far as is known: a target itself, or by the nearest of its ways."""
        self.backward.check()
        found = self.targets.get(spot, self.diagrams.never)
        for way in self.backward.ways_from(spot):
            found = self.diagrams.nearer(found, self.over(way))
        # Elsewhere it would cost more than it saves; every ring of spots passes one of these.
        if self.backward.graph.spots[spot].moment in ("enter", "here", "pass"):
            return self.boxes.within(found, spot)
        return found

    def over(self, way: Way) -> Diagram:
        """Carry a distance back over one way."""
        distance = self.found[way.target]
        if distance == self.diagrams.never or (self.measure is Measure.MOVES and way.is_choice):
            return self.diagrams.never
        distance = self.backward.over(way, distance, self.kept)
        if (self.measure is Measure.CHOICES and way.is_choice) or (
            self.measure is Measure.MOVES and way.is_move
        ):
            return self.diagrams.changed("further", _further, distance)
        return distance


def _further(distance: int) -> int:
    return distance + 1 if distance < INFINITE else INFINITE
