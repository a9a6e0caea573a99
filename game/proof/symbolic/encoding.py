"""Sets of states as decision diagrams: which cell stands at which level, and what can be at a location.

Problem: a diagram speaks of levels and of numbers from 0, the story of cells and their values.
Method: every cell that varies gets a level (in an order that keeps together what is read together),
equal marks share one, and values are numbered as the value sets met them. Before any diagram is
carried on it may be restricted to the care set of its location: the values that the value sets allow
there (generalized cofactor). What it says of other states means nothing.

A wide cell has no level. A condition that reads one is taken to hold as far as the rest of it may,
and a cell that is set from one may become anything: sets of states only ever grow by that, so a proof
that something is unreachable stands, and `exact` is False for everything that would need the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import count
from operator import or_
from typing import NamedTuple

from game.proof.budget import Budget
from game.proof.dataflow.value_sets import OPERATIONS, ValueSets
from game.proof.program.expressions import Expr, cells_of, conjuncts, evaluator
from game.proof.program.graph import EdgeEffect, GuardedEdge
from game.proof.symbolic.mdd import MDD, Diagram
from game.proof.symbolic.variable_order import ordered
from game.story.language.operators import FUNCTIONS
from game.story.language.symbols import Value

Levels = frozenset[int]
Box = Mapping[int, tuple[int, ...]]


class Substitution(NamedTuple):
    """An effect backwards (weakest precondition): what each value of a level becomes.

    A diagram if other levels have a say; None if it may become anything.
    """

    level: int
    becomes: tuple[int, ...] | Diagram | None


MOST_TOLD = 500_000  # levels of all boxes together: some 200 MB


class CareSet:
    """What can be at each location, as far as some levels go; all if none are told.

    `boxes` gives by location, for the levels that can't have all of their values, those that they can.
    """

    def __init__(
        self, diagrams: MDD, boxes: Sequence[Box], numbers: Iterator[int], kept: Levels | None = None
    ) -> None:
        self._diagrams = diagrams
        self._boxes = boxes
        self._numbers = numbers  # no two boxes that differ may have the same
        self._kept = None if kept is None else sorted(kept)
        self._names: dict[tuple[tuple[int, tuple[int, ...]], ...], int] = {}
        # By the identity of a box, which lives as long as we: what of it is told, its last level, its name.
        self._known: dict[int, tuple[Box, int, int]] = {}

    def restrict(self, diagram: Diagram, location: int) -> Diagram:
        """Return a diagram equal to this one on what can be at a location, and smaller elsewhere."""
        whole = self._boxes[location]
        found = self._known.get(id(whole))
        if found is None:
            found = self._known[id(whole)] = self._named(whole)
        box, last, name = found
        return self._diagrams.restrict(diagram, box, last, name) if box else diagram

    def _named(self, box: Box) -> tuple[Box, int, int]:
        if self._kept is not None:
            box = {level: box[level] for level in self._kept if level in box}
        key = tuple(box.items())
        if key not in self._names:
            self._names[key] = next(self._numbers)
        return box, max(box, default=-1), self._names[key]


class Encoding:
    """Cells as levels of diagrams. Raises OutOfBounds, also when it is made."""

    def __init__(
        self,
        value_sets: ValueSets,
        equal_marks: Mapping[int, int],
        alive: Sequence[GuardedEdge],
        budget: Budget,
        max_size: int,
    ) -> None:
        self.value_sets = value_sets
        self.exact = not value_sets.wide
        self._equal_marks = equal_marks
        self._domains = [list(values) for values in value_sets.values]
        self._cells = self._ordered(alive, budget)
        self._variables = [(cell, value_sets.values[cell]) for cell in self._cells]
        self._levels = {cell: level for level, cell in enumerate(self._cells)}
        for cell, twin in equal_marks.items():
            if twin in self._levels:
                self._levels[cell] = self._levels[twin]
        self.diagrams = MDD([len(self._domains[cell]) for cell in self._cells], budget, max_size)
        self._box_numbers = count()
        # By level, where its bits stand in an abstract state, and what some of them come to.
        self._fields: list[tuple[int, int, dict[int, tuple[int, ...]]]] = [
            (value_sets.shifts[cell], (1 << len(self._domains[cell])) - 1, {}) for cell in self._cells
        ]
        self._boxes = self._told(value_sets.states, budget)
        self._whole = CareSet(self.diagrams, self._boxes, self._box_numbers)
        self.restrict = self._whole.restrict

    def _ordered(self, alive: Sequence[GuardedEdge], budget: Budget) -> list[int]:
        """Return the cells that vary, those that have to do with each other close together."""
        groups = []
        for edge in alive:
            budget.tick()
            groups.append(self._told_apart(cells_of(edge.guard)))
            groups += [self._told_apart((one.cell, *cells_of(one.expr))) for one in edge.effects]
        order = ordered(len(self._domains), groups, budget)
        return [cell for cell in order if len(self._domains[cell]) > 1 and cell not in self._equal_marks]

    def _told_apart(self, cells: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._equal_marks.get(cell, cell) for cell in cells))

    def levels(self, cells: Iterable[int]) -> Levels:
        """Return the levels of those cells that have any."""
        return frozenset(self._levels[cell] for cell in cells if cell in self._levels)

    def variable(self, level: int) -> tuple[int, list[Value]]:
        """Return the cell of a level, and its values in their order."""
        cell = self._cells[level]
        return cell, self._domains[cell]

    def has(self, cell: int, value: Value) -> Diagram:
        """Return the diagram of where a cell has a value."""
        return self.encode(Expr("==", args=(Expr("cell", cell), Expr("const", value))))

    # --- what can be at a location --------------------------------------------------------

    def care_set(self, kept: Levels | None = None) -> CareSet:
        """Return what can be at each location, as far as some levels go."""
        if kept is None:
            return self._whole
        return CareSet(self.diagrams, self._boxes, self._box_numbers, kept)

    def _told(self, states: Sequence[int | None], budget: Budget) -> list[Box]:
        """Return what can be at each location; nothing of the last ones where that would take too much."""
        boxes: dict[int | None, Box] = {None: {}}
        everything = reduce(or_, (whole << shift for shift, whole, _ in self._fields), 0)
        places = sorted((shift, level) for level, (shift, _, _) in enumerate(self._fields))
        told = 0
        for state in states:
            if state is not None and state not in boxes:
                budget.tick()
                boxes[state] = self._box(state, everything & ~state, places) if told < MOST_TOLD else {}
                told += len(boxes[state])
        return [boxes[state] for state in states]

    def _box(self, state: int, missing: int, places: Sequence[tuple[int, int]]) -> Box:
        """Return the values that each level has in a state, of those levels that are `missing` any.

        `places` gives by where they stand which level is there.
        """
        levels = []
        while missing:
            shift, level = places[bisect_right(places, (missing.bit_length(), -1)) - 1]
            levels.append(level)
            missing &= (1 << shift) - 1
        return {level: self._values_told(state, level) for level in sorted(levels)}

    def _values_told(self, state: int, level: int) -> tuple[int, ...]:
        shift, whole, known = self._fields[level]
        field = state >> shift & whole
        if field not in known:
            known[field] = tuple(value for value in range(whole.bit_length()) if field >> value & 1)
        return known[field]

    # --- conditions and effects -----------------------------------------------------

    def condition(self, expr: Expr) -> Diagram:
        """Return the diagram of where a condition may hold."""
        if self.exact or not self.value_sets.is_wide([expr]):
            return self.encode(expr)
        parts = [part for part in conjuncts(expr) if not self.value_sets.is_wide([part])]
        return self.encode(Expr("and", args=tuple(parts))) if parts else self.diagrams.yes

    def encode(self, expr: Expr) -> Diagram:
        """Return the diagram of a tree over cells of which none is wide."""
        diagrams = self.diagrams
        if expr.op == "const":
            return diagrams.value(expr.value)
        if expr.op == "cell":
            cell = int(expr.value)
            values = tuple(diagrams.value(value) for value in self._domains[cell])
            return diagrams.node(self._levels[cell], values) if len(values) > 1 else values[0]
        args = [self.encode(arg) for arg in expr.args]
        operation = OPERATIONS[expr.op]
        if expr.op == "count":
            args = [diagrams.value(0), *args]
        elif expr.op in ("not", "neg") or (expr.op in FUNCTIONS and len(args) == 1):
            return diagrams.map(expr.op, operation, args[0])
        result = args[0]
        for arg in args[1:]:
            result = diagrams.apply(expr.op, lambda *pair: operation(*pair), result, arg)
        return result

    def substitutions(self, effects: Sequence[EdgeEffect]) -> list[Substitution]:
        """Return effects backwards, the last one first."""
        return [
            Substitution(self._levels[effect.cell], self._becomes(effect))
            for effect in reversed(effects)
            if effect.cell in self._levels and effect.cell not in self._equal_marks
        ]

    def _becomes(self, effect: EdgeEffect) -> tuple[int, ...] | Diagram | None:
        """Return what becomes of each value of the cell; a diagram if that depends on others."""
        if self.value_sets.is_wide([effect.expr]):
            return None
        bits = self.value_sets.values[effect.cell]
        others = {cell for cell in cells_of(effect.expr) if cell != effect.cell and cell in self._levels}
        if others:
            # A value that nothing flows to is one that no playthrough has: any will do.
            return self.diagrams.map(
                f"fit {id(effect)}", lambda value: bits.get(effect.fit(value), 0), self.encode(effect.expr)
            )
        fixed: dict[int, Value] = {
            cell: self._domains[cell][0] for cell in cells_of(effect.expr) if cell not in self._levels
        }
        result = evaluator(effect.expr)
        results = (effect.fit(result({**fixed, effect.cell: value})) for value in bits)
        return tuple(bits.get(result, 0) for result in results)

    # --- states -----------------------------------------------------------------------

    def evaluate(self, diagram: Diagram, values: Sequence[Value]) -> int:
        """Return what a diagram says of a state's cells.

        A value that nothing flows to counts as the first, as in `substitutions`: a search may look
        behind a guard that is closed, to tell what keeps it from an abstract path.
        """
        found: int = self.diagrams.evaluate(diagram, self._variables, values)
        return found

    def support(self, diagram: Diagram) -> tuple[int, ...]:
        """Return the cells that a diagram asks for."""
        return tuple(self._cells[level] for level in sorted(self.diagrams.support(diagram)))
