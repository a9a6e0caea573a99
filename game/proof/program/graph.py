"""A story compiled to a graph: locations, and edges of a guard, effects and the location they lead to.

Problem: the proof wants steps small enough to reckon with, and no rule of the format decided twice.
Method: a program graph, as textbooks of model checking have it (C. Baier, J.-P. Katoen, "Principles of
Model Checking", section 2.1.2). A scene is the moments of `Location`, a choice one edge to each outcome:

    enter hall --[count, do]--> entered --> inside --[nothing open]--> fallthrough --> enter yard
                                               |--[something open]--> here --[guard]--> outcome --> ...

The guards of a choice's outcomes exclude each other, and so do those of a `to`: the first that holds is
written as "this one, and none before". `Rules.step` has the same moments in the same order, and tells
them to observers; whoever changes one changes the other, and the generated stories find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.proof.budget import Budget
from game.proof.program.expressions import (
    TRUE,
    Evaluator,
    Expr,
    StateLayout,
    cells_of,
    conjuncts,
    evaluator,
    lower,
    negation,
)
from game.proof.program.guards import choice_guards, target_guards
from game.proof.program.queries import Location
from game.story.counters import Counter
from game.story.language.effects import Effects
from game.story.language.symbols import Value, Variable
from game.story.model import Scene, Story, Target

Fit = Callable[[Value], Value]


class EdgeEffect(NamedTuple):
    """A cell set to what a tree comes to, made to fit its domain."""

    cell: int
    expr: Expr
    fit: Fit


class GuardedEdge(NamedTuple):
    """A way from one location to another; `is_choice` if a choice is taken on it."""

    source: int
    target: int
    guard: Expr
    effects: tuple[EdgeEffect, ...]
    is_choice: bool


class ProgramGraph(NamedTuple):
    """The locations of a story, their numbers, and the edges between them; location 0 is the start."""

    locations: tuple[Location, ...]
    numbers: dict[Location, int]
    edges: tuple[GuardedEdge, ...]

    def edges_from(self) -> list[list[GuardedEdge]]:
        """Return the edges by the location they leave."""
        found: list[list[GuardedEdge]] = [[] for _ in self.locations]
        for edge in self.edges:
            found[edge.source].append(edge)
        return found

    def leading_to(self, targets: Iterable[Location]) -> ProgramGraph:
        """Return the same locations with those edges only that some of them may be reached over.

        On the way to them nothing else makes a difference.
        """
        arriving: list[list[GuardedEdge]] = [[] for _ in self.locations]
        for edge in self.edges:
            arriving[edge.target].append(edge)
        waiting = [self.numbers[target] for target in targets if target in self.numbers]
        leads = set(waiting)
        while waiting:
            before = {edge.source for edge in arriving[waiting.pop()]} - leads
            leads |= before
            waiting += before
        return self._replace(edges=tuple(edge for edge in self.edges if edge.target in leads))


def program_graph(story: Story, layout: StateLayout, budget: Budget) -> ProgramGraph:
    """Compile a story. Raises OutOfBounds."""
    making = _Making(story, layout, budget)
    making.number(Location("enter", story.start))
    edges = [edge for scene in story.scenes.values() for edge in making.scene(scene)]
    return ProgramGraph(tuple(making.numbers), making.numbers, tuple(edges))


class _Making:
    def __init__(self, story: Story, layout: StateLayout, budget: Budget) -> None:
        self.story = story
        self.layout = layout
        self.budget = budget
        self.numbers: dict[Location, int] = {}

    def number(self, location: Location) -> int:
        return self.numbers.setdefault(location, len(self.numbers))

    def edge(
        self,
        source: Location,
        target: Location,
        guard: Expr = TRUE,
        effects: Iterator[EdgeEffect] | None = None,
        is_choice: bool = False,
    ) -> GuardedEdge:
        self.budget.tick()
        return GuardedEdge(self.number(source), self.number(target), guard, tuple(effects or ()), is_choice)

    def scene(self, scene: Scene) -> Iterator[GuardedEdge]:
        enter, entered, here, moves_on = (
            Location("enter", scene.id),
            Location("entered", scene.id),
            Location("here", scene.id),
            Location("fallthrough", scene.id),
        )
        # Only a scene that has both choices and a `to` has to ask which it is.
        inside = Location("inside", scene.id) if scene.choices and scene.targets else here
        inside = inside if scene.choices or not scene.targets else moves_on
        yield self.edge(enter, entered, effects=self.entering(scene))
        yield self.edge(entered, inside)
        opens = choice_guards(self.story, self.layout, scene)
        if inside not in (here, moves_on):
            yield self.edge(inside, moves_on, negation(opens.any).expr)
            yield self.edge(inside, here, opens.any.expr)
        yield from self.leading(moves_on, scene.targets)
        for choice in scene.choices:
            counter = self.story.counters.choices.get((scene.id, choice.key))
            for number, outcome in enumerate(choice.outcomes):
                row = Location("outcome", scene.id, choice.key, number)
                effects = self.taking(counter, choice.effects, outcome.effects)
                yield self.edge(here, row, opens.outcomes[choice.key][number].expr, effects, is_choice=True)
                if outcome.targets:
                    yield from self.leading(row, outcome.targets)
                else:
                    yield self.edge(row, inside)

    def leading(self, source: Location, found: tuple[Target, ...]) -> Iterator[GuardedEdge]:
        for target, taken in zip(found, target_guards(found), strict=True):
            yield self.edge(source, Location("enter", target.scene), taken.expr)

    def entering(self, scene: Scene) -> Iterator[EdgeEffect]:
        yield from self.counting(self.story.counters.scenes.get(scene.id))
        yield from self.effects(scene.effects)

    def taking(self, counter: Counter | None, *effects: Effects | None) -> Iterator[EdgeEffect]:
        yield from self.counting(counter)
        for one in effects:
            yield from self.effects(one)

    def counting(self, counter: Counter | None) -> Iterator[EdgeEffect]:
        if counter is None:
            return
        cell = self.layout.first_mark + counter.index
        if len(counter.counts) == 2:
            yield EdgeEffect(cell, Expr("const", 1), _as_is)
        else:
            yield EdgeEffect(cell, Expr("cell", cell), lambda count: counter.after(int(count)))

    def effects(self, effects: Effects | None) -> Iterator[EdgeEffect]:
        for one in effects.assignments if effects else ():
            fit = one.target.clamp if isinstance(one.target, Variable) else _as_is
            yield EdgeEffect(one.target.index, lower(one.term, effects.symbols), fit)  # type: ignore[union-attr]


def _as_is(value: Value) -> Value:
    return value


class ConcreteEdge(NamedTuple):
    """An edge to be taken by one state at a time."""

    edge: GuardedEdge
    holds: Evaluator
    effects: tuple[tuple[int, Evaluator, Fit], ...]
    read: tuple[int, ...]  # the cells that the guard reads
    parts: tuple[tuple[tuple[int, ...], Evaluator], ...]  # what must hold together, and what that reads

    def after(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return the cells of a state after the effects."""
        if not self.effects:
            return values
        changed = list(values)
        for cell, result, fit in self.effects:
            changed[cell] = fit(result(changed))
        return tuple(changed)


def concrete_edge(edge: GuardedEdge) -> ConcreteEdge:
    """Make an edge ready to be taken."""
    effects = tuple((one.cell, evaluator(one.expr), one.fit) for one in edge.effects)
    parts = tuple((tuple(set(cells_of(part))), evaluator(part)) for part in conjuncts(edge.guard))
    return ConcreteEdge(edge, evaluator(edge.guard), effects, tuple(set(cells_of(edge.guard))), parts)


class Program(NamedTuple):
    """A story as it is proved: its rules, its cells, its graph."""

    story: Story
    rules: Rules
    layout: StateLayout
    graph: ProgramGraph
