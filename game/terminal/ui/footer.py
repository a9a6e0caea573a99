"""The last row: how things stand on the left, a message in the middle, keys on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.story.cells import cells
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.layout import BLANK, ClickTarget, Row, shortened

GAP = "  "
WITH_EDGE = 24  # cells from which a blank is left at both ends


class Hint(NamedTuple):
    """A key in the footer, and what a click on it does: the name of an action, or what the key sends."""

    text: str
    does: str

    @property
    def alone(self) -> Hint:
        """The key, without the word for what it does."""
        return self._replace(text=self.text.partition(" ")[0])


class Footer(NamedTuple):
    """The row, what can be pointed at in it, and a message that had no room in it."""

    row: Row
    targets: tuple[ClickTarget, ...]
    unsaid: str = ""


def footer(
    width: int, status: Sequence[str], message: str, hints: Sequence[Hint], glyphs: Glyphs, row: int = 0
) -> Footer:
    """Lay out the last row, the number `row` of the screen.

    `status` has its room first. Where there is none for it even beside the key of the moment and the one
    for help alone, it is dropped part by part, from the last, and so never cut short; to a message it
    never gives way. `hints` stand in the order of their worth and are dropped from the last: for the
    status down to help, for a message down to two.
    """
    room = room_in(width)
    kept, least = list(hints), _number_to_help(hints)
    shortest = [hint.alone if hint.does == "help" else hint for hint in kept[:least]]
    left = joined_parts(
        first_parts(status, room_beside(width, *(hint.text for hint in shortest)), glyphs), glyphs
    )
    if _taken(left, "", kept[:least]) > room:
        kept[:least] = shortest
    fits = _taken(left, message, kept[: max(least, 2)]) <= room
    said, unsaid = (message, "") if fits else ("", message)
    while len(kept) > least and _taken(left, said, kept) > room:
        del kept[-1]
    while len(kept) > 1 and _size(kept) > room:
        del kept[-1]
    right = shortened(GAP.join(hint.text for hint in kept), room, glyphs)
    edge = (width - room) // 2
    start = width - edge - cells(right)
    middle = _middle(said, cells(left), start - edge)
    gap = start - edge - cells(left) - cells(middle)
    targets, column = [], start
    for hint in kept:
        targets.append(ClickTarget(row, column, column + cells(hint.text), does=hint.does))
        column += cells(hint.text) + len(GAP)
    line = (
        ("class:status", " " * edge + left),
        ("class:message", middle),
        ("class:faint", " " * gap + right),
    )
    return Footer(line, tuple(targets), unsaid)


def room_in(width: int) -> int:
    """Return how many cells there are for words in the last row of a terminal of this width."""
    return width - 2 if width >= WITH_EDGE else width


def room_beside(width: int, *others: str) -> int:
    """Return how many cells there are for one thing in the last row, beside others."""
    return room_in(width) - sum(cells(text) + len(GAP) for text in others if text)


def first_parts(parts: Sequence[str], room: int, glyphs: Glyphs) -> Sequence[str]:
    """Return as many parts of a status, from the first on, as there is room for."""
    kept = list(parts)
    while kept and cells(joined_parts(kept, glyphs)) > room:
        del kept[-1]
    return kept


def own_row(
    status: Sequence[str], width: int, keys: Sequence[str], glyphs: Glyphs
) -> tuple[Sequence[str], Row]:
    """Return the parts of a status that stand in a row of their own, and that row.

    There are such parts where not all have room in the last row beside the longest of these keys.
    """
    if first_parts(status, room_beside(width, *keys), glyphs) == status:
        return (), BLANK
    room = room_in(width)
    parts = first_parts(status, room, glyphs)
    return parts, (
        ("class:status", " " * ((width - room) // 2) + joined_parts(parts, glyphs)),
    ) if parts else BLANK


def joined_parts(parts: Sequence[str], glyphs: Glyphs) -> str:
    """Return the parts of a status as it is read."""
    return f" {glyphs.dot} ".join(parts)


def _number_to_help(hints: Sequence[Hint]) -> int:
    """Count the hints up to the one for help; two where there is none."""
    return next((number for number, hint in enumerate(hints, 1) if hint.does == "help"), 2)


def _middle(message: str, left: int, start: int) -> str:
    """Put a message where the eye finds it: behind the status, in the middle where there is room."""
    if not message:
        return ""
    spare = start - left - cells(message) - 2 * len(GAP)
    return " " * ((2 + max(spare, 0) // 2) if left else 0) + message


def _taken(left: str, message: str, hints: Sequence[Hint]) -> int:
    """Count the cells that all this takes, with what parts it."""
    return cells(left) + cells(message) + _size(hints) + len(GAP) * (bool(left) + bool(message))


def _size(hints: Sequence[Hint]) -> int:
    return cells(GAP.join(hint.text for hint in hints))
