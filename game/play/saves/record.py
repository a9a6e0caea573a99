"""What a save holds, as JSON that a stranger may have written.

Problem: a save outlives the game and the story that it was made with, is copied between machines, and may
come back damaged, of a newer game, or made up; none of that may break the game, or be played as if it were
true. Method: the choices taken are what counts, and are played again (event sourcing, M. Fowler 2005); the
snapshot of the state says whether the story still comes to the same, and where to go on if not. They
stand in one ASCII object {format, version, payload, sha256}. The hash covers the rest in a canonical form,
keys in order and no blanks (as in RFC 8785, JSON Canonicalization Scheme), and is checked before anything
else is believed; after it every field is, for its type and its size, since a hash can be made by anybody.
The payload names each step that was taken once, in `steps`; its `log` gives their numbers, which keeps a
long game short:

    {"steps": [["hall", "go_down"], ["cellar", "come_up"]], "log": [0, 1, 0, 1, 0]}

Version 2 added what says whose a save is and where it belongs: `home`, `run`, `origin`, `order`, `status`,
`ending`, `pages`, `seed`. Every version is read for ever, so a field is only added with a new version.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from game.locale.messages import tr
from game.play.engine.state import State
from game.story.diagnostics.problem import GameError
from game.story.language.symbols import Value
from game.story.model import Story
from game.story.sanitize import HOSTILE, clean

FORMAT = "escape-save"
VERSION = 2
MAX_BYTES = 4 * 1024 * 1024
MAX_EARLIER = 1024 * 1024  # bytes of it, for the words of earlier accounts
MOST_CHOICES = 100_000  # in a run: a million take the better part of a minute, and 2 GB, to be played again
MOST = 2**53  # no number in a save is larger
# Of a story, a scene (the id of one that is written inside another has dots), a choice, a variable, an item.
_NAME = re.compile(r"[a-z0-9_.-]{1,300}\Z")
MAX_LABEL = 200  # characters of a title, a chapter's or a place's name


class SaveError(GameError):
    """A save that can't be written, found or used."""


class DamagedError(SaveError):
    """A save whose bytes are not what was written."""


class NewerError(SaveError):
    """A save that is as it was written, by a newer game."""


class Snapshot(NamedTuple):
    """A state by names, so that it can be compared with a story that has changed.

    `once` are the choices that are gone, `visits` and `taken` how often scenes were entered and other
    choices taken, as far as the story asks. A save without a `taken` counts none.
    """

    scene: str
    values: Mapping[str, Value]
    items: tuple[str, ...]
    once: tuple[tuple[str, str], ...]
    visits: Mapping[str, int]
    taken: tuple[tuple[str, str, int], ...] = ()

    def payload(self) -> dict[str, Any]:
        """Return it as a save holds it."""
        found = self._asdict()
        return found if self.taken else {name: value for name, value in found.items() if name != "taken"}


class Record(NamedTuple):
    """What a save says: the choices taken since `start`, and the state they led to.

    `start` is None for a playthrough told from its beginning; `earlier` then is empty, else the
    words told before. `title`, `chapter`, `place`, `status` and `ending` (the title of the ending that
    was reached) are for the list of saves.

    `home` says whose save it is (`saves.ownership`). `run` is the number of the run it keeps or was made
    in, 0 if that is not known, and `origin` where that run began. `order` is in milliseconds since 1970,
    but never less than that of a save made before: it says which is the newest, whatever the clocks say.
    `pages` names each page that was opened, with how many choices had been taken then.
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
    home: str = ""
    run: int = 0
    origin: str = ""
    order: int = 0
    status: str = ""
    ending: str = ""
    pages: tuple[tuple[str, int], ...] = ()
    seed: int = 0


_NEW_IN_2 = ("home", "run", "origin", "order", "status", "ending", "pages", "seed")


def snapshot(story: Story, state: State) -> Snapshot:
    """Return a state by names."""
    counters = story.counters
    return Snapshot(
        state.scene,
        {name: state.values[variable.index] for name, variable in story.variables.items()},
        tuple(name for name, item in story.items.items() if state.values[item.index]),
        tuple(
            choice
            for choice, one in counters.choices.items()
            if choice in counters.once and state.counters[one.index]
        ),
        {
            scene: state.counters[one.index]
            for scene, one in counters.scenes.items()
            if state.counters[one.index]
        },
        tuple(
            (*choice, state.counters[one.index])
            for choice, one in counters.choices.items()
            if state.counters[one.index] > (choice in counters.once)
        ),
    )


def state_of(story: Story, snapshot: Snapshot) -> State | None:
    """Return the state of a snapshot in a story that may have changed; None where it doesn't fit.

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
    counters = [0] * len(story.counters)
    taken = dict.fromkeys(snapshot.once, 1)
    taken |= {(scene, key): count for scene, key, count in snapshot.taken}
    for choice, counter in story.counters.choices.items():
        counters[counter.index] = min(taken.get(choice, 0), counter.counts[-1])
    for scene, counter in story.counters.scenes.items():
        visits = snapshot.visits.get(scene, int(scene == snapshot.scene))
        counters[counter.index] = min(visits, counter.counts[-1])
    return State(snapshot.scene, tuple(values), tuple(counters))


# --- writing ------------------------------------------------------------------


def encode(record: Record) -> bytes:
    """Write a record as the bytes of a save. Raises SaveError if it holds too much for one."""
    steps: dict[tuple[str, str], int] = {}
    log = [steps.setdefault(step, len(steps)) for step in record.log]
    payload = {
        **record._asdict(),
        "start": record.start and record.start.payload(),
        "snapshot": record.snapshot.payload(),
        "steps": list(steps),
        "log": log,
    }
    # Serialised once: the canonical form, keys in order, is put together round the payload.
    head = b'{"format":"%s","payload":%s' % (FORMAT.encode(), _canonical(payload))
    tail = b'"version":%d}' % VERSION
    digest = hashlib.sha256(head + b"," + tail).hexdigest()
    data = b'%s,"sha256":"%s",%s' % (head, digest.encode(), tail)
    if len(data) > MAX_BYTES or len(record.log) > MOST_CHOICES:  # neither could be read again
        raise SaveError(
            tr("this game of {number} choices is too long to be saved", number=f"{len(record.log):,}")
        )
    return data


def label(text: str) -> str:
    """Return a title or a name as a save holds it: one line, not too long."""
    return " ".join(clean(text).split())[:MAX_LABEL].rstrip()


def newest_words(text: str) -> str:
    """Return as many of the last paragraphs of earlier accounts as a save has room for."""
    paragraphs = clean(text).split("\n\n")
    room = MAX_EARLIER - len(_canonical("…\n\n"))
    for number in range(len(paragraphs), 0, -1):
        room -= len(_canonical("\n\n" + paragraphs[number - 1]))
        if room < 0:
            return "\n\n".join(["…", *paragraphs[number:]])
    return "\n\n".join(paragraphs)


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


# --- reading ------------------------------------------------------------------


def decode(data: bytes) -> Record:
    """Read the bytes of a save.

    Raises DamagedError if they are not what was written, and NewerError if a newer game wrote them.
    """
    if len(data) > MAX_BYTES:
        raise DamagedError(tr("this is too large to be a save"))
    try:
        whole = _whole(data)
        version = _count(whole["version"])
        if version <= VERSION:
            return _record(whole["payload"], version)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise DamagedError(tr("the save is damaged")) from None
    raise NewerError(tr("a newer version of the game wrote this save"))


def _whole(data: bytes) -> dict[str, Any]:
    """Read the outer object, whose hash must be right."""
    whole: dict[str, Any] = json.loads(
        data.decode("ascii"), object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_refuse
    )
    if whole.keys() != {"format", "version", "payload", "sha256"}:
        raise ValueError("keys that do not belong to a save")
    digest = whole.pop("sha256")
    if digest != hashlib.sha256(_canonical(whole)).hexdigest() or whole["format"] != FORMAT:
        raise ValueError("not what was written")
    return whole


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} does not belong to a save")


def _record(payload: Any, version: int) -> Record:
    new = () if version == 1 else _NEW_IN_2
    if payload.keys() != {*Record._fields, "steps"} - set(_NEW_IN_2) | set(new):
        raise ValueError("keys that do not belong to a save")
    start = None if payload["start"] is None else _snapshot(payload["start"])
    earlier = _text(payload["earlier"])
    if len(_canonical(earlier)) > MAX_EARLIER or (earlier and start is None):
        raise ValueError("words that do not belong to a save")
    record = Record(
        story=_name(payload["story"]),
        fingerprint=_name(payload["fingerprint"]),
        title=_label(payload["title"]),
        chapter=_label(payload["chapter"]),
        place=_label(payload["place"]),
        start=start,
        earlier=earlier,
        log=_log(_pairs(payload["steps"]), _list(payload["log"])),
        snapshot=_snapshot(payload["snapshot"]),
    )
    if version == 1:
        return record
    return record._replace(
        home="" if payload["home"] == "" else _name(payload["home"]),
        run=_count(payload["run"]),
        origin=_label(payload["origin"]),
        order=_count(payload["order"]),
        status=_label(payload["status"]),
        ending=_label(payload["ending"]),
        pages=tuple((_name(page), _count(steps)) for page, steps in map(_list, _list(payload["pages"]))),
        seed=_count(payload["seed"]),
    )


def _log(steps: tuple[tuple[str, str], ...], numbers: list[Any]) -> tuple[tuple[str, str], ...]:
    if len(set(steps)) != len(steps) or set(map(_count, numbers)) != set(range(len(steps))):
        raise ValueError("steps that do not belong to the log")
    return tuple(steps[number] for number in numbers)


def _snapshot(value: Any) -> Snapshot:
    if value.keys() | {"taken"} != set(Snapshot._fields):
        raise ValueError("keys that do not belong to a snapshot")
    return Snapshot(
        _name(value["scene"]),
        {_name(name): _value(one) for name, one in value["values"].items()},
        tuple(_name(one) for one in _list(value["items"])),
        _pairs(value["once"]),
        {_name(name): _count(one) for name, one in value["visits"].items()},
        tuple(
            (_name(scene), _name(key), _count(count))
            for scene, key, count in map(_list, _list(value.get("taken", [])))
        ),
    )


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple((_name(scene), _name(key)) for scene, key in map(_list, _list(value)))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or HOSTILE.search(value):
        raise TypeError("not a text")
    return value


def _name(value: Any) -> str:
    if not _NAME.match(value):
        raise ValueError("not a name")
    return str(value)


def _label(value: Any) -> str:
    if label(_text(value)) != value:
        raise ValueError("not a title")
    return label(value)


def _value(value: Any) -> Value:
    return value if isinstance(value, bool | int) else _name(value)


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST:
        raise TypeError("not a count")
    return value
