"""How likely each ending is, if every choice is taken at random, each open one alike."""

from __future__ import annotations

from collections.abc import Sequence

from game.proof.components import components

NEGLIGIBLE = 1e-13
MAX_SWEEPS = 100_000


def visits(after: Sequence[Sequence[int]], choices: Sequence[int]) -> list[float] | None:
    """Give how often a random walk from node 0 is expected to pass each node that it can leave for good.

    `after` gives the nodes each node leads to, one for each way out that leads anywhere, and
    `choices` how many ways out there are; a node without any keeps what arrives. Components that
    are never left count as one arrival. None if a component is left too slowly to be reckoned.
    Floating point: each component is swept until what still moves in it is under 1e-13.
    """
    arrived = [0.0] * len(after)
    if after:
        arrived[0] = 1.0
    for component in reversed(components(after)):
        inside = set(component)
        if all(other in inside for node in component for other in after[node]):
            continue
        if not _flow(component, inside, after, choices, arrived):
            return None
    return arrived


def _flow(
    component: list[int],
    inside: set[int],
    after: Sequence[Sequence[int]],
    choices: Sequence[int],
    arrived: list[float],
) -> bool:
    """Pass on everything that arrives in a component until nothing is left in it."""
    moving = {node: arrived[node] for node in component if arrived[node]}
    for _ in range(MAX_SWEEPS):
        coming: dict[int, float] = {}
        for node, mass in moving.items():
            part = mass / choices[node]
            for other in after[node]:
                arrived[other] += part
                if other in inside:
                    coming[other] = coming.get(other, 0.0) + part
        if sum(coming.values()) < NEGLIGIBLE:
            return True
        moving = coming
    return False
