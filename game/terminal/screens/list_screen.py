"""A list with a title over it: what menus, saves, chapters and settings are made of."""

from __future__ import annotations

from collections.abc import Callable

from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import NOTHING, Columns, Drawn, shifted
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry, choosing

POINTER_CELLS = 2


class ListScreen(Screen):
    """A list with a title over it."""

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
        """Give the title."""
        return self.title, ""

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Give the list."""
        left = cols.text_left - min(POINTER_CELLS, cols.gutter)
        drawn = self.choices.draw(cols.text_left + cols.text - left, room, self.stack.glyphs)
        return drawn._replace(rows=[shifted(row, left) for row in drawn.rows], column=left), NOTHING


def closing(stack: ScreenStack, text: str, do: Callable[[], None]) -> Entry:
    """Give an entry that closes its list before it does anything."""

    def take() -> None:
        stack.close()
        do()

    return Entry(text, take)
