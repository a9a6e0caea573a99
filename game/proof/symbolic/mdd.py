"""Functions of many variables with finite domains, as reduced ordered decision diagrams.

A diagram is a number: a terminal, which is a value, or a node, which asks for the value of the
variable of its level and has a child for each. Equal functions are the same number. After
R. Bryant, "ProgramGraph-based algorithms for Boolean function manipulation" (1986), with as many children
as a variable has values and as many terminals as there are results.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

Diagram = int
INFINITE = 1 << 40  # a distance that no walk has

_Binary = Callable[[Any, Any], Hashable]


class MDD:
    """A store of diagrams over variables with `widths[level]` values, numbered from 0."""

    def __init__(self, widths: Sequence[int]) -> None:
        self.widths = tuple(widths)
        self._end = len(widths)
        self._level: list[int] = []
        self._children: list[tuple[Diagram, ...]] = []
        self._value: list[Any] = []
        self._unique: dict[Hashable, Diagram] = {}
        self._done: dict[tuple[Any, ...], Diagram] = {}
        self.no, self.yes = self.value(False), self.value(True)
        self.never, self.at_once = self.value(INFINITE), self.value(0)

    def __len__(self) -> int:
        return len(self._level)

    # --- making -----------------------------------------------------------------

    def value(self, value: Hashable) -> Diagram:
        """Return the diagram that is the same value everywhere."""
        return self._add((value,), self._end, (), value)

    def node(self, level: int, children: tuple[Diagram, ...]) -> Diagram:
        """Return the diagram that asks a variable and goes on to a child for each of its values."""
        first = children[0]
        if children.count(first) == len(children):
            return first
        found = self._unique.get((level, children))
        return self._add((level, children), level, children, None) if found is None else found

    def _add(self, key: Hashable, level: int, children: tuple[Diagram, ...], value: Hashable) -> Diagram:
        found = self._unique.get(key)
        if found is None:
            found = self._unique[key] = len(self._level)
            self._level.append(level)
            self._children.append(children)
            self._value.append(value)
        return found

    def rollback(self, size: int) -> None:
        """Drop every diagram made after the first `size`; those that were kept stay what they are."""
        for number in range(size, len(self._level)):
            level = self._level[number]
            key = (self._value[number],) if level == self._end else (level, self._children[number])
            del self._unique[key]
        del self._level[size:], self._children[size:], self._value[size:]
        self._done.clear()

    @property
    def size(self) -> int:
        """How many diagrams and remembered results are held."""
        return len(self._level) + len(self._done)

    # --- asking -----------------------------------------------------------------

    def evaluate(self, diagram: Diagram, value_of: Callable[[int], int]) -> Any:
        """Return the value of a diagram where the variable of each level has the value that it is given."""
        while self._level[diagram] < self._end:
            diagram = self._children[diagram][value_of(self._level[diagram])]
        return self._value[diagram]

    def values(self, diagram: Diagram) -> set[Any]:
        """Return every value that a diagram has anywhere."""
        return {self._value[one] for one in self._below(diagram) if self._level[one] == self._end}

    def support(self, diagram: Diagram) -> set[int]:
        """Return the level of every variable that a diagram asks for."""
        return {self._level[one] for one in self._below(diagram)} - {self._end}

    def _below(self, diagram: Diagram) -> set[Diagram]:
        """Return a diagram and all its descendants."""
        waiting, met = [diagram], {diagram}
        while waiting:
            for child in self._children[waiting.pop()]:
                if child not in met:
                    met.add(child)
                    waiting.append(child)
        return met

    # --- combining ----------------------------------------------------------------

    def apply(self, name: str, operation: _Binary, left: Diagram, right: Diagram) -> Diagram:
        """Return the diagram of an operation on two; `name` tells the operations apart."""
        if self._level[left] == self._end and self._level[right] == self._end:
            return self.value(operation(self._value[left], self._value[right]))
        key = (name, left, right)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._split(
                left, right, lambda one, other: self.apply(name, operation, one, other)
            )
        return found

    def _split(self, left: Diagram, right: Diagram, go_on: Callable[[Diagram, Diagram], Diagram]) -> Diagram:
        """Go on with the children of whichever asks the earlier variable, or of both."""
        level, other = self._level[left], self._level[right]
        if level < other:
            return self.node(level, tuple([go_on(child, right) for child in self._children[left]]))
        if level > other:
            return self.node(other, tuple([go_on(left, child) for child in self._children[right]]))
        children = zip(self._children[left], self._children[right], strict=True)
        return self.node(level, tuple([go_on(one, two) for one, two in children]))

    def map(self, name: str, operation: Callable[[Any], Hashable], diagram: Diagram) -> Diagram:
        """Return the diagram with an operation done on each of its values."""
        if self._level[diagram] == self._end:
            return self.value(operation(self._value[diagram]))
        key = (name, diagram)
        found = self._done.get(key)
        if found is None:
            children = tuple([self.map(name, operation, child) for child in self._children[diagram]])
            found = self._done[key] = self.node(self._level[diagram], children)
        return found

    def minimum(self, left: Diagram, right: Diagram) -> Diagram:
        """Return the smaller of two distances."""
        if left == right or right == self.never or left == self.at_once:
            return left
        if left == self.never or right == self.at_once:
            return right
        if left > right:
            left, right = right, left
        if self._level[left] == self._end and self._level[right] == self._end:
            return left if self._value[left] <= self._value[right] else right
        key = ("minimum", left, right)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._split(left, right, self.minimum)
        return found

    def ite(self, condition: Diagram, distance: Diagram) -> Diagram:
        """Return a distance where a condition holds, and no way elsewhere."""
        if condition == self.yes or distance == self.never:
            return distance
        if condition == self.no:
            return self.never
        key = ("ite", condition, distance)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._split(condition, distance, self.ite)
        return found

    # --- variables ------------------------------------------------------------------

    def substitute(self, diagram: Diagram, level: int, table: tuple[int, ...]) -> Diagram:
        """Return the diagram as it is after a variable's value `i` has become `table[i]`."""
        here = self._level[diagram]
        if here > level:
            return diagram
        key = ("substitute", diagram, level, table)
        found = self._done.get(key)
        if found is None:
            children = self._children[diagram]
            if here == level:
                new = tuple([children[value] for value in table])
            else:
                new = tuple([self.substitute(child, level, table) for child in children])
            found = self._done[key] = self.node(here, new)
        return found

    def compose(self, diagram: Diagram, level: int, selector: Diagram) -> Diagram:
        """Return the diagram as it is after a variable has taken the value that `selector` gives."""
        result = self.never
        for value in self.values(selector):
            taken = self.map(f"is {value}", partial(operator.eq, value), selector)
            fixed = self.substitute(diagram, level, (value,) * self.widths[level])
            result = self.minimum(result, self.ite(taken, fixed))
        return result

    def minimize(self, diagram: Diagram, kept: frozenset[int]) -> Diagram:
        """Return the least distance over all variables but the kept ones, by level."""
        level = self._level[diagram]
        if level == self._end:
            return diagram
        key = ("minimize", diagram, kept)
        found = self._done.get(key)
        if found is None:
            children = [self.minimize(child, kept) for child in set(self._children[diagram])]
            if level in kept:
                by_child = dict(zip(set(self._children[diagram]), children, strict=True))
                found = self.node(level, tuple([by_child[child] for child in self._children[diagram]]))
            else:
                found = children[0]
                for child in children[1:]:
                    found = self.minimum(found, child)
            self._done[key] = found
        return found

    def exists(self, condition: Diagram, kept: frozenset[int]) -> Diagram:
        """Return where a condition may hold, the variables of all but the kept levels being as one likes."""
        distance = self.minimize(self.ite(condition, self.at_once), kept)
        return self.map("exists", _is_finite, distance)

    def restrict(self, diagram: Diagram, box: Mapping[int, tuple[int, ...]], name: Hashable) -> Diagram:
        """Return a diagram with the same values inside a box, and fewer nodes.

        `box` gives for some levels the values, ascending, that the variable can have; `name` tells
        boxes apart.
        """
        level = self._level[diagram]
        if level == self._end:
            return diagram
        key = ("restrict", diagram, name)
        found = self._done.get(key)
        if found is None:
            children = self._children[diagram]
            kept = box.get(level)
            if kept is None:
                new = tuple([self.restrict(child, box, name) for child in children])
            else:
                inside = {value: self.restrict(children[value], box, name) for value in kept}
                other = inside[kept[0]]
                new = tuple([inside.get(value, other) for value in range(len(children))])
            found = self._done[key] = self.node(level, new)
        return found


def _is_finite(distance: int) -> bool:
    return distance < INFINITE
