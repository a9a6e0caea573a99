"""How things stand: where the player is, the status line, the scales behind its words, what is carried."""

from __future__ import annotations

from game.locale.messages import tr
from game.play.chapters import chapter_name
from game.play.scales import scales
from game.terminal.screens.opener import Opener
from game.terminal.screens.page import LookedUp
from game.terminal.widgets.scroll_view import ScrollBlock


def status_screen(game: Opener) -> LookedUp:
    """Show how things stand, at full length."""
    session, glyphs = game.session, game.stack.glyphs
    play = session.play
    run = tr("run {number}", number=session.run.number) if session.run.number else ""
    where = f" {glyphs.dot} ".join(filter(None, (chapter_name(play.chapter), play.place, run)))
    blocks = [ScrollBlock.of(text) for text in (where, play.status) if text]
    blocks += [ScrollBlock.of(told) for told in scales(play).values()]
    if play.carried:
        blocks.append(ScrollBlock.of(tr("You carry"), "class:heading"))
    elif play.shows_carried:
        blocks.append(ScrollBlock.of(tr("You carry nothing.")))
    for item in play.carried:
        told = f"{item.title}. {item.about}".strip()
        blocks.append(ScrollBlock.of(told, "", f"{glyphs.dot} ", close=True))
    return LookedUp(game, tr("How things stand"), blocks, "status")
