"""The last row: how things stand on the left, a message in the middle, keys on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.story.cells import cells
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.layout import ClickTarget, Row, shortened

STATUS_CELLS = 24  # how much of the row the left part may take
GAP = "  "
WITH_EDGE = 24  # cells from which a blank is left at both ends


class Hint(NamedTuple):
    """A key in the footer, and what a click on it does: the name of an action, or what the key sends."""

    text: str
    does: str


class Footer(NamedTuple):
    """The row, what can be pointed at in it, and a message that had no room in it."""

    row: Row
    targets: tuple[ClickTarget, ...]
    unsaid: str = ""


def footer(
    width: int, status: Sequence[str], message: str, hints: Sequence[Hint], glyphs: Glyphs, row: int = 0
) -> Footer:
    """Lay out the last row, the number `row` of the screen.

    `hints` stand in the order of their worth and are dropped from the last, so that status and message
    have room; the first two stay as long as they fit at all. `status` is dropped part by part, from the
    last too, and so never cut short.
    """
    kept = list(hints)
    edge = 1 if width >= WITH_EDGE else 0
    room = width - 2 * edge
    stands = min(_size_of_status(status, glyphs), STATUS_CELLS)
    wanted = stands + cells(message) + len(GAP) * bool(stands and message)
    if _size(kept[:2]) > room - wanted - 2:
        wanted = max(stands, cells(message))
    while len(kept) > 2 and _size(kept) > room - wanted - 2:
        del kept[-1]
    while len(kept) > 1 and _size(kept) > room:
        del kept[-1]
    left = _status(status, min(room - _size(kept) - 2, STATUS_CELLS), glyphs)
    unsaid, said = "", message
    if message:
        if cells(left) + cells(message) + 2 * bool(left) > room - _size(kept) - 2:
            left = ""
        if cells(message) > room - _size(kept) - 2:
            said, unsaid = "", message
            left = _status(status, min(room - _size(kept) - 2, STATUS_CELLS), glyphs)
    right = shortened(GAP.join(hint.text for hint in kept), room, glyphs)
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


def _middle(message: str, left: int, start: int) -> str:
    """Put a message where the eye finds it: behind the status, in the middle where there is room."""
    if not message:
        return ""
    spare = start - left - cells(message) - 2 * len(GAP)
    return " " * ((2 + max(spare, 0) // 2) if left else 0) + message


def _status(parts: Sequence[str], room: int, glyphs: Glyphs) -> str:
    """Give as many parts of the status as there is room for; one that has none alone is shortened."""
    kept = list(parts)
    while len(kept) > 1 and cells(_joined(kept, glyphs)) > room:
        del kept[-1]
    whole = _joined(kept, glyphs)
    return whole if cells(whole) <= room else ""


def _size_of_status(parts: Sequence[str], glyphs: Glyphs) -> int:
    return cells(_joined(parts, glyphs))


def _joined(parts: Sequence[str], glyphs: Glyphs) -> str:
    return f" {glyphs.dot} ".join(parts)


def _size(hints: Sequence[Hint]) -> int:
    return cells(GAP.join(hint.text for hint in hints))
