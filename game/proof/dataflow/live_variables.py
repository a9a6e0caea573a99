"""What can be forgotten: a cell that nothing can read before it is set anew makes no difference.

Only what moves the story counts as reading, texts do not; states that differ in forgotten cells
alone go on alike. Sets of cells are bits of whole numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable
from itertools import compress

from game.play.engine.state import State
from game.proof.program.expressions import Expr, StateLayout, cells_of
from game.proof.program.graph import GuardedEdge, ProgramGraph


def relevant_state(graph: ProgramGraph, layout: StateLayout) -> Callable[[State], Hashable]:
    """Return the function that gives what can't be forgotten of a state."""
    alive = live_variables(graph)
    bits = {
        location.scene: alive[number]
        for number, location in enumerate(graph.locations)
        if location.phase == "here"
    }
    marks = range(layout.first_mark, len(layout.names))
    kept = {
        scene: ([live >> cell & 1 for cell in range(layout.first_mark)], [live >> cell & 1 for cell in marks])
        for scene, live in bits.items()
    }

    def remembered(state: State) -> Hashable:
        scene, values, counters = state
        kept_values, kept_marks = kept[scene]
        return scene, tuple(compress(values, kept_values)), tuple(compress(counters, kept_marks))

    return remembered


def live_variables(graph: ProgramGraph) -> list[int]:
    """Return, by location, the cells that may be read before they are set, as bits."""
    arriving: list[list[GuardedEdge]] = [[] for _ in graph.locations]
    for edge in graph.edges:
        arriving[edge.target].append(edge)
    reads = {id(edge): _bits(edge.guard) for edge in graph.edges}
    found = [0] * len(graph.locations)
    for edge in graph.edges:
        found[edge.source] |= reads[id(edge)]
    queue = deque(range(len(graph.locations)))
    waiting = set(queue)
    while queue:
        location = queue.popleft()
        waiting.discard(location)
        for edge in arriving[location]:
            before = found[edge.source] | _before(edge, found[location])
            if before != found[edge.source]:
                found[edge.source] = before
                if edge.source not in waiting:
                    waiting.add(edge.source)
                    queue.append(edge.source)
    return found


def _before(edge: GuardedEdge, after: int) -> int:
    for effect in reversed(edge.effects):
        if after >> effect.cell & 1:
            after = after & ~(1 << effect.cell) | _bits(effect.expr)
    return after


def _bits(expr: Expr) -> int:
    found = 0
    for cell in cells_of(expr):
        found |= 1 << cell
    return found
