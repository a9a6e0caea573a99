"""What the title screen opens, once the story is read."""

from __future__ import annotations

from game.play.engine.render import look_at
from game.play.playthrough import Playthrough
from game.play.saves.saves import Loaded
from game.play.session import Library
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

    def __init__(self, stack: ScreenStack, library: Library) -> None:
        self.stack = stack
        self.library = library

    def play(self, loaded: Loaded) -> None:
        """Go on with a game that was loaded."""
        self.stack.reset(StoryScreen(self.stack, self.library.session(loaded)))

    def new_game(self) -> None:
        """Begin at the beginning."""
        session = self.library.session()
        self.stack.reset(StoryScreen(self.stack, session))
        show_card(self.stack, session)

    def go_on(self) -> None:
        """Go on where the last game was left. Raises SaveError."""
        self.play(self.library.saves.load_newest())

    def load(self, slot: str) -> None:
        """Go on from a save. Raises SaveError."""
        self.play(self.library.saves.load(slot))

    def saves(self) -> None:
        """Show what can be loaded."""
        self.stack.push(SavesList(self.stack, self.library.saves, self.load))

    def endings(self) -> None:
        """Show the endings found."""
        self.stack.push(endings_screen(self.stack, self.library.profile))

    def about(self) -> None:
        """Show what the story says about itself, and its content notes."""
        self.stack.push(TextScreen(self.stack, "About", about_blocks(self.library.story)))

    def settings(self) -> None:
        """Show the settings."""
        self.stack.push(SettingsList(self.stack))


def about_blocks(story: Story) -> list[Block]:
    """Give the title, the story's own words about itself, and what a reader may want to know first."""
    blocks = [Block.of(story.title, "class:heading")]
    blocks += [Block.of(story.byline, close=True)] if story.byline else []
    if story.about:
        look = look_at(story, Playthrough(story).state)
        blocks += [Block(paragraph) for paragraph in story.about.paragraphs(look)]
    if story.content_notes:
        blocks.append(Block.of("Content notes", "class:heading"))
        blocks.append(Block.of(", ".join(story.content_notes) + "."))
    return [*blocks, *([Block.of(f"Version {story.version}", "class:faint")] if story.version else [])]
