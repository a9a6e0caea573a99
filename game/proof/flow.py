"""Which values each cell can have at each spot, cells not related to each other: cheap, and on the safe side.

What flows nowhere never happens, and that is a proof. A box, the values at one spot, is one whole
number with a field of bits for each cell: joining boxes is one `|`.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import product
from math import prod
from typing import Any

from game.proof.edges import Effect, Graph
from game.proof.formula import Cells, Expr, cells_of
from game.story.names import Value

MAX_VALUES = 4096  # of one cell, and combinations looked at for one condition

OPERATIONS: dict[str, Callable[..., Any]] = {
    "and": lambda *args: all(args),
    "or": lambda *args: any(args),
    "not": operator.not_,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "neg": operator.neg,
    "min": min,
    "max": max,
    "count": lambda *args: sum(args),
}


def compute(expr: Expr, values: Mapping[int, Value] | Sequence[Value]) -> Value:
    """Give what a tree comes to for the values of its cells."""
    if expr.op == "const":
        return expr.value
    if expr.op == "cell":
        return values[int(expr.value)]
    result: Value = OPERATIONS[expr.op](*(compute(arg, values) for arg in expr.args))
    return result


class TooWide(Exception):
    """A cell takes more values than can be reckoned with; `cell` is its number."""

    def __init__(self, cell: int) -> None:
        super().__init__(cell)
        self.cell = cell


class Flow:
    """The boxes of every spot. `boxes` is 0 where nothing can come. Raises TooWide."""

    def __init__(self, graph: Graph, cells: Cells) -> None:
        self.graph = graph
        self.cells = cells
        self.values: list[dict[Value, int]] = [{} for _ in cells.names]  # met so far, with their bits
        widths = [min(len(domain), MAX_VALUES) for domain in cells.domains]
        self._shifts = [sum(widths[:cell]) for cell in range(len(widths))]
        self._fields = [(1 << width) - 1 for width in widths]
        self._conjuncts: dict[int, list[tuple[Expr, tuple[int, ...]]]] = {}
        self._kept: list[Expr] = []  # so that no tree's identity is given to another
        self._known: dict[tuple[int, int], int] = {}  # results by tree and the part of a box it reads
        self.boxes = [0] * len(graph.spots)
        self._run()

    # --- boxes ------------------------------------------------------------------

    def at(self, box: int, cell: int) -> list[Value]:
        """Give the values that a cell has in a box."""
        field = (box >> self._shifts[cell]) & self._fields[cell]
        return [value for value, bit in self.values[cell].items() if field >> bit & 1]

    def _bit(self, cell: int, value: Value) -> int:
        bit = self.values[cell].get(value)
        if bit is None:
            bit = self.values[cell][value] = len(self.values[cell])
            if bit >= MAX_VALUES:
                raise TooWide(cell)
        return 1 << bit

    def _with(self, box: int, cell: int, values: Sequence[Value] | set[Value]) -> int:
        field = reduce(operator.or_, (self._bit(cell, value) for value in values), 0)
        shift = self._shifts[cell]
        return box & ~(self._fields[cell] << shift) | field << shift

    # --- conditions and effects ---------------------------------------------------

    def narrowed(self, box: int, condition: Expr) -> int:
        """Give the part of a box where a condition may hold; 0 if it can't."""
        for conjunct, read in self._parts(condition):
            if not box:
                return 0
            box = self._narrowed(box, conjunct, read)
        return box

    def _narrowed(self, box: int, condition: Expr, read: tuple[int, ...]) -> int:
        part = box & self._mask(read)
        key = (id(condition), part)
        kept = self._known.get(key)
        if kept is None:
            kept = self._known[key] = self._holding(part, condition, read)
        return box ^ part | kept if kept >= 0 else 0

    def _holding(self, box: int, condition: Expr, read: tuple[int, ...]) -> int:
        """Give the part of a box of only these cells where a condition may hold; -1 if it can't."""
        values = [self.at(box, cell) for cell in read]
        if prod(map(len, values)) > MAX_VALUES:
            return box
        holding = [
            combination
            for combination in product(*values)
            if compute(condition, dict(zip(read, combination, strict=True)))
        ]
        if not holding:
            return -1
        for cell, after in zip(read, zip(*holding, strict=True), strict=True):
            box = self._with(box, cell, set(after))
        return box

    def _mask(self, read: tuple[int, ...]) -> int:
        return reduce(operator.or_, (self._fields[cell] << self._shifts[cell] for cell in read), 0)

    def _parts(self, condition: Expr) -> list[tuple[Expr, tuple[int, ...]]]:
        """Give what must hold together, each with the cells it reads, small ones first."""
        found = self._conjuncts.get(id(condition))
        if found is None:
            parts = [(part, tuple(dict.fromkeys(cells_of(part)))) for part in conjuncts(condition)]
            found = self._conjuncts[id(condition)] = sorted(parts, key=lambda part: len(part[1]))
            self._kept += [condition, *(part for part, _ in parts)]
        return found

    def after(self, box: int, effects: Sequence[Effect]) -> int:
        """Give the box that effects make of one."""
        for cell, expr, fit in effects:
            read = tuple(dict.fromkeys(cells_of(expr)))
            key = (id(expr), box & self._mask(read))
            field = self._known.get(key)
            if field is None:
                results = self._results(box, expr, fit, cell, read)
                field = self._known[key] = self._with(0, cell, results)
            box = box & ~(self._fields[cell] << self._shifts[cell]) | field
        return box

    def _results(
        self, box: int, expr: Expr, fit: Callable[[Value], Value], cell: int, read: tuple[int, ...]
    ) -> set[Value]:
        values = [self.at(box, one) for one in read]
        if prod(map(len, values)) > MAX_VALUES:
            if len(self.cells.domains[cell]) > MAX_VALUES:
                raise TooWide(cell)
            return set(self.cells.domains[cell])
        return {
            fit(compute(expr, dict(zip(read, combination, strict=True)))) for combination in product(*values)
        }

    # --- running -------------------------------------------------------------------

    def _run(self) -> None:
        leaving = self.graph.edges_from()
        box = 0
        for cell, value in enumerate(self.cells.start):
            box = self._with(box, cell, [value])
        self.boxes[0] = box
        queue, waiting = deque([0]), {0}
        while queue:
            spot = queue.popleft()
            waiting.discard(spot)
            for edge in leaving[spot]:
                box = self.narrowed(self.boxes[spot], edge.guard)
                if not box:
                    continue
                joined = self.boxes[edge.target] | self.after(box, edge.effects)
                if joined != self.boxes[edge.target]:
                    self.boxes[edge.target] = joined
                    if edge.target not in waiting:
                        waiting.add(edge.target)
                        queue.append(edge.target)


def conjuncts(condition: Expr) -> list[Expr]:
    """Give the conditions that must hold together for one to hold."""
    if condition.op == "and":
        return [part for arg in condition.args for part in conjuncts(arg)]
    if condition.op == "not" and condition.args[0].op == "or":
        return [part for arg in condition.args[0].args for part in conjuncts(Expr("not", args=(arg,)))]
    if condition.op == "not" and condition.args[0].op == "not":
        return conjuncts(condition.args[0].args[0])
    return [] if condition == Expr("const", True) else [condition]
