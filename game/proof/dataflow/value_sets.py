"""Which values each cell can have at each location: a cheap proof of much that never happens.

Problem: most of what is wrong with a story (a choice that is never open, a text that is never shown)
can be told without relating variables to each other. Method: a non-relational data flow analysis by
worklist to the least fixpoint (G. Kildall, "A unified approach to global program optimization", 1973;
in the terms of P. and R. Cousot, 1977: the domain of finite sets, cell by cell). What flows nowhere
never happens.

An abstract state, the values at one location, is one whole number with a field of bits for each cell,
so that joining two is one `|`. Where nothing comes it is None: a story without cells has the abstract
state 0 everywhere, so 0 must not say that. A cell that takes more than MAX_VALUES values becomes
*wide*: it is taken for anything in its range from then on, everywhere, and only intervals are asked
of it. For example, with `n` from 0 to 9 at the start of `n < 2: n += 1` in a loop:

    {0}  →  {0, 1}  →  {0, 1, 2}  →  `n < 2` narrows to {0, 1}, nothing new: the fixpoint

What is assumed must hold somewhere in the abstract state given; it may only ever keep too much.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from math import prod
from typing import Any, NamedTuple

from game.proof.budget import Budget
from game.proof.dataflow.intervals import hull, interval
from game.proof.program.expressions import Evaluator, Expr, StateLayout, cells_of, conjuncts, evaluator
from game.proof.program.graph import EdgeEffect, ProgramGraph
from game.story.language.operators import FUNCTIONS, OPERATORS
from game.story.language.symbols import Value

MAX_VALUES = 1_000  # of one cell, before it is wide
MAX_COMBINATIONS = 4_096  # of values, looked at for one condition or effect

AbstractState = int  # the values of every cell, as bits

OPERATIONS: dict[str, Callable[..., Any]] = {
    **{sign: row.compute for sign, row in OPERATORS.items()},
    **{name: row.compute for name, row in FUNCTIONS.items() if row.compute},
    "%": operator.mod,
}


class _TooWide(Exception):
    """A cell takes more values than are listed."""

    def __init__(self, cell: int) -> None:
        super().__init__(cell)
        self.cell = cell


class _Part(NamedTuple):
    """A tree, the narrow cells it reads, the wide ones, and what it comes to for their values."""

    expr: Expr
    read: tuple[int, ...]
    wide: tuple[int, ...]
    result: Evaluator


class ValueSets:
    """The abstract state of every location, None where nothing can come, and the `wide` cells.

    The values of a cell are the bits of its field, `fields[cell]` wide and `shifts[cell]` from the lowest,
    in the order of `values[cell]`. Raises OutOfBounds, as far as the budget goes.
    """

    def __init__(self, graph: ProgramGraph, layout: StateLayout, budget: Budget) -> None:
        self.graph = graph
        self.layout = layout
        self.wide: set[int] = set()
        self._budget = budget
        self._widths = [min(len(domain), MAX_VALUES) for domain in layout.domains]
        while True:
            self._begin()
            try:
                return self._run()
            except _TooWide as found:
                self.wide.add(found.cell)

    def _begin(self) -> None:
        # A wide cell has one value, which stands for all of them.
        self.values: list[dict[Value, int]] = [
            {self.layout.start[cell]: 0} if cell in self.wide else {} for cell in range(len(self._widths))
        ]  # met so far, with their bits
        widths = [1 if cell in self.wide else width for cell, width in enumerate(self._widths)]
        self.shifts = [0] * len(widths)
        for cell in range(1, len(widths)):
            self.shifts[cell] = self.shifts[cell - 1] + widths[cell - 1]
        self.fields = [(1 << width) - 1 for width in widths]
        # The caches are keyed by the identity of trees and effects. What is kept here is never freed, so
        # no new one can have the identity of another, and the caches can't lie.
        self._kept: list[object] = []
        self._conjuncts: dict[int, list[_Part]] = {}
        self._effects: dict[int, _Part] = {}
        self._known: dict[tuple[int, AbstractState], AbstractState | None] = {}
        self.states: list[AbstractState | None] = [None] * len(self.graph.locations)

    # --- asking -------------------------------------------------------------------

    def reaches(self, location: int) -> bool:
        """Whether anything may come to a location."""
        return self.states[location] is not None

    def may_hold(self, location: int, condition: Expr) -> bool:
        """Whether a condition may hold at a location; False is a proof that it never does."""
        state = self.states[location]
        return state is not None and self.assume(state, condition) is not None

    def where(self, condition: Expr, locations: Iterable[int]) -> Iterator[int]:
        """Yield those of some locations where a condition may hold."""
        mask = 0
        for part in self._parts(condition):
            mask |= self._mask(part.read)
        known: dict[AbstractState, bool] = {}
        for location in locations:
            state = self.states[location]
            if state is None:
                continue
            piece = state & mask
            if piece not in known:
                known[piece] = self.assume(piece, condition) is not None
            if known[piece]:
                yield location

    def at(self, location: int, cell: int) -> list[Value]:
        """Return the values that a narrow cell may have at a location, in the order they were met."""
        return self.met(self.states[location], cell)

    def met(self, state: AbstractState | None, cell: int) -> list[Value]:
        """Return the values that a narrow cell has in an abstract state, in the order they were met."""
        if state is None:
            return []
        field = self.field(state, cell)
        return [value for value, bit in self.values[cell].items() if field >> bit & 1]

    def field(self, state: AbstractState, cell: int) -> int:
        """Return the values that a narrow cell has in an abstract state, as bits."""
        return (state >> self.shifts[cell]) & self.fields[cell]

    def is_wide(self, exprs: Iterable[Expr]) -> bool:
        """Whether any of some trees reads a wide cell."""
        return bool(self.wide) and any(cell in self.wide for expr in exprs for cell in cells_of(expr))

    # --- abstract states ------------------------------------------------------------

    def _bit(self, cell: int, value: Value) -> int:
        bit = self.values[cell].get(value)
        if bit is None:
            bit = self.values[cell][value] = len(self.values[cell])
            if bit >= MAX_VALUES:
                raise _TooWide(cell)
        return 1 << bit

    def _with(self, state: AbstractState, cell: int, values: Iterable[Value]) -> AbstractState:
        field = reduce(operator.or_, (self._bit(cell, value) for value in values), 0)
        shift = self.shifts[cell]
        return state & ~(self.fields[cell] << shift) | field << shift

    def _mask(self, read: tuple[int, ...]) -> int:
        return reduce(operator.or_, (self.fields[cell] << self.shifts[cell] for cell in read), 0)

    def _part(self, expr: Expr) -> _Part:
        cells = tuple(dict.fromkeys(cells_of(expr)))
        wide = tuple(cell for cell in cells if cell in self.wide)
        return _Part(expr, tuple(cell for cell in cells if cell not in self.wide), wide, evaluator(expr))

    # --- conditions and effects -----------------------------------------------------

    def assume(self, state: AbstractState, condition: Expr) -> AbstractState | None:
        """Return the part of an abstract state where a condition may hold; None if it can't."""
        found: AbstractState | None = state
        for part in self._parts(condition):
            if found is None:
                return None
            piece = found & self._mask(part.read)
            key = (id(part.expr), piece)
            if key not in self._known:
                self._known[key] = self._holding(piece, part)
            kept = self._known[key]
            found = None if kept is None else found ^ piece | kept
        return found

    def _holding(self, state: AbstractState, condition: _Part) -> AbstractState | None:
        """Return the part of these cells' abstract state where a condition may hold; None if it can't."""
        read, values = condition.read, [self.met(state, cell) for cell in condition.read]
        if prod(map(len, values)) > MAX_COMBINATIONS:
            return state
        holding = [chosen for chosen in product(*values) if self._may(condition, chosen)]
        if not holding:
            return None
        for cell, after in zip(read, zip(*holding, strict=True), strict=True):
            state = self._with(state, cell, set(after))
        return state

    def _may(self, condition: _Part, chosen: tuple[Value, ...]) -> bool:
        known = dict(zip(condition.read, chosen, strict=True))
        if not condition.wide:
            return bool(condition.result(known))
        return bool(self._interval(condition, known)[1])

    def _interval(self, part: _Part, known: Mapping[int, Value]) -> tuple[Any, Any]:
        domains = self.layout.domains
        wide = {cell: hull(domains[cell]) for cell in part.wide}
        return interval(part.expr, {**{cell: (one, one) for cell, one in known.items()}, **wide})

    def _parts(self, condition: Expr) -> list[_Part]:
        """Return what must hold together, what reads few cells first."""
        found = self._conjuncts.get(id(condition))
        if found is None:
            parts = [self._part(conjunct) for conjunct in conjuncts(condition)]
            found = self._conjuncts[id(condition)] = sorted(parts, key=lambda part: len(part.read))
            self._kept.append(condition)
        return found

    def transfer(self, state: AbstractState, effects: Sequence[EdgeEffect]) -> AbstractState:
        """Return the abstract state that effects make of one."""
        for effect in effects:
            if effect.cell in self.wide:
                continue
            part = self._effects.get(id(effect))
            if part is None:
                part = self._effects[id(effect)] = self._part(effect.expr)
                self._kept.append(effect)
            key = (id(effect), state & self._mask(part.read))
            if key not in self._known:
                self._known[key] = self._with(0, effect.cell, self._results(state, effect, part))
            field = self._known[key] or 0
            state = state & ~(self.fields[effect.cell] << self.shifts[effect.cell]) | field
        return state

    def _results(self, state: AbstractState, effect: EdgeEffect, part: _Part) -> Iterator[Value]:
        values = [self.met(state, one) for one in part.read]
        domain = self.layout.domains[effect.cell]
        if prod(map(len, values)) > MAX_COMBINATIONS:
            if len(domain) > MAX_VALUES:
                raise _TooWide(effect.cell)
            yield from domain
            return
        for chosen in product(*values):
            known = dict(zip(part.read, chosen, strict=True))
            if part.wide:
                yield from self._between(effect, *self._interval(part, known))
            else:
                yield effect.fit(part.result(known))

    def _between(self, effect: EdgeEffect, low: Any, high: Any) -> Iterator[Value]:
        """Yield what an effect can set if its tree comes to something from `low` to `high`."""
        if isinstance(low, bool | str):
            yield from {low, high}
            return
        low, high = int(effect.fit(low)), int(effect.fit(high))
        if high - low >= MAX_VALUES:
            raise _TooWide(effect.cell)
        yield from range(low, high + 1)

    # --- running -------------------------------------------------------------------

    def _run(self) -> None:
        leaving = self.graph.edges_from()
        start: AbstractState = 0
        for cell, value in enumerate(self.layout.start):
            start = self._with(start, cell, [value])
        states = self.states
        states[0] = start
        queue, waiting = deque([0]), {0}
        while queue:
            location = queue.popleft()
            waiting.discard(location)
            for edge in leaving[location]:
                self._budget.tick()
                here = states[location]
                assumed = None if here is None else self.assume(here, edge.guard)
                if assumed is None:
                    continue
                before, after = states[edge.target], self.transfer(assumed, edge.effects)
                joined = after if before is None else before | after
                if joined != before:
                    states[edge.target] = joined
                    if edge.target not in waiting:
                        waiting.add(edge.target)
                        queue.append(edge.target)
