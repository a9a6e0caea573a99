"""The keys that do something where help was asked for."""

from __future__ import annotations

from collections.abc import Collection

from game.terminal.screens.text import TextScreen
from game.terminal.ui.keys import rows_for
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.scroll_view import Block


def help_screen(stack: ScreenStack, screen: Screen, everywhere: Collection[str]) -> TextScreen:
    """Give the keys that do something on a screen, and those that do `everywhere`."""
    keys = [*rows_for([*screen.actions, *everywhere]), *screen.extra_keys()]
    blocks = [Block.of(key.about, "", key.shown.ljust(13), close=True) for key in keys]
    return TextScreen(stack, "Keys", blocks)
