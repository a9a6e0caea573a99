"""Counters that say the same: a `once` choice was taken, and the one scene it alone leads to was entered.

Problem: a hub of storylets has two counters for each of them, one for the choice and one for the scene,
and every set of states would tell them apart. Method: two variables with the same value wherever anything
reads them share one level of the diagrams. That is equivalent-latch merging as model checkers do it (C. van
Eijk, "Sequential equivalence checking based on structural similarities", 2000), here by shape alone:

    hub.ask (once) -> talk      nothing else enters `talk`: chosen(hub.ask) == visits(talk) from `talk` on

They differ between the choice and the entering. Whoever adds something that reads counters in between has
to be looked at here (`read_at`), or the proof takes one count for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.proof.program.expressions import StateLayout, cells_of
from game.proof.program.graph import GuardedEdge, ProgramGraph
from game.proof.program.queries import Location, Query
from game.story.model import Choice, Story


def equal_marks(
    story: Story, graph: ProgramGraph, layout: StateLayout, queries: Iterable[Query]
) -> dict[int, int]:
    """Return each cell that counts a scene's entering and can be read as another cell, and that one.

    The two differ only between the choice and the entering, where nothing may read the count.
    """
    arriving: dict[int, list[GuardedEdge]] = {}
    for edge in graph.edges:
        arriving.setdefault(edge.target, []).append(edge)
    read_at: dict[Location, set[int]] = {}
    for query in queries:
        for formula, locations in query.places:
            cells = set(cells_of(formula.expr))
            for location in locations if cells else ():
                if location.phase in ("outcome", "enter"):
                    read_at.setdefault(location, set()).update(cells)
    choices = {(scene.id, choice.key): choice for scene in story.scenes.values() for choice in scene.choices}
    found: dict[int, int] = {}
    for (scene, key), counter in story.counters.choices.items():
        row = Location("outcome", scene, key)
        for counted, target in _leads(story, choices[scene, key], graph, arriving):
            cell = layout.first_mark + counted
            effects = [edge.effects for edge in arriving.get(graph.numbers[row], ())]
            read = {one for made in effects for effect in made for one in cells_of(effect.expr)}
            read |= read_at.get(row, set()) | read_at.get(target, set())
            if cell not in read and len(layout.domains[cell]) == len(counter.counts) == 2:
                found[cell] = layout.first_mark + counter.index
    return found


def _leads(
    story: Story, choice: Choice, graph: ProgramGraph, arriving: dict[int, list[GuardedEdge]]
) -> Iterator[tuple[int, Location]]:
    """Yield the count and the location of a scene that this choice always leads to."""
    if len(choice.outcomes) != 1 or len(choice.outcomes[0].targets) != 1:
        return
    target = choice.outcomes[0].targets[0].scene
    location = Location("enter", target)
    counter = story.counters.scenes.get(target)
    if counter and target != story.start and len(arriving.get(graph.numbers[location], ())) == 1:
        yield counter.index, location
