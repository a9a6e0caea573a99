"""What can be forgotten: a cell that nothing can read before it is set anew makes no difference.

Only what moves the story counts as reading, texts do not; states that differ in forgotten cells
alone go on alike. Sets of cells are bits of whole numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from itertools import compress

from game.play.engine.state import State
from game.proof.program.expressions import Cells, Expr, cells_of
from game.proof.program.graph import Edge, Graph


def remembering(graph: Graph, cells: Cells) -> Callable[[State], Hashable]:
    """Give the function that gives what can't be forgotten of a state."""
    alive = live(graph)
    bits = {spot.scene: alive[number] for number, spot in enumerate(graph.spots) if spot.moment == "here"}
    marks = range(cells.values, len(cells.names))
    kept = {
        scene: ([live >> cell & 1 for cell in range(cells.values)], [live >> cell & 1 for cell in marks])
        for scene, live in bits.items()
    }

    def remembered(state: State) -> Hashable:
        scene, values, marks = state
        kept_values, kept_marks = kept[scene]
        return scene, tuple(compress(values, kept_values)), tuple(compress(marks, kept_marks))

    return remembered


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
