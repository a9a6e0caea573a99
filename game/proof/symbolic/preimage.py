"""From what state a location can be reached, and in how many choices: sets of states, scene by scene.

A query is carried backwards along the edges of the story's graph, one strongly connected
component after the other, the last first. The sets are decision diagrams, and mention only the
cells that matter to the query, which is why this direction is the small one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from heapq import heapify, heappop, heappush
from time import monotonic
from typing import NamedTuple

from game.proof.dataflow.value_sets import ValueSets
from game.proof.graphs import components, postorder
from game.proof.program.expressions import Expr
from game.proof.program.graph import ConcreteEdge, ProgramGraph, concrete_edge
from game.proof.symbolic.encoding import Encoding, Levels, Substitution
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.story.language.symbols import Value

MAX_SIZE = 2_500_000  # diagrams and remembered results, some 250 bytes each


class OutOfBounds(Exception):
    """A limit was met: `reason` says which, in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SymbolicEdge(NamedTuple):
    """An edge as whole sets of states take it back: where its guard holds, its effects undone."""

    source: int
    target: int
    guard: Diagram
    effects: list[Substitution]
    is_choice: bool
    is_move: bool


class Metric(Enum):
    """What a distance counts: nothing, choices, or moves without a choice, choices being no way then."""

    NOTHING = "nothing"
    CHOICES = "choices"
    MOVES = "moves"


class Backward:
    """Answers how far locations are. Make one for a story, and ask it one query after the other."""

    def __init__(
        self, graph: ProgramGraph, value_sets: ValueSets, equal_marks: Mapping[int, int], deadline: float
    ) -> None:
        self.graph = graph
        self.value_sets = value_sets
        self.deadline = deadline
        alive = [
            edge
            for edge in graph.edges
            if value_sets.assume(value_sets.abstract_states[edge.source], edge.guard)
        ]
        self.encoding = Encoding(value_sets, equal_marks, alive)
        self.diagrams = self.encoding.diagrams
        self.leaving: list[list[ConcreteEdge]] = [[] for _ in graph.locations]  # the edges that may be taken
        self._edges_from: list[list[SymbolicEdge]] = [[] for _ in graph.locations]
        self._edges_to: list[list[SymbolicEdge]] = [[] for _ in graph.locations]
        for edge in alive:
            self.leaving[edge.source].append(concrete_edge(edge))
            guard, effects = (
                self.condition(edge.guard, edge.source),
                self.encoding.substitutions(edge.effects),
            )
            is_move = graph.locations[edge.source].phase == "fallthrough"
            symbolic = SymbolicEdge(edge.source, edge.target, guard, effects, edge.is_choice, is_move)
            self._edges_from[edge.source].append(symbolic)
            self._edges_to[edge.target].append(symbolic)
        after = [[edge.target for edge in edges] for edges in self._edges_from]
        self._components = components(after)
        self._order = postorder(after)
        self._component = {location: one for one, found in enumerate(self._components) for location in found}
        self._kept = len(self.diagrams)

    def reset(self) -> None:
        """Forget what was made for the last query."""
        self.diagrams.rollback(self._kept)

    def condition(self, expr: Expr, location: int) -> Diagram:
        """Return the diagram of a condition, as good as it need be at a location."""
        return self.restrict(self.encoding.encode(expr), location)

    def restrict(self, diagram: Diagram, location: int) -> Diagram:
        """Return a diagram that says the same of what can be at a location, and less of anything else."""
        return self.encoding.restrict(diagram, location)

    def start(self, found: Sequence[Diagram]) -> int:
        """Return the distance from the start; INFINITE if there is no way."""
        return self.evaluate(found[0], self.value_sets.layout.start)

    def evaluate(self, diagram: Diagram, values: Sequence[Value]) -> int:
        """Return what a diagram says of a state's cells."""
        return self.encoding.evaluate(diagram, values)

    def distances(
        self,
        targets: Mapping[int, Diagram],
        metric: Metric = Metric.NOTHING,
        kept: frozenset[int] | None = None,
    ) -> list[Diagram]:
        """Return, for every location, how far it is from a target; INFINITE where there is no way.

        `targets` gives, by location, 0 where a state is a target and INFINITE elsewhere. With `kept`, only
        those cells are looked at, and the distances are those of the luckiest values of all others:
        never too great. Of states that can't be at a location, the distances mean nothing.

        Raises OutOfBounds.
        """
        search = _Distances(self, targets, metric, None if kept is None else self.encoding.levels(kept))
        for component in self._components:
            search.fill(component)
        return search.found

    def order(self, location: int) -> int:
        """Return the place of a location in the order in which searches go backwards."""
        return self._order[location]

    def member(self, location: int) -> int:
        """Return the number of the component that a location belongs to."""
        return self._component[location]

    def edges_from(self, location: int) -> list[SymbolicEdge]:
        """Return the edges that can be taken from a location."""
        return self._edges_from[location]

    def edges_to(self, location: int) -> list[SymbolicEdge]:
        """Return the edges that can be taken to a location."""
        return self._edges_to[location]

    def pre(self, edge: SymbolicEdge, diagram: Diagram, kept: Levels | None = None) -> Diagram:
        """Return what a diagram is before an edge was taken: its guard holds, its effects are undone.

        With `kept`, the diagram asks for no other levels, and does not after either: they are as one
        would wish.
        """
        for level, becomes in edge.effects:
            if kept is not None and level not in kept:
                continue
            if isinstance(becomes, tuple):
                diagram = self.diagrams.substitute(diagram, level, becomes)
            else:
                diagram = self.diagrams.compose(diagram, level, becomes)
                if kept is not None:
                    diagram = self.diagrams.minimize(diagram, kept)
        guard = edge.guard if kept is None else self.diagrams.exists(edge.guard, kept)
        return self.diagrams.ite(guard, diagram)

    def check(self) -> None:
        """Raise OutOfBounds if a limit is met."""
        if self.diagrams.size > MAX_SIZE:
            raise OutOfBounds("a set of states grew too complicated")
        if monotonic() > self.deadline:
            raise OutOfBounds("the time was up")


class _Distances:
    """One search: what was found so far, by location."""

    def __init__(
        self, backward: Backward, targets: Mapping[int, Diagram], metric: Metric, kept: Levels | None
    ) -> None:
        self.backward = backward
        self.diagrams = backward.diagrams
        self.metric = metric
        self.kept = kept
        self.care_set = backward.encoding.care_set(kept)
        self.targets = {location: backward.restrict(target, location) for location, target in targets.items()}
        if kept is not None:
            self.targets = {
                location: self.diagrams.minimize(target, kept) for location, target in self.targets.items()
            }
        self.found = [self.diagrams.never] * len(backward.graph.locations)
        self.touched = set(self.targets)  # locations with news of how far they are

    def fill(self, component: Sequence[int]) -> None:
        """Find the distances inside a component, those that it leads to being known."""
        order, member = self.backward.order, self.backward.member
        queue = [(order(location), location) for location in component if location in self.touched]
        heapify(queue)
        while queue:  # what a location leads to is known, where it can be, before the location is looked at
            _, location = heappop(queue)
            self.touched.discard(location)
            distance = self.distance(location)
            if distance == self.found[location]:
                continue
            self.found[location] = distance
            for edge in self.backward.edges_to(location):
                if edge.source not in self.touched:
                    self.touched.add(edge.source)
                    if member(edge.source) == member(location):
                        heappush(queue, (order(edge.source), edge.source))

    def distance(self, location: int) -> Diagram:
        """Return how far a target is, as far as is known: here, or by the nearest of the edges."""
        self.backward.check()
        found = self.targets.get(location, self.diagrams.never)
        for edge in self.backward.edges_from(location):
            found = self.diagrams.minimum(found, self.pre(edge))
        # Elsewhere it would cost more than it saves; every ring of locations passes one of these.
        if self.backward.graph.locations[location].phase in ("enter", "here", "fallthrough"):
            return self.care_set.restrict(found, location)
        return found

    def pre(self, edge: SymbolicEdge) -> Diagram:
        """Carry a distance back over one edge."""
        distance = self.found[edge.target]
        if distance == self.diagrams.never or (self.metric is Metric.MOVES and edge.is_choice):
            return self.diagrams.never
        distance = self.backward.pre(edge, distance, self.kept)
        if (self.metric is Metric.CHOICES and edge.is_choice) or (
            self.metric is Metric.MOVES and edge.is_move
        ):
            return self.diagrams.map("further", _further, distance)
        return distance


def _further(distance: int) -> int:
    return distance + 1 if distance < INFINITE else INFINITE
