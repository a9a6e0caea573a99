"""The fewest playthroughs that together take some choices, where all there is to be taken can be listed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from game.play.engine.state import State
from game.proof.answers import Keys
from game.walkthroughs.precedence import Taken

MAX_LISTED = 20_000  # states, each told apart by what was taken on the way there
MAX_TRIED = 100_000  # sets of playthroughs

Steps = Callable[[State], Mapping[str, State]]


class _Stand(NamedTuple):
    """Where a playthrough stands, and which of the choices it has taken, as bits."""

    state: State
    taken: int


def fewest(start: State, steps: Steps, wanted: Collection[Taken], least: int) -> list[Keys] | None:
    """Give as few playthroughs as take every wanted choice; None if there is too much to look at.

    `steps` gives the states that follow one, by choice. No `least` - 1 playthroughs are enough.
    """
    ways = _ways(start, steps, {one: 1 << number for number, one in enumerate(sorted(wanted))})
    if ways is None:
        return None
    whole = (1 << len(wanted)) - 1
    tried = [MAX_TRIED]
    for count in range(least, len(wanted) + 1):
        found = _together(whole, list(ways), count, tried)
        if tried[0] < 0:
            return None
        if found is not None:
            return [ways[taken] for taken in found]
    return None


def _ways(start: State, steps: Steps, bits: Mapping[Taken, int]) -> dict[int, Keys] | None:
    """Give what one playthrough can take at most, with the shortest way, to an ending if any."""
    first = _Stand(start, 0)
    arrived: dict[_Stand, tuple[_Stand, str] | None] = {first: None}
    most: dict[State, list[int]] = {start: [0]}
    ends: dict[int, _Stand] = {}
    queue = deque([first])
    while queue:
        stand = queue.popleft()
        if stand.taken not in most[stand.state]:
            continue  # somebody came here after more
        following = steps(stand.state)
        if stand.taken not in ends or (not following and steps(ends[stand.taken].state)):
            ends[stand.taken] = stand
        for key, state in following.items():
            taken = stand.taken | bits.get((stand.state.scene, key), 0)
            there = most.setdefault(state, [])
            if any(taken | other == other for other in there):
                continue
            there[:] = [other for other in there if taken | other != taken] + [taken]
            arrived[_Stand(state, taken)] = (stand, key)
            queue.append(_Stand(state, taken))
        if len(arrived) > MAX_LISTED:
            return None
    return {taken: _keys(arrived, ends[taken]) for taken in _greatest(ends)}


def _greatest(sets: Collection[int]) -> list[int]:
    """Give those sets, as bits, that are no part of another, the largest first."""
    found: list[int] = []
    for one in sorted(sets, key=int.bit_count, reverse=True):
        if all(one | other != other for other in found):
            found.append(one)
    return found


def _keys(arrived: Mapping[_Stand, tuple[_Stand, str] | None], stand: _Stand) -> Keys:
    found = []
    while (step := arrived[stand]) is not None:
        stand, key = step
        found.append(key)
    return tuple(reversed(found))


def _together(left: int, sets: Sequence[int], count: int, tried: list[int]) -> list[int] | None:
    """Give so many of some sets that have together all that is left; None if there are none.

    Of `tried`, how often may be tried, is taken what was; below 0, there may be such sets.
    """
    tried[0] -= 1
    if not left:
        return []
    if tried[0] < 0 or max((one & left).bit_count() for one in sets) * count < left.bit_count():
        return None
    rarest = min(_bits(left), key=lambda bit: sum(bool(one & bit) for one in sets))
    having = [one for one in sets if one & rarest]
    for one in sorted(having, key=lambda one: -(one & left).bit_count()):
        found = _together(left & ~one, sets, count - 1, tried)
        if found is not None:
            return [one, *found]
    return None


def _bits(number: int) -> list[int]:
    return [1 << place for place in range(number.bit_length()) if number >> place & 1]
