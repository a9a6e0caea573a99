"""A list to choose from: choices of a scene, entries of a menu, saves, settings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from game.locale.messages import tr_later
from game.story.cells import cells
from game.story.text.styled import Paragraph, TextRun
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import GUTTER, Drawn, Row, shortened
from game.terminal.wrap import wrap

ENTER_TAKES = tr_later("Enter takes what is marked.")
UNMARKED = -1
GAP = 3  # cells between columns
LEAST_COLUMN = 8  # cells; a column that has fewer is left out


class Entry(NamedTuple):
    """One line of a list. One that is not open is shown, and can't be taken.

    `notes` stand beside the text, in columns; `key` takes it too, where the list has such keys.
    """

    text: str
    take: Callable[[], object]
    open: bool = True
    notes: tuple[str, ...] = ()
    key: str = ""
    style: str = ""


def heading(text: str = "", style: str = "class:heading") -> Entry:
    """Make a line between entries."""
    return Entry(text, lambda: None, open=False, style=style)


class ChoiceList:
    """Entries, and which of them is marked: the first open one from `selected` on; none if UNMARKED."""

    def __init__(self, entries: Sequence[Entry], numbered: bool = False, selected: int = 0) -> None:
        self.entries = entries
        self.numbered = numbered
        self._open = [number for number, entry in enumerate(entries) if entry.open]
        self._places = {number: place for place, number in enumerate(self._open, 1)}
        self.selected = UNMARKED
        if selected != UNMARKED and self._open:
            self.selected = next((number for number in self._open if number >= selected), self._open[-1])
        self._laid_for: tuple[int, Glyphs] | None = None
        self._lines: list[str] = []
        self._starts: list[int] = [0]  # the row in which each entry begins, and where the last ends
        self._top = 0
        self._into = 0  # rows scrolled into a marked entry that is higher than the window
        self._rest = 0  # rows of it that are still below
        self._step = 1
        self._in_sight: frozenset[int] | None = None  # the entries last drawn; None before that

    @property
    def numbers(self) -> int:
        """How many entries can be taken by a digit."""
        return min(len(self._open), 9)

    @property
    def marked(self) -> bool:
        """Whether an entry is marked."""
        return self.selected != UNMARKED

    @property
    def marked_unseen(self) -> bool:
        """Whether what is marked has not come into sight yet."""
        return self.marked and not self._seen(self.selected)

    def move(self, steps: int) -> None:
        """Mark another open entry, after the last the first; or read on in one that is too high."""
        if steps > 0 and self._rest > 0:
            self._into += min(self._rest, self._step)
        elif steps < 0 and self._into > 0:
            self._into -= min(self._into, self._step)
        elif self._open:
            place = self._places.get(self.selected, 0 if steps > 0 else len(self._open) + 1) - 1
            self.selected = self._open[(place + steps) % len(self._open)]
            self._into = 0

    def mark(self, place: int) -> None:
        """Mark an open entry by its place among them; -1 is the last."""
        if self._open:
            self.selected, self._into = self._open[place], 0

    def unmark(self) -> None:
        """Mark none."""
        self.selected, self._into = UNMARKED, 0

    def mark_entry(self, entry: int) -> None:
        """Mark an entry by its number, if it is open."""
        if entry in self._places:
            self.selected, self._into = entry, 0

    def take(self) -> bool:
        """Take the marked entry; False if none is, or if it has not come into sight yet."""
        if not self.marked or self.marked_unseen:
            return False
        self.entries[self.selected].take()
        return True

    def take_number(self, number: int, only_mark: bool = False) -> bool:
        """Take an open entry by the number it is shown with; False if there is none.

        One that is out of sight is only marked, which brings it into sight; any one is if `only_mark`.
        """
        if not 1 <= number <= self.numbers:
            return False
        entry = self._open[number - 1]
        if only_mark or not self._seen(entry):
            self.mark_entry(entry)
            return False
        self.selected = entry
        return self.take()

    def _seen(self, entry: int) -> bool:
        """Whether an entry was in sight when the list was drawn last; before that, all are taken to be."""
        return self._in_sight is None or entry in self._in_sight

    def take_key(self, key: str) -> bool:
        """Take the open entry that has this key; False if none has."""
        for number in self._open:
            if key and self.entries[number].key == key:
                self.selected = number
                return self.take()
        return False

    def click(self, entry: int, only_mark: bool = False) -> bool:
        """Take an entry that was pointed at, or only mark it; False if it is not open."""
        if entry not in self._places:
            return False
        self.mark_entry(entry)
        if not only_mark:
            self.take()
        return True

    # --- what is seen -----------------------------------------------------------

    def height(self, width: int, glyphs: Glyphs) -> int:
        """Count the rows of all entries."""
        self._lay(width, glyphs)
        return len(self._lines)

    def draw(self, width: int, height: int, glyphs: Glyphs) -> Drawn:
        """Draw the rows, at most `height`, with the marked entry among them."""
        self._lay(width, glyphs)
        if not self._lines:
            return Drawn([], 0, [])
        first, last = self._marked_rows()
        height = max(height, 1)
        self._rest = max(last - first - height - self._into, 0)
        self._step = max(height - 1, 1)
        if last - first > height:
            self._into = min(self._into, last - first - height)
            self._top = first + self._into
        else:
            self._into = 0
            self._top = max(min(self._top, first, len(self._lines) - height), last - height, 0)
        numbers = range(self._top, min(self._top + height, len(self._lines)))
        owners = [bisect_right(self._starts, number) - 1 for number in numbers]
        self._in_sight = frozenset(owners)
        shown = [self._row(number, owner, glyphs) for number, owner in zip(numbers, owners, strict=True)]
        if self._top > 0:
            shown[0] = _with_sign(shown[0], glyphs.less, width)
        if self._top + height < len(self._lines):
            shown[-1] = _with_sign(shown[-1], glyphs.more, width)
        return Drawn(shown, max(first - self._top, 0), owners)

    def _lay(self, width: int, glyphs: Glyphs) -> None:
        """Wrap all entries, once for each width."""
        if self._laid_for == (width, glyphs):
            return
        self._laid_for, self._lines, self._starts = (width, glyphs), [], [0]
        room = max(width - self._gutter - 2, 1)  # two cells are kept for the signs that the list goes on
        columns = _columns([(entry.text, *entry.notes) for entry in self.entries if entry.notes], room)
        for entry in self.entries:
            if columns and entry.notes:
                self._lines.append(_in_columns((entry.text, *entry.notes), columns, glyphs))
            else:
                lines = wrap(Paragraph((TextRun(glyphs.spell(entry.text)),)), room)
                self._lines += ["".join(run.text for run in line) for line in lines]
            self._starts.append(len(self._lines))
        del self._starts[-1]

    @property
    def _gutter(self) -> int:
        return GUTTER if self.numbered else 2

    def _marked_rows(self) -> tuple[int, int]:
        if self.selected == UNMARKED:
            first = self._starts[self._open[0]] if self._open else 0
            return first, first + 1
        ends = [*self._starts[self.selected + 1 : self.selected + 2], len(self._lines)]
        return self._starts[self.selected], ends[0]

    def _row(self, number: int, owner: int, glyphs: Glyphs) -> Row:
        lead = self._lead(owner, glyphs) if number == self._starts[owner] else ""
        return ((self._style(owner), lead.ljust(self._gutter) + self._lines[number]),)

    def _style(self, number: int) -> str:
        if not self.entries[number].open:
            return self.entries[number].style or "class:locked"
        return "class:marked" if number == self.selected else "class:choice"

    def _lead(self, number: int, glyphs: Glyphs) -> str:
        sign = glyphs.pointer if number == self.selected else " "
        if not self.numbered:
            return sign
        place = self._places.get(number, 0)
        if not self.entries[number].text:
            return ""
        return f"{sign} {place if 0 < place < 10 else glyphs.dot}"


def _columns(rows: Sequence[tuple[str, ...]], room: int) -> list[int]:
    """Return the widths of the columns that fit, from the first on; the second may cut the first short."""
    count = max(map(len, rows), default=0)
    widths = [max(cells(row[column]) for row in rows if column < len(row)) for column in range(count)]
    while widths and sum(widths) + GAP * (len(widths) - 1) > room:
        spare = room - sum(widths[:-1]) - GAP * (len(widths) - 1)
        if spare >= LEAST_COLUMN:
            return [*widths[:-1], spare]
        if len(widths) == 2 and room - widths[1] - GAP >= LEAST_COLUMN * 2:
            return [room - widths[1] - GAP, widths[1]]
        del widths[-1]
    return widths


def _in_columns(texts: tuple[str, ...], widths: list[int], glyphs: Glyphs) -> str:
    shown = [shortened(glyphs.spell(text), width, glyphs) for text, width in zip(texts, widths, strict=False)]
    padded = (text + " " * (width - cells(text)) for text, width in zip(shown, widths, strict=False))
    return (" " * GAP).join(padded).rstrip()


def _with_sign(row: Row, sign: str, width: int) -> Row:
    """Put a sign at the end of a row's width."""
    gap = width - sum(cells(text) for _, text in row) - cells(sign)
    return (*row, ("class:faint", " " * max(gap, 0) + sign))


def choosing(choices: ChoiceList) -> Actions:
    """Return the actions of a list."""
    return {
        "up": lambda: choices.move(-1),
        "down": lambda: choices.move(1),
        "home": lambda: choices.mark(0),
        "end": lambda: choices.mark(-1),
        "take": choices.take,
    }
