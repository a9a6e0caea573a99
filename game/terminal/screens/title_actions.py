"""What the title screen opens, once the story is read."""

from __future__ import annotations

from contextlib import suppress

from game.locale.messages import tr
from game.play.saves.record import SaveError
from game.play.saves.rows import count_of, row
from game.terminal.screens.chapter_card import show_card
from game.terminal.screens.opener import Opener
from game.terminal.screens.story import StoryScreen
from game.terminal.screens.title import TitleScreen


class TitleActions(Opener):
    """A story that was read, and a stack to play it on."""

    def play(self) -> None:
        """Show what is being played."""
        self.stack.reset(StoryScreen(self.stack, self.session))

    def new_game(self) -> None:
        """Begin at the beginning."""
        self.session.new_game()
        self.begun()

    def go_on(self) -> None:
        """Go on where the last run was left. Raises SaveError."""
        self.session.continue_run()
        self.play()

    def load(self, slot: str) -> None:
        """Go on from a save, or in a run. Raises SaveError."""
        self.session.load(slot)
        self.play()

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

    def begun(self) -> None:
        """Play from the start of a chapter, behind its card."""
        self.play()
        show_card(self.stack, self.session)
