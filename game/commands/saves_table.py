"""The list of runs and saves, as a table to read and as JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from game.play.saves.rows import SaveRow, date_of, row
from game.play.saves.slots import SaveInfo
from game.terminal.wrap import columns

HEAD = SaveRow("name", "chapter", "status", "place", "when", "choices", "")
Found = Sequence[tuple[str, SaveInfo]]  # each with the name under which its story keeps its saves


def as_table(found: Found) -> Iterator[str]:
    """Yield the lines of a table, with the story's id if the saves are not all of one story."""
    if not found:
        yield "There are no saved games."
        return
    rows: list[tuple[str, ...]] = [HEAD, *(row(info) for _, info in found)]
    if len({story for story, _ in found}) > 1:
        stories = ("story", *(story for story, _ in found))
        rows = [(story, *one) for story, one in zip(stories, rows, strict=True)]
    yield from columns(_without_blanks(rows))


def as_json(found: Found) -> str:
    """Write a JSON array with an object for each run and save; `when` is ISO 8601, with the offset."""
    return json.dumps([_object(story, info) for story, info in found], indent=2)


def _object(story: str, info: SaveInfo) -> dict[str, object]:
    return {
        "story": story,
        "slot": info.slot,
        "name": info.name,
        "title": info.title,
        "run": info.run,
        "origin": info.origin,
        "chapter": info.chapter,
        "ending": info.ending,
        "status": info.status,
        "place": info.place,
        "when": date_of(info, "ISO 8601"),
        "choices": info.choices,
        "automatic": info.automatic,
        "copy": info.copy,
        "sound": info.sound,
    }


def _without_blanks(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out the columns in which nothing stands but their head."""
    kept = [column for column in zip(*rows, strict=True) if any(column[1:])]
    return list(zip(*kept, strict=True))
