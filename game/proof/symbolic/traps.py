"""States from which no ending can be reached, and steps after which the story moves on for ever."""

from __future__ import annotations

from collections.abc import Iterator

from game.play.engine.rules import MAX_MOVES
from game.proof.answers import Keys, Trap
from game.proof.graphs import components
from game.proof.program.expressions import ALWAYS
from game.proof.program.queries import Location, choice_guards
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.proof.symbolic.preimage import Metric, OutOfBounds
from game.proof.symbolic.set_queries import Sets
from game.proof.symbolic.shortest import Targets, shortest


def soft_locks(sets: Sets) -> Iterator[Trap]:
    """Return, by scene, the nearest state where the last hope of an ending has just been lost."""
    backward, diagrams = sets.backward, sets.diagrams
    scenes = sets.story.scenes
    ends = [(location, ALWAYS) for location, scene in sets.here() if scenes[scene].ending]
    hope = backward.distances(sets.targets(ends))
    for location, scene in sets.here():
        if scenes[scene].ending:
            continue
        lost = diagrams.map("lost", _is_infinite, hope[location])
        can_go_on = backward.condition(
            choice_guards(sets.story, sets.value_sets.layout, scenes[scene]).any.expr, location
        )
        stuck = backward.restrict(diagrams.ite(lost, diagrams.ite(can_go_on, diagrams.at_once)), location)
        if stuck != diagrams.never:
            yield from _soft_lock(sets, scene, location, stuck, hope)


def _soft_lock(sets: Sets, scene: str, location: int, stuck: Diagram, hope: list[Diagram]) -> Iterator[Trap]:
    """Return the nearest way into some states without hope, from ones with hope; none if there is none."""
    backward, diagrams = sets.backward, sets.diagrams
    landing = backward.distances({location: stuck}, Metric.MOVES)
    if backward.start(hope) >= INFINITE and backward.start(landing) < INFINITE:
        yield Trap(scene, ())
        return
    targets: Targets = {}
    for row, distance in enumerate(landing):
        if distance == diagrams.never or sets.graph.locations[row].phase != "outcome":
            continue
        for way in backward.edges_to(row):
            hoping = diagrams.map("hoping", _is_finite, hope[way.source])
            lands = diagrams.map("landing", _at_once, backward.pre(way, distance))
            crossing = diagrams.ite(hoping, lands)
            targets[way.source] = diagrams.minimum(targets.get(way.source, diagrams.never), crossing)
    can_reach = backward.distances(targets)
    if backward.start(can_reach) < INFINITE:
        found = shortest(sets.backward, targets, can_reach)
        if found is None:
            raise OutOfBounds(f"there is a soft-lock in `{scene}`, but no way to it was found")
        yield Trap(scene, (*found, _last_key(sets, found, landing)))


def _last_key(sets: Sets, found: Keys, landing: list[Diagram]) -> str:
    """Return the choice that loses the last hope, after a walkthrough to the state before."""
    state = sets.walks.follow(found)
    values = (*state.values, *state.counters)
    for edge in sets.backward.leaving[sets.graph.numbers[Location("here", state.scene)]]:
        row = edge.edge.target
        if edge.holds(values) and sets.backward.evaluate(landing[row], edge.after(values)) < INFINITE:
            return sets.graph.locations[row].key
    raise OutOfBounds(f"there is a soft-lock after `{state.scene}`, but no way to it was found")


def rings(sets: Sets) -> Iterator[Trap]:
    """Return the nearest steps after which the story moves on for ever, by choice and outcome."""
    if not _may_ring(sets):
        return
    backward, diagrams = sets.backward, sets.diagrams
    settled = backward.distances(
        sets.targets((location, ALWAYS) for location, _ in sets.here()), Metric.MOVES
    )
    for number, location in enumerate(sets.graph.locations):
        if (location.phase != "outcome" and number) or not sets.value_sets.abstract_states[number]:
            continue
        endless = backward.restrict(diagrams.map("endless", _is_endless, settled[number]), number)
        if endless == diagrams.no:
            continue
        targets = {number: diagrams.ite(endless, diagrams.at_once)}
        can_reach = backward.distances(targets)
        if backward.start(can_reach) < INFINITE:
            found = shortest(sets.backward, targets, can_reach)
            if found is None:
                raise OutOfBounds(f"there is a ring after `{location.scene}`, but no way to it was found")
            yield Trap(location.scene, found)


def _may_ring(sets: Sets) -> bool:
    """Whether scenes lead round to each other, or far enough, without a choice."""
    after: list[list[int]] = [
        [edge.edge.target for edge in edges if not edge.edge.is_choice] for edges in sets.backward.leaving
    ]
    found = components(after)
    moves = sum(location.phase == "fallthrough" for location in sets.graph.locations)
    return moves >= MAX_MOVES or any(
        len(component) > 1 or component[0] in after[component[0]] for component in found
    )


def _is_infinite(distance: int) -> bool:
    return distance >= INFINITE


def _is_finite(distance: int) -> bool:
    return distance < INFINITE


def _is_endless(moves: int) -> bool:
    return moves >= MAX_MOVES


def _at_once(distance: int) -> int:
    return 0 if distance < INFINITE else INFINITE
