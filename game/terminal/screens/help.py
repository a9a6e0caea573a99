"""The keys that do something where help was asked for, in groups, under what is taught while playing."""

from __future__ import annotations

from collections.abc import Collection

from game.key_table import GROUPS, KeyRow
from game.locale.messages import tr
from game.terminal.screens.search import SearchableText
from game.terminal.ui.keys import rows_for
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.scroll_view import ScrollBlock

SHOWN_CELLS = 15


def help_screen(stack: ScreenStack, screen: Screen, everywhere: Collection[str]) -> SearchableText:
    """Show the keys that do something on a screen, and those that do `everywhere`."""
    keys = [*rows_for([*screen.actions, *everywhere]), *screen.extra_keys()]
    blocks = [ScrollBlock.of(lesson, close=True) for lesson in screen.lessons()]
    for group in GROUPS:
        rows = [key for key in keys if key.group == group]
        if rows:
            blocks.append(ScrollBlock.of(tr(group), "class:heading"))
            blocks += [_row(key) for key in rows]
    return SearchableText(stack, tr("Keys"), blocks)


def _row(key: KeyRow) -> ScrollBlock:
    return ScrollBlock.of(tr(key.about), "", key.shown.ljust(SHOWN_CELLS), close=True)
