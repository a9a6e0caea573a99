"""Conditions as the proof knows them: a test to play with, and a tree over cells to reckon with.

A state of the story is a row of cells: its values first, then its counters. Every cell has a finite domain,
the values that it can have at all. A checked term of the language is lowered to a tree over cells, in which
names are gone; a `Formula` keeps both, since playing wants a compiled function and a diagram wants the tree:

    if: trust > 2 and has(ring)      and(>(cell 0, 2), cell 5)

Both come from the one table of operators, so an operator added there is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from game.play.engine.state import first_values
from game.story.language.conditions import Condition
from game.story.language.operators import FUNCTIONS
from game.story.language.parser import COUNTED, Term
from game.story.language.symbols import ByIndex, SymbolTable, Test, Value
from game.story.model import Story


class Expr(NamedTuple):
    """A node of a tree over cells.

    `op` is `const` (its `value`), `cell` (its `value` is the cell's number), or an operation of the
    language on `args`: `and`, `or`, `not`, a comparison, `+`, `-`, `*`, `neg`, `min`, `max`, `count`.
    """

    op: str
    value: Value = False
    args: tuple[Expr, ...] = ()


TRUE, FALSE = Expr("const", True), Expr("const", False)


def cells_of(expr: Expr) -> Iterator[int]:
    """Yield the cells that a tree reads."""
    if expr.op == "cell":
        yield int(expr.value)
    for arg in expr.args:
        yield from cells_of(arg)


def lower(term: Term, symbols: SymbolTable) -> Expr:
    """Return a checked term as a tree over cells."""
    if term.op == "number":
        return Expr("const", int(term.text))
    if term.op == "truth":
        return Expr("const", term.text == "True")
    if term.op == "word":
        return Expr("const", term.text)
    if term.op == "name":
        return Expr("cell", symbols.variables[term.text].index)
    if term.op == "item":
        return Expr("cell", symbols.items[term.text].index)
    if term.op in COUNTED:
        first = len(symbols.variables) + len(symbols.items)
        return Expr("cell", first + symbols.counters[term.op, term.text])
    return Expr(term.op, args=tuple(lower(arg, symbols) for arg in term.args))


def conjuncts(condition: Expr) -> list[Expr]:
    """Return the conditions that must hold together for one to hold."""
    if condition.op == "and":
        return [part for arg in condition.args for part in conjuncts(arg)]
    if condition.op == "not" and condition.args[0].op == "or":
        return [part for arg in condition.args[0].args for part in conjuncts(Expr("not", args=(arg,)))]
    if condition.op == "not" and condition.args[0].op == "not":
        return conjuncts(condition.args[0].args[0])
    return [] if condition == Expr("const", True) else [condition]


Evaluator = Callable[[Any], Any]
_SCOPE: dict[str, Any] = {
    "__builtins__": {},
    **{name: function.compute for name, function in FUNCTIONS.items() if function.compute},
}


def evaluator(expr: Expr) -> Evaluator:
    """Return the function that says what a tree comes to, for a row (or map) of the values of cells."""
    return _compiled(_python(expr))


@lru_cache(maxsize=1 << 12)  # many parts of a story ask the same, and the next proof of it asks it again
def _compiled(source: str) -> Evaluator:
    return eval(f"lambda c: {source}", _SCOPE)  # type: ignore[no-any-return]  # noqa: S307 - written here, from a checked tree


def _python(expr: Expr) -> str:
    """Write a tree as Python: only constants, numbers of cells and signs of the language."""
    if expr.op == "const":
        return repr(expr.value)
    if expr.op == "cell":
        return f"c[{int(expr.value)}]"
    args = [_python(arg) for arg in expr.args]
    if expr.op in FUNCTIONS:
        return f"{expr.op}({', '.join(args)})"
    if expr.op in ("not", "neg"):
        return f"({'not ' if expr.op == 'not' else '-'}{args[0]})"
    return f"({f' {expr.op} '.join(args)})"


StateFunction = Callable[[ByIndex[Value], ByIndex[int]], Value]


class Case(NamedTuple):
    """That a function of a state gives just this value, where it is one of many that are told apart by it."""

    function: StateFunction
    value: Value


class Formula(NamedTuple):
    """A condition on a state, as it is played and as it is reckoned with.

    It holds at most where all its `cases` do, which lets many be told apart without trying each.
    """

    test: Test
    expr: Expr
    cases: tuple[Case, ...] = ()


ALWAYS = Formula(lambda values, counters: True, TRUE)
NEVER = Formula(lambda values, counters: False, FALSE)


def of_condition(condition: Condition | None) -> Formula:
    """Return an author's condition; without one, it always holds."""
    if condition is None:
        return ALWAYS
    return Formula(condition.test, lower(condition.term, condition.symbols))


def negation(formula: Formula) -> Formula:
    """Return the formula that holds where this one does not."""
    if formula.expr in (TRUE, FALSE):
        return NEVER if formula.expr == TRUE else ALWAYS
    test = formula.test
    return Formula(lambda values, counters: not test(values, counters), Expr("not", args=(formula.expr,)))


def conjunction(*formulas: Formula) -> Formula:
    """Return the formula that holds where all of these do."""
    kept = [formula for formula in formulas if formula.expr != TRUE]
    if len(kept) < 2:
        return kept[0] if kept else ALWAYS
    test = reduce(_both, (formula.test for formula in kept))
    cases = tuple(case for formula in kept for case in formula.cases)
    return Formula(test, Expr("and", args=tuple(formula.expr for formula in kept)), cases)


def _both(first: Test, second: Test) -> Test:
    return lambda values, counters: first(values, counters) and second(values, counters)


def disjunction(formulas: Iterable[Formula]) -> Formula:
    """Return the formula that holds where any of these does."""
    kept = [formula for formula in formulas if formula.expr != FALSE]
    if any(formula.expr == TRUE for formula in kept):
        return ALWAYS
    if len(kept) < 2:
        return kept[0] if kept else NEVER
    tests = [formula.test for formula in kept]

    def test(values: ByIndex[Value], counters: ByIndex[int]) -> bool:
        return any(one(values, counters) for one in tests)

    return Formula(test, Expr("or", args=tuple(formula.expr for formula in kept)))


def mark_in(layout: StateLayout, index: int, counts: frozenset[int]) -> Formula:
    """Return the formula that holds where a mark has one of these counts."""
    cell = Expr("cell", layout.first_mark + index)
    tests = tuple(Expr("==", args=(cell, Expr("const", count))) for count in sorted(counts))
    expr = tests[0] if len(tests) == 1 else Expr("or", args=tests)
    return Formula(lambda values, counters: counters[index] in counts, expr)


class StateLayout(NamedTuple):
    """The cells of a story: how many are values, what each is called, can be, and is at the start."""

    first_mark: int
    names: tuple[str, ...]
    domains: tuple[range | tuple[Value, ...], ...]
    start: tuple[Value, ...]


def state_layout(story: Story) -> StateLayout:
    """Lay out the cells of a story."""
    names: list[str] = []
    domains: list[range | tuple[Value, ...]] = []
    for variable in story.variables.values():
        names.append(variable.name)
        if variable.type == "int":
            domains.append(range(variable.low, variable.high + 1))
        else:
            domains.append(variable.values if variable.type == "enum" else (False, True))
    for item in story.items.values():
        names.append(item.name)
        domains.append((False, True))
    values = len(names)
    counted = {
        **{counter.index: f"{scene}/{key} taken" for (scene, key), counter in story.counters.choices.items()},
        **{counter.index: f"{scene} entered" for scene, counter in story.counters.scenes.items()},
    }
    for counter in story.counters:
        names.append(counted[counter.index])
        domains.append(counter.counts)
    start = (*first_values(story), *(0 for _ in range(len(names) - values)))
    return StateLayout(values, tuple(names), tuple(domains), start)
