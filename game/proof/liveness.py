"""What can be forgotten: a cell that nothing can read before it is set anew makes no difference.

Only what moves the story counts as reading, texts do not; states that differ in forgotten cells
alone go on alike. Sets of cells are bits of whole numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from game.play.state import State
from game.proof.edges import Edge, Graph
from game.proof.formula import Cells, Expr, cells_of


def forgetting(graph: Graph, cells: Cells) -> Callable[[State], State]:
    """Give the function that sets everything a state can forget to what it was at the start."""
    alive = live(graph)
    kept = {
        spot.scene: [alive[number] >> cell & 1 for cell in range(len(cells.names))]
        for number, spot in enumerate(graph.spots)
        if spot.moment == "here"
    }
    values = cells.values

    def forget(state: State) -> State:
        keep = kept[state.scene]
        row = zip((*state.values, *state.marks), keep, cells.start, strict=True)
        left = [one if is_kept else start for one, is_kept, start in row]
        return State(state.scene, tuple(left[:values]), tuple(left[values:]))  # type: ignore[arg-type]

    return forget


def live(graph: Graph) -> list[int]:
    """Give, by spot, the cells that may be read before they are set, as bits."""
    arriving: list[list[Edge]] = [[] for _ in graph.spots]
    for edge in graph.edges:
        arriving[edge.target].append(edge)
    reads = {id(edge): _bits(edge.guard) for edge in graph.edges}
    found = [0] * len(graph.spots)
    for edge in graph.edges:
        found[edge.source] |= reads[id(edge)]
    queue = deque(range(len(graph.spots)))
    waiting = set(queue)
    while queue:
        spot = queue.popleft()
        waiting.discard(spot)
        for edge in arriving[spot]:
            before = found[edge.source] | _before(edge, found[spot])
            if before != found[edge.source]:
                found[edge.source] = before
                if edge.source not in waiting:
                    waiting.add(edge.source)
                    queue.append(edge.source)
    return found


def _before(edge: Edge, after: int) -> int:
    for effect in reversed(edge.effects):
        if after >> effect.cell & 1:
            after = after & ~(1 << effect.cell) | _bits(effect.expr)
    return after


def _bits(expr: Expr) -> int:
    found = 0
    for cell in cells_of(expr):
        found |= 1 << cell
    return found
