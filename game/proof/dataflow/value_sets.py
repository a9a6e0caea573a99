"""Which values each cell can have at each location, cells not related to each other: cheap, and safe.

What flows nowhere never happens, and that is a proof. An abstract state, the values at
one location, is one whole number with a field of bits for each cell: joining two is one `|`.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable, Sequence
from functools import reduce
from itertools import product
from math import prod
from typing import Any, NamedTuple

from game.proof.program.expressions import Evaluator, Expr, StateLayout, cells_of, conjuncts, evaluator
from game.proof.program.graph import Effect, ProgramGraph
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
    result: Evaluator


def _part(expr: Expr) -> _Part:
    return _Part(expr, tuple(dict.fromkeys(cells_of(expr))), evaluator(expr))


class ValueSets:
    """The abstract state of every location. It is 0 where nothing can come. Raises TooWide."""

    def __init__(self, graph: ProgramGraph, layout: StateLayout) -> None:
        self.graph = graph
        self.layout = layout
        self.values: list[dict[Value, int]] = [{} for _ in layout.names]  # met so far, with their bits
        widths = [min(len(domain), MAX_VALUES) for domain in layout.domains]
        self._shifts = [sum(widths[:cell]) for cell in range(len(widths))]
        self._fields = [(1 << width) - 1 for width in widths]
        self._conjuncts: dict[int, list[_Part]] = {}
        self._effects: dict[int, _Part] = {}
        self._kept: list[Expr] = []  # so that no tree's identity is given to another
        self._known: dict[
            tuple[int, int], int
        ] = {}  # results by tree and the part of an abstract state it reads
        self.abstract_states = [0] * len(graph.locations)
        self._run()

    # --- abstract_states ------------------------------------------------------------------

    def at(self, abstract: int, cell: int) -> list[Value]:
        """Return the values that a cell has in an abstract state."""
        field = (abstract >> self._shifts[cell]) & self._fields[cell]
        return [value for value, bit in self.values[cell].items() if field >> bit & 1]

    def _bit(self, cell: int, value: Value) -> int:
        bit = self.values[cell].get(value)
        if bit is None:
            bit = self.values[cell][value] = len(self.values[cell])
            if bit >= MAX_VALUES:
                raise TooWide(cell)
        return 1 << bit

    def _with(self, abstract: int, cell: int, values: Sequence[Value] | set[Value]) -> int:
        field = reduce(operator.or_, (self._bit(cell, value) for value in values), 0)
        shift = self._shifts[cell]
        return abstract & ~(self._fields[cell] << shift) | field << shift

    # --- conditions and effects ---------------------------------------------------

    def assume(self, abstract: int, condition: Expr) -> int:
        """Return the part of an abstract state where a condition may hold; 0 if it can't."""
        for part in self._parts(condition):
            if not abstract:
                return 0
            abstract = self._assume(abstract, part)
        return abstract

    def _assume(self, abstract: int, condition: _Part) -> int:
        piece = abstract & self._mask(condition.read)
        key = (id(condition.expr), piece)
        kept = self._known.get(key)
        if kept is None:
            kept = self._known[key] = self._holding(piece, condition)
        return abstract ^ piece | kept if kept >= 0 else 0

    def _holding(self, abstract: int, condition: _Part) -> int:
        """Return the part of some cells' abstract state where a condition may hold; -1 if it can't."""
        read, holds = condition.read, condition.result
        values = [self.at(abstract, cell) for cell in read]
        if prod(map(len, values)) > MAX_COMBINATIONS:
            return abstract
        holding = [
            combination
            for combination in product(*values)
            if holds(dict(zip(read, combination, strict=True)))
        ]
        if not holding:
            return -1
        for cell, after in zip(read, zip(*holding, strict=True), strict=True):
            abstract = self._with(abstract, cell, set(after))
        return abstract

    def _mask(self, read: tuple[int, ...]) -> int:
        return reduce(operator.or_, (self._fields[cell] << self._shifts[cell] for cell in read), 0)

    def _parts(self, condition: Expr) -> list[_Part]:
        """Return what must hold together, what reads few cells first."""
        found = self._conjuncts.get(id(condition))
        if found is None:
            parts = [_part(conjunct) for conjunct in conjuncts(condition)]
            found = self._conjuncts[id(condition)] = sorted(parts, key=lambda part: len(part.read))
            self._kept.append(condition)
        return found

    def transfer(self, abstract: int, effects: Sequence[Effect]) -> int:
        """Return the abstract state that effects make of one."""
        for effect in effects:
            found = self._effects.get(id(effect))
            if found is None:
                found = self._effects[id(effect)] = _part(effect.expr)
            key = (id(effect), abstract & self._mask(found.read))
            field = self._known.get(key)
            if field is None:
                field = self._known[key] = self._with(0, effect.cell, self._results(abstract, effect, found))
            abstract = abstract & ~(self._fields[effect.cell] << self._shifts[effect.cell]) | field
        return abstract

    def _results(self, abstract: int, effect: Effect, part: _Part) -> set[Value]:
        values = [self.at(abstract, one) for one in part.read]
        if prod(map(len, values)) > MAX_COMBINATIONS:
            if len(self.layout.domains[effect.cell]) > MAX_VALUES:
                raise TooWide(effect.cell)
            return set(self.layout.domains[effect.cell])
        return {
            effect.fit(part.result(dict(zip(part.read, combination, strict=True))))
            for combination in product(*values)
        }

    # --- running -------------------------------------------------------------------

    def _run(self) -> None:
        leaving = self.graph.edges_from()
        abstract = 0
        for cell, value in enumerate(self.layout.start):
            abstract = self._with(abstract, cell, [value])
        self.abstract_states[0] = abstract
        queue, waiting = deque([0]), {0}
        while queue:
            location = queue.popleft()
            waiting.discard(location)
            for edge in leaving[location]:
                abstract = self.assume(self.abstract_states[location], edge.guard)
                if not abstract:
                    continue
                joined = self.abstract_states[edge.target] | self.transfer(abstract, edge.effects)
                if joined != self.abstract_states[edge.target]:
                    self.abstract_states[edge.target] = joined
                    if edge.target not in waiting:
                        waiting.add(edge.target)
                        queue.append(edge.target)
