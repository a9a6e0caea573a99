"""What a story says about itself, and what a reader may want to know first."""

from __future__ import annotations

from game.key_table import ABOUT
from game.locale.messages import tr
from game.terminal.screens.opener import Opener
from game.terminal.screens.text import TextScreen
from game.terminal.widgets.scroll_view import ScrollBlock


def about_screen(game: Opener) -> TextScreen:
    """Show what the story says about itself, and what a reader may want to know first."""
    story = game.session.story
    blocks = [ScrollBlock.of(story.title, "class:heading")]
    blocks += [ScrollBlock.of(story.byline, close=True)] if story.byline else []
    blocks += [ScrollBlock(paragraph) for paragraph in game.session.about]
    if story.content_notes:
        blocks.append(ScrollBlock.of(tr("Content notes"), "class:heading"))
        blocks.append(ScrollBlock.of(", ".join(story.content_notes) + "."))
    blocks += (
        [ScrollBlock.of(tr("Version {version}", version=story.version), "class:faint")]
        if story.version
        else []
    )
    return TextScreen(game.stack, tr(ABOUT), blocks)
