"""A long text that is read through a window: wrapped by cells, kept in place when the window changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from game.story.text.styled import Paragraph, Run
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.layout import BLANK, Fragment, Row
from game.terminal.wrap import Line, cells, wrap

STRESSED = " class:stress"
NOT_FOUND = -1


class Block(NamedTuple):
    """One paragraph as it is shown: its style, and a sign hung out in front of it."""

    paragraph: Paragraph
    style: str = ""
    sign: str = ""
    close: bool = False  # no blank row before it

    @classmethod
    def of(cls, text: str, style: str = "", sign: str = "", close: bool = False) -> Block:
        """Make a block of plain words."""
        return cls(Paragraph((Run(text),)), style, sign, close)


class Spot(NamedTuple):
    """A place in the text that no wrapping moves: a block, and how many letters of it come before.

    The blank row above a block is its letter -1.
    """

    block: int
    letters: int


class ScrollView:
    """Blocks seen through a window. What stands in its first row is remembered as a place in the text."""

    def __init__(self, glyphs: Glyphs, blocks: Iterable[Block] = ()) -> None:
        self.glyphs = glyphs
        self.blocks = list(blocks)
        self.top = Spot(0, 0)
        self.anchor = 0  # the block that may stand in the first row even if the text ends soon after it
        self.found = NOT_FOUND  # a block that is shown as found
        self._rows: list[Row] = []
        self._spots: list[Spot] = []
        self._laid = 0  # blocks that are in _rows
        self._width = self._gutter = 0
        self._height = 1

    def add(self, blocks: Iterable[Block]) -> None:
        """Put more text at the end, and its beginning in the first row."""
        self.anchor = len(self.blocks)
        self.blocks += blocks
        self.top = Spot(self.anchor, 0)

    def replace(self, blocks: Iterable[Block], anchor: int) -> None:
        """Show another text, from its block `anchor` on."""
        self.blocks = list(blocks)
        self.anchor = min(anchor, max(len(self.blocks) - 1, 0))
        self.top = Spot(self.anchor, 0)
        self._laid = 0

    # --- what is seen -----------------------------------------------------------

    def rows(self, width: int, height: int, gutter: int = 0) -> list[Row]:
        """Give the rows to be seen in a window of this size, at most `height`.

        Glyphs hang out to the left of the text in a `gutter`, where there is one.
        """
        self._lay(width, gutter)
        self._height = max(height, 1)
        first = self.first
        seen = zip(self._spots[first : first + height], self._rows[first : first + height], strict=True)
        return [_found(row) if spot.block == self.found else row for spot, row in seen]

    @property
    def first(self) -> int:
        """The number of the row that stands first."""
        return self._row(self.top)

    @property
    def above(self) -> bool:
        """Whether there is text above the window."""
        return self.first > 0

    @property
    def below(self) -> bool:
        """Whether there is text below the window."""
        return self.first + self._height < len(self._rows)

    def row_of(self, block: int) -> int:
        """Give the row of the window in which a block begins; it may be outside."""
        return self._row(Spot(block, 0)) - self.first

    # --- moving -----------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Scroll by rows, no further than the ends of the text."""
        self._go(self.first + rows)

    def page(self, pages: int) -> None:
        """Scroll by windows, less the row the eye holds on to.

        Reading on always goes a whole window, even where the text ends before the next: what is
        new then begins in the same row as ever.
        """
        row = self.first + pages * max(self._height - 1, 1)
        if pages < 0:
            self._go(row)
        elif self.below:
            self.top = self._spots[row]

    def home(self) -> None:
        """Go to the beginning."""
        self._go(0)

    def end(self) -> None:
        """Go to the end."""
        self.top = Spot(0, 0)
        self._go(len(self._rows))

    def show(self, block: int) -> None:
        """Bring a block into the window if it isn't there."""
        row = self.row_of(block)
        if not 0 <= row < self._height:
            self._go(self.first + row - self._height // 3)

    def _go(self, row: int) -> None:
        if not self._spots:
            return
        last = max(self._row(Spot(self.anchor, 0)), len(self._rows) - self._height, self.first)
        self.top = self._spots[max(min(row, last), 0)]

    def _row(self, spot: Spot) -> int:
        return max(bisect_right(self._spots, spot) - 1, 0)

    # --- laying out ---------------------------------------------------------------

    def _lay(self, width: int, gutter: int) -> None:
        if (width, gutter) != (self._width, self._gutter):
            self._width, self._gutter, self._laid = width, gutter, 0
        if not self._laid:
            self._rows, self._spots = [], []
        for number in range(self._laid, len(self.blocks)):
            self._lay_block(number, self.blocks[number])
        self._laid = len(self.blocks)

    def _lay_block(self, number: int, block: Block) -> None:
        if number and not block.close:
            self._put(BLANK, Spot(number, -1))
        hang = max(cells(block.sign), self._gutter)
        if hang * 2 > self._width:  # no room beside the sign
            self._put(((block.style, block.sign.rstrip()),), Spot(number, 0))
            block, hang = block._replace(sign=""), self._gutter + 2
        paragraph = self.glyphs.spell_out(block.paragraph)
        letters = 0
        for line in wrap(paragraph, max(self._width - hang, 1)):
            lead = (block.sign if not letters else "").ljust(hang)
            self._put(_row(lead, line, block.style), Spot(number, letters))
            letters += max(sum(len(run.text.replace(" ", "")) for run in line), 1)

    def _put(self, row: Row, spot: Spot) -> None:
        self._rows.append(row)
        self._spots.append(spot)


def _found(row: Row) -> Row:
    return tuple(("class:found" if text.strip() else style, text) for style, text in row)


def _row(lead: str, line: Line, style: str) -> Row:
    words: list[Fragment] = [(style + STRESSED * run.stressed, run.text) for run in line]
    return ((style, lead), *words) if lead else tuple(words)
