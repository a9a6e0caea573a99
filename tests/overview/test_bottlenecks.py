"""Bottlenecks and dominators, against their definitions on random graphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from game.overview.bottlenecks import bottlenecks
from game.overview.dominators import dominator_tree

Graph = list[list[int]]
NOBODY = -1


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(1, 12))
    node = st.integers(0, size - 1)
    return [draw(st.lists(node, max_size=3)) for _ in range(size)]


def reached(start: Iterable[int], after: Sequence[Sequence[int]], without: int = NOBODY) -> set[int]:
    found = {*start} - {without}
    waiting = list(found)
    while waiting:
        fresh = {*after[waiting.pop()]} - found - {without}
        found |= fresh
        waiting += fresh
    return found


@given(graphs())
def test_a_node_dominates_what_nothing_else_leads_to(after: Graph) -> None:
    place, end = dominator_tree(after)
    all_reached = reached([0], after)
    for node in range(len(after)):
        dominated = all_reached - reached([0], after, node) if node in all_reached else set()
        assert {one for one in all_reached if place[node] <= place[one] < end[node]} == dominated


@given(graphs(), st.sets(st.integers(1, 11)))
def test_everything_beyond_a_bottleneck_passes_through_it(after: Graph, ends: set[int]) -> None:
    for one in ends & {*range(len(after))}:
        after[one] = []
    before: Graph = [[source for source, to in enumerate(after) if node in to] for node in range(len(after))]
    all_reached = reached([0], after)
    expected = set()
    for node in all_reached - ends:
        beyond = reached(after[node], after) - reached([node], before)
        beside = beyond & reached([0], after, node) - ends
        if len({*before[node]} & all_reached - {node}) > 1 and beyond and not beside:
            expected.add(node)
    assert {*bottlenecks(after, frozenset(ends))} == expected
