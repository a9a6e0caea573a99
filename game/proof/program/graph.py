"""A story compiled to a graph: spots, and edges of a guard, effects and the spot they lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from game.proof.program.expressions import TRUE, Cells, Expr, negation, tree
from game.proof.program.queries import Spot, targets, ways
from game.story.language.expression import Effects
from game.story.language.symbols import Value, Variable
from game.story.model import Scene, Story, Target

Fit = Callable[[Value], Value]


class Effect(NamedTuple):
    """A cell set to what a tree comes to, made to fit its domain."""

    cell: int
    expr: Expr
    fit: Fit


class Edge(NamedTuple):
    """A way from one spot to another; `cost` is 1 if a choice is taken on it."""

    source: int
    target: int
    guard: Expr
    effects: tuple[Effect, ...]
    cost: int


class Graph(NamedTuple):
    """The spots of a story, their numbers, and the edges between them; spot 0 is the start."""

    spots: tuple[Spot, ...]
    numbers: dict[Spot, int]
    edges: tuple[Edge, ...]

    def edges_from(self) -> list[list[Edge]]:
        """Give the edges by the spot they leave."""
        found: list[list[Edge]] = [[] for _ in self.spots]
        for edge in self.edges:
            found[edge.source].append(edge)
        return found


def graph(story: Story, cells: Cells) -> Graph:
    """Compile a story."""
    making = _Making(story, cells)
    making.number(Spot("enter", story.start))
    edges = [edge for scene in story.scenes.values() for edge in making.scene(scene)]
    return Graph(tuple(making.numbers), making.numbers, tuple(edges))


class _Making:
    def __init__(self, story: Story, cells: Cells) -> None:
        self.story = story
        self.cells = cells
        self.numbers: dict[Spot, int] = {}

    def number(self, spot: Spot) -> int:
        return self.numbers.setdefault(spot, len(self.numbers))

    def edge(
        self,
        source: Spot,
        target: Spot,
        guard: Expr = TRUE,
        effects: Iterator[Effect] | None = None,
        cost: int = 0,
    ) -> Edge:
        return Edge(self.number(source), self.number(target), guard, tuple(effects or ()), cost)

    def scene(self, scene: Scene) -> Iterator[Edge]:
        enter, entered, inside, here, moves_on = (
            Spot("enter", scene.id),
            Spot("entered", scene.id),
            Spot("inside", scene.id),
            Spot("here", scene.id),
            Spot("pass", scene.id),
        )
        yield self.edge(enter, entered, effects=self.entering(scene))
        yield self.edge(entered, inside)
        opens = ways(self.story, self.cells, scene)
        if scene.targets:
            yield self.edge(inside, moves_on, negation(opens.any).expr)
            yield from self.leading(moves_on, scene.targets)
        if scene.choices or not scene.targets:
            yield self.edge(inside, here, opens.any.expr if scene.targets else TRUE)
        for choice in scene.choices:
            mark = self.story.marks.once.get((scene.id, choice.key))
            for number, outcome in enumerate(choice.outcomes):
                row = Spot("row", scene.id, choice.key, number)
                effects = self.taking(mark, outcome.effects)
                yield self.edge(here, row, opens.rows[choice.key][number].expr, effects, 1)
                if outcome.targets:
                    yield from self.leading(row, outcome.targets)
                else:
                    yield self.edge(row, inside)

    def leading(self, source: Spot, found: tuple[Target, ...]) -> Iterator[Edge]:
        for target, taken in zip(found, targets(found), strict=True):
            yield self.edge(source, Spot("enter", target.scene), taken.expr)

    def entering(self, scene: Scene) -> Iterator[Effect]:
        counter = self.story.marks.counters.get(scene.id)
        if counter:
            cell = self.cells.values + counter.slot
            yield Effect(cell, Expr("cell", cell), lambda count: counter.after(int(count)))
        yield from self.effects(scene.effects)

    def taking(self, mark: int | None, effects: Effects | None) -> Iterator[Effect]:
        if mark is not None:
            yield Effect(self.cells.values + mark, Expr("const", 1), _as_is)
        yield from self.effects(effects)

    def effects(self, effects: Effects | None) -> Iterator[Effect]:
        for one in effects.assignments if effects else ():
            fit = one.target.clamp if isinstance(one.target, Variable) else _as_is
            yield Effect(one.target.slot, tree(one.term, effects.names), fit)  # type: ignore[union-attr]


def _as_is(value: Value) -> Value:
    return value
