"""How things stand: where the player is, the status line, and what is carried, at full length."""

from __future__ import annotations

from game.play.session import Session, chapter_name
from game.terminal.screens.text import TextScreen
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.scroll_view import Block


def status_screen(stack: ScreenStack, session: Session) -> TextScreen:
    """Give where the player is, the status line, and what is carried, at full length."""
    play = session.play
    said = [chapter_name(play.chapter), play.place, play.status]
    carried = [f"{item.title}. {item.about}".strip() for item in play.carried]
    return TextScreen(stack, "How things stand", [Block.of(text) for text in (*said, *carried) if text])
