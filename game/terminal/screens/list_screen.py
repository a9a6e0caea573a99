"""A list with a title over it: what menus, saves, chapters and settings are made of."""

from __future__ import annotations

from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import BLANK, NOTHING, Columns, Drawn, Row, shifted
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, choosing
from game.terminal.wrap import wrap_text

POINTER_CELLS = 2


class ListScreen(Screen):
    """A list with a title over it, and below it what there is to say about the marked entry."""

    def __init__(self, stack: ScreenStack, title: str, choices: ChoiceList) -> None:
        super().__init__(stack)
        self.title = title
        self.choices = choices

    @property
    def actions(self) -> Actions:
        """A list is moved in, taken from and closed."""
        return {**choosing(self.choices), "help": self.stack.help, "close": self.stack.close}

    def wheel(self, rows: int) -> None:
        """Move in the list."""
        self.choices.move(1 if rows > 0 else -1)

    def click(self, entry: int) -> None:
        """Take what was pointed at."""
        self.choices.click(entry)

    def header(self, width: int) -> tuple[str, str]:
        """Return the title."""
        return self.title, ""

    def explanation(self) -> str:
        """Return what is said about the marked entry; paragraphs are parted by newlines."""
        return ""

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out the list, and the explanation at the foot of the screen where there is room for it."""
        said = self._explained(cols, room // 3)
        left = cols.text_left - min(POINTER_CELLS, cols.gutter)
        drawn = self.choices.draw(cols.text_left + cols.text - left, room - len(said), self.stack.glyphs)
        rows = [shifted(row, left) for row in drawn.rows]
        rows += [BLANK] * (room - len(said) - len(rows) if said else 0)
        return drawn._replace(rows=rows, column=left), Drawn(said, 0, []) if said else NOTHING

    def _explained(self, cols: Columns, height: int) -> list[Row]:
        if height < 2 or not self.explanation():
            return []
        lines = [
            line
            for paragraph in self.explanation().split("\n")
            for line in wrap_text(self.stack.glyphs.spell(paragraph), cols.text).split("\n")
        ]
        return [shifted((("class:faint", line),), cols.text_left) for line in lines[:height]]
