"""How likely each ending is, if every choice is taken at random, each open one alike.

Exact where the states can be listed: the expected visits of an absorbing Markov chain (J. Kemeny and
J. Snell, "Finite Markov Chains", 1960), component by component, in floating point. Sampled elsewhere,
with the interval in which the true share lies, and called so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from random import Random

from game.play.engine.rules import Rules
from game.proof.answers import Shares
from game.proof.budget import Budget, OutOfBounds
from game.proof.graphs import components
from game.story.diagnostics.problem import StoryError

NEGLIGIBLE = 1e-13
MOST_FLOW = 1_500_000  # ways that something flows on in one component, before it is left too slowly
PLAYTHROUGHS = 10_000
LONGEST = 5_000  # choices in one playthrough; what goes on longer counts as never ending


def visits(
    after: Sequence[Sequence[int]], choices: Sequence[int], budget: Budget | None = None
) -> list[float] | None:
    """Return how often a random walk from node 0 is expected to pass each node that it can leave for good.

    `after` gives the nodes each node leads to, one for each way out that leads anywhere, and
    `choices` how many ways out there are; a node without any keeps what arrives. Components that
    are never left count as one arrival. None if a component is left too slowly to be reckoned.
    Floating point: each component is swept until what still moves in it is under 1e-13. Raises
    OutOfBounds, if there is a budget.
    """
    arrived = [0.0] * len(after)
    if after:
        arrived[0] = 1.0
    for component in reversed(components(after)):
        inside = set(component)
        if all(other in inside for node in component for other in after[node]):
            continue
        if not _flow(component, inside, after, choices, arrived, budget or Budget(None)):
            return None
    return arrived


def _flow(
    component: list[int],
    inside: set[int],
    after: Sequence[Sequence[int]],
    choices: Sequence[int],
    arrived: list[float],
    budget: Budget,
) -> bool:
    """Pass on everything that arrives in a component until nothing is left in it."""
    moving = {node: arrived[node] for node in component if arrived[node]}
    flow = 0
    while flow < MOST_FLOW:
        coming: dict[int, float] = {}
        for node, mass in moving.items():
            budget.tick()
            flow += len(after[node])
            part = mass / choices[node]
            for other in after[node]:
                arrived[other] += part
                if other in inside:
                    coming[other] = coming.get(other, 0.0) + part
        if sum(coming.values()) < NEGLIGIBLE:
            return True
        moving = coming
    return False


def sampled(rules: Rules, budget: Budget, width: float, seed: int = 0) -> Shares:
    """Play at random and count the endings, at least once.

    Until every share is known to `width`, the length of its interval, there were PLAYTHROUGHS of them,
    or the budget is used up.
    """
    random = Random(seed)  # noqa: S311 - playthroughs, not secrets
    endings = {scene.id: 0 for scene in rules.story.scenes.values() if scene.ending}
    played = 0
    try:
        while played < PLAYTHROUGHS and not (
            played % 100 == 0 and played and _is_known(endings, played, width)
        ):
            ending = _played(rules, random)
            played += 1
            if ending in endings:
                endings[ending] += 1
            budget.check()
    except OutOfBounds:
        pass
    by_ending = {ending: count / played for ending, count in endings.items()}
    return Shares(by_ending, max(0.0, 1.0 - sum(by_ending.values())), played)


def _is_known(endings: Mapping[str, int], played: int, width: float) -> bool:
    intervals = (wilson_interval(count / played, played) for count in endings.values())
    return all(high - low <= width for low, high in intervals)


def _played(rules: Rules, random: Random) -> str:
    """Play once, and give the scene where that ends."""
    try:
        state = rules.start()
        for _ in range(LONGEST):
            scene, values, counters = state
            untried = list(rules.scene(scene).choices.items())
            while untried:  # the first open one of choices in random order: each open one alike
                number = int(random.random() * len(untried))
                key, choice = untried[number]
                if choice.outcome(values, counters) is not None:
                    state = rules.step(state, key)
                    break
                untried[number] = untried[-1]
                untried.pop()
            else:
                return scene
    except StoryError:  # a loop without a choice
        pass
    return ""


def wilson_interval(share: float, playthroughs: int) -> tuple[float, float]:
    """Return the interval that holds the true share with 95 % confidence (Wilson's, 1927)."""
    z = 1.96
    middle = share + z * z / (2 * playthroughs)
    spread = z * sqrt(share * (1 - share) / playthroughs + z * z / (4 * playthroughs**2))
    scale = 1 + z * z / playthroughs
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
