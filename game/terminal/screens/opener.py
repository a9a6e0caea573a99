"""What screens are opened from, by the rows of the table of keys that say which: the title, or a game."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name

from game.key_table import OPENS
from game.play.session import Session
from game.terminal.ui.keys import Actions
from game.terminal.ui.screen_stack import Screen, ScreenStack


class Opener:
    """A sitting, and the stack it is shown on. Every screen that a key opens is made of this alone."""

    def __init__(self, stack: ScreenStack, session: Session) -> None:
        self.stack = stack
        self.session = session

    def open(self, action: str) -> None:
        """Lay the screen of an action on top. Its module is imported when it is first asked for."""
        make: Callable[[Opener], Screen] = resolve_name(f"game.terminal.screens.{OPENS[action]}")
        self.stack.push(make(self))

    def begun(self) -> None:
        """Show the run that a screen has just begun, in place of all screens."""
        raise NotImplementedError

    def load(self, slot: str) -> None:
        """Go on from a save, or in a run, and show it in place of all screens. Raises SaveError."""
        raise NotImplementedError

    def everywhere(self) -> Actions:
        """Return what can be done from other screens, too."""
        return {}

    def open_page_of(self, key: str) -> bool:
        """Open the page of the story that has this key, and say whether there is one."""
        return False
