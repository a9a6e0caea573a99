"""How likely each ending is, sampled: the share of random playthroughs that come to it.

Each share is told with the interval in which the true one lies, so that nobody takes it for exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from random import Random

from game.play.engine.rules import Rules
from game.proof.answers import Shares
from game.proof.budget import Budget, OutOfBounds
from game.proof.simulate.random_play import play_at_random

PLAYTHROUGHS = 10_000
LONGEST = 5_000  # choices in one playthrough; what goes on longer counts as never ending


def sampled(rules: Rules, budget: Budget, width: float, seed: int = 0) -> Shares | None:
    """Play at random and count the endings; None if the budget is not enough for one playthrough.

    Until every share is known to `width`, the length of its interval, there were PLAYTHROUGHS of them,
    or the budget is used up.
    """
    random = Random(seed)  # noqa: S311 - playthroughs, not secrets
    endings = {scene.id: 0 for scene in rules.story.scenes.values() if scene.ending}
    played = 0

    def is_enough() -> bool:  # to break off others than the first would favour short ones
        return not played and budget.is_over

    try:
        while played < PLAYTHROUGHS and not (
            played % 100 == 0 and played and _is_known(endings, played, width)
        ):
            play = play_at_random(rules, random, longest=LONGEST, is_enough=is_enough)
            if not played:
                budget.check()
            played += 1
            if play.outcome == "ending":
                endings[play.scene] += 1
            budget.check()
    except OutOfBounds:
        if not played:
            return None
    by_ending = {ending: count / played for ending, count in endings.items()}
    return Shares(by_ending, max(0.0, 1.0 - sum(by_ending.values())), played)


def _is_known(endings: Mapping[str, int], played: int, width: float) -> bool:
    intervals = (wilson_interval(count / played, played) for count in endings.values())
    return all(high - low <= width for low, high in intervals)


def wilson_interval(share: float, playthroughs: int) -> tuple[float, float]:
    """Return the interval that holds the true share with 95 % confidence (Wilson's, 1927)."""
    z = 1.96
    middle = share + z * z / (2 * playthroughs)
    spread = z * sqrt(share * (1 - share) / playthroughs + z * z / (4 * playthroughs**2))
    scale = 1 + z * z / playthroughs
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
