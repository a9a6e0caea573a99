"""The endings found, and blanks for the others."""

from __future__ import annotations

from game.locale.messages import tr
from game.play.profile import FoundEnding, Profile
from game.terminal.screens.opener import Opener
from game.terminal.screens.page import LookedUp
from game.terminal.ui.glyphs import Glyphs
from game.terminal.widgets.scroll_view import ScrollBlock


def endings_screen(game: Opener) -> LookedUp:
    """Show the endings found, and blanks for the others."""
    return LookedUp(game, tr("Endings"), ending_blocks(game.stack.glyphs, game.session.profile), "endings")


def ending_blocks(glyphs: Glyphs, profile: Profile) -> list[ScrollBlock]:
    """Return how many endings were found, the titles of those, and blanks for the others."""
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
