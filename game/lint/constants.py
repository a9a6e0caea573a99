"""What values names may have, and what follows for conditions and effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import inf, prod

from game.lint.def_use import Uses
from game.proof.dataflow.intervals import Interval, interval
from game.proof.program.expressions import lower
from game.story.language.bounds import bounds
from game.story.language.conditions import Condition
from game.story.language.effects import Assignment
from game.story.language.parser import COUNTED, Term, leaves
from game.story.language.symbols import Value, Variable
from game.story.model import Story

MAX_CASES = 5000  # more than this many combinations of values are not tried


def constant_verdict(condition: Condition, story: Story, uses: Uses) -> bool | None:
    """Return what a condition always is; None if it can be either, or is too wide to try.

    A condition without names that is simply `true` is an author's way to say `always`, and not judged.
    """
    known = uses.verdicts
    if condition.meaning not in known:
        known[condition.meaning] = _verdict(condition, story, uses)
    return known[condition.meaning]


def _verdict(condition: Condition, story: Story, uses: Uses) -> bool | None:
    named = any(term.op in ("name", "item", *COUNTED) for term in leaves(condition.term))
    seen = set()
    for values, counters in cases((condition.term,), story, uses):
        seen.add(bool(condition.test(values, counters)))
        if len(seen) == 2:
            return None
    if not seen:
        seen = _by_intervals(condition, story)
    if seen == {True}:
        return True if named else None
    return False if seen == {False} else None


def _by_intervals(condition: Condition, story: Story) -> set[bool]:
    """Return what a condition may be where there is too much to try, each name anywhere in its range."""
    symbols = condition.symbols
    counters = len(symbols.variables) + len(symbols.items)  # stand behind all else
    known: dict[int, Interval] = {}
    for leaf in leaves(condition.term):
        if leaf.op == "name":
            variable = story.variables[leaf.text]
            if variable.type == "enum":
                return {False, True}
            is_number = variable.type == "int"
            known[variable.index] = (variable.low, variable.high) if is_number else (False, True)
        elif leaf.op == "item":
            known[story.items[leaf.text].index] = (False, True)
        elif leaf.op in COUNTED:
            known[counters + symbols.counters[leaf.op, leaf.text]] = (0, inf)
    return set(map(bool, interval(lower(condition.term, symbols), known)))


def cases(
    terms: Sequence[Term], story: Story, uses: Uses
) -> Iterator[tuple[Mapping[int, Value], Mapping[int, int]]]:
    """Yield every combination of what the names in some terms may be, by their index; nothing if too many."""
    domains: dict[int, Sequence[Value]] = {}
    counts: dict[int, range] = {}
    for term in terms:
        for leaf in leaves(term):
            if leaf.op == "name":
                variable = story.variables[leaf.text]
                domains[variable.index] = uses.domain(variable)
            elif leaf.op == "item":
                domains[story.items[leaf.text].index] = (False, True)
            elif leaf.op in COUNTED:
                counter = story.counters.asked(leaf.op, leaf.text)
                counts[counter.index] = counter.counts
    if prod(len(domain) for domain in (*domains.values(), *counts.values())) > MAX_CASES:
        return
    for values in product(*domains.values()):
        for now in product(*counts.values()):
            yield dict(zip(domains, values, strict=True)), dict(zip(counts, now, strict=True))


def always_swallowed(assignment: Assignment, story: Story) -> bool:
    """Whether what an effect assigns is outside the range whatever the names in it are."""
    target = assignment.target
    if not isinstance(target, Variable) or target.type != "int":
        return False
    low, high = bounds(assignment.term, story.symbols)
    return low > target.high or high < target.low


def never_moves(variable: Variable, assignments: list[Assignment]) -> bool:
    """Whether a variable starts at one end of its range and every effect pushes it on that way."""
    if variable.type != "int" or variable.low == variable.high:
        return False
    up, down = variable.start == variable.high, variable.start == variable.low
    for assignment in assignments:
        step = _step(assignment)
        up = up and step is not None and step > 0
        down = down and step is not None and step < 0
        if not up and not down:
            return False
    return True


def _step(assignment: Assignment) -> int | None:
    """Return by how much `x += 2` or `x -= 2` changes its variable; None for any other effect."""
    term = assignment.term
    if term.op in ("+", "-") and term.args[0].text == assignment.target.name and term.args[1].op == "number":
        return int(term.args[1].text) * (1 if term.op == "+" else -1)
    return None
