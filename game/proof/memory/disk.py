"""The memory of a story's proofs as a file in the user's cache folder, which may be deleted at any time.

Another program may write into that folder, or break off while it writes: what a file says is taken only with
the digest of all of it, and from the same version of the game. Any other file is no memory at all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path as File
from typing import Any

from game import __version__
from game.proof.answers import Span, Trap
from game.proof.memory.model import Certificate, DiagramNode, Memory, ProvedProgram, hash_of
from game.proof.program.queries import Location

FORMAT = 2
_MOST = 64 << 20  # bytes of a file that is read
_HEAD = 1 << 10  # of them at most before the payload


def file_of(story: File, folder: File) -> File:
    """Return where the memory of a story's folder lies in a folder for such files."""
    return folder / "proofs" / f"{hash_of(str(story.resolve()))[:32]}.json"


def read_memory(file: File) -> Memory:
    """Read a memory; an empty one if there is none, or none that can be believed."""
    try:
        if file.stat().st_size > _MOST:
            return Memory()
        head, _, payload = file.read_bytes().partition(b"\n")
        return _decoded(json.loads(payload)) if head == _head(payload) else Memory()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Memory()


def write_memory(file: File, memory: Memory) -> None:
    """Write a memory; that it can't be is no matter, nor that one is too great to be read again."""
    text = json.dumps(_encoded(memory))  # of ASCII, a byte for each character
    if len(text) > _MOST - _HEAD:
        return
    payload = text.encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".new")
        aside.write_bytes(_head(payload) + b"\n" + payload)
        aside.replace(file)
    except OSError:
        return


def _head(payload: bytes) -> bytes:
    """Return the first line of a file: who wrote it, and a digest of the rest."""
    return json.dumps([FORMAT, __version__, hashlib.sha256(payload).hexdigest()]).encode()


def _encoded(memory: Memory) -> dict[str, Any]:
    names = [one.name for one in fields(memory) if one.name not in ("answered", "earlier")]
    found = {name: getattr(memory, name) for name in names}
    found["spans"] = {
        name: {chapter: [sorted(span.values, key=repr), span.proved] for chapter, span in spans.items()}
        for name, spans in memory.spans.items()
    }
    if memory.record is not None:
        record = memory.record._asdict()
        record["equal"] = sorted(memory.record.equal.items())
        record["states"] = [None if state is None else f"{state:x}" for state in memory.record.states]
        found["record"] = record
    return found


def _decoded(payload: Mapping[str, Any]) -> Memory:
    return Memory(
        program=str(payload["program"]),
        record=None if payload["record"] is None else _record(payload["record"]),
        walks=[(int(before), str(key)) for before, key in payload["walks"]],
        certificates={
            str(name): [_certificate(*one) for one in found]
            for name, found in payload["certificates"].items()
        },
        shortest={str(name): tuple(map(str, keys)) for name, keys in payload["shortest"].items()},
        precision={str(name): list(map(int, cells)) for name, cells in payload["precision"].items()},
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


def _record(found: Mapping[str, Any]) -> ProvedProgram:
    return ProvedProgram(
        locations=[Location(*one) for one in found["locations"]],
        cells=found["cells"],
        values=found["values"],
        shifts=found["shifts"],
        wide=found["wide"],
        equal=dict(found["equal"]),
        states=[None if state is None else int(state, 16) for state in found["states"]],
        edges=[[(target, name) for target, name in edges] for edges in found["edges"]],
    )


def _certificate(asked: Mapping[str, Any], nodes: Sequence[Any], sets: Sequence[Any]) -> Certificate:
    return Certificate(
        {name: tuple((first, last) for first, last in runs) for name, runs in asked.items()},
        tuple(DiagramNode(cell, tuple((value, node) for value, node in after)) for cell, after in nodes),
        tuple((first, last, node) for first, last, node in sets),
    )


def _traps(found: Sequence[Any]) -> list[Trap]:
    return [Trap(str(scene), tuple(map(str, keys))) for scene, keys in found]
