"""A line in which words are typed: every key that prints is text there."""

from __future__ import annotations

from game.story.sanitize import clean
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn, shifted
from game.terminal.wrap import cells

LONGEST = 80  # characters


class TextInput:
    """What was typed after a label. What stands in it at first is replaced by the first letter typed."""

    def __init__(self, label: str, text: str = "") -> None:
        self.label = label
        self.text = text
        self._fresh = True

    @property
    def actions(self) -> Actions:
        """The keys that take letters away."""
        return {"rub_out": self._rub_out, "clear": self._clear}

    def write(self, data: str) -> None:
        """Write what a key prints, or what was pasted, on one line."""
        data = clean(" ".join(data.split()) or data)
        if not data.isprintable():
            return
        self.text = (("" if self._fresh else self.text) + data)[:LONGEST]
        self._fresh = False

    def draw(self, cols: Columns, glyphs: Glyphs) -> Drawn:
        """Give the row of the field; where it is too narrow, the end of what was typed."""
        room = max(cols.text - cells(self.label) - 1, 1)
        shown = self.text
        while cells(shown) > room:
            shown = shown[1:]
        row = (("", self.label), ("class:field", shown), ("class:field", " " * (room - cells(shown))))
        column = cols.text_left + cells(self.label) + cells(shown)
        return Drawn([shifted(row, cols.text_left)], 0, [], column)

    def _rub_out(self) -> None:
        self.text = self.text[:-1]
        self._fresh = False

    def _clear(self) -> None:
        self.text = ""
