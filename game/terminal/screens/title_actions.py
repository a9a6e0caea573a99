"""What the title screen opens, once the story is read."""

from __future__ import annotations

from contextlib import suppress

from game.locale.messages import tr
from game.play.saves.record import SaveError
from game.play.saves.rows import count_of, row
from game.play.session import Session
from game.terminal.screens.chapter_card import show_card
from game.terminal.screens.chapters import ChaptersList
from game.terminal.screens.endings import endings_screen
from game.terminal.screens.saves import SavesList
from game.terminal.screens.settings import SettingsList
from game.terminal.screens.story import StoryScreen
from game.terminal.screens.text import about_screen
from game.terminal.screens.title import TitleScreen
from game.terminal.ui.screen_stack import ScreenStack


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
        self._play_from_the_start()

    def go_on(self) -> None:
        """Go on where the last run was left. Raises SaveError."""
        self.session.continue_run()
        self.play()

    def load(self, slot: str) -> None:
        """Go on from a save, or in a run. Raises SaveError."""
        self.session.load(slot)
        self.play()

    def saves(self) -> None:
        """Show what can be gone on with."""
        self.stack.push(SavesList(self.stack, self.session, self.load))

    def chapters(self) -> None:
        """Show the chapters that have been reached."""
        self.stack.push(ChaptersList(self.stack, self.session, self._play_from_the_start))

    def endings(self) -> None:
        """Show the endings found."""
        self.stack.push(endings_screen(self.stack, self.session.profile))

    def about(self) -> None:
        """Show what the story says about itself, and its content notes."""
        self.stack.push(about_screen(self.stack, self.session.story))

    def settings(self) -> None:
        """Show the settings."""
        self.stack.push(SettingsList(self.stack))

    def tell(self, title: TitleScreen) -> None:
        """Tell the title screen what it could not know before."""
        notes = ", ".join(self.session.story.content_notes)
        title.tell(tr("In it: {notes}.", notes=notes) if notes else "", self._where())

    def _where(self) -> str:
        with suppress(SaveError):
            for info in sorted(self.session.list_runs(), key=lambda info: not info.played):
                said = row(info)
                parts = (said.chapter, said.status.split(" · ")[0], count_of(info.choices, "choice"))
                return ", ".join(filter(None, parts))
        return ""

    def _play_from_the_start(self) -> None:
        self.play()
        show_card(self.stack, self.session)
