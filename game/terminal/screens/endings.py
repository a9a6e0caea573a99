"""The endings found, and blanks for the others."""

from __future__ import annotations

from game.play.profile import Profile
from game.terminal.screens.text import TextScreen
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.scroll_view import Block


def endings_screen(stack: ScreenStack, profile: Profile) -> TextScreen:
    """Give the endings found, and blanks for the others."""
    return TextScreen(stack, "Endings", ending_blocks(stack, profile))


def ending_blocks(stack: ScreenStack, profile: Profile) -> list[Block]:
    """Give how many endings were found, the titles of those, and blanks for the others."""
    glyphs = stack.glyphs
    return [
        endings_counted(profile),
        *(
            Block.of(profile.endings[one], "", f"{glyphs.pointer} ", close=True)
            if one in profile.endings
            else Block.of(glyphs.unseen, "class:faint", "  ", close=True)
            for one in profile.all_endings
        ),
    ]


def endings_counted(profile: Profile) -> Block:
    """Give how many of the endings were found."""
    found = sum(ending in profile.endings for ending in profile.all_endings)
    return Block.of(f"{found} of {len(profile.all_endings)} endings found", "class:heading")
