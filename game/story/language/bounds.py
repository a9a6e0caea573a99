"""How low and high a number can be, and how far a count matters to whoever reads it.

`visits(tower) >= 3` can't tell four visits from three, so the counter of the tower need not go on
beyond three. How far each must go is read off the term, from the outside in:

    visits(tower) >= 3          the tower: 3
    visits(tower) == 3          the tower: 4, to tell three from more
    day > visits(tower) + 1     with a day of up to 60, the tower: 59
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from game.story.language.operators import COMPARISONS, FUNCTIONS
from game.story.language.parser import COUNTED, Term
from game.story.language.symbols import SymbolTable

Bounds = tuple[float, float]


def bounds(term: Term, symbols: SymbolTable) -> Bounds:
    """Return the lowest and highest number that a term can be, each name anywhere in its range."""
    if term.op == "number":
        return int(term.text), int(term.text)
    if term.op == "name" and symbols.variables[term.text].type == "int":
        variable = symbols.variables[term.text]
        return variable.low, variable.high
    if term.op in COUNTED:
        return 0, inf
    if term.op in ("+", "-", "*", "neg"):
        return _reckoned(term, [bounds(arg, symbols) for arg in term.args])
    function = FUNCTIONS.get(term.op)
    if function is None or function.compute is None:
        return 0, 1  # a truth value
    sides = [bounds(arg, symbols) for arg in term.args]
    return function.compute(*(low for low, _ in sides)), function.compute(*(high for _, high in sides))


def _reckoned(term: Term, sides: list[Bounds]) -> Bounds:
    if term.op == "neg":
        return -sides[0][1], -sides[0][0]
    (low, high), (other_low, other_high) = sides
    if term.op == "+":
        return low + other_low, high + other_high
    if term.op == "-":
        return low - other_high, high - other_low
    corners = [_times(one, other) for one in (low, high) for other in (other_low, other_high)]
    return min(corners), max(corners)


def _times(one: float, other: float) -> float:
    return one * other if one and other else 0  # nothing times ever so much is nothing


def counts_that_matter(term: Term, symbols: SymbolTable, most: float = inf) -> Iterator[tuple[Term, float]]:
    """Yield each look at a counter, and the count beyond which more makes no difference.

    That is infinite where it can't be told. `most` is the value of the term beyond which more makes none.
    """
    if term.op in COUNTED:
        yield term, most
    elif term.op in COMPARISONS:
        yield from _compared(term, symbols)
    else:
        for arg, enough in zip(term.args, _enough(term, symbols, most), strict=True):
            yield from counts_that_matter(arg, symbols, enough)


def _enough(term: Term, symbols: SymbolTable, most: float) -> list[float]:
    """Return, for each argument of a term, the value beyond which more makes no difference."""
    if term.op in ("+", "min") and len(term.args) == 2:
        (low, high), (other_low, other_high) = (bounds(arg, symbols) for arg in term.args)
        if term.op == "+":
            return [most - other_low, most - low]
        return [min(most, other_high), min(most, high)]
    if term.op == "-":
        return [most + bounds(term.args[1], symbols)[1], inf]
    return [most if term.op == "max" else inf] * len(term.args)


def _compared(term: Term, symbols: SymbolTable) -> Iterator[tuple[Term, float]]:
    left, right = term.args
    for side, other, exact in ((left, right, (">=", "<")), (right, left, ("<=", ">"))):
        most = bounds(other, symbols)[1]
        yield from counts_that_matter(side, symbols, most if term.op in exact else most + 1)
