"""What a player can do in a game besides reading and choosing: undo, load, leave, open another screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from game.locale.messages import tr, tr_later
from game.play.chapters import chapter_name
from game.play.profile import first_in_chapter
from game.play.saves.saves import QUICK
from game.play.session import Session
from game.terminal.screens.chapter_card import show_card
from game.terminal.screens.chapters import ChaptersList
from game.terminal.screens.dialogs import Confirm, SaveName
from game.terminal.screens.endings import endings_screen
from game.terminal.screens.game_menu import GameMenu, menu_entries, quoted
from game.terminal.screens.history import HistoryScreen
from game.terminal.screens.saves import SavesList
from game.terminal.screens.settings import SettingsList
from game.terminal.screens.status import status_screen
from game.terminal.screens.text import about_screen
from game.terminal.ui.keys import Actions
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.choice_list import Entry

if TYPE_CHECKING:
    from game.terminal.screens.story import StoryScreen

NOT_ON_DISK = tr_later("Your choices could not be saved anywhere: leaving loses them.")


class GameActions:
    """The actions of the game that a story's screen shows."""

    def __init__(self, stack: ScreenStack, session: Session, story: StoryScreen) -> None:
        self.stack = stack
        self.session = session
        self._story = story

    @property
    def actions(self) -> Actions:
        """All of it, by the names of the table of keys."""
        stack, session = self.stack, self.session
        return {
            "about": lambda: stack.push(about_screen(stack, session.story)),
            "title": lambda: self._leave(stack.go_home),
            "undo": self._undo,
            "redo": self._redo,
            "history": lambda: stack.push(HistoryScreen(stack, session)),
            "status": lambda: stack.push(status_screen(stack, session, self._story)),
            "chapters": lambda: stack.push(ChaptersList(stack, session, self._begun)),
            "endings": lambda: stack.push(endings_screen(stack, session.profile, self._story)),
            "save": lambda: stack.push(SaveName(stack, session)),
            "load": lambda: stack.push(SavesList(stack, session, self._load)),
            "quick_save": self._quick_save,
            "quick_load": lambda: self._load(QUICK),
            "help": stack.help,
            "settings": lambda: stack.push(SettingsList(stack)),
            "menu": self._menu,
            "quit": lambda: self._leave(lambda: stack.leave(0)),
        }

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

    def _load(self, name: str) -> None:
        self.session.load(name)
        self._begun()

    def _begun(self) -> None:
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
        entries = menu_entries(self.session, self._story, self._story.news)
        self.stack.push(GameMenu(self.stack, self._story, entries, title))

    def ways_on(self) -> list[Entry]:
        """Return what can be done where the story has no way on."""
        do, undo = self.actions, [Entry(tr("Undo the last choice"), self._undo)]
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
