"""The shortest walkthrough to a target, found among states and proved by an abstraction.

Problem: a walkthrough of some two hundred choices through more states than can be listed, and the proof
that none is shorter. Method: counterexample-guided abstraction refinement (E. Clarke and others, 2000)
with branch and bound. The abstraction looks at the cells of its *precision* only, all others being as
one would wish, so its backward distances are lower bounds:

1. `lower_bounds` = distances in the abstraction, cut off where the start is too far for a walkthrough
   shorter than the best one known. If nothing is left at the start, the best one known is proved the
   shortest.
2. A search that follows the bound (`best_first`), through some hundred states or more where the bound was
   dear, may find a shorter one, and goes on from there for one shorter still.
3. What kept the search from following the bound names the cells to look at as well (`refinement`), and all
   begins again.

For example, with `open: if: has(key)` between the start and the ending, precision {} has a bound of 1
choice; the guard is closed, {key} is added, and the bound is 2: take the key, open.

The bounds must never be too great (only a quantified minimum may leave a cell out), or what is called
the shortest is not. No way may be dropped but for its length.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.play.engine.rules import MAX_MOVES
from game.proof.answers import Keys
from game.proof.budget import OutOfBounds
from game.proof.effort import Effort
from game.proof.symbolic.best_first import Search
from game.proof.symbolic.mdd import INFINITE, Diagram, Distance
from game.proof.symbolic.preimage import Backward, TargetSets
from game.proof.symbolic.refinement import Accepts, Precision, SearchProblem


class ShortestFound(NamedTuple):
    """The shortest walkthrough known, if there is any, whether that is proved, and the last precision."""

    keys: Keys | None
    is_optimal: bool
    precision: Precision


def shortest(
    backward: Backward,
    targets: TargetSets,
    effort: Effort,
    known: Keys | None = None,
    can_reach: Sequence[Diagram] | None = None,
    accepts: Accepts = lambda location, values: True,
    precision: Precision = frozenset(),
    guess: Distance = INFINITE,
) -> ShortestFound:
    """Find the shortest walkthrough to a target, `known` being one if it is given.

    `can_reach` gives, where it is known, by location where a target can be reached at all. `accepts`
    looks at a location and the values of the cells there once more, if targets are not exact. The
    first abstraction has the `precision` given; only ways as short as its bound are then followed, since a
    precise one is often met. No way of more choices than the `guess` is looked for until it is proved that
    there is none: the fewer matter, the cheaper they are. Raises OutOfBounds only if nothing at all is known.
    """
    best, live = known, backward.live(targets)
    for number in range(1, effort.rounds + 1):
        longest = INFINITE if best is None else len(best) - 1
        most = min(longest, guess)
        try:
            size = backward.diagrams.size
            lower = backward.lower_bounds(targets, precision, most)
            made, least = backward.diagrams.size - size, backward.at_start(lower)
            is_seeded = number == 1 and bool(precision)
            allowed = min(least, most) if is_seeded else most
            search = Search(
                SearchProblem(backward, targets, can_reach, accepts, precision, live, lower), allowed
            )
            states = max(number * effort.looked_at, effort.looked_at_by_length * min(least, MAX_MOVES))
            # What was dear is worth following, and what is precise.
            found = search.run(max(states, made // effort.made_for_state), states if is_seeded else 0)
            more = search.refinement.more() if found is None else set()
            if found is None and not (more or search.is_exhausted):  # no finer abstraction can be had
                found = search.run(effort.persistence, effort.persistence)
            if found is not None:
                best = found  # also if a limit ends the search for a shorter one
                best = _improved(search, found, least, effort.looked_at_for_shorter)
                if search.is_exhausted or len(best) == least:
                    return ShortestFound(best, True, precision)
                more = search.refinement.more()
            elif search.is_exhausted and allowed == longest:
                return ShortestFound(best, True, precision)
            elif search.is_exhausted and allowed == most:
                guess, more = INFINITE, set()
            elif not (more or search.is_exhausted):
                return ShortestFound(best, False, precision)
            precision |= more
        except OutOfBounds:
            if best is None:
                raise
            break
    return ShortestFound(best, False, precision)


def _improved(search: Search, found: Keys, least: Distance, looked_at: int) -> Keys:
    """Return the shortest way that a search meets, going on from one for so many states after each."""
    while len(found) > least:
        search.most = len(found) - 1
        shorter = search.run(len(search.steps) + looked_at)
        if shorter is None:
            return found
        found = shorter
    return found
