"""The menu of a game: everything that can be done besides playing on, each with its key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from game.key_table import KEYS, PAGES_GROUP
from game.locale.messages import tr
from game.play.saves.rows import count_of
from game.play.session import Session
from game.terminal.screens.list_screen import ListScreen
from game.terminal.screens.opener import Opener
from game.terminal.ui.footer import Hint
from game.terminal.ui.keys import Actions
from game.terminal.ui.screen_stack import Screen
from game.terminal.widgets.choice_list import ChoiceList, Entry, heading

if TYPE_CHECKING:
    from game.terminal.screens.game_actions import GameActions

BLOCKS = (("Choose", "Read"), (PAGES_GROUP,), ("Keep",), ("Menu", "Leave"))  # groups that stand together


class GameMenu(ListScreen):
    """Entries that close the menu and do what they say; the keys of the game do so too."""

    def __init__(self, game: Opener, entries: Sequence[Entry], where: str) -> None:
        taking = [entry._replace(take=self._closing(entry.take)) for entry in entries]
        super().__init__(game.stack, tr("Menu"), ChoiceList(taking))
        self._game = game
        self._where = where

    @property
    def actions(self) -> Actions:
        """The list, and everything that its entries do."""
        keys = {name: self._closing(do) for name, do in self._game.everywhere().items() if name != "menu"}
        return {**keys, **super().actions, "quit": keys["quit"], "menu": self.stack.close}

    def press(self, data: str) -> None:
        """Take an entry by its number, or open a page by its key."""
        if not (data in tuple("123456789") and self.choices.take_number(int(data))):
            self.choices.take_key(data)

    def header(self, width: int) -> tuple[str, str]:
        """Return the run and the chapter."""
        return self.title, self._where

    def status(self) -> Sequence[str]:
        """Keep the status line."""
        below: Screen = self.stack.below(self)
        return below.status()

    def hints(self) -> list[Hint]:
        """Say that keys work here."""
        arrows = self.stack.glyphs.arrows
        return [
            Hint(tr("Esc close"), "close"),
            Hint(tr("? keys"), "help"),
            Hint(tr("{arrows} Enter or its key", arrows=arrows), ""),
        ]

    def _closing(self, do: Callable[[], object]) -> Callable[[], None]:
        def take() -> None:
            self.stack.close()
            do()

        return take


def menu_entries(game: GameActions, news: Collection[str]) -> list[Entry]:
    """Build the entries of the menu, each with its key and what there is to know; `news` are pages."""
    do, notes = game.everywhere(), _notes(game.session)
    entries = [Entry(tr("Go on"), lambda: None, notes=("Esc", ""))]
    for groups in BLOCKS:
        entries += [heading()] if groups != BLOCKS[0] else []
        entries += _pages(game, news) if PAGES_GROUP in groups else []
        entries += [
            Entry(tr(key.entry), do[key.action], notes=(key.keys[0], notes.get(key.action, "")))
            for key in KEYS
            if key.entry and key.group in groups
        ]
    return entries


def _pages(game: GameActions, news: Collection[str]) -> list[Entry]:
    """Return the entries of the story's pages."""
    return [
        Entry(page.title, partial(game.open_page, page.id), notes=(page.key, note), key=page.key)
        for page in game.session.play.pages
        for note in [tr("new") if page.id in news else ""]
    ]


def _notes(session: Session) -> dict[str, str]:
    """Return what there is to know about some actions."""
    play, profile = session.play, session.profile
    kept = tr("this run is kept") if session.kept_run else ""
    runs, saves = session.list_runs(), session.list_saves()
    return {
        "undo": quoted(play.passage.choice or "") if play.log else "",
        "history": count_of(len(play.log), "choice"),
        "chapters": tr(
            "{found} of {number} reached", found=len(session.chapters()), number=len(session.story.chapters)
        ),
        "status": play.status,
        "saves": f"{count_of(len(runs), 'run')}, {count_of(len(saves), 'save')}",
        "endings": tr("{here} of {count}", here=len(profile.found), count=len(profile.all_endings)),
        "title": kept,
        "quit": kept,
    }


def quoted(text: str) -> str:
    """Put a choice between marks; one that has some already stands as it is."""
    return text if any(mark in text for mark in '"\u201c\u00ab') else f'"{text}"'
