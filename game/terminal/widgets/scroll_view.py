"""A long text that is read through a window: wrapped by cells, kept in place when the window changes.

Problem: a row number means another place in the text as soon as the window's width changes, and wrapping a
long history anew at each key is slow. Method: what stands in the first row is kept as a `TextPosition`, a
block and how many letters of it come before; rows are made once for each width and found by bisection.

    40 columns, top row 3 = TextPosition(1, 52)      at 80 columns that is inside row 1, which is then the top

Rows that are laid stay valid until `lay` is asked for another width, manner or gutter. `shown` says whether
the window has been laid since it moved or the text changed: a key that came before that was not meant for it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from game.story.cells import cells
from game.story.text.styled import Paragraph, TextRun
from game.terminal.ui.glyphs import Manner
from game.terminal.ui.layout import BLANK, Fragment, Row
from game.terminal.widgets.page_turn import Window, is_last, tops, window_end
from game.terminal.wrap import Line, starred, wrap

HEADING = "class:heading"
STRESSED = " class:stress"
NOT_FOUND = -1


class ScrollBlock(NamedTuple):
    """One paragraph as it is shown: its style, and a sign hung out in front of it."""

    paragraph: Paragraph
    style: str = ""
    sign: str = ""
    close: bool = False  # no blank row before it

    @classmethod
    def of(cls, text: str, style: str = "", sign: str = "", close: bool = False) -> ScrollBlock:
        """Make a block of plain words."""
        return cls(Paragraph((TextRun(text),)), style, sign, close)


class TextPosition(NamedTuple):
    """A place in the text that no wrapping moves: a block, and how many letters of it come before.

    The blank row above a block is its letter -1; one above that, where lines stand apart, its letter -2.
    """

    block: int
    letters: int


class ScrollView:
    """Blocks seen through a window. What stands in its first row is remembered as a place in the text.

    `lay` says how large the window is; all else goes by that.
    """

    def __init__(self, blocks: Iterable[ScrollBlock] = ()) -> None:
        self.blocks = list(blocks)
        self.top = TextPosition(0, 0)
        self.anchor = 0  # the block with which what is new begins
        self.found = NOT_FOUND  # a block that is shown as found
        self.shown = False  # whether what stands in the window has been drawn
        self._rows: list[Row] = []
        self._spots: list[TextPosition] = []
        self._ends: list[int] = []  # the rows before which a window may well end
        self._lines: list[int] = []  # the rows before which a line ends, where lines stand apart
        self._laid = 0  # blocks that are in _rows
        self._laid_for: tuple[Manner, int, int] | None = None  # with the width and the gutter
        self._window = Window(1, 1)
        self._begun: list[int] | None = None  # where windows begin, in what was laid last

    def add(self, blocks: Iterable[ScrollBlock]) -> None:
        """Put more text at the end, and its beginning in the first row."""
        self.anchor, self._begun = len(self.blocks), None
        self.blocks += blocks
        self.top, self.shown = TextPosition(self.anchor, 0), False

    def replace(self, blocks: Iterable[ScrollBlock], anchor: int) -> None:
        """Show another text, from its block `anchor` on."""
        self.blocks = list(blocks)
        self.anchor = min(anchor, max(len(self.blocks) - 1, 0))
        self.top, self.shown = TextPosition(self.anchor, 0), False
        self._laid, self._begun = 0, None

    # --- what is seen -----------------------------------------------------------

    def lay(self, manner: Manner, width: int, height: int, gutter: int = 0, last: int | None = None) -> None:
        """Lay the text out for a window of this size, and `last` rows of it in the window with the end.

        Signs hang out to the left of the text in a `gutter`, where there is one.
        """
        self._window = Window(max(height, 1), max(height if last is None else last, 1))
        self._lay(manner, width, gutter)
        self._begun, self.shown = None, True

    def seen(self, to_end: bool = False) -> list[Row]:
        """Return the rows to be seen; with the last of the text among them if `to_end`."""
        first = self.first_to_end if to_end else self.first
        stop = first + self._window.last if to_end else self._stop(first)
        seen = list(self._rows[first:stop])
        for number in range(len(seen)):
            if self._spots[first + number].block == self.found:
                seen[number] = _found(seen[number])
        if seen and self._start < first and first in self._tops():
            seen[0] = tuple(("class:faint", text) for _, text in seen[0])  # it was read in the window before
        return seen

    @property
    def first(self) -> int:
        """The number of the row that stands first."""
        return self._row(self.top)

    @property
    def first_to_end(self) -> int:
        """The number of the row that stands first where the last of the text must be seen."""
        return max(self.first, len(self._rows) - self._window.last, 0)

    @property
    def new(self) -> tuple[int, int]:
        """Where reading begins: the row of the window and the column of the first word that is new."""
        first = self.first
        row = first + 1 if self._start < first and first in self._tops() else first
        while row + 1 < len(self._rows) and not any(text.strip() for _, text in self._rows[row]):
            row += 1
        line = "".join(text for _, text in self._rows[row]) if row < len(self._rows) else ""
        return row - first, cells(line) - cells(line.lstrip())

    @property
    def above(self) -> bool:
        """Whether there is text above the window."""
        return self.first > 0

    @property
    def below(self) -> bool:
        """Whether there is text to read below the window, or what stands under the text has no room."""
        return not is_last(self.first, len(self._rows), self._window)

    @property
    def position(self) -> tuple[int, int]:
        """Which window on what is new this is, and how many there are."""
        begun = self._tops()
        return max(bisect_right(begun, self.first), 1), len(begun)

    def row_of(self, block: int) -> int:
        """Return the row of the window in which a block begins; it may be outside."""
        return self._row(TextPosition(block, 0)) - self.first

    # --- moving -----------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Scroll by rows, no further than the ends of the text.

        Where the last words are in sight, what stands under them comes at once, and not row by row.
        """
        if rows > 0 and self._stop(self.first) >= len(self._rows):
            self.end()
        else:
            self._go(self.first + rows)

    def turn(self, pages: int) -> None:
        """Go a window on or back; what is new begins in the first row of one."""
        first, begun, step = self.first, self._tops(), max(self._window.height - 1, 1)
        if pages > 0 and self.below:
            ahead = begun[bisect_right(begun, first) :]
            self._place(min(first + step, self._with_context(ahead[0])) if ahead else first + step)
        elif pages < 0:
            behind = begun[: bisect_left(begun, first)]
            self._place(behind[-1] if behind else first - step)

    def hold(self) -> None:
        """Keep what `seen` shows where the last of the text must be seen, from now on."""
        self._place(self.first_to_end)

    def home(self) -> None:
        """Go to the beginning of what is new; from there, to the beginning of all."""
        self._place(self._start if self.first > self._start else 0)

    def end(self) -> None:
        """Go to the end."""
        self._place(max(len(self._rows) - self._window.last, 0))

    def show(self, block: int) -> None:
        """Bring a block into the window if it isn't there."""
        row = self.row_of(block)
        if not 0 <= row < self._window.height:
            self._go(self.first + row - self._window.height // 3)

    def _with_context(self, top: int) -> int:
        """Return the first row of a window; where it has no new words, it is filled with the last ones."""
        if top < len(self._rows) - 1:
            return top
        return max(len(self._rows) - self._window.last, self._start)

    def _go(self, row: int) -> None:
        self._place(min(row, max(self._start, len(self._rows) - self._window.last, self.first)))

    def _place(self, row: int) -> None:
        if self._spots:
            before, self.top = self.top, self._spots[max(min(row, len(self._spots) - 1), 0)]
            self.shown = self.shown and self.top == before

    @property
    def _start(self) -> int:
        return self._row(TextPosition(self.anchor, 0))

    def _tops(self) -> list[int]:
        if self._begun is None:
            self._begun = tops(self._start, len(self._rows), self._ends, self._window, self._lines)
        return self._begun

    def _stop(self, first: int) -> int:
        if first in self._tops():
            return window_end(first, len(self._rows), self._ends, self._window, self._lines)
        return first + self._window.height

    def _row(self, spot: TextPosition) -> int:
        return max(bisect_right(self._spots, spot) - 1, 0)

    # --- laying out ---------------------------------------------------------------

    def _lay(self, manner: Manner, width: int, gutter: int) -> None:
        if (manner, width, gutter) != self._laid_for:
            self._laid_for, self._laid = (manner, width, gutter), 0
        if not self._laid:
            self._rows, self._spots, self._ends, self._lines = [], [], [], []
        for number in range(self._laid, len(self.blocks)):
            self._lay_block(number, self.blocks[number], manner, width, gutter)
        self._laid = len(self.blocks)

    def _lay_block(self, number: int, block: ScrollBlock, manner: Manner, width: int, gutter: int) -> None:
        if number and not block.close:
            for letter in (-2, -1) if manner.apart else (-1,):
                self._put(BLANK, TextPosition(number, letter))
        hang = max(cells(block.sign), gutter)
        if hang * 2 > width:  # no room beside the sign
            self._put(((block.style, block.sign.rstrip()),), TextPosition(number, 0))
            block, hang = block._replace(sign=""), gutter + 2
        paragraph = manner.glyphs.spell_out(block.paragraph)
        if manner.stars:
            paragraph = starred(paragraph)
        letters = 0
        for line in wrap(paragraph, max(width - hang, 1)):
            lead = (block.sign if not letters else "").ljust(hang)
            if letters and manner.apart and not block.paragraph.drawn:
                self._put(BLANK, TextPosition(number, letters))
            self._put(_row(lead, line, block.style), TextPosition(number, letters))
            if manner.apart:
                self._lines.append(len(self._rows))
            letters += max(sum(len(run.text.replace(" ", "")) for run in line), 1)
        if block.style != HEADING:  # which belongs to what stands under it
            self._ends.append(len(self._rows))

    def _put(self, row: Row, spot: TextPosition) -> None:
        self._rows.append(row)
        self._spots.append(spot)


def _found(row: Row) -> Row:
    return tuple(("class:found" if text.strip() else style, text) for style, text in row)


def _row(lead: str, line: Line, style: str) -> Row:
    words: list[Fragment] = [(style + STRESSED * run.stressed, run.text) for run in line]
    return ((style, lead), *words) if lead else tuple(words)
