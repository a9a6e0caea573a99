"""The shortest walkthrough to a location, looked for state by state, the most promising first.

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
from game.proof.program.expressions import Evaluator, cells_of
from game.proof.program.graph import ConcreteEdge
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.proof.symbolic.preimage import Backward, Metric, OutOfBounds
from game.story.language.symbols import Value

LOOKED_AT = 200  # states in the first search, and as many more in each further one
EFFORT = 60  # diagrams of a simpler story, for each of which as many one more state is looked at
ROUNDS = 24
PERSISTENCE = 30_000  # states, if the simpler story can't be made less simple
LONGEST = 10_000  # locations of one way

Values = tuple[Value, ...]
Targets = dict[int, Diagram]
Candidate = frozenset[int]  # cells any of which, if it were otherwise, would clear the way


def shortest(backward: Backward, targets: Targets, can_reach: Sequence[Diagram] | None = None) -> Keys | None:
    """Return the shortest walkthrough to a target; None if the search did not come to an end.

    `targets` gives by location 0 where a state is a target, and `can_reach`, where it is known, by location
    where one can be reached at all. Raises OutOfBounds.
    """
    precision: frozenset[int] = frozenset()
    search: _Search | None = None
    for number in range(1, ROUNDS + 1):
        try:
            left = backward.distances(targets, Metric.CHOICES, precision)
        except OutOfBounds:
            found = search.run(PERSISTENCE) if search else None
            if found is None:
                raise
            return found
        search = _Search(backward, targets, can_reach, left, precision)
        search.begin()
        found = search.run(number * LOOKED_AT + backward.diagrams.size // EFFORT)
        if found is not None:
            return found
        search.replay_abstract_path()
        more = _hitting_set(search.candidates, [len(values) for values in backward.value_sets.values])
        more = more or _assigned(backward, precision) - precision
        if not more:
            return search.run(PERSISTENCE)
        precision |= more
    return None


def _hitting_set(candidates: Counter[Candidate], widths: Sequence[int]) -> set[int]:
    """Return few and narrow cells, so that of each frequent candidate one is among them."""
    most = max(candidates.values(), default=0)
    left = {candidate for candidate, count in candidates.items() if 4 * count >= most}
    found: set[int] = set()
    while left:
        hits = Counter(cell for candidate in left for cell in candidate)
        best = max(sorted(hits), key=lambda cell: hits[cell] / log2(widths[cell] + 1))
        found.add(best)
        left = {candidate for candidate in left if best not in candidate}
    return found


def _assigned(backward: Backward, precision: frozenset[int]) -> set[int]:
    """Return the cells whose values are assigned to some cells, which nothing in the way tells of."""
    effects = (effect for edges in backward.leaving for edge in edges for effect in edge.edge.effects)
    return {cell for effect in effects if effect.cell in precision for cell in cells_of(effect.expr)}


class _Node(NamedTuple):
    location: int
    values: Values


class _Search:
    """One search through the states in which a player stands."""

    def __init__(
        self,
        backward: Backward,
        targets: Targets,
        can_reach: Sequence[Diagram] | None,
        lower_bound: Sequence[Diagram],
        precision: frozenset[int],
    ) -> None:
        self.backward = backward
        self.targets = targets
        self.can_reach = can_reach
        self.lower_bound = lower_bound
        self.precision = precision
        self.candidates: Counter[Candidate] = Counter()
        self.taken: dict[_Node, int] = {}
        self.arrived: dict[_Node, tuple[_Node, str]] = {}
        self.waiting: list[tuple[int, int, int, _Node]] = []  # estimate, minus choices taken, age, node
        self.deciding: dict[int, tuple[int, ...]] = {}
        self.known: dict[tuple[object, ...], set[Candidate]] = {}  # what stood in the way, by what was read

    def begin(self) -> None:
        """Stand where the story first lets one choose."""
        self.arrive(self.settle(_Node(0, self.backward.value_sets.layout.start)), 0, None)

    def run(self, looked_at: int) -> Keys | None:
        """Look at no more states than told, from where the last run ended."""
        while self.waiting and len(self.taken) <= looked_at:
            _, minus, _, node = heappop(self.waiting)
            if self.taken[node] != -minus:
                continue
            if self.is_target(node):
                return self.keys(node)
            for edge in self.backward.leaving[node.location]:
                row = self.follow(node, edge)
                if row is not None:
                    key = self.backward.graph.locations[row.location].key
                    self.arrive(self.settle(row), 1 - minus, (node, key))
        return None

    def settle(self, node: _Node) -> _Node | None:
        """Go on without a choice, to where the player stands or to a target; None if there is no hope."""
        for _ in range(MAX_MOVES):
            edges = self.backward.leaving[node.location]
            if self.is_target(node) or not edges or edges[0].edge.is_choice:
                return node
            reached = [self.follow(node, edge) for edge in edges]
            following = next((one for one in reached if one is not None), None)
            if following is None:
                return None
            node = following
        return None

    def follow(self, node: _Node, edge: ConcreteEdge) -> _Node | None:
        """Take an edge; None, with what stood in the way counted, if it is closed or leads to no hope."""
        arrival = _Node(edge.edge.target, edge.after(node.values))
        holds = edge.holds(node.values)
        if holds and self.may_reach(*arrival):
            return arrival
        if edge.edge.is_choice + self.estimate(arrival) <= self.estimate(node):
            self.candidates.update(self.against_reaching(arrival) if holds else self.in_the_way(node, edge))
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
        target = self.targets.get(node.location)
        return target is not None and self.backward.evaluate(target, node.values) == 0

    def estimate(self, node: _Node) -> int:
        return self.backward.evaluate(self.lower_bound[node.location], node.values)

    def may_reach(self, location: int, values: Values) -> bool:
        return self.can_reach is None or self.backward.evaluate(self.can_reach[location], values) < INFINITE

    def replay_abstract_path(self) -> None:
        """Go all the way as the simpler story would have it; what is in the way counts as most frequent."""
        most = max(self.candidates.values(), default=1)
        node = _Node(0, self.backward.value_sets.layout.start)
        for _ in range(LONGEST):
            ways = []
            for edge in self.backward.leaving[node.location]:
                arrival = _Node(edge.edge.target, edge.after(node.values))
                if edge.edge.is_choice + self.estimate(arrival) <= self.estimate(node) < INFINITE:
                    candidates = set() if edge.holds(node.values) else self.in_the_way(node, edge)
                    if candidates or edge.holds(node.values):
                        ways.append((len(candidates), arrival, candidates))
            if not ways or self.is_target(node):
                return
            _, node, candidates = min(ways, key=lambda way: way[0])
            for candidate in candidates:
                self.candidates[candidate] = most

    def in_the_way(self, node: _Node, edge: ConcreteEdge) -> set[Candidate]:
        """Return what keeps an edge closed; nothing if it is closed in the simpler story too."""
        key = (id(edge), *(node.values[cell] for cell in edge.read))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = set()
            for read, holds in edge.parts:
                if holds(node.values):
                    continue
                if self.precision.issuperset(read):
                    found.clear()
                    break
                found.add(self.repairs(node, [cell for cell in read if cell not in self.precision], holds))
        return found

    def against_reaching(self, node: _Node) -> set[Candidate]:
        """Return what leaves no hope of a target; nothing if only cells do that are looked at."""
        read = self.support(node.location)
        key = (node.location, *(node.values[cell] for cell in read))
        found = self.known.get(key)
        if found is None:
            others = [cell for cell in read if cell not in self.precision]
            found = self.known[key] = set()
            if others:
                found.add(self.repairs(node, others, lambda values: self.may_reach(node.location, values)))
        return found

    def support(self, location: int) -> tuple[int, ...]:
        """Return the cells that decide whether there is hope at a location."""
        found = self.deciding.get(location)
        if found is None:
            encoding = self.backward.encoding
            found = self.deciding[location] = (
                encoding.support(self.can_reach[location]) if self.can_reach else ()
            )
        return found

    def repairs(self, node: _Node, cells: Sequence[int], holds: Evaluator) -> Candidate:
        """Return the cells that, otherwise alone, would make something hold; all of them if none would."""
        value_sets = self.backward.value_sets
        found = set()
        for cell in cells:
            changed = list(node.values)
            for value in value_sets.at(value_sets.abstract_states[node.location], cell):
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
