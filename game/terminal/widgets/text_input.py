"""A line in which words are typed: every key that prints is text there."""

from __future__ import annotations

from game.story.cells import cells
from game.story.sanitize import clean
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn, shifted
from game.terminal.wrap import clusters

LONGEST = 80  # what a reader takes for letters, however many characters each is made of


class TextInput:
    """What was typed after a label. What stands in it at first is replaced by the first letter typed."""

    def __init__(self, label: str, text: str = "") -> None:
        self.label = label
        self._letters = clusters(text)
        self._place = len(self._letters)
        self._fresh = True

    @property
    def text(self) -> str:
        """What stands in it."""
        return "".join(self._letters)

    @property
    def actions(self) -> Actions:
        """The keys that move in it and take letters away."""
        return {
            "rub_out": self._rub_out,
            "rub_out_next": self._rub_out_next,
            "clear": self._clear,
            "letter_back": lambda: self._go(self._place - 1),
            "letter_on": lambda: self._go(self._place + 1),
            "home": lambda: self._go(0),
            "end": lambda: self._go(len(self._letters)),
        }

    def write(self, data: str) -> None:
        """Write what a key prints, or what was pasted, on one line."""
        data = clean(" ".join(data.split()) or data)
        if not data.isprintable() and not all(one.isprintable() or not cells(one) for one in data):
            return
        if self._fresh:
            self._clear()
        self._fresh = False
        before, after = self.text_before + data, self._letters[self._place :]
        letters = clusters(before + "".join(after))[:LONGEST]
        self._place = min(len(clusters(before)), len(letters))
        self._letters = letters

    @property
    def text_before(self) -> str:
        """What stands before the cursor."""
        return "".join(self._letters[: self._place])

    def draw(self, cols: Columns, glyphs: Glyphs) -> Drawn:
        """Draw the row of the field; where it is too narrow, what stands round the cursor."""
        room = max(cols.text - cells(self.label) - 1, 1)
        first = self._place
        while first > 0 and cells("".join(self._letters[first - 1 : self._place])) < room:
            first -= 1
        shown, last = "", first
        while last < len(self._letters) and cells(shown + self._letters[last]) <= room:
            shown += self._letters[last]
            last += 1
        row = (
            ("", glyphs.spell(self.label)),
            ("class:field", shown),
            ("class:field", " " * (room - cells(shown))),
        )
        at = cells("".join(self._letters[first : self._place]))
        return Drawn([shifted(row, cols.text_left)], 0, [], cols.text_left + cells(self.label) + at)

    def _go(self, place: int) -> None:
        self._place = max(min(place, len(self._letters)), 0)
        self._fresh = False

    def _rub_out(self) -> None:
        if self._place:
            del self._letters[self._place - 1]
            self._place -= 1
        self._fresh = False

    def _rub_out_next(self) -> None:
        del self._letters[self._place : self._place + 1]
        self._fresh = False

    def _clear(self) -> None:
        self._letters, self._place = [], 0
