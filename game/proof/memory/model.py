"""What an earlier proof came to, so that the next one need not find it again.

Problem: between two proofs an author changes a sentence, a name or a condition, and nearly everything stays
as it was. Method: what was seen is played again, since a walk proves what it sees in whatever story it can
be taken; what was proved to be unreachable has certificates, which are looked at again where the program has
changed; what was proved to be the shortest, and the ranges of variables, stand as long as the program is the
same but for names, that is every cell, guard, effect and way of the story (texts are no part of it); what no
longer stands still gives a search a good beginning. Nothing here is believed that is not looked at.

    a sentence is changed      the program is the same: only what is asked of the new text is proved
    a scene is renamed         likewise: locations, cells and choices are known by their places
    a condition is changed     walks are taken again, certificates looked at, lengths are upper bounds
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

from game.proof.answers import Keys, Span, Trap
from game.proof.memory.answered import Answered
from game.proof.program.expressions import Formula
from game.proof.program.graph import Program
from game.proof.program.queries import Location, Query
from game.story.language.symbols import Value

At = Sequence[tuple[Formula, Sequence[int]]]  # what is asked, and the numbers of the locations where
Walks = list[tuple[int, str]]  # a tree: each choice with the number of the one before it, -1 for none
# The first and the last of some locations, and the node that their sets begin with.
LocationRange = tuple[int, int, int]
EARLIER = 2  # programs before the last one that are remembered


class ProvedProgram(NamedTuple):
    """A program as it was proved: what is needed to tell what has become of it.

    `values` and `shifts` say how an abstract state is read; `states` has that of each location. `equal` are
    the marks that were read as another one. `edges` gives by source the target and digest of each edge.
    """

    locations: list[Location]
    cells: list[str]
    values: list[list[Value]]
    shifts: list[int]
    wide: list[int]
    equal: dict[int, int]
    states: list[int | None]
    edges: list[list[tuple[int, str]]]


class DiagramNode(NamedTuple):
    """What to look at next for each value of a cell; for any other value a state is not in the set."""

    cell: int
    after: tuple[tuple[Value, int], ...]


class Certificate(NamedTuple):
    """Sets of states, all that could lead to what is asked for; the start is not in them.

    `asked` gives the locations of each condition, by its name, as runs. A node stands behind those that it
    leads to.
    """

    asked: dict[str, tuple[tuple[int, int], ...]]
    nodes: tuple[DiagramNode, ...]
    sets: tuple[LocationRange, ...]


@dataclass(slots=True)
class Memory:
    """What is known of a story; empty if there was no proof."""

    program: str = ""  # the fingerprint of what was proved
    record: ProvedProgram | None = None  # the program itself
    walks: Walks = field(default_factory=list)
    certificates: dict[str, list[Certificate]] = field(default_factory=dict)  # by topic
    shortest: dict[str, Keys] = field(default_factory=dict)  # by query, those that are proved
    precision: dict[str, list[int]] = field(default_factory=dict)  # by chapter, cells
    traps_proved: bool = False
    soft_locks: list[Trap] = field(default_factory=list)
    cycles: list[Trap] = field(default_factory=list)
    spans: dict[str, dict[str, Span]] = field(default_factory=dict)
    # No file has these:
    answered: Answered | None = None
    earlier: list[Memory] = field(default_factory=list)  # of programs before this one

    def become(self, other: Memory) -> None:
        """Forget what is known for what another memory holds."""
        for one in fields(self):
            setattr(self, one.name, getattr(other, one.name))

    def of_same_program(self, program: str) -> Memory:
        """Return what still stands of it for a program, or is looked at before it is believed."""
        for known in (self, *self.earlier):
            if known.program == program:
                return known
        return Memory(
            record=self.record, walks=self.walks, certificates=self.certificates, precision=self.precision
        )

    def return_to(self, known: Memory) -> None:
        """Take what is known of the same program, this one or an earlier one, for what is known now."""
        self.turn_to(known.program)
        self.become(replace(known, earlier=self.earlier))

    def turn_to(self, program: str) -> None:
        """Let the program be another one; what is known of this one is kept, since edits are taken back."""
        if self.program not in ("", program):
            others = [one for one in self.earlier if one.program not in (program, self.program)]
            self.earlier = [replace(self, earlier=[]), *others][:EARLIER]
        self.program = program


def fingerprint(program: Program) -> str:
    """Return a name for all that moves a story but for names; the same for no two that move otherwise."""
    layout, graph = program.layout, program.graph
    counters = [(one.index, one.steady, one.around) for one in program.story.counters]
    variables = len(program.story.variables), layout.first_mark
    parts = [repr(layout.domains), repr(layout.start), repr(variables), repr(counters)]
    for edge in graph.edges:
        effects = [(effect.cell, effect.expr) for effect in edge.effects]
        phases = graph.locations[edge.source].phase, graph.locations[edge.target].phase
        parts.append(repr((edge.source, edge.target, phases, edge.guard, effects, edge.is_choice)))
    scenes = program.story.scenes.values()
    numbers = graph.numbers
    chapters = [
        (numbers.get(Location("enter", scene.id)), scene.chapter, scene.ending is not None)
        for scene in scenes
    ]
    parts.append(repr(chapters))
    return hash_of("\n".join(parts))


def asked(query: Query, at: At) -> str:
    """Return a name for what is asked: the same for the same question of the same program.

    `at` says where it may be answered.
    """
    return hash_of(repr((query.kind, [(formula.expr, numbers) for formula, numbers in at])))


def hash_of(text: str) -> str:
    """Return a name for a text: the same for no two."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
