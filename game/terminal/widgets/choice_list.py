"""A list to choose from: choices of a scene, entries of a menu, saves, settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from game.story.text.styled import Paragraph, Run
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import GUTTER, Drawn, Row
from game.terminal.wrap import cells, wrap


class Entry(NamedTuple):
    """One line of a list. One that is not open is shown, and can't be taken."""

    text: str
    take: Callable[[], None]
    open: bool = True


class ChoiceList:
    """Entries, and which of them is selected: the first open one, until it is moved."""

    def __init__(self, entries: Sequence[Entry], numbered: bool = False, selected: int = 0) -> None:
        self.entries = entries
        self.numbered = numbered
        self._open = [number for number, entry in enumerate(entries) if entry.open]
        self.selected = min((number for number in self._open if number >= selected), default=-1)
        if self.selected < 0 and self._open:
            self.selected = self._open[-1]
        self._top = 0
        self._into = 0  # rows scrolled into a selected entry that is higher than the window
        self._rest = 0  # rows of it that are still below
        self._step = 1

    def move(self, steps: int) -> None:
        """Select another open entry, after the last the first; or read on in one that is too high."""
        if steps > 0 and self._rest > 0:
            self._into += min(self._rest, self._step)
        elif steps < 0 and self._into > 0:
            self._into -= min(self._into, self._step)
        elif self._open:
            place = self._open.index(self.selected)
            self.selected = self._open[(place + steps) % len(self._open)]
            self._into = 0

    def take(self) -> None:
        """Take the selected entry."""
        if self._open:
            self.entries[self.selected].take()

    def take_number(self, number: int) -> None:
        """Take an open entry by the number it is shown with, if there is one."""
        if 1 <= number <= len(self._open):
            self.selected = self._open[number - 1]
            self.take()

    def click(self, entry: int) -> None:
        """Take an entry that was pointed at."""
        if entry in self._open:
            self.selected = entry
            self.take()

    # --- what is seen -----------------------------------------------------------

    def draw(self, width: int, height: int, glyphs: Glyphs, limit: int = 0) -> Drawn:
        """Give the rows, at most `height`; where the selected entry needs more, up to `limit`."""
        rows, owners = self._all_rows(width, glyphs)
        if not rows:
            return Drawn([], 0, [])
        first, last = self._selected_rows(owners)
        height = max(height, min(last - first, limit), 1)
        self._rest = max(last - first - height - self._into, 0)
        self._step = max(height - 1, 1)
        if last - first > height:
            self._into = min(self._into, last - first - height)
            self._top = first + self._into
        else:
            self._into = 0
            self._top = max(min(self._top, first, len(rows) - height), last - height, 0)
        shown = rows[self._top : self._top + height]
        if self._top > 0:
            shown[0] = _marked(shown[0], glyphs.less, width)
        if self._top + height < len(rows):
            shown[-1] = _marked(shown[-1], glyphs.more, width)
        return Drawn(shown, max(first - self._top, 0), owners[self._top : self._top + height])

    def _selected_rows(self, owners: list[int]) -> tuple[int, int]:
        if self.selected < 0:
            return 0, 1
        first = owners.index(self.selected)
        return first, first + owners.count(self.selected)

    def _all_rows(self, width: int, glyphs: Glyphs) -> tuple[list[Row], list[int]]:
        rows: list[Row] = []
        owners: list[int] = []
        for number, entry in enumerate(self.entries):
            style = self._style(number)
            lead = self._lead(number, glyphs)
            text = Paragraph((Run(glyphs.spell(entry.text)),))
            # Two cells are kept free for the signs that the list goes on.
            for line in wrap(text, max(width - cells(lead) - 2, 1)):
                rows.append(((style, lead + "".join(run.text for run in line)),))
                owners.append(number)
                lead = " " * cells(lead)
        return rows, owners

    def _style(self, number: int) -> str:
        if not self.entries[number].open:
            return "class:locked"
        return "class:selected" if number == self.selected else "class:choice"

    def _lead(self, number: int, glyphs: Glyphs) -> str:
        sign = glyphs.pointer if number == self.selected else " "
        if not self.numbered:
            return f"{sign} "
        place = self._open.index(number) + 1 if number in self._open else 0
        return f"{sign} {place if 0 < place < 10 else glyphs.dot}".ljust(GUTTER)


def _marked(row: Row, sign: str, width: int) -> Row:
    """Put a sign at the end of a row's width."""
    gap = width - sum(cells(text) for _, text in row) - cells(sign)
    return (*row, ("class:faint", " " * max(gap, 0) + sign))


def choosing(menu: ChoiceList) -> Actions:
    """Give the actions of a list."""
    return {"up": lambda: menu.move(-1), "down": lambda: menu.move(1), "take": menu.take}
