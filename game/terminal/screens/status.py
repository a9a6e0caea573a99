"""How things stand: where the player is, the status line, the scales behind its words, what is carried."""

from __future__ import annotations

from game.locale.messages import tr
from game.play.chapters import chapter_name
from game.play.scales import scales
from game.play.session import Session
from game.terminal.screens.page import LookedUp, Opener
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.scroll_view import ScrollBlock


def status_screen(stack: ScreenStack, session: Session, opener: Opener) -> LookedUp:
    """Show how things stand, at full length."""
    play = session.play
    run = tr("run {number}", number=session.run.number) if session.run.number else ""
    where = f" {stack.glyphs.dot} ".join(filter(None, (chapter_name(play.chapter), play.place, run)))
    blocks = [ScrollBlock.of(text) for text in (where, play.status) if text]
    blocks += [ScrollBlock.of(told) for told in scales(play).values()]
    if play.carried:
        blocks.append(ScrollBlock.of(tr("You carry"), "class:heading"))
    elif play.shows_carried:
        blocks.append(ScrollBlock.of(tr("You carry nothing.")))
    for item in play.carried:
        told = f"{item.title}. {item.about}".strip()
        blocks.append(ScrollBlock.of(told, "", f"{stack.glyphs.dot} ", close=True))
    return LookedUp(stack, tr("How things stand"), blocks, opener, "status")
