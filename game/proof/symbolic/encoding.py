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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import count
from operator import or_
from typing import NamedTuple

from game.proof.budget import Budget
from game.proof.dataflow.value_sets import OPERATIONS, AbstractState, ValueSets
from game.proof.program.expressions import Expr, cells_of, conjuncts, evaluator
from game.proof.program.graph import EdgeEffect, GuardedEdge
from game.proof.symbolic.mdd import MDD, Diagram
from game.proof.symbolic.variable_order import ordered
from game.story.language.operators import FUNCTIONS
from game.story.language.symbols import Value

Levels = frozenset[int]


class Substitution(NamedTuple):
    """An effect backwards (weakest precondition): what each value of a level becomes.

    A diagram if other levels have a say; None if it may become anything.
    """

    level: int
    becomes: tuple[int, ...] | Diagram | None


class _Field(NamedTuple):
    """Where the values of a level stand in an abstract state, and what some of them come to."""

    shift: int
    whole: int
    told: dict[int, tuple[int, ...]]


class Box(dict[int, tuple[int, ...] | None]):
    """For each value of a level, the one to look at in an abstract state; None where it can have all of them.

    That is itself if it can have it, else the first that it can. A level is looked at when it is first asked
    for: of hundreds mostly a few are. No two boxes that differ have the same `name`.
    """

    def __init__(self, state: AbstractState, fields: Sequence[_Field], name: int) -> None:
        super().__init__()
        self.name = name
        self._state = state
        self._fields = fields

    def __missing__(self, level: int) -> tuple[int, ...] | None:
        shift, whole, told = self._fields[level]
        values = self._state >> shift & whole
        found = None
        if values != whole:
            found = told.get(values)
            if found is None:
                numbers, first = range(whole.bit_length()), (values & -values).bit_length() - 1
                found = tuple(number if values >> number & 1 else first for number in numbers)
                told[values] = found
        self[level] = found
        return found


class CareSet:
    """What can be at each location, as far as the kept levels go: for all others, anything.

    `states` has the abstract state of each location, and `names` gives each box one of its own.
    """

    def __init__(
        self,
        diagrams: MDD,
        fields: Sequence[_Field],
        states: Sequence[AbstractState | None],
        names: Iterator[int],
        kept: Iterable[int],
    ) -> None:
        self._diagrams = diagrams
        self._fields = fields
        self._states = states
        self._names = names
        self._kept = reduce(or_, (fields[level].whole << fields[level].shift for level in kept), 0)
        self._boxes: dict[AbstractState, Box] = {}  # by what is kept of a state
        self._at: dict[int, Box] = {}  # by location

    def restrict(self, diagram: Diagram, location: int) -> Diagram:
        """Return a diagram equal to this one on what can be at a location, and smaller elsewhere."""
        box = self._at.get(location)
        if box is None:
            box = self._at[location] = self._box(self._states[location])
        return self._diagrams.restrict(diagram, box, box.name)

    def _box(self, state: AbstractState | None) -> Box:
        kept = self._kept if state is None else state & self._kept
        if kept not in self._boxes:
            self._boxes[kept] = Box(kept | ~self._kept, self._fields, next(self._names))
        return self._boxes[kept]


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
        self._fields = [
            _Field(value_sets.shifts[cell], (1 << len(self._domains[cell])) - 1, {}) for cell in self._cells
        ]
        self._box_names = count()
        self._whole = self.care_set(range(len(self._cells)))
        self.restrict = self._whole.restrict

    def _ordered(self, alive: Sequence[GuardedEdge], budget: Budget) -> list[int]:
        """Return the cells that vary, those that have to do with each other close together."""
        groups = []
        for edge in alive:
            budget.tick()
            groups.append(self._told_apart(cells_of(edge.guard)))
            groups += [self._told_apart((one.cell, *cells_of(one.expr))) for one in edge.effects]
        # Which end of such an order comes first is free: here the marks do, for which distances are smaller.
        order = reversed(ordered(len(self._domains), groups, budget))
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

    def care_set(self, kept: Iterable[int] | None = None) -> CareSet:
        """Return what can be at each location, as far as some levels go."""
        if kept is None:
            return self._whole
        return CareSet(self.diagrams, self._fields, self.value_sets.states, self._box_names, kept)

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
