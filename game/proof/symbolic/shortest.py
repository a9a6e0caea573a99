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
from math import log2
from typing import NamedTuple

from game.play.engine.rules import MAX_MOVES
from game.proof.answers import Keys
from game.proof.program.expressions import Reckoning, cells_of
from game.proof.symbolic.concrete import Road
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.proof.symbolic.preimage import Backward, Measure, OutOfBounds
from game.story.language.symbols import Value

LOOKED_AT = 200  # states in the first search, and as many more in each further one
EFFORT = 60  # diagrams of a simpler story, for each of which as many one more state is looked at
ROUNDS = 24
PERSISTENCE = 30_000  # states, if the simpler story can't be made less simple
LONGEST = 10_000  # spots of one way

Values = tuple[Value, ...]
Targets = dict[int, Diagram]
Obstacle = frozenset[int]  # cells any of which, if it were otherwise, would clear the way


def nearest(backward: Backward, targets: Targets, hopeful: Sequence[Diagram] | None = None) -> Keys | None:
    """Give the shortest walkthrough to a target; None if the search did not come to an end.

    `targets` gives by spot 0 where a state is a target, and `hopeful`, where it is known, by spot
    where one can be reached at all. Raises OutOfBounds.
    """
    kept: frozenset[int] = frozenset()
    search: _Search | None = None
    for number in range(1, ROUNDS + 1):
        try:
            left = backward.distances(targets, Measure.CHOICES, kept)
        except OutOfBounds:
            found = search.run(PERSISTENCE) if search else None
            if found is None:
                raise
            return found
        search = _Search(backward, targets, hopeful, left, kept)
        search.begin()
        found = search.run(number * LOOKED_AT + backward.diagrams.size // EFFORT)
        if found is not None:
            return found
        search.pretend()
        more = _covering(search.obstacles, [len(values) for values in backward.flow.values])
        more = more or _assigned(backward, kept) - kept
        if not more:
            return search.run(PERSISTENCE)
        kept |= more
    return None


def _covering(obstacles: Counter[Obstacle], widths: Sequence[int]) -> set[int]:
    """Give few and narrow cells, so that of each frequent obstacle one is among them."""
    most = max(obstacles.values(), default=0)
    left = {obstacle for obstacle, count in obstacles.items() if 4 * count >= most}
    found: set[int] = set()
    while left:
        hits = Counter(cell for obstacle in left for cell in obstacle)
        best = max(sorted(hits), key=lambda cell: hits[cell] / log2(widths[cell] + 1))
        found.add(best)
        left = {obstacle for obstacle in left if best not in obstacle}
    return found


def _assigned(backward: Backward, kept: frozenset[int]) -> set[int]:
    """Give the cells whose values are assigned to some cells, which nothing in the way tells of."""
    effects = (effect for roads in backward.leaving for road in roads for effect in road.edge.effects)
    return {cell for effect in effects if effect.cell in kept for cell in cells_of(effect.expr)}


class _Node(NamedTuple):
    spot: int
    values: Values


class _Search:
    """One search through the states in which a player stands."""

    def __init__(
        self,
        backward: Backward,
        targets: Targets,
        hopeful: Sequence[Diagram] | None,
        left: Sequence[Diagram],
        kept: frozenset[int],
    ) -> None:
        self.backward = backward
        self.targets = targets
        self.hopeful = hopeful
        self.left = left
        self.kept = kept
        self.obstacles: Counter[Obstacle] = Counter()
        self.taken: dict[_Node, int] = {}
        self.arrived: dict[_Node, tuple[_Node, str]] = {}
        self.waiting: list[tuple[int, int, int, _Node]] = []  # estimate, minus choices taken, age, node
        self.deciding: dict[int, tuple[int, ...]] = {}
        self.known: dict[tuple[object, ...], set[Obstacle]] = {}  # what stood in the way, by what was read

    def begin(self) -> None:
        """Stand where the story first lets one choose."""
        self.arrive(self.settle(_Node(0, self.backward.flow.cells.start)), 0, None)

    def run(self, looked_at: int) -> Keys | None:
        """Look at no more states than told, from where the last run ended."""
        while self.waiting and len(self.taken) <= looked_at:
            _, minus, _, node = heappop(self.waiting)
            if self.taken[node] != -minus:
                continue
            if self.is_target(node):
                return self.keys(node)
            for road in self.backward.leaving[node.spot]:
                row = self.follow(node, road)
                if row is not None:
                    key = self.backward.graph.spots[row.spot].key
                    self.arrive(self.settle(row), 1 - minus, (node, key))
        return None

    def settle(self, node: _Node) -> _Node | None:
        """Go on without a choice, to where the player stands or to a target; None if there is no hope."""
        for _ in range(MAX_MOVES):
            roads = self.backward.leaving[node.spot]
            if self.is_target(node) or not roads or roads[0].edge.cost:
                return node
            reached = [self.follow(node, road) for road in roads]
            following = next((one for one in reached if one is not None), None)
            if following is None:
                return None
            node = following
        return None

    def follow(self, node: _Node, road: Road) -> _Node | None:
        """Take a road; None, with what stood in the way counted, if it is closed or leads to no hope."""
        arrival = _Node(road.edge.target, road.after(node.values))
        holds = road.holds(node.values)
        if holds and self.hope(*arrival):
            return arrival
        if road.edge.cost + self.estimate(arrival) <= self.estimate(node):
            self.obstacles.update(self.against_hope(arrival) if holds else self.in_the_way(node, road))
        return None

    def arrive(self, node: _Node | None, taken: int, step: tuple[_Node, str] | None) -> None:
        if node is None or taken >= self.taken.get(node, INFINITE):
            return
        left = self.estimate(node)
        if left < INFINITE:
            self.taken[node] = taken
            if step is not None:
                self.arrived[node] = step
            heappush(self.waiting, (taken + left, -taken, len(self.taken), node))

    def is_target(self, node: _Node) -> bool:
        target = self.targets.get(node.spot)
        return target is not None and self.backward.at(target, node.values) == 0

    def estimate(self, node: _Node) -> int:
        return self.backward.at(self.left[node.spot], node.values)

    def hope(self, spot: int, values: Values) -> bool:
        return self.hopeful is None or self.backward.at(self.hopeful[spot], values) < INFINITE

    def pretend(self) -> None:
        """Go all the way as the simpler story would have it; what is in the way counts as most frequent."""
        most = max(self.obstacles.values(), default=1)
        node = _Node(0, self.backward.flow.cells.start)
        for _ in range(LONGEST):
            ways = []
            for road in self.backward.leaving[node.spot]:
                arrival = _Node(road.edge.target, road.after(node.values))
                if road.edge.cost + self.estimate(arrival) <= self.estimate(node) < INFINITE:
                    obstacles = set() if road.holds(node.values) else self.in_the_way(node, road)
                    if obstacles or road.holds(node.values):
                        ways.append((len(obstacles), arrival, obstacles))
            if not ways or self.is_target(node):
                return
            _, node, obstacles = min(ways, key=lambda way: way[0])
            for obstacle in obstacles:
                self.obstacles[obstacle] = most

    def in_the_way(self, node: _Node, road: Road) -> set[Obstacle]:
        """Give what keeps a road closed; nothing if it is closed in the simpler story too."""
        key = (id(road), *(node.values[cell] for cell in road.read))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = set()
            for read, holds in road.parts:
                if holds(node.values):
                    continue
                if self.kept.issuperset(read):
                    found.clear()
                    break
                found.add(self.mending(node, [cell for cell in read if cell not in self.kept], holds))
        return found

    def against_hope(self, node: _Node) -> set[Obstacle]:
        """Give what leaves no hope of a target; nothing if only cells do that are looked at."""
        read = self.asked(node.spot)
        key = (node.spot, *(node.values[cell] for cell in read))
        found = self.known.get(key)
        if found is None:
            others = [cell for cell in read if cell not in self.kept]
            found = self.known[key] = set()
            if others:
                found.add(self.mending(node, others, lambda values: self.hope(node.spot, values)))
        return found

    def asked(self, spot: int) -> tuple[int, ...]:
        """Give the cells that decide whether there is hope at a spot."""
        found = self.deciding.get(spot)
        if found is None:
            encoding = self.backward.encoding
            found = self.deciding[spot] = encoding.asked(self.hopeful[spot]) if self.hopeful else ()
        return found

    def mending(self, node: _Node, cells: Sequence[int], holds: Reckoning) -> Obstacle:
        """Give the cells that, otherwise alone, would make something hold; all of them if none would."""
        flow = self.backward.flow
        found = set()
        for cell in cells:
            changed = list(node.values)
            for value in flow.at(flow.boxes[node.spot], cell):
                changed[cell] = value
                if holds(changed):
                    found.add(cell)
                    break
        return frozenset(found or cells)

    def keys(self, node: _Node) -> Keys:
        found = []
        while node in self.arrived:
            node, key = self.arrived[node]
            found.append(key)
        return tuple(reversed(found))
