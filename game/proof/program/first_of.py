"""When each of some conditions is the first that holds: which outcome a choice comes to, which way is taken.

That of the last speaks of all before it. What they have in common is shared, or a thousand conditions would
take a million pieces:

    not (c1 or … or c16), not (c17 or … or c32), not c33, c34        of the 34th
"""

from __future__ import annotations

from collections.abc import Iterator

from game.proof.program.expressions import NEVER, TRUE, Case, Expr, Formula
from game.story.language.symbols import ByIndex, Test, Value

_BUNDLE = 16


def first_of(conditions: list[Formula]) -> list[Formula]:
    """Return, for each of some conditions, when it is the first that holds."""

    def first(values: ByIndex[Value], counters: ByIndex[int]) -> int:
        return next((n for n, one in enumerate(conditions) if one.test(values, counters)), -1)

    def is_first(number: int) -> Test:
        return lambda values, counters: first(values, counters) == number

    found = []
    known: set[Expr] = set()
    before = _Before()
    for number, condition in enumerate(conditions):
        if condition.expr in known:  # where it holds, one before it does
            found.append(NEVER)
            continue
        known.add(condition.expr)
        parts = (*before.none_holds(), *(() if condition.expr == TRUE else (condition.expr,)))
        expr = Expr("and", args=parts) if len(parts) > 1 else parts[0] if parts else TRUE
        found.append(Formula(is_first(number), expr, (Case(first, number),)) if number else condition)
        before.add(condition.expr)
    return found


class _Before:
    """The conditions before one, in bundles of bundles."""

    def __init__(self) -> None:
        self._levels: list[list[Expr]] = [[]]

    def add(self, condition: Expr) -> None:
        """Add the next condition."""
        for level in self._levels:
            level.append(condition)
            if len(level) < _BUNDLE:
                return
            condition = Expr("or", args=tuple(level))
            level.clear()
        self._levels.append([condition])

    def none_holds(self) -> Iterator[Expr]:
        """Yield what says together that none of them holds."""
        for level in reversed(self._levels):
            for condition in level:
                yield Expr("not", args=(condition,))
