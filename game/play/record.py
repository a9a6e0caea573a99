"""What a save holds, as JSON that a stranger may have written.

One ASCII object {format, version, payload, sha256}. The hash covers the rest
in canonical form and is read before anything else is believed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from game.play.state import State
from game.story.model import Story
from game.story.names import Value
from game.story.problems import GameError

FORMAT = "escape-save"
VERSION = 1
MAX_BYTES = 4 * 1024 * 1024


class SaveError(GameError):
    """A save that can't be written, found or used."""


class DamagedError(SaveError):
    """A save whose bytes are not what was written."""


class Snapshot(NamedTuple):
    """A state by names, so that it can be compared with a story that has changed."""

    scene: str
    values: Mapping[str, Value]
    items: tuple[str, ...]
    once: tuple[tuple[str, str], ...]
    visits: Mapping[str, int]


class Record(NamedTuple):
    """A save as it was read: the choices taken since `start`, and the state they led to.

    `start` is None for a playthrough told from its beginning; `earlier` then is empty, else the
    words told before. `title`, `chapter` and `place` are for the list of saves.
    """

    story: str
    fingerprint: str
    title: str
    chapter: str
    place: str
    start: Snapshot | None
    earlier: str
    log: tuple[tuple[str, str], ...]
    snapshot: Snapshot


def snapshot(story: Story, state: State) -> Snapshot:
    """Give a state by names."""
    names, marks = story.names, story.marks
    return Snapshot(
        state.scene,
        {name: state.values[variable.slot] for name, variable in names.variables.items()},
        tuple(name for name, item in names.items.items() if state.values[item.slot]),
        tuple(key for key, slot in marks.once.items() if state.marks[slot]),
        {scene: state.marks[one.slot] for scene, one in marks.counters.items() if state.marks[one.slot]},
    )


def restore(story: Story, snapshot: Snapshot) -> State | None:
    """Give the state of a snapshot in a story that may have changed; None where it doesn't fit.

    A variable that is new stands at its start; a name that is gone is forgotten.
    """
    if snapshot.scene not in story.scenes:
        return None
    values: list[Value] = []
    for name, variable in story.variables.items():
        value = snapshot.values.get(name, variable.start)
        if not variable.allows(value):
            return None
        values.append(value)
    values += [name in snapshot.items for name in story.items]
    marks = [0] * len(story.marks)
    for key, slot in story.marks.once.items():
        marks[slot] = int(key in snapshot.once)
    for scene, counter in story.marks.counters.items():
        most = counter.steady + counter.around - 1
        marks[counter.slot] = min(snapshot.visits.get(scene, int(scene == snapshot.scene)), most)
    return State(snapshot.scene, tuple(values), tuple(marks))


# --- writing ------------------------------------------------------------------


def encode(record: Record) -> bytes:
    """Write a record as the bytes of a save."""
    payload = {
        **record._asdict(),
        "start": record.start and _plain(record.start),
        "snapshot": _plain(record.snapshot),
    }
    whole = {"format": FORMAT, "version": VERSION, "payload": payload}
    data = _canonical({**whole, "sha256": hashlib.sha256(_canonical(whole)).hexdigest()})
    if len(data) > MAX_BYTES:
        raise SaveError("this playthrough is too long to be saved")
    return data


def _plain(snapshot: Snapshot) -> dict[str, Any]:
    return snapshot._asdict()


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


# --- reading ------------------------------------------------------------------


def decode(data: bytes) -> Record:
    """Read the bytes of a save.

    Raises DamagedError if they are not what was written, and SaveError if a newer game wrote them.
    """
    whole = _json(data)
    if not isinstance(whole, dict) or whole.keys() != {"format", "version", "payload", "sha256"}:
        raise DamagedError("this is not a save")
    digest = whole.pop("sha256")
    if digest != hashlib.sha256(_canonical(whole)).hexdigest():
        raise DamagedError("the save is damaged")
    if whole["format"] != FORMAT:
        raise DamagedError("this is not a save")
    if whole["version"] != VERSION or isinstance(whole["version"], bool):
        raise SaveError("a newer version of the game wrote this save")
    try:
        return _record(whole["payload"])
    except (KeyError, TypeError, ValueError):
        raise DamagedError("the save is damaged") from None


def _json(data: bytes) -> object:
    if len(data) > MAX_BYTES:
        raise DamagedError("this is too large to be a save")
    try:
        return json.loads(data.decode("ascii"), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise DamagedError("the save is damaged") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is not a number")


def _record(payload: Any) -> Record:
    if payload.keys() != set(Record._fields):
        raise ValueError("keys that do not belong to a save")
    start = payload["start"]
    return Record(
        **{
            name: _text(payload[name])
            for name in ("story", "fingerprint", "title", "chapter", "place", "earlier")
        },
        start=None if start is None else _snapshot(start),
        log=_pairs(payload["log"]),
        snapshot=_snapshot(payload["snapshot"]),
    )


def _snapshot(value: Any) -> Snapshot:
    if value.keys() != set(Snapshot._fields):
        raise ValueError("keys that do not belong to a snapshot")
    return Snapshot(
        _text(value["scene"]),
        {_text(name): _value(one) for name, one in value["values"].items()},
        tuple(_text(one) for one in _list(value["items"])),
        _pairs(value["once"]),
        {_text(name): _count(one) for name, one in value["visits"].items()},
    )


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_text(scene), _text(key)) for scene, key in map(_list, _list(value)))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _value(value: Any) -> Value:
    if not isinstance(value, bool | int | str):
        raise TypeError("not a value")
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("not a count")
    return value
