"""What can be forgotten: a cell that nothing can read before it is set anew makes no difference.

Problem: states that go on alike should be one, or a chapter's spent variables multiply the states of
all chapters after it. Method: live-variable analysis, the classical backward data flow analysis of
compilers (A. Aho and others, "Compilers", chapter 9), with sets of cells as bits of whole numbers.
Only what moves the story counts as reading, texts do not.

    `do: lamp = false` … `if: lamp`        before the effect, `lamp` is dead: whatever it was, it is set

An edge reads its guard before its effects, and its effects before those that come after.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import compress

from game.play.engine.state import State
from game.proof.budget import Budget
from game.proof.program.expressions import Expr, StateLayout, cells_of
from game.proof.program.graph import GuardedEdge, ProgramGraph


def relevant_state(graph: ProgramGraph, layout: StateLayout, budget: Budget) -> Callable[[State], Hashable]:
    """Return the function that gives of a state what makes a difference. Raises OutOfBounds."""
    alive = live_variables(graph.edges, len(graph.locations), {}, budget)
    bits = {one.scene: alive[number] for number, one in enumerate(graph.locations) if one.phase == "here"}
    first, cells = layout.first_mark, len(layout.names)
    kept: dict[str, tuple[bytes, bytes]] = {}  # made when a scene is met: of many, few may be

    def relevant(state: State) -> Hashable:
        scene, values, counters = state
        if scene not in kept:
            selectors = _selectors(bits[scene], cells)
            kept[scene] = selectors[:first], selectors[first:]
        kept_values, kept_counters = kept[scene]
        return scene, tuple(compress(values, kept_values)), tuple(compress(counters, kept_counters))

    return relevant


def live_variables(
    edges: Iterable[GuardedEdge],
    locations: int,
    read: Mapping[int, Iterable[int]],
    budget: Budget | None = None,
) -> list[int]:
    """Return, by location, the cells that some edges may read before they set them, as bits.

    `read` gives cells that are also read at some locations. Raises OutOfBounds, if there is a budget.
    """
    found = [0] * locations
    arriving: list[list[GuardedEdge]] = [[] for _ in range(locations)]
    for edge in edges:
        arriving[edge.target].append(edge)
        found[edge.source] |= _bits(edge.guard)
    for location, cells in read.items():
        for cell in cells:
            found[location] |= 1 << cell
    queue = deque(reversed(range(locations)))  # mostly what is read later has the greater number
    waiting = set(queue)
    while queue:
        location = queue.popleft()
        waiting.discard(location)
        for edge in arriving[location]:
            if budget is not None:
                budget.tick()
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


def _selectors(live: int, cells: int) -> bytes:
    """Return for each cell 1 if it is among those bits, else 0."""
    return bytes(map(int, reversed(f"{live:0{cells}b}"))) if cells else b""
