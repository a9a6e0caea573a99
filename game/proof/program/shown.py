"""When which words of a text are shown, as formulas over the cells of a story.

Problem: a text has alternatives, and each is shown in some states and not in others, by a condition, by a
variable's value, or by how often the text was shown before. Method: the pieces of a text are gone through
with the formula of what they stand in; a counter is read as the trees of the expressions read it.

    {seq: a|b} in a scene's text      where visits(hall) == 1 it shows a, where it is more b

Who adds a form of text writes here when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from game.proof.program.expressions import (
    ALWAYS,
    NEVER,
    Case,
    Expr,
    Formula,
    StateFunction,
    StateLayout,
    conjunction,
    disjunction,
    negation,
    of_condition,
)
from game.story.counters import Counter
from game.story.language.symbols import ByIndex, Value
from game.story.text.alternatives import ALTERNATIVES, Order, Showing
from game.story.text.template import (
    Alternatives,
    Conditional,
    PrintedChoice,
    PrintedValue,
    Select,
    Template,
    Text,
)

_ONE = Expr("const", 1)


class Turn(NamedTuple):
    """How often what a text stands in was shown: what counts it, and what is added to the count."""

    counter: Counter | None
    more: int = 0


def something(text: Text, layout: StateLayout, turn: Turn) -> Formula:
    """Return when a text comes to any words at all."""
    return ALWAYS if text.template is None else _something(text.template, layout, turn)


def _something(template: Template, layout: StateLayout, turn: Turn) -> Formula:
    sides = []
    for piece in template:
        if isinstance(piece, Conditional):
            holds = of_condition(piece.condition)
            sides.append(conjunction(holds, _something(piece.yes, layout, turn)))
            sides.append(conjunction(negation(holds), _something(piece.no, layout, turn)))
        elif isinstance(piece, Alternatives | Select):
            for side, shown in zip(piece.alternatives, _chosen(piece, layout, turn), strict=True):
                sides.append(conjunction(shown, _something(side, layout, turn)))
        elif not isinstance(piece, str) or piece.strip():
            return ALWAYS
    return disjunction(sides)


class Inline(NamedTuple):
    """One alternative in a text: where its brace stands, and when it is shown."""

    what: str
    offset: int
    shown: Formula


def inline(template: Template, layout: StateLayout, turn: Turn, base: Formula = ALWAYS) -> Iterator[Inline]:
    """Yield every alternative of a text, nested ones too, as shown by a scene with this counter."""
    for piece in template:
        if isinstance(piece, Conditional):
            holds = of_condition(piece.condition)
            sides = [(piece.yes, conjunction(base, holds), "the first alternative")]
            if piece.has_no:
                sides.append((piece.no, conjunction(base, negation(holds)), "the second alternative"))
            for side, shown, what in sides:
                yield Inline(f"{what} of `{{{piece.condition.source.strip()}: …}}`", piece.offset, shown)
                yield from inline(side, layout, turn, shown)
        elif isinstance(piece, Alternatives | Select):
            word = piece.kind if isinstance(piece, Alternatives) else piece.variable.name
            chosen = zip(piece.alternatives, _chosen(piece, layout, turn), strict=True)
            for number, (side, shown) in enumerate(chosen, 1):
                shown = conjunction(base, shown)
                yield Inline(f"alternative {number} of `{{{word}: …}}`", piece.offset, shown)
                yield from inline(side, layout, turn, shown)
        elif not isinstance(piece, str | PrintedValue | PrintedChoice):
            assert_never(piece)


def _chosen(piece: Alternatives | Select, layout: StateLayout, turn: Turn) -> Iterable[Formula]:
    """Return when each of several alternatives is shown; where chance picks one, each may be."""
    if isinstance(piece, Alternatives):
        order, size = ALTERNATIVES[piece.kind], len(piece.alternatives)
        return (ALWAYS for _ in range(size)) if order.by_chance else _turns_of(order, size, layout, turn)
    index = piece.variable.index
    return _cases(lambda values, _: values[index], Expr("cell", index), piece.values)


def _turns_of(order: Order, size: int, layout: StateLayout, turn: Turn) -> Iterable[Formula]:
    """Return when each of so many alternatives is shown: what `shown` gives, as a tree.

    A counter may go round through more counts than can be listed, so none are.
    """
    counter, more = turn
    if counter is None:
        first = order.shown(Showing(size))
        return (ALWAYS if number == first else NEVER for number in range(size))
    index = counter.index
    count = Expr("+", args=(Expr("cell", layout.first_mark + index), Expr("const", more)))
    before = Expr("-", args=(Expr("max", args=(count, _ONE)), _ONE))
    match order.counts:
        case "up to the last":
            here = Expr("min", args=(before, Expr("const", size - 1)))
        case "round":
            here = Expr("%", args=(before, Expr("const", size)))
        case "not at all":
            raise AssertionError("what is not counted is left to chance")
        case _:
            assert_never(order.counts)

    def shown(_: ByIndex[Value], counters: ByIndex[int]) -> int:
        return order.shown(Showing(size, max(counters[index] + more, 1) - 1))

    return _cases(shown, here, range(size))


def _cases(function: StateFunction, expr: Expr, values: Iterable[Value]) -> Iterator[Formula]:
    """Return for each of some values when a function, and the tree of it, gives that value."""

    def gives(value: Value) -> Formula:
        equal = Expr("==", args=(expr, Expr("const", value)))
        return Formula(lambda *state: function(*state) == value, equal, (Case(function, value),))

    return map(gives, values)
