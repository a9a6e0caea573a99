"""Functions of many variables with finite domains, as reduced ordered decision diagrams.

Problem: sets of states, and distances of states, of which there are far too many to list. Method:
multi-valued, multi-terminal decision diagrams (R. Bryant, "Graph-based algorithms for Boolean
function manipulation", 1986; T. Kam and others, "Multi-valued decision diagrams", 1998; "restrict" is
O. Coudert and J. Madre's generalized cofactor, 1990).

A diagram is a number: a terminal, which is a value, or a node, which asks for the value of the
variable of its level and has a child for each. Equal functions are the same number: whatever makes a
node must go through `node`, and a result may be remembered only under everything that it depends on.
For example, with `lamp` (2 values) on level 0 and `coins` (3 values) on level 1, the distance
"0 if lamp and coins == 2, else no way" is

    (level 0: never, (level 1: never, never, at once))

All operations recurse once a level. That takes no room on the C stack, since Python functions call
each other without it; `MDD` raises Python's own limit as far as its levels need.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from game.proof.budget import Budget, OutOfBounds

Diagram = int
Distance = int
INFINITE: Distance = 1 << 40  # a distance that no walk has

_FRAMES = 4  # of Python, at most, for one level of an operation
DiagramVariable = tuple[int, Mapping[Any, int]]
_Binary = Callable[[Any, Any], Hashable]


class MDD:
    """A store of diagrams over variables with `widths[level]` values, numbered from 0.

    Whatever makes diagrams raises OutOfBounds when the budget or `max_size` is met. What an operation
    came to is remembered by the operation and all it depends on, then by diagram.
    """

    def __init__(self, widths: Sequence[int], budget: Budget | None = None, max_size: int = 1 << 60) -> None:
        self.widths = tuple(widths)
        self._budget = budget or Budget(None)
        self._max_size = max_size
        self._end = len(widths)
        self._level: list[int] = []
        self._children: list[tuple[Diagram, ...]] = []
        self._value: list[Any] = []
        self._terminals: dict[Hashable, Diagram] = {}
        self._nodes: list[dict[tuple[Diagram, ...], Diagram]] = [{} for _ in widths]
        self._results: dict[Hashable, dict[Any, Diagram]] = {}
        self._minimum: dict[tuple[Diagram, Diagram], Diagram] = {}
        self._ite: dict[tuple[Diagram, Diagram], Diagram] = {}
        self.no, self.yes = self.value(False), self.value(True)
        self.never, self.at_once = self.value(INFINITE), self.value(0)
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 2_000 + _FRAMES * self._end))

    def __len__(self) -> int:
        return len(self._level)

    # --- making -----------------------------------------------------------------

    def value(self, value: Hashable) -> Diagram:
        """Return the diagram that is the same value everywhere."""
        found = self._terminals.get(value)
        if found is None:
            found = self._terminals[value] = self._add(self._end, (), value)
        return found

    def node(self, level: int, children: tuple[Diagram, ...]) -> Diagram:
        """Return the diagram that asks a variable and goes on to a child for each of its values."""
        nodes = self._nodes[level]
        found = nodes.get(children)
        if found is None:
            first = children[0]
            if children.count(first) == len(children):
                return first
            found = nodes[children] = self._add(level, children, None)
        return found

    def _add(self, level: int, children: tuple[Diagram, ...], value: Hashable) -> Diagram:
        levels = self._level
        found = len(levels)
        if not found % 64:  # before anything is changed: who meets a limit may go on after a rollback
            self._budget.tick()
            if not found % 4_096 and self.size > self._max_size:
                raise OutOfBounds("a set of states grew too complicated")
        levels.append(level)
        self._children.append(children)
        self._value.append(value)
        return found

    def rollback(self, size: int) -> None:
        """Drop every diagram made after the first `size`; those that were kept stay what they are."""
        for number in range(size, len(self._level)):
            level = self._level[number]
            if level == self._end:
                del self._terminals[self._value[number]]
            else:
                del self._nodes[level][self._children[number]]
        del self._level[size:], self._children[size:], self._value[size:]
        self._results.clear()
        self._minimum.clear()
        self._ite.clear()

    @contextmanager
    def at_most(self, size: int) -> Iterator[None]:
        """Let what is done inside hold no more diagrams and remembered results than so many."""
        before = self._max_size
        self._max_size = min(before, size)
        try:
            yield
        finally:
            self._max_size = before

    @property
    def size(self) -> int:
        """How many diagrams and remembered results are held."""
        results = sum(map(len, self._results.values()))
        return len(self._level) + results + len(self._minimum) + len(self._ite)

    def _remembered(self, operation: Hashable) -> dict[Any, Diagram]:
        """Return what an operation came to so far."""
        found = self._results.get(operation)
        if found is None:
            found = self._results[operation] = {}
        return found

    # --- asking -----------------------------------------------------------------

    def evaluate(
        self, diagram: Diagram, variables: Sequence[DiagramVariable], state: Sequence[Hashable]
    ) -> Any:
        """Return the value of a diagram for a state.

        `variables` gives by level where the variable stands in the state and the number of each of its
        values; one without a number counts as 0.
        """
        levels, nodes, end = self._level, self._children, self._end
        while (level := levels[diagram]) < end:
            position, numbers = variables[level]
            diagram = nodes[diagram][numbers.get(state[position], 0)]
        return self._value[diagram]

    def values(self, diagram: Diagram) -> set[Any]:
        """Return every value that a diagram has anywhere (its range)."""
        return {self._value[one] for one in self.below([diagram]) if self._level[one] == self._end}

    def support(self, diagram: Diagram) -> set[int]:
        """Return the level of every variable that a diagram asks for."""
        return {self._level[one] for one in self.below([diagram])} - {self._end}

    def parts(self, diagram: Diagram) -> tuple[int, tuple[Diagram, ...]]:
        """Return the level of a diagram and its children, which have smaller numbers; a terminal has none."""
        return self._level[diagram], self._children[diagram]

    def below(self, diagrams: Iterable[Diagram]) -> set[Diagram]:
        """Return some diagrams and all their descendants."""
        met = set(diagrams)
        waiting = list(met)
        while waiting:
            for child in self._children[waiting.pop()]:
                if child not in met:
                    met.add(child)
                    waiting.append(child)
        return met

    # --- combining ----------------------------------------------------------------

    def apply(self, name: str, operation: _Binary, left: Diagram, right: Diagram) -> Diagram:
        """Return the diagram of an operation on two; `name` tells the operations apart."""
        return self._apply(operation, left, right, self._remembered(name))

    def _apply(self, operation: _Binary, left: Diagram, right: Diagram, known: dict[Any, Diagram]) -> Diagram:
        level, other = self._level[left], self._level[right]
        if level == other == self._end:
            return self.value(operation(self._value[left], self._value[right]))
        key = (left, right)
        found = known.get(key)
        if found is None:
            new = []
            for one, two in self._pairs(left, right):
                new.append(self._apply(operation, one, two, known))
            found = known[key] = self.node(min(level, other), tuple(new))
        return found

    def _pairs(self, left: Diagram, right: Diagram) -> zip[tuple[Diagram, Diagram]]:
        """Return the children to go on with: of whichever asks the earlier variable, or of both."""
        level, other = self._level[left], self._level[right]
        ours, theirs = self._children[left], self._children[right]
        if level < other:
            theirs = (right,) * len(ours)
        elif level > other:
            ours = (left,) * len(theirs)
        return zip(ours, theirs)  # noqa: B905 - of one length; to ask takes a twentieth of all

    def map(self, name: Hashable, operation: Callable[[Any], Hashable], diagram: Diagram) -> Diagram:
        """Return the diagram with an operation done on each of its values."""
        return self._map(operation, diagram, self._remembered(("map", name)))

    def _map(
        self, operation: Callable[[Any], Hashable], diagram: Diagram, known: dict[Any, Diagram]
    ) -> Diagram:
        found = known.get(diagram)
        if found is None:
            if self._level[diagram] == self._end:
                found = self.value(operation(self._value[diagram]))
            else:
                new = []
                for child in self._children[diagram]:
                    made = known.get(child)
                    new.append(self._map(operation, child, known) if made is None else made)
                found = self.node(self._level[diagram], tuple(new))
            known[diagram] = found
        return found

    def minimum(self, left: Diagram, right: Diagram) -> Diagram:
        """Return the smaller of two distances."""
        never, at_once = self.never, self.at_once
        if left in (right, at_once) or right == never:
            return left
        if left == never or right == at_once:
            return right
        key = (left, right) if left < right else (right, left)
        found = self._minimum.get(key)
        return self._smaller(key) if found is None else found

    def _smaller(self, key: tuple[Diagram, Diagram]) -> Diagram:
        """Make the smaller of two distances that differ; of their children too, without a call for each."""
        left, right = key
        level, other = self._level[left], self._level[right]
        if level == other == self._end:
            return left if self._value[left] <= self._value[right] else right
        never, at_once, known = self.never, self.at_once, self._minimum
        new = []
        for one, two in self._pairs(left, right):
            if one == two or two == never:
                new.append(one)
            elif one == never:
                new.append(two)
            elif one == at_once or two == at_once:
                new.append(at_once)
            else:
                pair = (one, two) if one < two else (two, one)
                found = known.get(pair)
                new.append(self._smaller(pair) if found is None else found)
        made = known[key] = self.node(min(level, other), tuple(new))
        return made

    def ite(self, condition: Diagram, distance: Diagram) -> Diagram:
        """Return a distance where a condition holds, and no way elsewhere (if, then, else `never`)."""
        yes, no, never = self.yes, self.no, self.never
        if condition == yes or distance == never:
            return distance
        if condition == no:
            return never
        key = (condition, distance)
        found = self._ite.get(key)
        if found is None:
            level, other = self._level[condition], self._level[distance]
            new = []
            if level == other:
                for one, two in zip(self._children[condition], self._children[distance], strict=True):
                    new.append(two if one == yes else never if one == no else self.ite(one, two))
            elif level < other:
                for one in self._children[condition]:
                    new.append(distance if one == yes else never if one == no else self.ite(one, distance))
            else:
                level = other
                for two in self._children[distance]:
                    new.append(never if two == never else self.ite(condition, two))
            found = self._ite[key] = self.node(level, tuple(new))
        return found

    # --- variables ------------------------------------------------------------------

    def substitute(self, diagram: Diagram, level: int, table: tuple[int, ...]) -> Diagram:
        """Return the diagram as it is after a variable's value `i` has become `table[i]`."""
        if self._level[diagram] > level:
            return diagram
        return self._substitute(diagram, level, table, self._remembered(("substitute", level, table)))

    def _substitute(
        self, diagram: Diagram, level: int, table: tuple[int, ...], known: dict[Any, Diagram]
    ) -> Diagram:
        here = self._level[diagram]
        if here > level:
            return diagram
        found = known.get(diagram)
        if found is None:
            children = self._children[diagram]
            if here == level:
                new = [children[value] for value in table]
            else:
                new = []
                for child in children:
                    made = known.get(child)
                    new.append(self._substitute(child, level, table, known) if made is None else made)
            found = known[diagram] = self.node(here, tuple(new))
        return found

    def compose(self, diagram: Diagram, level: int, selector: Diagram) -> Diagram:
        """Return the diagram as it is after a variable has taken the value that `selector` gives."""
        result = self.never
        for value in self.values(selector):
            taken = self.map(("is", value), partial(operator.eq, value), selector)
            fixed = self.substitute(diagram, level, (value,) * self.widths[level])
            result = self.minimum(result, self.ite(taken, fixed))
        return result

    def minimize_over(self, diagram: Diagram, level: int) -> Diagram:
        """Return the least distance over one variable."""
        support = self.support(diagram)
        return self.minimize(diagram, frozenset(support - {level})) if level in support else diagram

    def minimize(self, diagram: Diagram, kept: frozenset[int]) -> Diagram:
        """Return the least distance over all variables but those of the kept levels."""
        return self._minimize(diagram, kept, self._remembered(("minimize", kept)))

    def _minimize(self, diagram: Diagram, kept: frozenset[int], known: dict[Any, Diagram]) -> Diagram:
        level = self._level[diagram]
        if level == self._end:
            return diagram
        found = known.get(diagram)
        if found is None:
            children = self._children[diagram]
            smaller: dict[Diagram, Diagram] = {}
            for child in children:
                if child not in smaller:
                    smaller[child] = self._minimize(child, kept, known)
            if level in kept:
                found = self.node(level, tuple([smaller[child] for child in children]))
            else:
                found = self.never
                for child in smaller.values():
                    found = self.minimum(found, child)
            known[diagram] = found
        return found

    def exists(self, condition: Diagram, kept: frozenset[int]) -> Diagram:
        """Return where a condition may hold, the variables of all but the kept levels being as one likes."""
        if condition in (self.yes, self.no):
            return condition
        known = self._remembered(("exists", kept))
        found = known.get(condition)
        if found is None:
            distance = self.minimize(self.ite(condition, self.at_once), kept)
            found = known[condition] = self.map("exists", _is_finite, distance)
        return found

    def restrict(
        self, diagram: Diagram, box: Mapping[int, tuple[int, ...] | None], name: Hashable
    ) -> Diagram:
        """Return a diagram with the same values inside a box (a care set), and fewer nodes.

        `box` gives for each level and each value of its variable the one to look at: itself if it is in the
        box, else one that is. None if all are; `name` tells boxes apart.
        """
        if not self._children[diagram]:
            return diagram
        return self._restrict(diagram, box, self._remembered(("restrict", name)))

    def _restrict(
        self, diagram: Diagram, box: Mapping[int, tuple[int, ...] | None], known: dict[Any, Diagram]
    ) -> Diagram:
        found = known.get(diagram)
        if found is None:
            level, children = self._level[diagram], self._children[diagram]
            table = box[level]
            new = []
            for child in children if table is None else [children[value] for value in table]:
                made = known.get(child) if self._children[child] else child
                new.append(self._restrict(child, box, known) if made is None else made)
            found = known[diagram] = self.node(level, tuple(new))
        return found


def _is_finite(distance: Distance) -> bool:
    return distance < INFINITE
