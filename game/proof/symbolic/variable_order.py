"""An order for the variables of decision diagrams: what is read together stands together.

Problem: the size of a diagram can be exponential in one order and linear in another, and the best order
is NP-hard to find. Method: FORCE (F. Aloul, I. Markov, K. Sakallah, "FORCE: a fast and easy-to-implement
variable-ordering heuristic", 2003): the order is fixed before the first diagram is made, and never moved.

    groups {0, 3}, {3, 4}, {1, 2}      0 1 2 3 4  ->  0 3 4 1 2

Any order is right; only time and memory hang on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.proof.budget import Budget

ROUNDS = 30


def ordered(count: int, groups: Iterable[Sequence[int]], budget: Budget | None = None) -> list[int]:
    """Return the numbers below `count` in an order that keeps each group close.

    Each round moves every number to the middle of the groups it belongs to. After Aloul, Markov and
    Sakallah, "FORCE: a fast and easy-to-implement variable-ordering heuristic" (2003).
    """
    together = [tuple(group) for group in set(map(frozenset, groups)) if len(group) > 1]
    together.sort()
    place = list(range(count))
    best, order = _spread(together, place), list(range(count))
    for _ in range(ROUNDS):
        if budget is not None:
            budget.check()
        pull: list[list[float]] = [[] for _ in range(count)]
        for group in together:
            middle = sum(place[one] for one in group) / len(group)
            for one in group:
                pull[one].append(middle)
        wanted = [sum(found) / len(found) if found else place[one] for one, found in enumerate(pull)]
        new = sorted(range(count), key=lambda one: (wanted[one], one))
        for position, one in enumerate(new):
            place[one] = position
        spread = _spread(together, place)
        if spread < best:
            best, order = spread, new
    return order


def _spread(groups: Sequence[Sequence[int]], place: Sequence[int]) -> int:
    return sum(max(place[one] for one in group) - min(place[one] for one in group) for group in groups)
