"""The menu of a game: everything that can be done besides playing on, each with its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from game.terminal.screens.list_screen import ListScreen
from game.terminal.ui.footer import Hint
from game.terminal.ui.keys import Actions
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry

if TYPE_CHECKING:
    from game.terminal.screens.page import Opener


class GameMenu(ListScreen):
    """Entries that close the menu and do what they say; the keys of the game do so too."""

    def __init__(self, stack: ScreenStack, story: Opener, entries: Sequence[Entry], where: str) -> None:
        closing = [entry._replace(take=self._closing(entry.take)) for entry in entries]
        super().__init__(stack, "Menu", ChoiceList(closing))
        self._story = story
        self._where = where

    @property
    def actions(self) -> Actions:
        """The list, and everything that its entries do."""
        keys = {name: self._closing(do) for name, do in self._story.everywhere().items() if name != "menu"}
        own = {"about": lambda: self.choices.take_key("a"), "title": lambda: self.choices.take_key("t")}
        return {**keys, **super().actions, **own, "menu": self.stack.close}

    def press(self, data: str) -> None:
        """Take an entry by its number, or open a page by its key."""
        if not (data in tuple("123456789") and self.choices.take_number(int(data))):
            self.choices.take_key(data)

    def header(self, width: int) -> tuple[str, str]:
        """Give the run and the chapter."""
        return self.title, self._where

    def status(self) -> Sequence[str]:
        """Keep the status line."""
        below: Screen = self.stack.below(self)
        return below.status()

    def hints(self) -> list[Hint]:
        """Say that keys work here."""
        arrows = self.stack.glyphs.arrows
        return [Hint("Esc close", "close"), Hint(f"{arrows} Enter or its key", ""), Hint("? keys", "help")]

    def _closing(self, do: Callable[[], object]) -> Callable[[], None]:
        def take() -> None:
            self.stack.close()
            do()

        return take
