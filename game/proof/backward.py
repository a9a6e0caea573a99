"""From what state a spot can be reached, and in how many choices: sets of states, scene by scene.

A question is carried backwards along the edges of the story's graph, one strongly connected
component after the other, the last first. The sets are decision diagrams, and mention only the
cells that matter to the question, which is why this direction is the small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from heapq import heapify, heappop, heappush
from time import monotonic
from typing import NamedTuple

from game.proof.components import components, finishing
from game.proof.diagrams import INFINITE, Diagram, Diagrams
from game.proof.edges import Edge, Effect, Fit, Graph
from game.proof.flow import OPERATIONS, Flow, conjuncts
from game.proof.formula import Expr, Reckoning, cells_of, reckoning
from game.proof.ordering import ordered
from game.story.names import Value

MAX_SIZE = 2_500_000  # diagrams and remembered results, some 250 bytes each


class OutOfBounds(Exception):
    """A limit was met: `reason` says which, in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Way:
    """An edge that can be taken: its guard and its effects as diagrams, the last effect first."""

    __slots__ = ("effects", "guard", "is_choice", "is_move", "source", "target")

    def __init__(
        self, graph: Graph, edge: Edge, guard: Diagram, effects: list[tuple[int, tuple[int, ...] | Diagram]]
    ) -> None:
        self.source, self.target = edge.source, edge.target
        self.is_choice = bool(edge.cost)
        self.is_move = graph.spots[edge.source].moment == "pass"
        self.guard = guard
        self.effects = effects


class Road(NamedTuple):
    """An edge to be taken by one state at a time."""

    edge: Edge
    holds: Reckoning
    effects: tuple[tuple[int, Reckoning, Fit], ...]
    read: tuple[int, ...]  # the cells that the guard reads
    parts: tuple[tuple[tuple[int, ...], Reckoning], ...]  # what must hold together, and what that reads

    def after(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """Give the cells of a state after the effects."""
        if not self.effects:
            return values
        changed = list(values)
        for cell, result, fit in self.effects:
            changed[cell] = fit(result(changed))
        return tuple(changed)


def road(edge: Edge) -> Road:
    """Make an edge ready to be taken."""
    effects = tuple((one.cell, reckoning(one.expr), one.fit) for one in edge.effects)
    parts = tuple((tuple(set(cells_of(part))), reckoning(part)) for part in conjuncts(edge.guard))
    return Road(edge, reckoning(edge.guard), effects, tuple(set(cells_of(edge.guard))), parts)


class Measure(Enum):
    """What a distance counts: nothing, choices, or moves without a choice, choices being no way then."""

    NOTHING = "nothing"
    CHOICES = "choices"
    MOVES = "moves"


class Backward:
    """Answers how far spots are. Make one for a story, and ask it one question after the other."""

    def __init__(self, graph: Graph, flow: Flow, twins: Mapping[int, int], deadline: float) -> None:
        self.graph = graph
        self._twins = twins
        self.flow = flow
        self.deadline = deadline
        self.leaving: list[list[Road]] = [[] for _ in graph.spots]  # the edges that may be taken
        alive = [edge for edge in graph.edges if flow.narrowed(flow.boxes[edge.source], edge.guard)]
        self._lay_out(alive)
        self.diagrams = Diagrams([len(self._domains[cell]) for cell in self._cells])
        self._boxes = [self._box(spot) for spot in range(len(graph.spots))]
        names: dict[int, int] = {}
        self._box_names = [names.setdefault(box, len(names)) for box in flow.boxes]
        self._before: list[list[_Way]] = [[] for _ in graph.spots]
        after: list[list[int]] = [[] for _ in graph.spots]
        for edge in alive:
            way = _Way(graph, edge, self.condition(edge.guard, edge.source), self._effects(edge.effects))
            self._before[edge.target].append(way)
            after[edge.source].append(edge.target)
            self.leaving[edge.source].append(road(edge))
        self._components = components(after)
        self._order = finishing(after)
        self._component = {spot: one for one, found in enumerate(self._components) for spot in found}
        self._support: dict[Diagram, tuple[int, ...]] = {}
        self.keep()

    def keep(self) -> None:
        """Keep every diagram made so far when a new question is begun."""
        self._kept = len(self.diagrams)

    def fresh(self) -> None:
        """Forget what was made for the last question."""
        self.diagrams.forget(self._kept)
        self._support.clear()

    # --- laying out ---------------------------------------------------------------

    def _lay_out(self, alive: Sequence[Edge]) -> None:
        """Give each cell that varies a level."""
        self._domains = [list(values) for values in self.flow.values]
        groups = []
        for edge in alive:
            groups.append(self._told_apart(cells_of(edge.guard)))
            groups += [self._told_apart((one.cell, *cells_of(one.expr))) for one in edge.effects]
        order = ordered(len(self._domains), groups)
        self._cells = [cell for cell in order if len(self._domains[cell]) > 1 and cell not in self._twins]
        self._levels = {cell: level for level, cell in enumerate(self._cells)}
        for cell, twin in self._twins.items():
            if twin in self._levels:
                self._levels[cell] = self._levels[twin]

    def _told_apart(self, cells: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._twins.get(cell, cell) for cell in cells))

    def _box(self, spot: int) -> dict[int, tuple[int, ...]]:
        """Give, by level, the values that cells can have at a spot, where not all are possible."""
        box = self.flow.boxes[spot]
        found = {}
        for level, cell in enumerate(self._cells if box else ()):
            bits = self.flow.values[cell]
            values = tuple(sorted(bits[value] for value in self.flow.at(box, cell)))
            if len(values) < len(bits):
                found[level] = values
        return found

    # --- conditions and effects -----------------------------------------------------

    def condition(self, expr: Expr, spot: int) -> Diagram:
        """Give the diagram of a condition, as good as it need be at a spot."""
        return self.within(self._tree(expr), spot)

    def within(self, diagram: Diagram, spot: int) -> Diagram:
        """Give a diagram that says the same of what can be at a spot, and less of anything else."""
        box = self._boxes[spot]
        return self.diagrams.within(diagram, box, self._box_names[spot]) if box else diagram

    def _tree(self, expr: Expr) -> Diagram:
        diagrams = self.diagrams
        if expr.op == "const":
            return diagrams.value(expr.value)
        if expr.op == "cell":
            cell = int(expr.value)
            values = tuple(diagrams.value(value) for value in self._domains[cell])
            return diagrams.node(self._levels[cell], values) if len(values) > 1 else values[0]
        args = [self._tree(arg) for arg in expr.args]
        operation = OPERATIONS[expr.op]
        if expr.op in ("not", "neg"):
            return diagrams.changed(expr.op, operation, args[0])
        if expr.op == "count":
            args = [diagrams.value(0), *args]
        result = args[0]
        for arg in args[1:]:
            result = diagrams.combine(expr.op, lambda *pair: operation(*pair), result, arg)
        return result

    def _effects(self, effects: Sequence[Effect]) -> list[tuple[int, tuple[int, ...] | Diagram]]:
        return [
            (self._levels[effect.cell], self._effect(effect))
            for effect in reversed(effects)
            if effect.cell in self._levels and effect.cell not in self._twins
        ]

    def _effect(self, effect: Effect) -> tuple[int, ...] | Diagram:
        """Give what becomes of each value of the cell; a diagram if that depends on others."""
        bits = self.flow.values[effect.cell]
        others = {cell for cell in cells_of(effect.expr) if cell != effect.cell and cell in self._levels}
        if others:
            # A value that nothing flows to is one that no playthrough has: any will do.
            return self.diagrams.changed(
                f"fit {id(effect)}", lambda value: bits.get(effect.fit(value), 0), self._tree(effect.expr)
            )
        fixed: dict[int, Value] = {
            cell: self._domains[cell][0] for cell in cells_of(effect.expr) if cell not in self._levels
        }
        result = reckoning(effect.expr)
        results = (effect.fit(result({**fixed, effect.cell: value})) for value in bits)
        return tuple(bits.get(result, 0) for result in results)

    # --- distances ------------------------------------------------------------------

    def start(self, found: Sequence[Diagram]) -> int:
        """Give the distance from the start; INFINITE if there is no way."""
        return self.at(found[0], self.flow.cells.start)

    def at(self, diagram: Diagram, values: Sequence[Value]) -> int:
        """Give what a diagram says of a state's cells."""
        cells, bits = self._cells, self.flow.values
        return int(self.diagrams.at(diagram, lambda level: bits[cells[level]][values[cells[level]]]))

    def support(self, diagram: Diagram) -> tuple[int, ...]:
        """Give the cells that a diagram asks for."""
        found = self._support.get(diagram)
        if found is None:
            levels = sorted(self.diagrams.levels(diagram))
            found = self._support[diagram] = tuple(self._cells[level] for level in levels)
        return found

    def distances(
        self,
        targets: Mapping[int, Diagram],
        measure: Measure = Measure.NOTHING,
        kept: frozenset[int] | None = None,
    ) -> list[Diagram]:
        """Give, for every spot, how far it is from a target; INFINITE where there is no way.

        `targets` gives, by spot, 0 where a state is a target and INFINITE elsewhere. With `kept`, only
        those cells are looked at, and the distances are those of the luckiest values of all others:
        never too great. Raises OutOfBounds.
        """
        levels = (
            None if kept is None else frozenset(self._levels[cell] for cell in kept & self._levels.keys())
        )
        search = _Distances(self, measure, levels)
        for spot, diagram in targets.items():
            search.reach(spot, self.within(diagram, spot))
        for component in self._components:
            search.fill(component)
        return search.found

    def order(self, spot: int) -> int:
        """Give the place of a spot in the order in which searches go backwards."""
        return self._order[spot]

    def member(self, spot: int) -> int:
        """Give the number of the component that a spot belongs to."""
        return self._component[spot]

    def ways_to(self, spot: int) -> list[_Way]:
        """Give the edges that can be taken to a spot."""
        return self._before[spot]

    def over(self, way: _Way, diagram: Diagram) -> Diagram:
        """Give what a diagram is before a way was taken: its guard holds, its effects are undone."""
        for level, effect in way.effects:
            if diagram == self.diagrams.never:
                return diagram
            if isinstance(effect, tuple):
                diagram = self.diagrams.moved(diagram, level, effect)
            else:
                diagram = self.diagrams.replaced(diagram, level, effect)
        return self.diagrams.where(way.guard, diagram)

    def check(self) -> None:
        """Raise OutOfBounds if a limit is met."""
        if self.diagrams.size > MAX_SIZE:
            raise OutOfBounds("a set of states grew too complicated")
        if monotonic() > self.deadline:
            raise OutOfBounds("the time was up")


class _Distances:
    """One search: what was found so far, by spot."""

    def __init__(self, backward: Backward, measure: Measure, kept: frozenset[int] | None) -> None:
        self.backward = backward
        self.diagrams = backward.diagrams
        self.measure = measure
        self.kept = kept
        self.found = [self.diagrams.never] * len(backward.graph.spots)

    def reach(self, spot: int, distance: Diagram) -> bool:
        """Take a distance of a spot for known; whether that is news."""
        if self.kept is not None:
            distance = self.diagrams.lowest(distance, self.kept)
        before = self.found[spot]
        self.found[spot] = self.diagrams.nearer(before, distance)
        return self.found[spot] != before

    def fill(self, component: Sequence[int]) -> None:
        """Carry distances back inside a component until nothing changes, and then out of it."""
        never, member = self.diagrams.never, self.backward.member(component[0])
        order = self.backward.order
        queue = [(order(spot), spot) for spot in component if self.found[spot] != never]
        heapify(queue)
        waiting = {spot for _, spot in queue}
        while queue:  # what leads to a spot from several sides is gathered before it is carried on
            _, spot = heappop(queue)
            waiting.discard(spot)
            for way in self.backward.ways_to(spot):
                inside = self.backward.member(way.source) == member
                if inside and self.spread(way) and way.source not in waiting:
                    waiting.add(way.source)
                    heappush(queue, (order(way.source), way.source))
        for spot in component:
            for way in self.backward.ways_to(spot) if self.found[spot] != never else ():
                if self.backward.member(way.source) != member:
                    self.spread(way)

    def spread(self, way: _Way) -> bool:
        """Carry a distance back over one way; whether that made any shorter."""
        self.backward.check()
        if self.measure is Measure.MOVES and way.is_choice:
            return False
        distance = self.backward.over(way, self.found[way.target])
        if (
            way.is_choice
            if self.measure is Measure.CHOICES
            else way.is_move and self.measure is Measure.MOVES
        ):
            distance = self.diagrams.changed("further", _further, distance)
        return self.reach(way.source, self.backward.within(distance, way.source))


def _further(distance: int) -> int:
    return distance + 1 if distance < INFINITE else INFINITE
