"""One search backwards: how far the states of each location are from a target.

Problem: the fixpoint of pre-images over the program graph, without going through any part of it oftener than
it needs. Method: one strongly connected component after the other, the last first, and inside each a queue
in which a location comes after those that it leads to. A component must be at its fixpoint before one that
leads to it is looked at, and every cycle of locations must pass a location where the diagrams are restricted
to the care set (`_RESTRICTED`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from game.proof.symbolic.encoding import Levels
from game.proof.symbolic.mdd import INFINITE, Diagram, Distance

if TYPE_CHECKING:
    from game.proof.symbolic.preimage import Backward, SymbolicEdge

_RESTRICTED = ("enter", "here", "fallthrough")


class Metric(Enum):
    """What a distance counts: nothing, choices, or moves without a choice, choices being no way then."""

    NOTHING = "nothing"
    CHOICES = "choices"
    MOVES = "moves"


class Distances:
    """One search: what was found so far, by location."""

    def __init__(
        self,
        backward: Backward,
        targets: Mapping[int, Diagram],
        metric: Metric,
        kept: Levels | None,
        certain: bool,
        least: Sequence[Distance] | None = None,
        room: Sequence[Distance] | None = None,
        begun: Sequence[Diagram] | None = None,
    ) -> None:
        self.backward = backward
        self.diagrams = backward.diagrams
        self.metric = metric
        self.kept = kept
        self.least = least  # if given, what is found is how much more than this it takes, by location
        self.room = room  # and how much more it may take
        self.certain = certain
        self.care_set = backward.encoding.care_set(kept)
        self.targets = {
            location: backward.encoding.restrict(target, location) for location, target in targets.items()
        }
        if kept is not None:
            self.targets = {
                location: self.diagrams.minimize(target, kept) for location, target in self.targets.items()
            }
        self.begun = begun  # if given, nothing is found to be further than this
        self.found = list(begun or [self.diagrams.never] * len(backward.graph.locations))
        self.touched = set(self.targets)  # locations with news of how far they are

    def fill(self, component: Sequence[int]) -> bool:
        """Find the distances inside a component, those it leads to being known; whether there are any."""
        order, member = self.backward.order, self.backward.component_of
        queue = [(order[location], location) for location in component if location in self.touched]
        heapify(queue)
        is_touched = bool(queue)
        while queue:  # what a location leads to is known, where it can be, before the location is looked at
            _, location = heappop(queue)
            self.touched.discard(location)
            distance = self.distance(location)
            if distance == self.found[location]:
                continue
            self.found[location] = distance
            for edge in self.backward.edges_to[location]:
                if edge.source not in self.touched:
                    self.touched.add(edge.source)
                    if member[edge.source] == member[location]:
                        heappush(queue, (order[edge.source], edge.source))
        return is_touched

    def distance(self, location: int) -> Diagram:
        """Return how far a target is, as far as is known: here, or by the nearest of the edges."""
        room = INFINITE if self.room is None else self.room[location]
        if room < 0:
            return self.diagrams.never
        self.backward.budget.tick()
        found = self.targets.get(location, self.diagrams.never)
        if self.begun is not None:
            found = self.diagrams.minimum(found, self.found[location])
        for edge in self.backward.edges_from[location]:
            found = self.diagrams.minimum(found, self.pre(edge))
        # Restricting everywhere would cost more than it saves.
        if self.backward.graph.locations[location].phase in _RESTRICTED:
            return self.care_set.restrict(found, location)
        return found

    def pre(self, edge: SymbolicEdge) -> Diagram:
        """Carry a distance back over one edge."""
        distance = self.found[edge.target]
        if distance == self.diagrams.never or (self.metric is Metric.MOVES and edge.is_choice):
            return self.diagrams.never
        if self.certain and not edge.is_certain:
            return self.diagrams.never
        distance = self.backward.pre(edge, distance, self.kept)
        further, most, room = self.further(edge), INFINITE - 1, self.room
        # What was found there is not further than there was room for: mostly there is as much room here.
        if room is not None and room[edge.target] + further > room[edge.source] < INFINITE // 2:
            most = room[edge.source]
        if not further and most == INFINITE - 1:
            return distance
        return self.diagrams.map(
            ("further", further, most),
            lambda far: far + further if far + further <= most else INFINITE,
            distance,
        )

    def further(self, edge: SymbolicEdge) -> Distance:
        """Return by how much a distance grows over an edge (by the reduced cost, if `least` is given)."""
        if self.metric is Metric.MOVES:
            return int(edge.is_move)
        if self.metric is Metric.NOTHING:
            return 0
        if self.least is None:
            return int(edge.is_choice)
        return edge.is_choice + self.least[edge.target] - self.least[edge.source]
