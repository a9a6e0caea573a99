"""Which values each cell can have at each spot, cells not related to each other: cheap, and on the safe side.

What flows nowhere never happens, and that is a proof. A box, the values at one spot, is one whole
number with a field of bits for each cell: joining boxes is one `|`.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import product
from math import prod
from typing import Any, NamedTuple

from game.proof.program.expressions import Cells, Expr, Reckoning, cells_of, reckoning
from game.proof.program.graph import Effect, Graph
from game.story.language.symbols import Value

MAX_VALUES = 1_000  # of one cell
MAX_COMBINATIONS = 4_096  # of values, looked at for one condition or effect

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


class TooWide(Exception):
    """A cell takes more values than can be reckoned with; `cell` is its number."""

    def __init__(self, cell: int) -> None:
        super().__init__(cell)
        self.cell = cell


class _Part(NamedTuple):
    """A tree, the cells it reads, and what it comes to for their values."""

    expr: Expr
    read: tuple[int, ...]
    result: Reckoning


def _part(expr: Expr) -> _Part:
    return _Part(expr, tuple(dict.fromkeys(cells_of(expr))), reckoning(expr))


class Flow:
    """The boxes of every spot. `boxes` is 0 where nothing can come. Raises TooWide."""

    def __init__(self, graph: Graph, cells: Cells) -> None:
        self.graph = graph
        self.cells = cells
        self.values: list[dict[Value, int]] = [{} for _ in cells.names]  # met so far, with their bits
        widths = [min(len(domain), MAX_VALUES) for domain in cells.domains]
        self._shifts = [sum(widths[:cell]) for cell in range(len(widths))]
        self._fields = [(1 << width) - 1 for width in widths]
        self._conjuncts: dict[int, list[_Part]] = {}
        self._effects: dict[int, _Part] = {}
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
        for part in self._parts(condition):
            if not box:
                return 0
            box = self._narrowed(box, part)
        return box

    def _narrowed(self, box: int, condition: _Part) -> int:
        piece = box & self._mask(condition.read)
        key = (id(condition.expr), piece)
        kept = self._known.get(key)
        if kept is None:
            kept = self._known[key] = self._holding(piece, condition)
        return box ^ piece | kept if kept >= 0 else 0

    def _holding(self, box: int, condition: _Part) -> int:
        """Give the part of a box of only these cells where a condition may hold; -1 if it can't."""
        read, holds = condition.read, condition.result
        values = [self.at(box, cell) for cell in read]
        if prod(map(len, values)) > MAX_COMBINATIONS:
            return box
        holding = [
            combination
            for combination in product(*values)
            if holds(dict(zip(read, combination, strict=True)))
        ]
        if not holding:
            return -1
        for cell, after in zip(read, zip(*holding, strict=True), strict=True):
            box = self._with(box, cell, set(after))
        return box

    def _mask(self, read: tuple[int, ...]) -> int:
        return reduce(operator.or_, (self._fields[cell] << self._shifts[cell] for cell in read), 0)

    def _parts(self, condition: Expr) -> list[_Part]:
        """Give what must hold together, what reads few cells first."""
        found = self._conjuncts.get(id(condition))
        if found is None:
            parts = [_part(conjunct) for conjunct in conjuncts(condition)]
            found = self._conjuncts[id(condition)] = sorted(parts, key=lambda part: len(part.read))
            self._kept.append(condition)
        return found

    def after(self, box: int, effects: Sequence[Effect]) -> int:
        """Give the box that effects make of one."""
        for effect in effects:
            found = self._effects.get(id(effect))
            if found is None:
                found = self._effects[id(effect)] = _part(effect.expr)
            key = (id(effect), box & self._mask(found.read))
            field = self._known.get(key)
            if field is None:
                field = self._known[key] = self._with(0, effect.cell, self._results(box, effect, found))
            box = box & ~(self._fields[effect.cell] << self._shifts[effect.cell]) | field
        return box

    def _results(self, box: int, effect: Effect, part: _Part) -> set[Value]:
        values = [self.at(box, one) for one in part.read]
        if prod(map(len, values)) > MAX_COMBINATIONS:
            if len(self.cells.domains[effect.cell]) > MAX_VALUES:
                raise TooWide(effect.cell)
            return set(self.cells.domains[effect.cell])
        return {
            effect.fit(part.result(dict(zip(part.read, combination, strict=True))))
            for combination in product(*values)
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
