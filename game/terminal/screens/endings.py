"""The endings found, and blanks for the others."""

from __future__ import annotations

from game.locale.messages import tr
from game.play.profile import FoundEnding, Profile
from game.terminal.screens.page import LookedUp, Opener
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.scroll_view import ScrollBlock


def endings_screen(stack: ScreenStack, profile: Profile, opener: Opener | None = None) -> LookedUp:
    """Show the endings found, and blanks for the others."""
    return LookedUp(stack, tr("Endings"), ending_blocks(stack, profile), opener, "endings")


def ending_blocks(stack: ScreenStack, profile: Profile) -> list[ScrollBlock]:
    """Return how many endings were found, the titles of those, and blanks for the others."""
    glyphs = stack.glyphs
    return [
        ScrollBlock.of(endings_counted(profile), "class:heading"),
        *(
            ScrollBlock.of(
                _told(profile.title_of(one), profile.found[one]), "", f"{glyphs.pointer} ", close=True
            )
            if one in profile.found
            else ScrollBlock.of(glyphs.unseen, "class:faint", "  ", close=True)
            for one in profile.all_endings
        ),
    ]


def endings_counted(profile: Profile) -> str:
    """Say how many of the endings were found."""
    return tr("{found} of {number} endings found", found=_found(profile), number=len(profile.all_endings))


def ending_counted(profile: Profile) -> str:
    """Say at an ending that it is one, and how many were found."""
    count = len(profile.all_endings)
    if count == 1:
        return tr("The end.")
    return tr("The end, one of {number}. You have found {found}.", number=count, found=_found(profile))


def _found(profile: Profile) -> int:
    return sum(ending in profile.endings for ending in profile.all_endings)


def _told(title: str, found: FoundEnding) -> str:
    run = tr("run {number}", number=found.run) if found.run else ""
    more = ", ".join(filter(None, (run, found.day)))
    return f"{title} ({more})" if more else title
