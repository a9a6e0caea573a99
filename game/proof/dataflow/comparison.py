"""What a program was at an earlier proof, and what is still the same in the one of today.

Problem: between two proofs an author renames a scene, adds one, or turns a condition round, and what was
proved of the rest should stand. Method: locations and cells are set side by side with those of before, by
name, and where a name is new by the place behind the last one that is known; edges are compared by a digest
of their guard and effects, in the numbers of before.

    before  enter hall, entered hall, here hall, outcome hall/go
    now     enter room, entered room, here room, outcome room/go      each behind what it was behind

Nothing hangs on this pairing but how much is found to be the same: edges that differ are told as new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from game.proof.dataflow.value_sets import AbstractState, ValueSets
from game.proof.memory.model import ProvedProgram, hash_of
from game.proof.program.expressions import Expr, cells_of
from game.proof.program.graph import GuardedEdge, Program

NEW = -1  # what there was no location or cell for
ALL = -1  # the bits of every cell


def record(program: Program, value_sets: ValueSets, equal: Mapping[int, int]) -> ProvedProgram:
    """Write down what a program is."""
    graph, layout = program.graph, program.layout
    kinds = _kinds(program)
    edges: list[list[tuple[int, str]]] = [[] for _ in graph.locations]
    for edge in graph.edges:
        edges[edge.source].append((edge.target, _digest(edge, kinds, range(len(layout.names)))))
    return ProvedProgram(
        list(graph.locations),
        list(layout.names),
        [list(values) for values in value_sets.values],
        list(value_sets.shifts),
        sorted(value_sets.wide),
        dict(equal),
        list(value_sets.states),
        edges,
    )


def _kinds(program: Program) -> list[str]:
    """Return what an assignment to each cell makes of a value, in words that differ if that does."""
    kinds = [repr(domain) for domain in program.layout.domains]
    for counter in program.story.counters:
        kinds[program.layout.first_mark + counter.index] = repr((counter.steady, counter.around))
    return kinds


def _digest(edge: GuardedEdge, kinds: Sequence[str], cells: Sequence[int]) -> str:
    """Return a name for what an edge does; `cells` gives for each cell the number it goes by."""
    effects = [(cells[one.cell], renumbered(one.expr, cells), kinds[one.cell]) for one in edge.effects]
    return hash_of(repr((renumbered(edge.guard, cells), effects)))


def renumbered(expr: Expr, cells: Sequence[int]) -> Expr:
    """Return a tree with other numbers for its cells."""
    if isinstance(cells, range):
        return expr
    if expr.op == "cell":
        # A cell that was not there before is no cell of before: a number of its own, below all of theirs.
        cell = int(expr.value)
        return Expr("cell", cells[cell] if cells[cell] != NEW else -2 - cell)
    return Expr(expr.op, expr.value, tuple(renumbered(arg, cells) for arg in expr.args))


class ComparedEdge(NamedTuple):
    """An edge as it is compared: the cells that it reads, as bits, and whether it was not there before."""

    target: int
    read: int
    is_new: bool


class Comparison:
    """The program of today beside the one of before. Numbers are those of today, where not said otherwise."""

    def __init__(
        self,
        before: ProvedProgram,
        program: Program,
        value_sets: ValueSets,
        equal: Mapping[int, int],
        is_same: bool,
    ) -> None:
        self._before = before
        self._value_sets = value_sets
        self._equal = equal
        graph, layout = program.graph, program.layout
        # Where the program is the same, only names can differ, and some may have changed places.
        pair = _in_order if is_same else aligned
        self.location_before = pair(before.locations, graph.locations)
        self.cell_before = pair(before.cells, layout.names)
        self.location_now = {old: new for new, old in enumerate(self.location_before) if old != NEW}
        self.cell_now = {old: new for new, old in enumerate(self.cell_before) if old != NEW}
        same = range(len(self.cell_before))
        self.numbers = same if self.cell_before == list(same) else self.cell_before  # of cells, before
        self._as_before = self._converting()
        self._known: dict[tuple[AbstractState, AbstractState], int] = {}
        everywhere = self._read_otherwise()
        self.grown = [
            0 if state is None else everywhere | self._growth(number, state)
            for number, state in enumerate(value_sets.states)
        ]
        self.ways = self._compared(program)
        self.suspects = [
            location
            for location, grown in enumerate(self.grown)
            if grown or any(way.is_new for way in self.ways[location])
        ]

    def name(self, expr: Expr) -> str:
        """Return a name for a condition, the one that it had before if it is the same."""
        return hash_of(repr(renumbered(expr, self.numbers)))

    def bits(self, expr: Expr) -> int:
        """Return the cells that a tree reads, as bits: also those that they are read as."""
        found = 0
        for cell in cells_of(expr):
            found |= 1 << cell | 1 << self._equal.get(cell, cell)
        return found

    def scene_now(self, scene: str) -> str | None:
        """Return what a scene of before is called today; None if there is none."""
        before = self._before.locations
        old = next((number for number, one in enumerate(before) if one.scene == scene), None)
        now = None if old is None else self.location_now.get(old)
        return None if now is None else self._value_sets.graph.locations[now].scene

    def renamed(self) -> dict[tuple[str, str], str]:
        """Return the old key of each choice that has another one today, by scene and key."""
        found = {}
        for (phase, scene, key, _), old in zip(
            self._value_sets.graph.locations, self.location_before, strict=True
        ):
            if phase == "outcome" and old != NEW and self._before.locations[old].key != key:
                found[scene, key] = self._before.locations[old].key
        return found

    def _compared(self, program: Program) -> list[list[ComparedEdge]]:
        kinds, numbers, before = _kinds(program), self.numbers, self._before
        known = [set(edges) for edges in before.edges]
        ways: list[list[ComparedEdge]] = [[] for _ in program.graph.locations]
        for edge in program.graph.edges:
            source, target = self.location_before[edge.source], self.location_before[edge.target]
            is_new = self._value_sets.reaches(edge.source) and (
                source == NEW or (target, _digest(edge, kinds, numbers)) not in known[source]
            )
            read = self.bits(edge.guard)
            for effect in edge.effects:
                read |= self.bits(effect.expr)
            ways[edge.source].append(ComparedEdge(edge.target, read, is_new))
        return ways

    # --- what can be that could not be before -------------------------------------------

    def _read_otherwise(self) -> int:
        """Return the cells that are read as another one today and were not before, or were and are not."""
        before = {
            (self.cell_now[cell], self.cell_now[twin])
            for cell, twin in self._before.equal.items()
            if cell in self.cell_now and twin in self.cell_now
        }
        lost = {
            cell
            for pair in self._before.equal.items()
            if not self.cell_now.keys() >= set(pair)
            for cell in pair
        }
        cells = {self.cell_now[cell] for cell in lost if cell in self.cell_now}
        for pair in before ^ set(self._equal.items()):
            cells.update(pair)
        return sum(1 << cell for cell in cells)

    def _growth(self, number: int, state: AbstractState) -> int:
        """Return the cells that may have a value at a location that they could not have before, as bits."""
        old = self.location_before[number]
        before = None if old == NEW else self._before.states[old]
        if before is None:
            return ALL
        pair = state, before
        if pair not in self._known:
            self._known[pair] = self._cells(state & ~self._converted(before))
        return self._known[pair]

    def _cells(self, state: AbstractState) -> int:
        """Return the cells that have any bit in an abstract state, as bits."""
        found = 0
        for cell in range(len(self.cell_before)) if state else ():
            found |= bool(self._value_sets.field(state, cell)) << cell
        return found

    def _converting(self) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, list[int]]], int]:
        """Return how an abstract state of before is written today.

        Blocks of bits that only move (from, to, mask), fields whose values have other numbers (from, to,
        the new bit of each), and the bits that are set in any case.
        """
        value_sets, before = self._value_sets, self._before
        blocks: list[tuple[int, int, int]] = []
        fields: list[tuple[int, int, list[int]]] = []
        always, wide = 0, set(before.wide)
        for cell, old in enumerate(self.cell_before):
            shift = value_sets.shifts[cell]
            if old == NEW or old in wide:  # no certificate and no old edge reads it; or it was anything
                always |= value_sets.fields[cell] << shift
            elif cell not in value_sets.wide:
                numbers, start = value_sets.values[cell], before.shifts[old]
                field = (1 << len(before.values[old])) - 1
                bits = [1 << numbers[value] if value in numbers else 0 for value in before.values[old]]
                if bits != [1 << number for number in range(len(bits))]:
                    fields.append((start, shift, bits))
                elif blocks and blocks[-1][1] - blocks[-1][0] == shift - start:
                    first, to, mask = blocks[-1]
                    blocks[-1] = first, to, mask | field << start - first
                else:
                    blocks.append((start, shift, field))
        return blocks, fields, always

    def _converted(self, state: AbstractState) -> AbstractState:
        blocks, fields, found = self._as_before
        for start, shift, mask in blocks:
            found |= (state >> start & mask) << shift
        for start, shift, bits in fields:
            for number, bit in enumerate(bits):
                if state >> start + number & 1:
                    found |= bit << shift
        return found


def _in_order(before: Sequence[object], now: Sequence[object]) -> list[int]:
    return list(range(len(now)))


def aligned(before: Sequence[object], now: Sequence[object]) -> list[int]:
    """Return the number that each of some names had before: by name, or by what it stands behind."""
    numbers = {name: number for number, name in enumerate(before)}
    gone = set(numbers) - set(now)
    found: list[int] = []
    for name in now:
        number = numbers.get(name, NEW)
        behind = (found[-1] if found else -1) + 1
        if number == NEW and (behind or not found) and behind < len(before) and before[behind] in gone:
            number = behind
        found.append(number)
    return found
