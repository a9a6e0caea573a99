"""The saved games: to be loaded, or deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from game.play.saves.rows import row
from game.play.saves.saves import SaveInfo, Saves
from game.terminal.screens.dialogs import Confirm
from game.terminal.screens.list_screen import ListScreen
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.keys import Actions
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry


class SavesList(ListScreen):
    """The saved games, the newest first."""

    def __init__(self, stack: ScreenStack, saves: Saves, load: Callable[[str], None]) -> None:
        self._saves = saves
        self._load = load
        super().__init__(stack, "Saved games", ChoiceList(()))
        self._list(0)

    @property
    def actions(self) -> Actions:
        """A save can be deleted too."""
        return {**super().actions, "delete": self._ask} if self._found else super().actions

    def _list(self, selected: int) -> None:
        self._found = self._saves.list()
        rows = [save_row(info, self.stack.glyphs) for info in self._found]
        entries = [
            Entry(row, partial(self._load, info.slot)) for row, info in zip(rows, self._found, strict=True)
        ]
        none = Entry("There are no saved games.", lambda: None, open=False)
        self.choices = ChoiceList(entries or [none], selected=selected)

    def _ask(self) -> None:
        info = self._found[self.choices.selected]
        question = f"Delete {name_of(info)} for good?"
        self.stack.push(Confirm(self.stack, question, "Delete it", partial(self._delete, info.slot)))

    def _delete(self, slot: str) -> None:
        self._saves.delete(slot)
        self._list(self.choices.selected)


def name_of(info: SaveInfo) -> str:
    """Give what a player calls a save."""
    return info.name if info.automatic else f"`{info.name}`"


def save_row(info: SaveInfo, glyphs: Glyphs) -> str:
    """Give a run or a save in a line."""
    return f" {glyphs.dot} ".join(filter(None, row(info)))
