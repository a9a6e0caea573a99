"""From what states a target can be reached, and in how many choices: sets of states, carried backwards.

Problem: whether, and after how few choices at least, a playthrough can come to some states. Method:
the backward fixpoint of pre-images (E. Clarke, O. Grumberg and D. Peled, "Model Checking", 1999,
chapter 6; J. Burch and others, "Symbolic model checking: 10^20 states and beyond", 1990), location by
location over the program graph, one strongly connected component after the other, the last first. The
sets are decision diagrams, and mention only the cells that matter to the target, which is why this
direction is the small one.

The pre-image of an edge takes its effects back, last first, and then asks for its guard:

    target {coins == 2}, edge `if: lamp, do: coins += 1`
    before the effect {coins == 1}, before the edge {coins == 1 and lamp}

The search itself is in `distances`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from game.play.engine.state import State
from game.proof.budget import Budget
from game.proof.dataflow.live_variables import live_variables
from game.proof.dataflow.value_sets import ValueSets
from game.proof.graphs import components, postorder
from game.proof.program.expressions import Expr, Formula
from game.proof.program.graph import ConcreteEdge, GuardedEdge, ProgramGraph, concrete_edge
from game.proof.program.queries import Location
from game.proof.simulate.guided import Stand
from game.proof.simulate.observe import Action
from game.proof.symbolic.distances import Distances, Metric
from game.proof.symbolic.encoding import Encoding, Levels, Substitution
from game.proof.symbolic.mdd import INFINITE, Diagram, Distance

TargetSets = dict[int, Diagram]  # by location, 0 where a state is a target and INFINITE elsewhere


class SymbolicEdge(NamedTuple):
    """An edge as whole sets of states take it back: where its guard holds, its effects undone."""

    source: int
    target: int
    guard: Diagram
    effects: list[Substitution]
    is_choice: bool
    is_move: bool
    is_certain: bool  # whatever values wide cells have


class LowerBounds(NamedTuple):
    """Lower bounds: at each location the `least` if every guard were open, and how much more by state."""

    least: list[Distance]
    more: list[Diagram]


class Backward:
    """Answers how far targets are. Make one for a story, and ask it one query after the other.

    Whatever it does raises OutOfBounds when a limit is met, making it too.
    """

    def __init__(
        self,
        graph: ProgramGraph,
        value_sets: ValueSets,
        equal_marks: Mapping[int, int],
        budget: Budget,
        max_size: int,
    ) -> None:
        self.graph = graph
        self.value_sets = value_sets
        self.budget = budget
        alive = []
        for edge in graph.edges:
            budget.tick()
            if value_sets.may_hold(edge.source, edge.guard):
                alive.append(edge)
        self.encoding = Encoding(value_sets, equal_marks, alive, budget, max_size)
        self.diagrams = self.encoding.diagrams
        self.leaving: list[list[ConcreteEdge]] = [[] for _ in graph.locations]  # the edges that may be taken
        self.edges_from: list[list[SymbolicEdge]] = [[] for _ in graph.locations]
        self.edges_to: list[list[SymbolicEdge]] = [[] for _ in graph.locations]
        for edge in alive:
            budget.tick()
            self.leaving[edge.source].append(concrete_edge(edge))
            guard, effects = (
                self.condition(edge.guard, edge.source),
                self.encoding.substitutions(edge.effects),
            )
            is_move = graph.locations[edge.source].phase == "fallthrough"
            symbolic = SymbolicEdge(
                edge.source, edge.target, guard, effects, edge.is_choice, is_move, self.is_certain(edge)
            )
            self.edges_from[edge.source].append(symbolic)
            self.edges_to[edge.target].append(symbolic)
        after = [[edge.target for edge in edges] for edges in self.edges_from]
        self.components = components(after)
        self.order = postorder(after)  # in which searches go backwards
        self.component_of = [0] * len(after)
        for number, found in enumerate(self.components):
            for location in found:
                self.component_of[location] = number
        self.from_start = self._from_start()
        self._live_without_targets: list[int] | None = None
        self._kept = len(self.diagrams)

    def reset(self) -> None:
        """Forget what was made for the last query."""
        self.diagrams.rollback(self._kept)

    def _from_start(self) -> list[Distance]:
        """Return, by location, the fewest choices from the start if every guard were open."""
        return _fewest(
            [0], [[(one.edge.target, one.edge.is_choice) for one in edges] for edges in self.leaving]
        )

    def _to(self, targets: Iterable[int]) -> list[Distance]:
        """Return, by location, the fewest choices to a location of a target if every guard were open."""
        before = [[(edge.source, edge.is_choice) for edge in edges] for edges in self.edges_to]
        return _fewest(targets, before)

    # --- targets ------------------------------------------------------------------

    def condition(self, expr: Expr, location: int) -> Diagram:
        """Return the diagram of where a condition may hold, as good as it need be at a location."""
        return self.encoding.restrict(self.encoding.condition(expr), location)

    def targets(self, at: Iterable[tuple[Formula, Iterable[int]]]) -> TargetSets:
        """Return locations and what must hold there as targets."""
        found: TargetSets = {}
        for formula, locations in at:
            condition = self.encoding.condition(formula.expr)
            for location in locations:
                holds = self.encoding.restrict(condition, location)
                distance = self.diagrams.ite(holds, self.diagrams.at_once)
                found[location] = self.diagrams.minimum(found.get(location, self.diagrams.never), distance)
        return found

    def standing(self) -> list[tuple[int, str]]:
        """Return the locations where a player may stand, with their scenes."""
        return [
            (number, location.scene)
            for number, location in enumerate(self.graph.locations)
            if location.phase == "here" and self.value_sets.reaches(number)
        ]

    def is_certain(self, edge: GuardedEdge) -> bool:
        """Whether an edge does the same whatever values wide cells have."""
        wide = self.value_sets.is_wide
        return not wide([edge.guard]) and not wide(
            effect.expr for effect in edge.effects if effect.cell not in self.value_sets.wide
        )

    def live(self, targets: Mapping[int, Diagram]) -> list[int]:
        """Return, by location, the cells that make a difference on the way to a target, as bits.

        What a target asks for is live, and so is whatever that is computed from.
        """
        if not self.encoding.exact:  # what is asked may read a wide cell, which no target shows
            return [-1] * len(self.leaving)
        read = {location: self.encoding.support(target) for location, target in targets.items()}
        if any(read.values()):
            return self._live(read)
        if self._live_without_targets is None:
            self._live_without_targets = self._live({})
        return self._live_without_targets

    def _live(self, read: Mapping[int, Iterable[int]]) -> list[int]:
        edges = (edge.edge for edges in self.leaving for edge in edges)
        return live_variables(edges, len(self.leaving), read, self.budget)

    # --- distances ----------------------------------------------------------------

    def start(self, found: Sequence[Diagram]) -> Distance:
        """Return the distance from the start; INFINITE if there is no way."""
        return self.encoding.evaluate(found[0], self.value_sets.layout.start)

    def at_start(self, bounds: LowerBounds) -> Distance:
        """Return the lower bound at the start; INFINITE or more if there is no way."""
        return bounds.least[0] + self.start(bounds.more)

    def distances(
        self,
        targets: Mapping[int, Diagram],
        metric: Metric = Metric.NOTHING,
        kept: frozenset[int] | None = None,
        certain: bool = False,
    ) -> list[Diagram]:
        """Return, for every location, how far it is from a target; INFINITE where there is no way.

        With `kept`, only those cells are looked at, and the distances are those of the luckiest values
        of all others: never too great. With `certain`, nothing is taken for possible because a wide cell
        may have the right value: sets are too small then instead of too great. Of states that can't be
        at a location, the distances mean nothing. Raises OutOfBounds.
        """
        levels = None if kept is None else self.encoding.levels(kept)
        search = Distances(self, targets, metric, levels, certain)
        for component in self.components:
            search.fill(component)
        return search.found

    def lower_bounds(
        self, targets: Mapping[int, Diagram], kept: frozenset[int], most: Distance
    ) -> LowerBounds:
        """Return how many choices at least lead from each location to a target, looking at some cells only.

        Where a way from the start through the location would have more than `most` choices, that is as
        good as no way. Raises OutOfBounds.
        """
        least = self._to(targets)
        room = [most - before - after for before, after in zip(self.from_start, least, strict=True)]
        levels = self.encoding.levels(kept)
        search = Distances(self, targets, Metric.CHOICES, levels, False, least, room)
        for component in self.components:
            search.fill(component)
        return LowerBounds(least, search.found)

    def grown(
        self, sets: Sequence[Diagram], targets: Mapping[int, Diagram], touched: Iterable[int]
    ) -> list[Diagram]:
        """Return sets grown until they hold some targets, and all from which an edge leads into them.

        They do so already, but perhaps at the `touched` locations. They may hold more than that. Raises
        OutOfBounds.
        """
        search = Distances(self, targets, Metric.NOTHING, None, False, begun=sets)
        search.touched.update(touched)
        for component in self.components:
            search.fill(component)
        return search.found

    def nearest_known(
        self, targets: Mapping[int, Diagram], met: Mapping[str, Sequence[Stand]]
    ) -> tuple[list[Diagram], Stand | None]:
        """Return from where targets can be reached, and a state that was met and is among those.

        The sets are told as far back as that state; without one, they are told to the start. Raises
        OutOfBounds.
        """
        search = Distances(self, targets, Metric.NOTHING, None, False)
        for component in self.components:
            if not search.fill(component):
                continue
            for location in component:
                found = search.found[location]
                phase, scene = self.graph.locations[location][:2]
                for stand in met.get(scene, ()) if phase == "here" and found != self.diagrams.never else ():
                    if self.encoding.evaluate(found, stand.values) < INFINITE:
                        return search.found, stand
        return search.found, None

    def pre(self, edge: SymbolicEdge, diagram: Diagram, kept: Levels | None = None) -> Diagram:
        """Return the pre-image of a distance over one edge: its guard holds, its effects are undone.

        If `kept` is given, every variable on another level is quantified away (by the minimum over its
        values), before and after; `diagram` must not ask for any.
        """
        for level, becomes in edge.effects:
            if kept is not None and level not in kept:
                continue
            if becomes is None:
                diagram = self.diagrams.minimize_over(diagram, level)
            elif isinstance(becomes, tuple):
                diagram = self.diagrams.substitute(diagram, level, becomes)
            else:
                diagram = self.diagrams.compose(diagram, level, becomes)
                if kept is not None:
                    diagram = self.diagrams.minimize(diagram, kept)
        guard = edge.guard if kept is None else self.diagrams.exists(edge.guard, kept)
        return self.diagrams.ite(guard, diagram)

    def leads_to(self, can_reach: list[Diagram]) -> Callable[[State, Action], bool]:
        """Return the test that tells of a move whether a target can be reached with it."""
        edges = {edge.edge.target: edge for edges in self.leaving for edge in edges if edge.edge.is_choice}

        def leads(state: State, move: Action) -> bool:
            row = self.graph.numbers[Location("outcome", state.scene, *move)]
            edge, values = edges.get(row), (*state.values, *state.counters)
            return edge is not None and self.encoding.evaluate(can_reach[row], edge.after(values)) < INFINITE

        return leads


def _fewest(starts: Iterable[int], after: Sequence[Sequence[tuple[int, bool]]]) -> list[Distance]:
    """Return how far each node is from the nearest start, edges that are True counting 1, others 0."""
    found = [INFINITE] * len(after)
    queue = deque(starts)
    for node in queue:
        found[node] = 0
    while queue:
        node = queue.popleft()
        for other, counts in after[node]:
            taken = found[node] + counts
            if taken < found[other]:
                found[other] = taken
                if counts:
                    queue.append(other)
                else:
                    queue.appendleft(other)
    return found
