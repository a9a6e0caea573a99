"""The list of saves, as a table to read and as JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from game.play.saves.slots import SaveInfo
from game.terminal.wrap import columns

HEAD = ("slot", "title", "chapter", "place", "when", "choices")
Found = Sequence[tuple[str, SaveInfo]]  # each with the id of its story


def as_table(found: Found) -> Iterator[str]:
    """Give the lines of a table, with the story's id if the saves are not all of one story."""
    if not found:
        yield "There are no saved games."
        return
    several = len({story for story, _ in found}) > 1
    rows = [HEAD, *(_row(info) for _, info in found)]
    if several:
        stories = ("story", *(story for story, _ in found))
        rows = [(story, *row) for story, row in zip(stories, rows, strict=True)]
    yield from columns(rows)


def as_json(found: Found) -> str:
    """Give a JSON array with an object for each save; `when` is ISO 8601, with the offset."""
    return json.dumps([_object(story, info) for story, info in found], indent=2)


def _row(info: SaveInfo) -> tuple[str, ...]:
    if not info.sound:
        return info.slot, f"({info.fault})", "", "", _when(info).strftime("%Y-%m-%d %H:%M"), ""
    title = info.title or ("(saved by itself)" if info.automatic else "")
    when = _when(info).strftime("%Y-%m-%d %H:%M")
    return info.slot, title, info.chapter, info.place, when, str(info.choices)


def _object(story: str, info: SaveInfo) -> dict[str, object]:
    return {
        "story": story,
        "slot": info.slot,
        "title": info.title,
        "chapter": info.chapter,
        "place": info.place,
        "when": _when(info).isoformat(timespec="seconds"),
        "choices": info.choices,
        "automatic": info.automatic,
        "sound": info.sound,
    }


def _when(info: SaveInfo) -> datetime:
    return datetime.fromtimestamp(info.when).astimezone()
