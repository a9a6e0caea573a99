"""What a screen is made of: rows of styled words, and the columns they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from game.story.cells import cells
from game.terminal.ui.glyphs import LEAST_HEIGHT, LEAST_WIDTH, Glyphs

Fragment = tuple[str, str]  # a style and the text that has it
Row = tuple[Fragment, ...]
BLANK: Row = ()

DIALOG_WIDTH, DIALOG_HEIGHT = 40, 12  # under this a dialog takes the whole body
GUTTER = 5  # cells for the sign and the number of a choice: `▸ 1  `


class Size(NamedTuple):
    """A terminal's size in cells."""

    width: int
    height: int

    @property
    def usable(self) -> bool:
        """Whether there is room for anything but a word of regret."""
        return self.width >= LEAST_WIDTH and self.height >= LEAST_HEIGHT

    @property
    def roomy(self) -> bool:
        """Whether a dialog leaves what it asks about in sight."""
        return self.width >= DIALOG_WIDTH and self.height >= DIALOG_HEIGHT


class Drawn(NamedTuple):
    """Rows as they are seen; for a list, the row of the marked entry, and whose each row is."""

    rows: list[Row]
    cursor: int
    owners: list[int]
    column: int = 0


NOTHING = Drawn([], 0, [])


class ClickTarget(NamedTuple):
    """Words that can be pointed at: a row, its columns from `left` to before `right`, and what they do.

    That is to take an `entry` of the list in hand, or what the key or action `does`.
    """

    row: int
    left: int
    right: int
    entry: int = -1
    does: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything on the terminal at one moment. `cursor` is the column and row of the real cursor."""

    rows: tuple[Row, ...]
    cursor: tuple[int, int] = (0, 0)
    targets: tuple[ClickTarget, ...] = ()

    def target(self, column: int, row: int) -> ClickTarget | None:
        """Return what is pointed at, if it is anything."""
        hit = (one for one in self.targets if one.row == row and one.left <= column < one.right)
        return next(hit, None)


class Columns(NamedTuple):
    """Where things stand from left to right: the page in the terminal, the text in the page.

    The text keeps to the measure and is centred; a gutter on its left holds the signs of choices.
    """

    left: int
    page: int
    text_left: int
    text: int

    @property
    def gutter(self) -> int:
        """How much of a choice's sign and number stands left of the text."""
        return min(GUTTER, self.text_left - self.left)


def columns_for(width: int, measure: int) -> Columns:
    """Lay out a terminal of this width for a text of `measure` cells."""
    page = min(width, measure + 14)
    text = max(min(measure, page - (4 if page >= DIALOG_WIDTH else 2)), 1)
    left = (width - page) // 2
    return Columns(left, page, left + (page - text) // 2, text)


def size_of(row: Iterable[Fragment]) -> int:
    """Count the cells of a row."""
    return sum(cells(text) for _, text in row)


def shifted(row: Row, left: int) -> Row:
    """Move a row to the right."""
    return (("", " " * left), *row) if left > 0 and row else row


def shortened(text: str, width: int, glyphs: Glyphs) -> str:
    """Cut a text to a width, with a sign that it was cut."""
    if cells(text) <= max(width, 0):
        return text
    room, end = width - cells(glyphs.cut), 0
    for character in text:
        room -= cells(character)
        if room < 0:
            break
        end += 1
    return (text[:end].rstrip() + glyphs.cut) if width > 0 else ""


def centred(text: str, width: int, style: str = "") -> Row:
    """Put a text in the middle of a width."""
    return shifted(((style, text),), (width - cells(text)) // 2)


def justified(left: str, right: str, width: int, style: str, glyphs: Glyphs) -> Row:
    """Put one text on the left and one on the right; where both don't fit, the left one only."""
    gap = width - cells(left) - cells(right)
    if gap < 1 or not right:
        return ((style, shortened(left, width, glyphs)),)
    return ((style, left + " " * gap + right),)
