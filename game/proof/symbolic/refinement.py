"""What an abstraction must look at as well: the cells that keep a search from following its bound.

Problem: a bound leads astray where a condition on a cell that the abstraction does not look at is not met; of
hundreds of cells few should be added, since each makes the bound dearer. Method: every edge that the
abstraction would take and a state can't gives a candidate, the cells any of which would clear the way if it
were otherwise; a small set of narrow cells that hits every frequent candidate is the answer (a greedy hitting
set, V. Chvátal, 1979). What is in the way of the abstract path from the start counts as most frequent.

    open: if: has(key) and coins >= 2      without both, coins looked at: {key}
    open: if: has(key) or has(bar)         {key, bar}: one of them is enough
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import log2
from operator import itemgetter
from typing import NamedTuple

from game.proof.program.expressions import Evaluator, cells_of
from game.proof.program.graph import ConcreteEdge
from game.proof.symbolic.mdd import INFINITE, Diagram, Distance
from game.proof.symbolic.preimage import Backward, LowerBounds, TargetSets
from game.story.language.symbols import Values

LONGEST = 10_000  # locations of one way

Precision = frozenset[int]  # the cells that an abstraction looks at
Candidate = frozenset[int]  # cells any of which, if it were otherwise, would clear the way
Accepts = Callable[[int, Values], bool]


class SearchNode(NamedTuple):
    """A state where a player stands, or one in between."""

    location: int
    values: Values


class SearchProblem:
    """What a search is for, in one round of the abstraction."""

    def __init__(
        self,
        backward: Backward,
        targets: TargetSets,
        can_reach: Sequence[Diagram] | None,
        accepts: Accepts,
        precision: Precision,
        live: Sequence[int],
        lower_bound: LowerBounds,
    ) -> None:
        self.backward = backward
        self.targets = targets
        self.can_reach = can_reach
        self.accepts = accepts
        self.precision = precision
        self.live = live
        self.lower_bound = lower_bound
        self._selectors: dict[int, Callable[[Values], object]] = {}

    def identity(self, node: SearchNode) -> tuple[int, object]:
        """Return what makes a difference of a state."""
        found = self._selectors.get(node.location)
        if found is None:
            live = self.live[node.location]
            cells = [cell for cell in range(len(node.values)) if live >> cell & 1]
            found = self._selectors[node.location] = itemgetter(*cells) if cells else lambda _: None
        return node.location, found(node.values)

    def is_target(self, node: SearchNode) -> bool:
        """Whether a state is one that is looked for."""
        target = self.targets.get(node.location)
        if target is None or self.backward.encoding.evaluate(target, node.values):
            return False
        return self.accepts(*node)

    def estimate(self, node: SearchNode) -> Distance:
        """Return the least number of choices from a state to a target, as the abstraction has it."""
        more = self.backward.encoding.evaluate(self.lower_bound.more[node.location], node.values)
        return self.lower_bound.least[node.location] + more

    def may_reach(self, node: SearchNode) -> bool:
        """Whether a target can be reached from a state, as far as that is known."""
        if self.can_reach is None:
            return True
        return self.backward.encoding.evaluate(self.can_reach[node.location], node.values) < INFINITE


class Refinement:
    """Notes what stands in the way of a search, and tells what to look at as well."""

    def __init__(self, problem: SearchProblem) -> None:
        self.problem = problem
        self.backward = problem.backward
        self.candidates: Counter[Candidate] = Counter()
        self.deciding: dict[int, tuple[int, ...]] = {}
        self.known: dict[tuple[object, ...], set[Candidate]] = {}  # what stood in the way, by what was read

    def more(self) -> set[int]:
        """Return the cells to look at as well, so that the abstraction does not lead astray here again."""
        self.replay_abstract_path()
        widths = [len(values) for values in self.backward.value_sets.values]
        more = _hitting_set(self.candidates, widths)
        return more or _assigned(self.backward, self.problem.precision) - self.problem.precision

    def blocked(self, node: SearchNode, edge: ConcreteEdge, arrival: SearchNode) -> set[Candidate]:
        """Note and return what keeps an edge closed; nothing if the abstraction would not take it either."""
        if edge.edge.is_choice + self.problem.estimate(arrival) > self.problem.estimate(node):
            return set()
        candidates = self.in_the_way(node, edge)
        self.candidates.update(candidates)
        return candidates

    def hopeless(self, node: SearchNode) -> None:
        """Note what keeps a state from all targets."""
        self.candidates.update(self.against_reaching(node))

    def replay_abstract_path(self) -> None:
        """Go all the way as the abstraction would have it; what is in the way counts as most frequent."""
        most = max(self.candidates.values(), default=1)
        node = SearchNode(0, self.backward.value_sets.layout.start)
        estimate = self.problem.estimate
        for _ in range(LONGEST):
            ways = []
            for edge in self.backward.leaving[node.location]:
                arrival = SearchNode(edge.edge.target, edge.after(node.values))
                if edge.edge.is_choice + estimate(arrival) <= estimate(node) < INFINITE:
                    holds = edge.holds(node.values)
                    candidates = set() if holds else self.in_the_way(node, edge)
                    if candidates or holds:
                        ways.append((len(candidates), arrival, candidates))
            if not ways or self.problem.is_target(node):
                return
            _, node, candidates = min(ways, key=lambda way: way[0])
            for candidate in candidates:
                self.candidates[candidate] = most

    def in_the_way(self, node: SearchNode, edge: ConcreteEdge) -> set[Candidate]:
        """Return what keeps an edge closed; nothing if it is closed in the abstraction too."""
        precision = self.problem.precision
        key = (id(edge), *(node.values[cell] for cell in edge.read))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = set()
            for read, holds in edge.parts:
                if holds(node.values):
                    continue
                if precision.issuperset(read):
                    found.clear()
                    break
                found.add(self.repairs(node, [cell for cell in read if cell not in precision], holds))
        return found

    def against_reaching(self, node: SearchNode) -> set[Candidate]:
        """Return what keeps a state from all targets; nothing if only cells of the precision do."""
        read = self.support(node.location)
        key = (node.location, *(node.values[cell] for cell in read))
        found = self.known.get(key)
        if found is None:
            others = [cell for cell in read if cell not in self.problem.precision]
            found = self.known[key] = set()
            if others:
                reaches = lambda values: self.problem.may_reach(SearchNode(node.location, values))  # noqa: E731
                found.add(self.repairs(node, others, reaches))
        return found

    def support(self, location: int) -> tuple[int, ...]:
        """Return the cells that decide whether a target can be reached from a location."""
        found = self.deciding.get(location)
        if found is None:
            can_reach = self.problem.can_reach
            found = self.backward.encoding.support(can_reach[location]) if can_reach else ()
            self.deciding[location] = found
        return found

    def repairs(self, node: SearchNode, cells: Sequence[int], holds: Evaluator) -> Candidate:
        """Return the cells that, otherwise alone, would make something hold; all of them if none would."""
        value_sets = self.backward.value_sets
        found = set()
        for cell in cells:
            changed = list(node.values)
            for value in value_sets.at(node.location, cell):
                changed[cell] = value
                if holds(changed):
                    found.add(cell)
                    break
        return frozenset(found or cells)


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
