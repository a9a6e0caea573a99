"""A best-first search for a way among states, led by the lower bounds of an abstraction.

Problem: the abstraction knows how far a target is by some cells only. Where its bound goes on, a condition on
another cell may be in the way, which had to be met fifty choices before, and there are far too many states to
try what lies between. Method: greedy best-first search (what is nearest by the bound comes first) with two
helpers of planning. At a dead end the conditions that stood in the way are *blamed*. From then on states that
meet more of those come first (goal counting), and a state that tells nothing new is put off: one at the same
location, as near, and alike in the cells that they hang on (novelty; N. Lipovetzky and H. Geffner,
"Best-First Width Search", 2017). So the search goes straight back to where such a cell can be changed:

    ... take the key | leave it ... 50 choices ... open: if has(key)

The first way comes to a dead end at `open`, without the key, and `has(key)` is blamed. All other ways from
behind the key to `open` tell nothing new then; the next state looked at is the one that took it.

States are only put off, never dropped, but for the bound: where nothing is left, there is no way.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from game.play.engine.rules import MAX_MOVES
from game.proof.answers import Keys
from game.proof.program.expressions import Evaluator, Expr, conjuncts
from game.proof.program.graph import ConcreteEdge
from game.proof.symbolic.mdd import INFINITE, Distance
from game.proof.symbolic.refinement import Candidate, Refinement, SearchNode, SearchProblem

GREED = 4  # how much more the search minds what is left than what was taken


class _Step(NamedTuple):
    """A node of the search: after how many choices, how many are left, after which step, by which choice."""

    node: SearchNode
    taken: int
    left: Distance
    before: int
    key: str


_Waiting = tuple[int, Distance, int, int]  # blamed conditions not met, how far, minus choices taken, a step


class _Blocked(NamedTuple):
    """An edge that the abstraction would have taken, and what kept a state from it."""

    node: SearchNode
    edge: ConcreteEdge
    candidates: set[Candidate]


class _Conflicts:
    """The conditions that stood in the way at dead ends, as far as the abstraction does not know them."""

    def __init__(self, problem: SearchProblem) -> None:
        self.problem = problem
        self.conditions: dict[Expr, Evaluator] = {}
        self.cells: set[int] = set()  # that they read
        self.at: dict[int, list[int]] = {}  # those that make a difference, by location

    def blame(self, blocked: Sequence[_Blocked]) -> bool:
        """Blame what kept some edges closed; whether that hangs on a cell that nothing did before."""
        cells = {cell for one in blocked for candidate in one.candidates for cell in candidate}
        if cells <= self.cells:
            return False
        self.cells |= cells
        for node, edge, _ in blocked:
            for part, (read, holds) in zip(conjuncts(edge.edge.guard), edge.parts, strict=True):
                if not holds(node.values) and not self.problem.precision.issuperset(read):
                    self.conditions[part] = holds
        self.at.clear()
        return True

    def unmet(self, node: SearchNode) -> int:
        """Return how many of the conditions do not hold in a state."""
        return sum(not holds(node.values) for holds in self.conditions.values())

    def aspect(self, node: SearchNode, left: Distance) -> tuple[object, ...]:
        """Return what of a state may tell something new: where it is, how far, and the cells in question."""
        cells = self.at.get(node.location)
        if cells is None:
            live = self.problem.live[node.location]
            cells = self.at[node.location] = [cell for cell in sorted(self.cells) if live >> cell & 1]
        return node.location, left, *[node.values[cell] for cell in cells]


class Search:
    """One search through the states in which a player stands, for a way of at most `most` choices.

    States that differ only in cells that nothing on the way to a target reads are one.
    """

    def __init__(self, problem: SearchProblem, most: Distance) -> None:
        self.problem = problem
        self.most = most  # may be lowered between two runs
        self.backward = problem.backward
        self.refinement = Refinement(problem)
        self.steps: list[_Step] = []
        self.taken: dict[tuple[int, object], int] = {}
        self.waiting: list[_Waiting] = []
        self.put_off: list[_Waiting] = []  # what tells nothing new
        self.expanded: list[int] = []  # the steps that were gone on from
        self.conflicts = _Conflicts(problem)
        self.aspects: dict[tuple[object, ...], int] = {}  # of what was gone on from, with the choices taken
        self.in_vain: list[_Blocked] = []  # what the abstraction would have taken just now
        self.arrive(self.follow_through(SearchNode(0, self.backward.value_sets.layout.start)), 0, -1, "")

    @property
    def is_exhausted(self) -> bool:
        """Whether there is nothing left to look at: then there is no way of at most `most` choices."""
        return not self.waiting and not self.put_off

    def run(self, looked_at: int, put_off: int = 0) -> Keys | None:
        """Look at states, from where the last run ended, until so many are known; return a way if one is met.

        What was put off is looked at when nothing else is left, and only until `put_off` are known.
        """
        while True:
            if self.waiting and len(self.steps) <= looked_at:
                queue = self.waiting
            elif self.put_off and len(self.steps) <= put_off:
                queue = self.put_off
            else:
                return None
            self.backward.budget.tick()
            number = queue[0][-1]
            node, taken, left, _, _ = self.steps[number]
            if taken + left <= self.most and self.problem.is_target(node):
                return self.keys(number)
            entry = heappop(queue)
            if taken + left > self.most or self.taken[self.problem.identity(node)] != taken:
                continue
            aspect = self.conflicts.aspect(node, left)
            if queue is self.waiting and self.aspects.get(aspect, INFINITE) <= taken:
                heappush(self.put_off, (0, *entry[1:]))
                continue
            self.aspects[aspect] = min(taken, self.aspects.get(aspect, INFINITE))
            self.expand(number)

    def expand(self, number: int) -> None:
        """Go on from a state by every choice; if none is left, blame what is in the way."""
        node, taken, _, _, _ = self.steps[number]
        before = len(self.steps)
        self.expanded.append(number)
        self.in_vain.clear()
        for edge in self.backward.leaving[node.location]:
            arrival = SearchNode(edge.edge.target, edge.after(node.values))
            if edge.holds(node.values):
                key = self.backward.graph.locations[arrival.location].key
                self.arrive(self.follow_through(arrival), taken + 1, number, key)
            else:
                self.blocked(node, edge, arrival)
        if len(self.steps) == before and self.conflicts.blame(self.in_vain):
            self.begin_anew()

    def begin_anew(self) -> None:
        """Put what waits in order by what is blamed now."""
        numbers = [entry[-1] for queue in (self.waiting, self.put_off) for entry in queue]
        self.waiting, self.put_off = [self.entry(number) for number in numbers], []
        heapify(self.waiting)
        self.aspects.clear()
        for number in self.expanded:
            node, taken, left, _, _ = self.steps[number]
            aspect = self.conflicts.aspect(node, left)
            self.aspects[aspect] = min(taken, self.aspects.get(aspect, INFINITE))

    def entry(self, number: int) -> _Waiting:
        """Return where a step stands among those that wait."""
        node, taken, left, _, _ = self.steps[number]
        return self.conflicts.unmet(node), taken + GREED * left, -taken, number

    def follow_through(self, node: SearchNode) -> SearchNode | None:
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
                arrival = SearchNode(edge.edge.target, edge.after(node.values))
                if following is None and (not edge.read or edge.holds(node.values)):
                    following = arrival
                else:
                    self.blocked(node, edge, arrival)
            if following is None:
                return None
            moves += phase == "fallthrough"
            node = following

    def arrive(self, node: SearchNode | None, taken: int, before: int, key: str) -> None:
        """Note a state, if it may be on a way below the bound."""
        if node is None:
            return
        left = self.problem.estimate(node)
        if taken + left > self.most:
            return
        if not self.problem.may_reach(node):
            self.refinement.hopeless(node)
            return
        identity = self.problem.identity(node)
        if taken < self.taken.get(identity, INFINITE):
            self.taken[identity] = taken
            self.steps.append(_Step(node, taken, left, before, key))
            heappush(self.waiting, self.entry(len(self.steps) - 1))

    def blocked(self, node: SearchNode, edge: ConcreteEdge, arrival: SearchNode) -> None:
        """Note that an edge is closed."""
        candidates = self.refinement.blocked(node, edge, arrival)
        if candidates:
            self.in_vain.append(_Blocked(node, edge, candidates))

    def keys(self, number: int) -> Keys:
        """Return the choices that lead to a step."""
        found = []
        while self.steps[number].before >= 0:
            found.append(self.steps[number].key)
            number = self.steps[number].before
        return tuple(reversed(found))
