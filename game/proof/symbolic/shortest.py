"""The shortest walkthrough to a target, found among states and proved by an abstraction.

Problem: a walkthrough of some two hundred choices through more states than can be listed, and the proof
that none is shorter. Method: counterexample-guided abstraction refinement (E. Clarke and others, 2000)
with branch and bound. The abstraction looks at the cells of its *precision* only, all others being as
one would wish, so its backward distances are lower bounds:

1. `lower_bound` = distances in the abstraction, cut off where the start is too far for a walkthrough
   shorter than the best one known. If nothing is left at the start, the best one known is proved the
   shortest.
2. A search that follows the bound, greedily, through some hundred states may find a shorter one.
3. The guards that kept the search from following the bound name the cells to look at as well: a small
   set of cells that hits every frequent candidate is added, and all begins again.

For example, with `open: if: has(key)` between the start and the ending, precision {} has a bound of 1
choice; the guard is closed, {key} is added, and the bound is 2: take the key, open.

The bounds must never be too great (only a quantified minimum may leave a cell out), or what is called
the shortest is not. No way may be dropped but for its length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import log2
from operator import itemgetter
from typing import NamedTuple

from game.play.engine.rules import MAX_MOVES
from game.proof.answers import Keys
from game.proof.budget import OutOfBounds
from game.proof.effort import Effort
from game.proof.program.expressions import Evaluator, cells_of
from game.proof.program.graph import ConcreteEdge
from game.proof.symbolic.mdd import INFINITE, Diagram, Distance
from game.proof.symbolic.preimage import Backward, LowerBounds, TargetSets
from game.story.language.symbols import Values

GREED = 4  # how much more the greedy search minds what is left than what was taken
LONGEST = 10_000  # locations of one way

Precision = frozenset[int]  # the cells that an abstraction looks at
Candidate = frozenset[int]  # cells any of which, if it were otherwise, would clear the way
Accepts = Callable[[int, Values], bool]


class ShortestFound(NamedTuple):
    """The shortest walkthrough known, if there is any, whether that is proved, and the last precision."""

    keys: Keys | None
    is_optimal: bool
    precision: Precision


def shortest(
    backward: Backward,
    targets: TargetSets,
    effort: Effort,
    known: Keys | None = None,
    can_reach: Sequence[Diagram] | None = None,
    accepts: Accepts = lambda location, values: True,
    precision: Precision = frozenset(),
    guess: Distance = INFINITE,
) -> ShortestFound:
    """Find the shortest walkthrough to a target, `known` being one if it is given.

    `can_reach` gives, where it is known, by location where a target can be reached at all. `accepts`
    looks at a location and the values of the cells there once more, if targets are not exact. The
    first abstraction has the `precision` given; only ways as short as its bound are then followed, since a
    precise one is often met. No way of more choices than the `guess` is looked for until it is proved that
    there is none: the fewer matter, the cheaper they are. Raises OutOfBounds only if nothing at all is known.
    """
    best, live = known, backward.live(targets)
    for number in range(1, effort.rounds + 1):
        longest = INFINITE if best is None else len(best) - 1
        most = min(longest, guess)
        try:
            lower = backward.lower_bounds(targets, precision, most)
            least = backward.at_start(lower)
            is_seeded = number == 1 and bool(precision)
            allowed = min(least, most) if is_seeded else most
            problem = _Problem(backward, targets, can_reach, accepts, precision, live, lower, allowed)
            search = _Search(problem)
            patience = 4 if is_seeded else 1  # what is precise is worth following
            states = max(number * effort.looked_at, effort.looked_at_by_length * min(least, MAX_MOVES))
            found = search.run(patience * states)
            if search.is_exhausted and allowed == longest:
                return ShortestFound(best, True, precision)
            best = best if found is None else found
            if search.is_exhausted and allowed == most:
                guess = INFINITE
            elif found is not None and len(found) == least:
                return ShortestFound(found, True, precision)
            elif more := search.refinement():
                precision |= more
            elif found is None:
                found = search.run(effort.persistence)
                is_optimal = _is_optimal(found, least, search.is_exhausted and allowed == longest)
                return ShortestFound(found or best, is_optimal, precision)
        except OutOfBounds:
            if best is None:
                raise
            break
    return ShortestFound(best, False, precision)


def _is_optimal(found: Keys | None, least: Distance, is_last: bool) -> bool:
    """Whether there is no shorter way: it is as short as the bound, or all were looked at."""
    return is_last or (found is not None and len(found) == least)


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


class _Step(NamedTuple):
    """A node of the search: after how many choices, after which step and by which choice."""

    node: _Node
    taken: int
    before: int
    key: str


class _Problem:
    """What a search is for, in one round: a way of at most `most` choices."""

    def __init__(
        self,
        backward: Backward,
        targets: TargetSets,
        can_reach: Sequence[Diagram] | None,
        accepts: Accepts,
        precision: Precision,
        live: Sequence[int],
        lower_bound: LowerBounds,
        most: Distance,
    ) -> None:
        self.backward = backward
        self.targets = targets
        self.can_reach = can_reach
        self.accepts = accepts
        self.precision = precision
        self.live = live
        self.lower_bound = lower_bound
        self.most = most
        self._selectors: dict[int, Callable[[Values], object]] = {}

    def identity(self, node: _Node) -> tuple[int, object]:
        """Return what makes a difference of a state."""
        found = self._selectors.get(node.location)
        if found is None:
            live = self.live[node.location]
            cells = [cell for cell in range(len(node.values)) if live >> cell & 1]
            found = self._selectors[node.location] = itemgetter(*cells) if cells else lambda _: None
        return node.location, found(node.values)

    def is_target(self, node: _Node) -> bool:
        target = self.targets.get(node.location)
        if target is None or self.backward.encoding.evaluate(target, node.values):
            return False
        return self.accepts(*node)

    def estimate(self, node: _Node) -> Distance:
        """Return the least number of choices from a state to a target, as the abstraction has it."""
        more = self.backward.encoding.evaluate(self.lower_bound.more[node.location], node.values)
        return self.lower_bound.least[node.location] + more

    def may_reach(self, node: _Node) -> bool:
        if self.can_reach is None:
            return True
        return self.backward.encoding.evaluate(self.can_reach[node.location], node.values) < INFINITE


class _Search:
    """One search through the states in which a player stands, none of more choices than it may have.

    Greedily: what is nearest to a target by the bound comes first. States that differ only in cells
    that nothing on the way to a target reads are one.
    """

    def __init__(self, problem: _Problem) -> None:
        self.problem = problem
        self.backward = problem.backward
        self.candidates: Counter[Candidate] = Counter()
        self.steps: list[_Step] = []
        self.taken: dict[tuple[int, object], int] = {}
        self.waiting: list[tuple[int, int, int]] = []  # estimate, minus choices taken, number of a step
        self.deciding: dict[int, tuple[int, ...]] = {}
        self.known: dict[tuple[object, ...], set[Candidate]] = {}  # what stood in the way, by what was read
        self.arrive(self.follow_through(_Node(0, self.backward.value_sets.layout.start)), 0, -1, "")

    def refinement(self) -> set[int]:
        """Return the cells to look at as well, so that the abstraction does not lead astray here again."""
        self.replay_abstract_path()
        widths = [len(values) for values in self.backward.value_sets.values]
        more = _hitting_set(self.candidates, widths)
        return more or _assigned(self.backward, self.problem.precision) - self.problem.precision

    @property
    def is_exhausted(self) -> bool:
        """Whether there is nothing left to look at: then there is no way below the bound."""
        return not self.waiting

    def run(self, looked_at: int) -> Keys | None:
        """Look at no more states than told, from where the last run ended; a way is below the bound."""
        while self.waiting and len(self.steps) <= looked_at:
            self.backward.budget.tick()
            number = self.waiting[0][-1]
            node, taken, _, _ = self.steps[number]
            if self.problem.is_target(node):
                return self.keys(number)
            heappop(self.waiting)
            if self.taken[self.problem.identity(node)] != taken:
                continue
            for edge in self.backward.leaving[node.location]:
                arrival = _Node(edge.edge.target, edge.after(node.values))
                if edge.holds(node.values):
                    key = self.backward.graph.locations[arrival.location].key
                    self.arrive(self.follow_through(arrival), taken + 1, number, key)
                else:
                    self.blocked(node, edge, arrival)
        return None

    def follow_through(self, node: _Node) -> _Node | None:
        """Go on without a choice, to where the player stands or to a target.

        None if the story runs in a loop, as the game says it: after MAX_MOVES scenes without a choice.
        """
        locations, moves = self.backward.graph.locations, 0
        while True:
            edges, phase = self.backward.leaving[node.location], locations[node.location].phase
            if moves == MAX_MOVES and phase in ("here", "fallthrough"):
                return None
            if not edges or edges[0].edge.is_choice or self.problem.is_target(node):
                return node
            following = None
            for edge in edges:
                arrival = _Node(edge.edge.target, edge.after(node.values))
                if following is None and (not edge.read or edge.holds(node.values)):
                    following = arrival
                else:
                    self.blocked(node, edge, arrival)
            if following is None:
                return None
            moves += phase == "fallthrough"
            node = following

    def arrive(self, node: _Node | None, taken: int, before: int, key: str) -> None:
        """Note a state, if it may be on a way below the bound."""
        if node is None:
            return
        left = self.problem.estimate(node)
        if taken + left > self.problem.most:
            return
        if not self.problem.may_reach(node):
            self.candidates.update(self.against_reaching(node))
            return
        identity = self.problem.identity(node)
        if taken < self.taken.get(identity, INFINITE):
            self.taken[identity] = taken
            heappush(self.waiting, (taken + GREED * left, -taken, len(self.steps)))
            self.steps.append(_Step(node, taken, before, key))

    def blocked(self, node: _Node, edge: ConcreteEdge, arrival: _Node) -> None:
        """Note what stands in the way of an edge that the abstraction would take."""
        if edge.edge.is_choice + self.problem.estimate(arrival) <= self.problem.estimate(node):
            self.candidates.update(self.in_the_way(node, edge))

    def replay_abstract_path(self) -> None:
        """Go all the way as the abstraction would have it; what is in the way counts as most frequent."""
        most = max(self.candidates.values(), default=1)
        node = _Node(0, self.backward.value_sets.layout.start)
        estimate = self.problem.estimate
        for _ in range(LONGEST):
            ways = []
            for edge in self.backward.leaving[node.location]:
                arrival = _Node(edge.edge.target, edge.after(node.values))
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

    def in_the_way(self, node: _Node, edge: ConcreteEdge) -> set[Candidate]:
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

    def against_reaching(self, node: _Node) -> set[Candidate]:
        """Return what keeps a state from all targets; nothing if only cells of the precision do."""
        read = self.support(node.location)
        key = (node.location, *(node.values[cell] for cell in read))
        found = self.known.get(key)
        if found is None:
            others = [cell for cell in read if cell not in self.problem.precision]
            found = self.known[key] = set()
            if others:
                reaches = lambda values: self.problem.may_reach(_Node(node.location, values))  # noqa: E731
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

    def repairs(self, node: _Node, cells: Sequence[int], holds: Evaluator) -> Candidate:
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

    def keys(self, number: int) -> Keys:
        found = []
        while self.steps[number].before >= 0:
            found.append(self.steps[number].key)
            number = self.steps[number].before
        return tuple(reversed(found))
