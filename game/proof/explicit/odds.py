"""How likely each ending is, if every choice is taken at random, each open one alike.

Exact where the states can be listed: the expected visits of an absorbing Markov chain (J. Kemeny and
J. Snell, "Finite Markov Chains", 1960), component by component, in floating point. Elsewhere they are
sampled (see `simulate.sampled_odds`).
"""

from __future__ import annotations

from collections.abc import Sequence

from game.proof.budget import Budget
from game.proof.graphs import components

NEGLIGIBLE = 1e-13
MOST_FLOW = 1_500_000  # ways that something flows on in one component, before it is left too slowly


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
