"""States from which no ending can be reached, and steps after which the story moves on for ever."""

from __future__ import annotations

from collections.abc import Iterator

from game.play.engine.rules import MAX_MOVES
from game.proof.answers import Keys, Trap
from game.proof.graphs import components
from game.proof.program.expressions import ALWAYS
from game.proof.program.queries import Spot, ways
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.proof.symbolic.preimage import Measure, OutOfBounds
from game.proof.symbolic.set_queries import Sets
from game.proof.symbolic.shortest import Targets, nearest


def soft_locks(sets: Sets) -> Iterator[Trap]:
    """Give, by scene, the nearest state where the last hope of an ending has just been lost."""
    backward, diagrams = sets.backward, sets.diagrams
    scenes = sets.story.scenes
    ends = [(spot, ALWAYS) for spot, scene in sets.here() if scenes[scene].ending]
    hope = backward.distances(sets.targets(ends))
    for spot, scene in sets.here():
        if scenes[scene].ending:
            continue
        lost = diagrams.changed("lost", _is_infinite, hope[spot])
        can_go_on = backward.condition(ways(sets.story, sets.flow.cells, scenes[scene]).any.expr, spot)
        stuck = backward.within(diagrams.where(lost, diagrams.where(can_go_on, diagrams.at_once)), spot)
        if stuck != diagrams.never:
            yield from _soft_lock(sets, scene, spot, stuck, hope)


def _soft_lock(sets: Sets, scene: str, spot: int, stuck: Diagram, hope: list[Diagram]) -> Iterator[Trap]:
    """Give the nearest way into some states without hope, from ones with hope; none if there is none."""
    backward, diagrams = sets.backward, sets.diagrams
    landing = backward.distances({spot: stuck}, Measure.MOVES)
    if backward.start(hope) >= INFINITE and backward.start(landing) < INFINITE:
        yield Trap(scene, ())
        return
    targets: Targets = {}
    for row, distance in enumerate(landing):
        if distance == diagrams.never or sets.graph.spots[row].moment != "row":
            continue
        for way in backward.ways_to(row):
            hoping = diagrams.changed("hoping", _is_finite, hope[way.source])
            lands = diagrams.changed("landing", _at_once, backward.over(way, distance))
            crossing = diagrams.where(hoping, lands)
            targets[way.source] = diagrams.nearer(targets.get(way.source, diagrams.never), crossing)
    hopeful = backward.distances(targets)
    if backward.start(hopeful) < INFINITE:
        found = nearest(sets.backward, targets, hopeful)
        if found is None:
            raise OutOfBounds(f"there is a soft-lock in `{scene}`, but no way to it was found")
        yield Trap(scene, (*found, _last_key(sets, found, landing)))


def _last_key(sets: Sets, found: Keys, landing: list[Diagram]) -> str:
    """Give the choice that loses the last hope, after a walkthrough to the state before."""
    state = sets.walks.follow(found)
    values = (*state.values, *state.marks)
    for road in sets.backward.leaving[sets.graph.numbers[Spot("here", state.scene)]]:
        row = road.edge.target
        if road.holds(values) and sets.backward.at(landing[row], road.after(values)) < INFINITE:
            return sets.graph.spots[row].key
    raise OutOfBounds(f"there is a soft-lock after `{state.scene}`, but no way to it was found")


def rings(sets: Sets) -> Iterator[Trap]:
    """Give the nearest steps after which the story moves on for ever, by choice and outcome."""
    if not _may_ring(sets):
        return
    backward, diagrams = sets.backward, sets.diagrams
    settled = backward.distances(sets.targets((spot, ALWAYS) for spot, _ in sets.here()), Measure.MOVES)
    for number, spot in enumerate(sets.graph.spots):
        if (spot.moment != "row" and number) or not sets.flow.boxes[number]:
            continue
        endless = backward.within(diagrams.changed("endless", _is_endless, settled[number]), number)
        if endless == diagrams.no:
            continue
        targets = {number: diagrams.where(endless, diagrams.at_once)}
        hopeful = backward.distances(targets)
        if backward.start(hopeful) < INFINITE:
            found = nearest(sets.backward, targets, hopeful)
            if found is None:
                raise OutOfBounds(f"there is a ring after `{spot.scene}`, but no way to it was found")
            yield Trap(spot.scene, found)


def _may_ring(sets: Sets) -> bool:
    """Whether scenes lead round to each other, or far enough, without a choice."""
    after: list[list[int]] = [
        [road.edge.target for road in roads if not road.edge.cost] for roads in sets.backward.leaving
    ]
    found = components(after)
    moves = sum(spot.moment == "pass" for spot in sets.graph.spots)
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
