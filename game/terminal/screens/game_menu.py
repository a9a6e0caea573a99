"""The menu of a game: everything that can be done besides playing on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from game.terminal.screens.list_screen import ListScreen, closing
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.choice_list import ChoiceList


class GameMenu(ListScreen):
    """What can be done besides playing on."""

    def __init__(
        self, stack: ScreenStack, entries: Iterable[tuple[str, Callable[[], None]]], status: Sequence[str]
    ) -> None:
        super().__init__(stack, "Menu", ChoiceList([closing(stack, text, do) for text, do in entries]))
        self._status = status

    def status(self) -> Sequence[str]:
        """Give how things stand."""
        return self._status


def chapters_list(stack: ScreenStack, chapters: Mapping[str, Callable[[], None]]) -> ListScreen:
    """List chapters by name, each with what goes back to its start."""
    entries = [closing(stack, name, go_back) for name, go_back in chapters.items()]
    return ListScreen(stack, "Go back to the start of", ChoiceList(entries))
