"""What a tree may come to when cells are only known to lie between two values (interval arithmetic).

Used for cells with more values than can be listed. After P. and R. Cousot, "Abstract interpretation"
(1977). For example, with `gold` in 0 … 999,999,999 and `trust` in 2 … 2:

    gold + trust > 1   →   (2 … 1,000,000,001) > (1 … 1)   →   True … True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from game.proof.program.expressions import Expr
from game.story.language.operators import FUNCTIONS
from game.story.language.symbols import Value

Interval = tuple[Any, Any]  # the least and the greatest; two equal words, or False and True


def interval(expr: Expr, known: Mapping[int, Interval]) -> Interval:
    """Return the least and greatest value of a tree; `known` has the interval of every cell it reads."""
    if expr.op == "const":
        return expr.value, expr.value
    if expr.op == "cell":
        return known[int(expr.value)]
    args = [interval(arg, known) for arg in expr.args]
    function = FUNCTIONS.get(expr.op)
    if function is not None and function.compute is not None:  # monotone, as its table demands
        return function.compute(*(low for low, _ in args)), function.compute(*(high for _, high in args))
    return _OPERATIONS[expr.op](args)


def hull(domain: range | tuple[Value, ...]) -> Interval:
    """Return the interval of all that a cell with more than a few values, which is a number, can be."""
    return domain[0], domain[-1]


def _equal(args: list[Interval]) -> Interval:
    (low, high), (other_low, other_high) = args
    if low == high and other_low == other_high:
        return low == other_low, low == other_low
    apart = not isinstance(low, str) and (high < other_low or other_high < low)
    return False, not apart


def _less(args: list[Interval]) -> Interval:
    (low, high), (other_low, other_high) = args
    return high < other_low, low < other_high


def _less_or_equal(args: list[Interval]) -> Interval:
    (low, high), (other_low, other_high) = args
    return high <= other_low, low <= other_high


def _not(args: list[Interval]) -> Interval:
    return not args[0][1], not args[0][0]


def _product(args: list[Interval]) -> Interval:
    corners = [one * other for one in args[0] for other in args[1]]
    return min(corners), max(corners)


def _remainder(args: list[Interval]) -> Interval:
    (low, high), (divisor, _) = args
    return (low % divisor, high % divisor) if low == high else (0, divisor - 1)


_OPERATIONS: dict[str, Callable[[list[Interval]], Interval]] = {
    "and": lambda args: (all(low for low, _ in args), all(high for _, high in args)),
    "or": lambda args: (any(low for low, _ in args), any(high for _, high in args)),
    "not": _not,
    "==": _equal,
    "!=": lambda args: _not([_equal(args)]),
    "<": _less,
    "<=": _less_or_equal,
    ">": lambda args: _less(args[::-1]),
    ">=": lambda args: _less_or_equal(args[::-1]),
    "+": lambda args: (args[0][0] + args[1][0], args[0][1] + args[1][1]),
    "-": lambda args: (args[0][0] - args[1][1], args[0][1] - args[1][0]),
    "*": _product,
    "%": _remainder,
    "neg": lambda args: (-args[0][1], -args[0][0]),
}
