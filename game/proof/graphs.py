"""Orders of a graph, without recursion: its strongly connected components, and how a search leaves it."""

from __future__ import annotations

from collections.abc import Sequence


def components(after: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strongly connected components of a graph, each before those that lead to it.

    `after` gives the nodes that each node leads to. The algorithm is Tarjan's ("Depth-first search
    and linear graph algorithms", 1972).
    """
    index: list[int] = [-1] * len(after)
    low: list[int] = [0] * len(after)
    held: list[int] = []
    is_held = [False] * len(after)
    found: list[list[int]] = []
    count = 0
    for root in range(len(after)):
        if index[root] >= 0:
            continue
        path = [(root, 0)]
        while path:
            node, edge = path.pop()
            if edge == 0:
                index[node] = low[node] = count
                count += 1
                held.append(node)
                is_held[node] = True
            ways = after[node]
            while edge < len(ways):
                other = ways[edge]
                edge += 1
                if index[other] < 0:
                    path.append((node, edge))
                    path.append((other, 0))
                    break
                if is_held[other]:
                    low[node] = min(low[node], index[other])
            else:
                if low[node] == index[node]:
                    found.append(_component(node, held, is_held))
                if path:
                    parent = path[-1][0]
                    low[parent] = min(low[parent], low[node])
    return found


def _component(root: int, held: list[int], is_held: list[bool]) -> list[int]:
    component = []
    while True:
        node = held.pop()
        is_held[node] = False
        component.append(node)
        if node == root:
            return component


def postorder(after: Sequence[Sequence[int]]) -> list[int]:
    """Return for each node when a search in depth from node 0, and from those it does not reach, leaves it.

    A node is left after every node it leads to, but for those that lead back to it.
    """
    times = [-1] * len(after)
    entered = [False] * len(after)
    count = 0
    for root in range(len(after)):
        path = [] if entered[root] else [(root, 0)]
        entered[root] = True
        while path:
            node, edge = path.pop()
            while edge < len(after[node]) and entered[after[node][edge]]:
                edge += 1
            if edge < len(after[node]):
                path.append((node, edge + 1))
                path.append((after[node][edge], 0))
                entered[after[node][edge]] = True
            else:
                times[node] = count
                count += 1
    return times
