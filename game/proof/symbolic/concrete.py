"""Edges of the graph as one state at a time takes them."""

from __future__ import annotations

from typing import NamedTuple

from game.proof.dataflow.value_sets import conjuncts
from game.proof.program.expressions import Reckoning, cells_of, reckoning
from game.proof.program.graph import Edge, Fit
from game.story.language.symbols import Value


class Road(NamedTuple):
    """An edge to be taken by one state at a time."""

    edge: Edge
    holds: Reckoning
    effects: tuple[tuple[int, Reckoning, Fit], ...]
    read: tuple[int, ...]  # the cells that the guard reads
    parts: tuple[tuple[tuple[int, ...], Reckoning], ...]  # what must hold together, and what that reads

    def after(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """Give the cells of a state after the effects."""
        if not self.effects:
            return values
        changed = list(values)
        for cell, result, fit in self.effects:
            changed[cell] = fit(result(changed))
        return tuple(changed)


def road(edge: Edge) -> Road:
    """Make an edge ready to be taken."""
    effects = tuple((one.cell, reckoning(one.expr), one.fit) for one in edge.effects)
    parts = tuple((tuple(set(cells_of(part))), reckoning(part)) for part in conjuncts(edge.guard))
    return Road(edge, reckoning(edge.guard), effects, tuple(set(cells_of(edge.guard))), parts)
