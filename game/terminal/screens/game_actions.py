"""What a player can do in a game besides reading and choosing: undo, load, leave, open another screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from game.key_table import OPENS
from game.locale.messages import tr, tr_later
from game.play.chapters import chapter_name
from game.play.profile import first_in_chapter
from game.play.saves.saves import QUICK
from game.play.session import Session
from game.terminal.screens.chapter_card import show_card
from game.terminal.screens.dialogs import Confirm
from game.terminal.screens.game_menu import GameMenu, menu_entries, quoted
from game.terminal.screens.opener import Opener
from game.terminal.screens.page import page_screen
from game.terminal.ui.keys import Actions
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.choice_list import Entry

if TYPE_CHECKING:
    from game.terminal.screens.story import StoryScreen

NOT_ON_DISK = tr_later("Your choices could not be saved anywhere: leaving loses them.")


class GameActions(Opener):
    """The actions of the game that a story's screen shows."""

    def __init__(self, stack: ScreenStack, session: Session, story: StoryScreen) -> None:
        super().__init__(stack, session)
        self._story = story
        self._opening: Actions = {action: partial(self.open, action) for action in OPENS}

    def everywhere(self) -> Actions:
        """Return what can be done besides reading and choosing; what only the menu has keys for, too."""
        return {
            **self._opening,
            "title": lambda: self._leave(self.stack.go_home),
            "undo": self._undo,
            "redo": self._redo,
            "quick_save": self._quick_save,
            "quick_load": lambda: self.load(QUICK),
            "help": self.stack.help,
            "menu": self._menu,
            "quit": lambda: self._leave(lambda: self.stack.leave(0)),
        }

    def open_page_of(self, key: str) -> bool:
        """Open the page of the story that has this key, and say whether there is one."""
        found = next((page for page in self.session.play.pages if page.key and page.key == key), None)
        if found is not None:
            self.open_page(found.id)
        return found is not None

    def open_page(self, page: str) -> None:
        """Show a page of the story."""
        found, new = self.session.open_page(page)
        if found is not None:
            self.stack.push(page_screen(self, found, new))

    def _undo(self) -> None:
        """Undo the last choice, and say what it was."""
        undone = self.session.undo()
        if undone:
            self._story.show_again(self.session.was_read)
            self.stack.message = tr("Undone: {choice} Ctrl-R does it again.", choice=_sentence(undone))
        elif self.session.play.start is not None:
            self.stack.message = tr(
                "This game goes on from a saved place; what came before it can't be undone."
            )
        else:
            self.stack.message = tr("There is nothing to undo.")

    def _redo(self) -> None:
        redone = self.session.redo()
        if redone:
            self._story.show_again(self.session.was_read)
            self.stack.message = tr("Done again: {choice}", choice=_sentence(redone))
        else:
            self.stack.message = tr("There is nothing to redo.")

    def load(self, slot: str) -> None:
        """Go on from a save, or in a run. Raises SaveError."""
        self.session.load(slot)
        self.begun()

    def begun(self) -> None:
        """Show what is played now, in place of all other screens."""
        self.stack.reset(self._story)
        self._story.show_again(self.session.was_read)
        if first_in_chapter(self.session.play):
            show_card(self.stack, self.session)

    def _quick_save(self) -> None:
        self.stack.message = tr("Saved as `{name}`.", name=self.session.quick_save())

    def _leave(self, go: Callable[[], None]) -> None:
        """Go away from the game; where its choices are nowhere on disk, ask first."""
        if self.session.unsaved:
            stay = tr("Go on"), lambda: None
            self.stack.push(Confirm(self.stack, tr(NOT_ON_DISK), tr("Leave all the same"), go, stay))
        else:
            go()

    def _menu(self) -> None:
        number = self.session.run.number
        run = f"{tr('run {number}', number=number)} {self.stack.glyphs.dot} " if number else ""
        title = f"{run}{chapter_name(self.session.play.chapter)}"
        self.stack.push(GameMenu(self, menu_entries(self, self._story.news), title))

    def ways_on(self) -> list[Entry]:
        """Return what can be done where the story has no way on."""
        do, undo = self.everywhere(), [Entry(tr("Undo the last choice"), self._undo)]
        return [
            *(undo if self.session.play.log else []),
            Entry(tr("Chapters: begin a run from one of them"), do["chapters"]),
            Entry(tr("Read this run again, or copy it out"), do["history"]),
            Entry(tr("Endings"), do["endings"]),
            Entry(tr("To the title"), partial(self._leave, self.stack.go_home)),
        ]


def _sentence(choice: str) -> str:
    """Quote a choice at the end of a sentence."""
    return quoted(choice) + ("" if re.search(r"[.!?…]\W*$", choice) else ".")
