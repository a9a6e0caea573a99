"""States from which no ending can be reached, and steps after which the story moves on for ever.

Problem: a soft-lock is a state where choices are left and no ending is; a choiceless cycle is a step
after which the story goes from scene to scene without end. Method: both are what is outside a backward
fixpoint: of the endings, and of the states in which a player stands, counted in scenes passed. Each
that is not empty gets the shortest way into it, or it is not told.

    W = states with a way to an ending; a soft-lock is entered by an edge from W to outside of W

Where sets of states are not exact they are too great, so what lies outside of them is a trap for
certain, but not every trap lies there.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.play.engine.rules import MAX_MOVES
from game.proof.answers import Keys, Trap
from game.proof.budget import OutOfBounds
from game.proof.effort import Effort
from game.proof.graphs import components
from game.proof.program.expressions import ALWAYS
from game.proof.program.guards import choice_guards
from game.proof.program.queries import Location
from game.proof.simulate.guided import GuidedPlay
from game.proof.symbolic.distances import Metric
from game.proof.symbolic.mdd import INFINITE, Diagram, Distance
from game.proof.symbolic.preimage import Backward, TargetSets
from game.proof.symbolic.shortest import shortest
from game.story.model import Story


def soft_locks(story: Story, backward: Backward, walks: GuidedPlay, effort: Effort) -> Iterator[Trap]:
    """Yield, by scene, the nearest state where the last hope of an ending has just been lost.

    Raises OutOfBounds.
    """
    endings = [location for location, scene in backward.standing() if story.scenes[scene].ending]
    ends = backward.targets([(ALWAYS, endings)])
    hope = backward.distances(ends)
    for location, stuck in _stuck(story, backward, hope).items():
        scene = backward.graph.locations[location].scene
        yield from _Stuck(backward, walks, effort, hope).trap(scene, location, stuck)
    if not backward.encoding.exact:
        perhaps = _stuck(story, backward, backward.distances(ends, certain=True))
        _rule_out(backward, perhaps, "an ending can be reached")


def _stuck(story: Story, backward: Backward, hope: list[Diagram]) -> TargetSets:
    """Return the states outside of some that have hope where a player stands and can go on."""
    diagrams = backward.diagrams
    found: TargetSets = {}
    for location, scene in backward.standing():
        if story.scenes[scene].ending:
            continue
        lost = diagrams.map("lost", _is_infinite, hope[location])
        opens = choice_guards(story, backward.value_sets.layout, story.scenes[scene]).any
        can_go_on = backward.condition(opens.expr, location)
        stuck = diagrams.ite(lost, diagrams.ite(can_go_on, diagrams.at_once))
        stuck = backward.encoding.restrict(stuck, location)
        if stuck != diagrams.never:
            found[location] = stuck
    return found


def _rule_out(backward: Backward, perhaps: TargetSets, what: str) -> None:
    """Raise OutOfBounds if some states, which are too many, can be reached."""
    if backward.start(backward.distances(perhaps)) < INFINITE:
        raise OutOfBounds(f"whether {what} hangs on a variable with too many values")


class _Stuck:
    """Looks for the nearest way into states without hope."""

    def __init__(self, backward: Backward, walks: GuidedPlay, effort: Effort, hope: list[Diagram]) -> None:
        self.backward = backward
        self.walks = walks
        self.effort = effort
        self.hope = hope

    def trap(self, scene: str, location: int, stuck: Diagram) -> Iterator[Trap]:
        """Yield the nearest way into some states without hope, from ones with hope, if there is any."""
        backward = self.backward
        landing = backward.distances({location: stuck}, Metric.MOVES)
        if backward.start(self.hope) >= INFINITE and backward.start(landing) < INFINITE:
            yield Trap(scene, ())
            return
        targets = self.crossings(landing)
        can_reach = backward.distances(targets)
        if backward.start(can_reach) >= INFINITE:
            return
        found = shortest(backward, targets, self.effort, can_reach=can_reach).keys
        if found is None:
            raise OutOfBounds(f"there may be a soft-lock in `{scene}`, but no way to it was found")
        yield Trap(scene, (*found, self.last_key(found, landing)))

    def crossings(self, landing: list[Diagram]) -> TargetSets:
        """Return the states with hope from which one choice leads to the states that are landed in."""
        backward, diagrams = self.backward, self.backward.diagrams
        targets: TargetSets = {}
        for row, distance in enumerate(landing):
            if distance == diagrams.never or backward.graph.locations[row].phase != "outcome":
                continue
            for edge in backward.edges_to[row]:
                hoping = diagrams.map("hoping", _is_finite, self.hope[edge.source])
                lands = diagrams.map("landing", _at_once, backward.pre(edge, distance))
                crossing = diagrams.ite(hoping, lands)
                known = targets.get(edge.source, diagrams.never)
                targets[edge.source] = diagrams.minimum(known, crossing)
        return targets

    def last_key(self, found: Keys, landing: list[Diagram]) -> str:
        """Return the choice that loses the last hope, after a walkthrough to the state before."""
        backward, state = self.backward, self.walks.follow(found)
        values = (*state.values, *state.counters)
        for edge in backward.leaving[backward.graph.numbers[Location("here", state.scene)]]:
            row = edge.edge.target
            after = edge.after(values)
            if edge.holds(values) and backward.encoding.evaluate(landing[row], after) < INFINITE:
                return backward.graph.locations[row].key
        raise OutOfBounds(f"there is a soft-lock after `{state.scene}`, but no way to it was found")


def choiceless_cycles(story: Story, backward: Backward, effort: Effort) -> Iterator[Trap]:
    """Yield the nearest steps after which the story moves on for ever, by choice and outcome.

    Raises OutOfBounds.
    """
    if not may_cycle(backward):
        return
    standing = backward.targets([(ALWAYS, [location for location, _ in backward.standing()])])
    for number, endless in _endless(backward, backward.distances(standing, Metric.MOVES)).items():
        targets, location = {number: endless}, backward.graph.locations[number]
        can_reach = backward.distances(targets)
        if backward.start(can_reach) < INFINITE:
            found = shortest(backward, targets, effort, can_reach=can_reach).keys
            if found is None:
                raise OutOfBounds(f"there may be a loop after `{location.scene}`, but no way to it was found")
            yield Trap(location.scene, found)

    if not backward.encoding.exact:
        perhaps = _endless(backward, backward.distances(standing, Metric.MOVES, certain=True))
        _rule_out(backward, perhaps, "the story comes to a choice again")


def _endless(backward: Backward, moves: list[Diagram]) -> TargetSets:
    """Return the states after a choice, or at the start, from which no player ever stands anywhere."""
    diagrams = backward.diagrams
    found: TargetSets = {}
    for number, location in enumerate(backward.graph.locations):
        if (location.phase == "outcome" or not number) and backward.value_sets.reaches(number):
            endless = diagrams.map("endless", _is_endless, moves[number])
            endless = backward.encoding.restrict(endless, number)
            if endless != diagrams.no:
                found[number] = diagrams.ite(endless, diagrams.at_once)
    return found


def may_cycle(backward: Backward) -> bool:
    """Whether scenes lead round to each other, or far enough, without a choice."""
    after = [[edge.edge.target for edge in edges if not edge.edge.is_choice] for edges in backward.leaving]
    found = components(after)
    moves = sum(location.phase == "fallthrough" for location in backward.graph.locations)
    return moves >= MAX_MOVES or any(
        len(component) > 1 or component[0] in after[component[0]] for component in found
    )


def _is_infinite(distance: Distance) -> bool:
    return distance >= INFINITE


def _is_finite(distance: Distance) -> bool:
    return distance < INFINITE


def _is_endless(moves: Distance) -> bool:
    return moves >= MAX_MOVES


def _at_once(distance: Distance) -> Distance:
    return 0 if distance < INFINITE else INFINITE
