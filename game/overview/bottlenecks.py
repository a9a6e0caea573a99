"""The bottlenecks of a story: through which everything passes that comes after them.

Everything beyond a scene passes through it if the scene dominates it all. What a scene dominates has
neighbouring places in the tree of dominators, so only the first and the last place of what lies beyond
need to be known; one pass over the rings of the story, the last ones first, finds both for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from game.overview.dominators import dominator_tree
from game.proof.graphs import components


class _Span(NamedTuple):
    """The first and the last place of some nodes; the first is the greater one where there are none."""

    first: int
    last: int

    def joined(self, other: _Span) -> _Span:
        return _Span(min(self.first, other.first), max(self.last, other.last))


def bottlenecks(after: Sequence[Sequence[int]], ends: frozenset[int]) -> Iterator[int]:
    """Find the nodes where ways meet, and through which every way from node 0 passes to what is beyond.

    Beyond a node is what it leads to and what does not lead back. The nodes in `ends` are not
    bottlenecks, and may be come to before and after.
    """
    place, end = dominator_tree(after)
    meeting = _meeting(after, place) - ends
    nothing = _Span(len(after), -1)
    ring = [-1] * len(after)
    inside: list[_Span] = []  # by ring: of its nodes, and of all beyond it
    for number, nodes in enumerate(components(after)):
        beyond = nothing
        leads_on = False
        for node in nodes:
            ring[node] = number
        for node in nodes:
            for other in after[node]:
                if ring[other] != number:
                    beyond, leads_on = beyond.joined(inside[ring[other]]), True
        if leads_on:
            yield from (
                node
                for node in nodes
                if node in meeting
                and node not in ends
                and place[node] <= beyond.first
                and beyond.last < end[node]
            )
        places = [place[node] for node in nodes if node not in ends and place[node] >= 0]
        own = _Span(min(places), max(places)) if places else nothing
        inside.append(own.joined(beyond))


def _meeting(after: Sequence[Sequence[int]], place: Sequence[int]) -> set[int]:
    """Return the nodes that several others lead to, of those that node 0 leads to."""
    ways = Counter(
        other for node, others in enumerate(after) if place[node] >= 0 for other in {*others} - {node}
    )
    return {node for node, number in ways.items() if number > 1}
