"""Which nodes of a graph every way from its first node passes on the way to another.

Method: T. Lengauer and R. E. Tarjan, "A fast algorithm for finding dominators in a flowgraph" (1979),
in its simple form, without recursion: m log n for m edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class DominatorTree(NamedTuple):
    """What dominates what, as places in a preorder of the tree of dominators.

    A node dominates those from its `place` up to before its `end`, itself first. Both are -1 for a
    node that node 0 does not lead to.
    """

    place: list[int]
    end: list[int]


def dominator_tree(after: Sequence[Sequence[int]]) -> DominatorTree:
    """Compute the dominators of a graph seen from node 0; `after` gives the nodes that each node leads to."""
    order, parent = _search(after)
    above = _immediate(after, order, parent)
    size = [1] * len(order)
    for one in range(len(order) - 1, 0, -1):
        size[above[one]] += size[one]
    place, end = [-1] * len(after), [-1] * len(after)
    free = [0] * len(order)  # the first place below a node that is not given away yet
    for one, node in enumerate(order):
        begin = free[above[one]]
        free[above[one]] += size[one]
        free[one] = begin + 1
        place[node], end[node] = begin, begin + size[one]
    return DominatorTree(place, end)


def _search(after: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Search in depth from node 0: the nodes as they are found, and the number of the one before each."""
    order, parent = [0], [0]
    found = [False] * len(after)
    found[0] = True
    path = [(0, iter(after[0]))]
    while path:
        number, ways = path[-1]
        for node in ways:
            if not found[node]:
                found[node] = True
                path.append((len(order), iter(after[node])))
                order.append(node)
                parent.append(number)
                break
        else:
            path.pop()
    return order, parent


def _immediate(after: Sequence[Sequence[int]], order: list[int], parent: list[int]) -> list[int]:
    """Return the nearest dominator of each node, all as numbers in the order of the search."""
    number = {node: one for one, node in enumerate(order)}
    before: list[list[int]] = [[] for _ in order]
    for one, node in enumerate(order):
        for other in after[node]:
            before[number[other]].append(one)
    forest = _Forest(len(order))
    semi, nearest = forest.semi, [0] * len(order)
    bucket: list[list[int]] = [[] for _ in order]
    for one in range(len(order) - 1, 0, -1):
        semi[one] = min(semi[forest.least(other)] for other in before[one])
        bucket[semi[one]].append(one)
        forest.above[one] = parent[one]
        for other in bucket[parent[one]]:
            least = forest.least(other)
            nearest[other] = least if semi[least] < semi[other] else parent[one]
        bucket[parent[one]] = []
    for one in range(1, len(order)):
        if nearest[one] != semi[one]:
            nearest[one] = nearest[nearest[one]]
    return nearest


class _Forest:
    """The part of the search's tree that was looked at, with the semidominators found there."""

    def __init__(self, size: int) -> None:
        self.semi = list(range(size))
        self.above = [-1] * size  # nearer to the root, paths made short; -1 for a root
        self._least = list(range(size))

    def least(self, node: int) -> int:
        """Return the node with the least semidominator on the path from a node up to below its root."""
        path = []
        while self.above[node] >= 0 and self.above[self.above[node]] >= 0:
            path.append(node)
            node = self.above[node]
        top = node
        for one in reversed(path):
            up = self.above[one]
            if self.semi[self._least[up]] < self.semi[self._least[one]]:
                self._least[one] = self._least[up]
            self.above[one] = self.above[top]
        return self._least[path[0] if path else top]
