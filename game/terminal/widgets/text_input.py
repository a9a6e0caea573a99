"""A line in which words are typed: every key that prints is text there."""

from __future__ import annotations

from prompt_toolkit.utils import get_cwidth

from game.story.text.styled import clean
from game.terminal.ui.glyphs import Signs
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, shifted
from game.terminal.widgets.choice_list import Drawn

LONGEST = 80  # characters


class Field:
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

    def draw(self, cols: Columns, signs: Signs) -> Drawn:
        """Give the row of the field; where it is too narrow, the end of what was typed."""
        room = max(cols.text - get_cwidth(self.label) - 1, 1)
        shown = self.text
        while get_cwidth(shown) > room:
            shown = shown[1:]
        row = (("", self.label), ("class:field", shown), ("class:field", " " * (room - get_cwidth(shown))))
        column = cols.text_left + get_cwidth(self.label) + get_cwidth(shown)
        return Drawn([shifted(row, cols.text_left)], 0, [], column)

    def _rub_out(self) -> None:
        self.text = self.text[:-1]
        self._fresh = False

    def _clear(self) -> None:
        self.text = ""
