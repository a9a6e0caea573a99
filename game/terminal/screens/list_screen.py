"""A list with a title over it: what menus, saves, chapters and settings are made of."""

from __future__ import annotations

from collections.abc import Callable

from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn, shifted
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry, choosing

POINTER_CELLS = 2


class ListScreen(Screen):
    """A list with a title over it."""

    def __init__(self, stack: ScreenStack, title: str, menu: ChoiceList) -> None:
        super().__init__(stack)
        self.title = title
        self.menu = menu

    @property
    def actions(self) -> Actions:
        """A list is moved in, taken from and closed."""
        return {**choosing(self.menu), "help": self.stack.help, "close": self.stack.close}

    def wheel(self, rows: int) -> None:
        """Move in the list."""
        self.menu.move(1 if rows > 0 else -1)

    def click(self, entry: int) -> None:
        """Take what was pointed at."""
        self.menu.click(entry)

    def header(self) -> tuple[str, str]:
        """Give the title."""
        return self.title, ""

    def body(self, cols: Columns, height: int) -> Drawn:
        """Give the list."""
        left = cols.text_left - min(POINTER_CELLS, cols.gutter)
        drawn = self.menu.draw(cols.text_left + cols.text - left, height, self.stack.glyphs)
        return drawn._replace(rows=[shifted(row, left) for row in drawn.rows], column=left)


def closing(stack: ScreenStack, text: str, do: Callable[[], None]) -> Entry:
    """Give an entry that closes its list before it does anything."""

    def take() -> None:
        stack.close()
        do()

    return Entry(text, take)
