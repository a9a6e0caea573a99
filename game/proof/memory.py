"""What an earlier proof came to, so that the next one need not find it again.

Problem: between two proofs an author changes a sentence or a condition, and nearly everything stays as
it was. Method: what was seen is played again, since a walk proves what it sees in whatever story it can
be taken; what was proved to be unreachable, the shortest, or the range of a variable stands as long as
the program does, that is every cell, guard, effect and way of the story (texts are no part of it); what
no longer stands still gives a search a good beginning. Nothing here is believed that is not looked at:
walks are taken, and proofs belong to one fingerprint of the program and of what was asked.

    a sentence is changed      the program is the same: only what is asked of the new text is proved
    a condition is changed     walks are taken again, lengths are upper bounds, precisions a beginning
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path as File
from typing import Any

from game import __version__
from game.proof.answers import Keys, Span, Trap
from game.proof.program.expressions import Formula
from game.proof.program.graph import Program
from game.proof.program.queries import Query

FORMAT = 1
_MOST = 64 << 20  # bytes of a file that is read

Walks = list[tuple[int, str]]  # a tree: each choice with the number of the one before it, -1 for none


@dataclass(slots=True)
class Memory:
    """What is known of a story; empty if there was no proof."""

    program: str = ""  # the fingerprint of what was proved
    walks: Walks = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)  # by the fingerprint of a query
    shortest: dict[str, Keys] = field(default_factory=dict)  # likewise, those that are proved
    precision: dict[str, list[str]] = field(default_factory=dict)  # by chapter, the names of cells
    traps_proved: bool = False
    soft_locks: list[Trap] = field(default_factory=list)
    cycles: list[Trap] = field(default_factory=list)
    spans: dict[str, dict[str, Span]] = field(default_factory=dict)

    def become(self, other: Memory) -> None:
        """Forget what is known for what another memory holds."""
        for one in fields(self):
            setattr(self, one.name, getattr(other, one.name))

    def of_same_program(self, program: str) -> Memory:
        """Return what still stands of it for a program: everything, or only walks and precisions."""
        if self.program == program:
            return self
        return Memory(walks=self.walks, precision=self.precision)


def fingerprint(program: Program) -> str:
    """Return a name for all that moves a story; the same for no two that move otherwise."""
    layout, graph = program.layout, program.graph
    parts = [
        repr(layout.names),
        repr(layout.domains),
        repr(layout.start),
        repr(tuple(program.story.counters)),
    ]
    for edge in graph.edges:
        effects = [(effect.cell, effect.expr) for effect in edge.effects]
        ends = graph.locations[edge.source], graph.locations[edge.target]
        parts.append(repr((ends, edge.guard, effects, edge.is_choice)))
    chapters = [
        (scene.id, scene.chapter, scene.ending is not None) for scene in program.story.scenes.values()
    ]
    parts.append(repr(chapters))
    return _digest("\n".join(parts))


def asked(query: Query, at: Sequence[tuple[int, Formula]]) -> str:
    """Return a name for what is asked: the same for the same question of the same program.

    `at` gives the locations where it may be answered, by number.
    """
    by_formula: dict[int, tuple[Formula, list[int]]] = {}
    for number, formula in at:
        by_formula.setdefault(id(formula), (formula, []))[1].append(number)
    return _digest(repr((query.kind, [(formula.expr, numbers) for formula, numbers in by_formula.values()])))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- on disk ------------------------------------------------------------------


def file_of(story: File, folder: File) -> File:
    """Return where the memory of a story's folder lies in a folder for such files."""
    return folder / "proofs" / f"{_digest(str(story.resolve()))[:32]}.json"


def read_memory(file: File) -> Memory:
    """Read a memory; an empty one if there is none, or none that can be believed."""
    try:
        if file.stat().st_size > _MOST:
            return Memory()
        found = json.loads(file.read_bytes())
        payload = found["memory"]
        if found["format"] != FORMAT or found["version"] != __version__ or found["digest"] != _sum(payload):
            return Memory()
        return _decoded(payload)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Memory()


def write_memory(file: File, memory: Memory) -> None:
    """Write a memory; that it can't be is no matter."""
    payload = _encoded(memory)
    whole = {"format": FORMAT, "version": __version__, "digest": _sum(payload), "memory": payload}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".new")
        aside.write_text(json.dumps(whole), encoding="utf-8")
        aside.replace(file)
    except OSError:
        return


def _sum(payload: Mapping[str, Any]) -> str:
    return _digest(json.dumps(payload, sort_keys=True))


def _encoded(memory: Memory) -> dict[str, Any]:
    found = {name: value for name, value in asdict(memory).items() if name != "spans"}
    found["unreachable"] = sorted(memory.unreachable)
    found["spans"] = {
        name: {chapter: [sorted(span.values, key=repr), span.proved] for chapter, span in spans.items()}
        for name, spans in memory.spans.items()
    }
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def _decoded(payload: Mapping[str, Any]) -> Memory:
    return Memory(
        program=str(payload["program"]),
        walks=[(int(before), str(key)) for before, key in payload["walks"]],
        unreachable=set(map(str, payload["unreachable"])),
        shortest={str(name): tuple(map(str, keys)) for name, keys in payload["shortest"].items()},
        precision={str(name): list(map(str, cells)) for name, cells in payload["precision"].items()},
        traps_proved=payload["traps_proved"] is True,
        soft_locks=_traps(payload["soft_locks"]),
        cycles=_traps(payload["cycles"]),
        spans={
            str(name): {
                str(chapter): Span(frozenset(values), proved is True)
                for chapter, (values, proved) in spans.items()
            }
            for name, spans in payload["spans"].items()
        },
    )


def _traps(found: Sequence[Any]) -> list[Trap]:
    return [Trap(str(scene), tuple(map(str, keys))) for scene, keys in found]
