"""The shortest walkthrough to a spot, looked for state by state, the most promising first.

How promising a state is, a simpler story says: one in which only some cells are looked at, and all
others are as one would wish. Where that leads astray, the cells that stood in the way are looked at
too, and the search begins again ("counterexample-guided abstraction refinement", Clarke and others,
2000, with the search A* of Hart, Nilsson and Raphael, 1968). What it finds is the shortest there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from game.proof.answers import Keys
from game.proof.backward import Backward, Measure, after
from game.proof.diagrams import INFINITE, Diagram
from game.proof.edges import Edge
from game.proof.flow import compute, conjuncts
from game.proof.formula import cells_of
from game.story.names import Value

LOOKED_AT = 2_000  # spots in the first search, and as many more in each further one
ROUNDS = 24
ADDED = 2  # cells in a round
GREED = 4  # how much more what is left counts than what was taken, where any walkthrough will do

Values = tuple[Value, ...]
Targets = dict[int, Diagram]


class Nearest(NamedTuple):
    """What a search came to: a walkthrough, and whether it is proved that none is shorter."""

    keys: Keys
    is_shortest: bool


def nearest(
    backward: Backward, targets: Targets, hopeful: Sequence[Diagram], greedy: bool = False
) -> Nearest | None:
    """Give the shortest walkthrough to a target; None if the search did not come to an end.

    `targets` gives by spot 0 where a state is a target, and `hopeful` by spot where one can be
    reached at all. A `greedy` search is content with any walkthrough. Raises OutOfBounds.
    """
    kept: frozenset[int] = frozenset()
    for number in range(1, ROUNDS + 1):
        left = backward.distances(targets, Measure.CHOICES, kept)
        search = _Search(backward, targets, hopeful, left, kept, GREED if greedy else 1)
        found = search.run(number * LOOKED_AT)
        if found is not None:
            return Nearest(found, not greedy)
        more = [cell for cell, _ in search.obstacles.most_common() if cell not in kept]
        if not more:
            return None
        kept |= set(more[:ADDED])
    return None


class _Node(NamedTuple):
    spot: int
    values: Values


class _Search:
    def __init__(
        self,
        backward: Backward,
        targets: Targets,
        hopeful: Sequence[Diagram],
        left: Sequence[Diagram],
        kept: frozenset[int],
        greed: int,
    ) -> None:
        self.backward = backward
        self.targets = targets
        self.hopeful = hopeful
        self.left = left
        self.kept = kept
        self.greed = greed
        self.obstacles: Counter[int] = Counter()
        self.taken: dict[_Node, int] = {}
        self.arrived: dict[_Node, tuple[_Node, Edge]] = {}
        self.waiting: list[tuple[int, int, int, _Node]] = []  # estimate, minus choices taken, age, node

    def run(self, looked_at: int) -> Keys | None:
        """Look at no more spots than told."""
        self.arrive(_Node(0, self.backward.flow.cells.start), 0, None)
        while self.waiting and len(self.taken) <= looked_at:
            _, minus, _, node = heappop(self.waiting)
            if self.taken[node] != -minus:
                continue
            target = self.targets.get(node.spot)
            if target is not None and self.backward.at(target, node.values) == 0:
                return self.keys(node)
            for edge in self.backward.leaving[node.spot]:
                self.follow(node, edge)
        return None

    def follow(self, node: _Node, edge: Edge) -> None:
        taken = self.taken[node] + edge.cost
        arrival = _Node(edge.target, after(node.values, edge) if edge.effects else node.values)
        holds, hope = compute(edge.guard, node.values), self.hope(*arrival)
        if holds and hope:
            self.arrive(arrival, taken, (node, edge))
        elif edge.cost + self.estimate(arrival) <= self.estimate(node):
            self.obstacles.update(self.against_hope(arrival) if holds else self.in_the_way(node, edge))

    def arrive(self, node: _Node, taken: int, step: tuple[_Node, Edge] | None) -> None:
        if taken >= self.taken.get(node, INFINITE):
            return
        left = self.estimate(node)
        if left >= INFINITE:
            return
        self.taken[node] = taken
        if step is not None:
            self.arrived[node] = step
        heappush(self.waiting, (taken + self.greed * left, -taken, len(self.taken), node))

    def estimate(self, node: _Node) -> int:
        return self.backward.at(self.left[node.spot], node.values)

    def hope(self, spot: int, values: Sequence[Value]) -> bool:
        return self.backward.at(self.hopeful[spot], values) < INFINITE

    def in_the_way(self, node: _Node, edge: Edge) -> set[int]:
        """Give the cells that would let an edge be taken if they were otherwise, one alone if one will do."""
        flow = self.backward.flow
        found: set[int] = set()
        for part in conjuncts(edge.guard):
            if compute(part, node.values):
                continue
            read = set(cells_of(part))
            if read <= self.kept:
                return set()
            alone = set()
            for cell in read:
                changed = list(node.values)
                for value in flow.at(flow.boxes[node.spot], cell):
                    changed[cell] = value
                    if compute(part, changed):
                        alone.add(cell)
                        break
            found |= (alone or read) - self.kept
        return found

    def against_hope(self, node: _Node) -> set[int]:
        """Give the cells any of which, if it were otherwise alone, would leave hope of a target."""
        flow = self.backward.flow
        found = set()
        for cell in self.backward.support(self.hopeful[node.spot]) - self.kept:
            changed = list(node.values)
            for value in flow.at(flow.boxes[node.spot], cell):
                changed[cell] = value
                if self.hope(node.spot, changed):
                    found.add(cell)
                    break
        return found

    def keys(self, node: _Node) -> Keys:
        found = []
        while node in self.arrived:
            node, edge = self.arrived[node]
            if edge.cost:
                found.append(self.backward.graph.spots[edge.target].key)
        return tuple(reversed(found))
