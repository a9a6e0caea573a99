"""What the title screen opens, once the story is read."""

from __future__ import annotations

from game.play.engine.render import context_at
from game.play.playthrough import Playthrough
from game.play.session import Session
from game.story.model import Story
from game.terminal.screens.chapter_card import show_card
from game.terminal.screens.endings import endings_screen
from game.terminal.screens.saves import SavesList
from game.terminal.screens.settings import SettingsList
from game.terminal.screens.story import StoryScreen
from game.terminal.screens.text import TextScreen
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.scroll_view import Block


class TitleActions:
    """A story that was read, and a stack to play it on."""

    def __init__(self, stack: ScreenStack, session: Session) -> None:
        self.stack = stack
        self.session = session

    def play(self) -> None:
        """Show what is being played."""
        self.stack.reset(StoryScreen(self.stack, self.session))

    def new_game(self) -> None:
        """Begin at the beginning."""
        self.session.new_game()
        self.play()
        show_card(self.stack, self.session)

    def go_on(self) -> None:
        """Go on where the last game was left. Raises SaveError."""
        self.session.continue_run()
        self.play()

    def load(self, slot: str) -> None:
        """Go on from a save, or in a run. Raises SaveError."""
        self.session.load(slot)
        self.play()

    def saves(self) -> None:
        """Show what can be loaded."""
        self.stack.push(SavesList(self.stack, self.session.saves, self.load))

    def endings(self) -> None:
        """Show the endings found."""
        self.stack.push(endings_screen(self.stack, self.session.profile))

    def about(self) -> None:
        """Show what the story says about itself, and its content notes."""
        self.stack.push(TextScreen(self.stack, "About", about_blocks(self.session.story)))

    def settings(self) -> None:
        """Show the settings."""
        self.stack.push(SettingsList(self.stack))


def about_blocks(story: Story) -> list[Block]:
    """Give the title, the story's own words about itself, and what a reader may want to know first."""
    blocks = [Block.of(story.title, "class:heading")]
    blocks += [Block.of(story.byline, close=True)] if story.byline else []
    if story.about:
        context = context_at(story, Playthrough(story).state)
        blocks += [Block(paragraph) for paragraph in story.about.paragraphs(context)]
    if story.content_notes:
        blocks.append(Block.of("Content notes", "class:heading"))
        blocks.append(Block.of(", ".join(story.content_notes) + "."))
    return [*blocks, *([Block.of(f"Version {story.version}", "class:faint")] if story.version else [])]
