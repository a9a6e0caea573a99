"""Marks that say the same: a `once` choice was taken, and the one scene it alone leads to was entered.

Sets of states need not tell such marks apart, which halves what a hub of storylets costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.proof.program.expressions import Cells, cells_of
from game.proof.program.graph import Edge, Graph
from game.proof.program.queries import Question, Spot
from game.story.model import Story


def twins(story: Story, graph: Graph, cells: Cells, questions: Iterable[Question]) -> dict[int, int]:
    """Give each cell that counts a scene's entering and can be read as another cell, and that one.

    The two differ only between the choice and the entering, where nothing may read the count.
    """
    arriving: dict[int, list[Edge]] = {}
    for edge in graph.edges:
        arriving.setdefault(edge.target, []).append(edge)
    read_at: dict[Spot, set[int]] = {}
    for question in questions:
        for spot, formula in question.spots:
            if spot.moment in ("row", "enter"):
                read_at.setdefault(spot, set()).update(cells_of(formula.expr))
    found: dict[int, int] = {}
    for (scene, key), mark in story.marks.once.items():
        row = Spot("row", scene, key)
        for counted, target in _leads(story, graph, arriving, row):
            cell = cells.values + counted
            effects = [edge.effects for edge in arriving[graph.numbers[row]]]
            read = {one for made in effects for effect in made for one in cells_of(effect.expr)}
            read |= read_at.get(row, set()) | read_at.get(target, set())
            if cell not in read and len(cells.domains[cell]) == 2:
                found[cell] = cells.values + mark
    return found


def _leads(
    story: Story, graph: Graph, arriving: dict[int, list[Edge]], row: Spot
) -> Iterator[tuple[int, Spot]]:
    """Give the count and the spot of a scene that is entered by this choice, which always leads there."""
    choice = next(one for one in story.scenes[row.scene].choices if one.key == row.key)
    if len(choice.outcomes) != 1 or len(choice.outcomes[0].targets) != 1:
        return
    target = choice.outcomes[0].targets[0].scene
    spot = Spot("enter", target)
    counter = story.marks.counters.get(target)
    if counter and target != story.start and len(arriving[graph.numbers[spot]]) == 1:
        yield counter.slot, spot
