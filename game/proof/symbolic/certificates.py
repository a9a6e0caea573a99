"""Proofs that something never comes about, kept in a form that the next proof can go on from.

Problem: after an edit nearly everything that was unreachable still is, and each proof of that carries sets
backwards through the whole story. Method: the sets themselves are the proof, an inductive certificate
(as an inductive invariant is, turned round: Z. Manna and A. Pnueli, "Temporal Verification of Reactive
Systems: Safety", 1995). They hold what is asked for, every edge into them begins in them, and the start is
not in them; so nobody comes there. That is looked at again only where an edit could have spoilt it:

    an edge is new                          and leads into the sets
    a cell may have a new value somewhere   and an edge from there into the sets, or the sets, read it
    something is asked for at a new place

Where nothing is spoilt the certificate stands as it is. Otherwise the sets grow from there until they are at
a fixpoint again, and if the start is still not in them they are a certificate of today. They may have become
too great by then: that the start is in them proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple

from game.proof.dataflow.comparison import Comparison, renumbered
from game.proof.memory.model import At, Certificate, DiagramNode, LocationRange, hash_of
from game.proof.program.expressions import Expr, Formula
from game.proof.program.queries import Location
from game.proof.symbolic.mdd import INFINITE, Diagram
from game.proof.symbolic.preimage import Backward
from game.story.language.symbols import Value

IN, OUT = -1, -2  # the nodes of the set of every state, and of none
MOST_RUNS = 1_000_000  # of all certificates of a proof: some 100 MiB


class Topic(NamedTuple):
    """What a question is about, by which its certificates are found again; `scene` may be empty."""

    kind: str
    scene: str
    conditions: tuple[Expr, ...]

    def name(self, numbers: Mapping[Location, int], locations: Sequence[int], cells: Sequence[int]) -> str:
        """Return a name for it, given the number that each location and each cell goes by."""
        scene = locations[numbers[Location("enter", self.scene)]] if self.scene else None
        conditions = sorted({repr(renumbered(one, cells)) for one in self.conditions})
        return hash_of(repr((self.kind, scene, conditions)))


class _Recalled:
    """A certificate of before in the numbers of today, and where it is spoilt."""

    def __init__(self, certificate: Certificate, comparison: Comparison, start: Sequence[Value]) -> None:
        self.asked = {name: frozenset(_each(runs)) for name, runs in certificate.asked.items()}
        self.nodes = [DiagramNode(comparison.cell_now[one.cell], one.after) for one in certificate.nodes]
        self.sets = {
            comparison.location_now[location]: node
            for first, last, node in certificate.sets
            for location in range(first, last + 1)
            if location in comparison.location_now
        }
        self.read = reduce(lambda read, node: read | 1 << node.cell, self.nodes, 0)
        self.spoilt = [
            location
            for location in comparison.suspects
            if any(
                way.target in self.sets
                and (way.is_new or comparison.grown[location] & (way.read | self.read))
                for way in comparison.ways[location]
            )
        ]
        self.stands = not self.spoilt and not self._holds(self.sets.get(0, OUT), start)

    def _holds(self, node: int, state: Sequence[Value]) -> bool:
        while node >= 0:
            cell, after = self.nodes[node]
            node = dict(after).get(state[cell], OUT)
        return node == IN


class Certificates:
    """The certificates of a proof: those of before as far as they still stand, and new ones."""

    def __init__(
        self,
        numbers: Mapping[Location, int],
        start: Sequence[Value],
        comparison: Comparison | None = None,
        before: Mapping[str, Sequence[Certificate]] | None = None,
    ) -> None:
        self._numbers = numbers
        self._start = start
        self._comparison = comparison
        self._before = before or {}
        self._recalled: dict[str, list[_Recalled]] = {}
        self._names: dict[int, tuple[Expr, str, str]] = {}  # by the identity of an expression that is kept
        self._left = MOST_RUNS
        self.found: dict[str, list[Certificate]] = {}

    def knows(self, topic: Topic) -> bool:
        """Whether anything was proved of it before, be it spoilt today."""
        return bool(self._recall(topic))

    def cover(self, topic: Topic, at: At) -> bool:
        """Whether certificates of before prove as they are that what is asked for never comes about."""
        standing = [one for one in self._recall(topic) if one.stands]
        if not standing or any(self._missing(at, standing)):
            return False
        for one in standing:
            self._keep(topic, at, one.nodes, one.sets)
        return True

    def extend(self, backward: Backward, topic: Topic, at: At) -> bool:
        """Whether certificates of before prove that when their sets have grown by what an edit did.

        Raises OutOfBounds.
        """
        recalled = self._recall(topic)
        if not recalled:
            return False
        found = [backward.diagrams.never] * len(self._numbers)
        for one in recalled:
            diagrams = _diagrams(backward, one.nodes)
            for location, node in one.sets.items():
                found[location] = backward.diagrams.minimum(found[location], diagrams[node])
        targets = backward.targets(self._missing(at, recalled))
        spoilt = {location for one in recalled for location in one.spoilt}
        grown = backward.grown(found, targets, spoilt)
        if backward.start(grown) < INFINITE:
            return False
        self.keep(backward, topic, at, grown)
        return True

    def keep(self, backward: Backward, topic: Topic, at: At, sets: Sequence[Diagram]) -> None:
        """Keep what proves that what is asked for never comes about: from where it could."""
        nodes: list[DiagramNode] = []
        known = {backward.diagrams.never: OUT}
        for diagram in sorted(backward.diagrams.below(sets)):
            level, children = backward.diagrams.parts(diagram)
            if children:
                cell, values = backward.encoding.variable(level)
                after = tuple(
                    (value, known[child])
                    for value, child in zip(values, children, strict=True)
                    if known[child] != OUT
                )
                known[diagram] = len(nodes)
                nodes.append(DiagramNode(cell, after))
            elif diagram not in known:
                known[diagram] = IN
        found = {location: known[one] for location, one in enumerate(sets) if known[one] != OUT}
        self._keep(topic, at, nodes, found)

    def _keep(self, topic: Topic, at: At, nodes: Sequence[DiagramNode], sets: Mapping[int, int]) -> None:
        asked: dict[str, list[int]] = {}
        for formula, locations in at:
            asked.setdefault(self._name(formula.expr)[0], []).extend(locations)
        runs = tuple(_runs(sets))
        self._left -= len(runs) + len(nodes)
        if self._left < 0:
            return
        same = range(max(len(self._numbers), len(self._start)))
        name = topic.name(self._numbers, same, same)
        places = {
            one: tuple(run[:2] for run in _runs(dict.fromkeys(found, 0))) for one, found in asked.items()
        }
        self.found.setdefault(name, []).append(Certificate(places, tuple(nodes), runs))

    def _recall(self, topic: Topic) -> list[_Recalled]:
        """Return the certificates of before about something."""
        comparison = self._comparison
        if comparison is None:
            return []
        name = topic.name(self._numbers, comparison.location_before, comparison.numbers)
        if name not in self._recalled:
            self._recalled[name] = [
                _Recalled(one, comparison, self._start)
                for one in self._before.get(name, ())
                if all(node.cell in comparison.cell_now for node in one.nodes)
            ]
        return self._recalled[name]

    def _missing(self, at: At, recalled: Sequence[_Recalled]) -> Iterator[tuple[Formula, list[int]]]:
        """Yield what is asked for beside what was asked when some certificates were made."""
        comparison = self._comparison
        assert comparison is not None  # noqa: S101 - or nothing was recalled
        for formula, locations in at:
            (_, name), read = self._name(formula.expr), comparison.bits(formula.expr)
            asked = [(one.asked.get(name, frozenset()), read | one.read) for one in recalled]
            missing = [
                location
                for location in locations
                if not any(
                    comparison.location_before[location] in before and not comparison.grown[location] & read
                    for before, read in asked
                )
            ]
            if missing:
                yield formula, missing

    def _name(self, expr: Expr) -> tuple[str, str]:
        """Return the name of a condition, and that which it would have had before."""
        if id(expr) not in self._names:
            now = hash_of(repr(expr))
            comparison = self._comparison
            self._names[id(expr)] = expr, now, now if comparison is None else comparison.name(expr)
        return self._names[id(expr)][1:]


def _diagrams(backward: Backward, nodes: Sequence[DiagramNode]) -> dict[int, Diagram]:
    """Return the diagram of each node."""
    diagrams = backward.diagrams
    found = {IN: diagrams.at_once, OUT: diagrams.never}
    for number, (cell, after) in enumerate(nodes):
        made = diagrams.never
        for value, node in after:
            made = diagrams.minimum(made, diagrams.ite(backward.encoding.has(cell, value), found[node]))
        found[number] = made
    return found


def _runs(sets: Mapping[int, int]) -> Iterator[LocationRange]:
    """Yield locations with their nodes, those together that follow each other and have the same one."""
    first = last = node = None
    for location, one in sorted(sets.items()):
        if last is not None and location == last + 1 and one == node:
            last = location
            continue
        if first is not None and last is not None and node is not None:
            yield first, last, node
        first, last, node = location, location, one
    if first is not None and last is not None and node is not None:
        yield first, last, node


def _each(runs: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, last in runs:
        yield from range(first, last + 1)
