"""Runs and saves: to be gone on with, found, renamed, copied out or deleted."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from game.locale.messages import tr
from game.play.playthrough import Playthrough
from game.play.saves.record import SaveError
from game.play.saves.rows import date_of, row
from game.play.saves.saves import SaveInfo
from game.terminal.screens.dialogs import Confirm, CopyOut, Rename
from game.terminal.screens.list_screen import ListScreen
from game.terminal.screens.opener import Opener
from game.terminal.screens.search import Searchable
from game.terminal.ui.keys import Actions
from game.terminal.widgets.choice_list import ChoiceList, Entry, heading
from game.terminal.widgets.scroll_view import NOT_FOUND


class SavesList(Searchable, ListScreen):
    """The runs and the saves with a name, the newest first."""

    def __init__(self, game: Opener) -> None:
        super().__init__(game.stack, tr("Runs and saves"), ChoiceList(()))
        self._game = game
        self._session = game.session
        self._told: dict[str, str] = {}  # the last words of what was marked
        self._of: list[SaveInfo | None] = []
        self._list(0)

    @property
    def actions(self) -> Actions:
        """What is marked can be renamed, copied out and deleted; its own key closes the list."""
        if self.takes_text:
            return super().actions
        marked: Actions = {"rename": self._rename, "delete": self._ask, "copy_out": self._copy_out}
        return {**super().actions, **(marked if self._marked else {}), "saves": self.stack.close}

    @property
    def place(self) -> int:
        """The row that is marked."""
        return self.choices.selected

    def go_to(self, place: int) -> None:
        """Mark a row that was found; where none was, leave things as they are."""
        if place != NOT_FOUND:
            self.choices.mark_entry(place)

    def explanation(self) -> str:
        """Return the last choice and the words after it, and where it comes from."""
        info = self._marked
        if info is None or not info.sound:
            return ""
        if info.slot not in self._told:
            self._told[info.slot] = self._last_words(info)
        note = row(info).note
        return f"({note})\n{self._told[info.slot]}" if note else self._told[info.slot]

    def _last_words(self, info: SaveInfo) -> str:
        play = self._play(info)
        if play is None:
            return ""
        words, choice = " ".join(str(play.passage).split()), play.passage.choice
        return f"{self.stack.glyphs.pointer} {choice}\n{words}" if choice else words

    @property
    def _marked(self) -> SaveInfo | None:
        return self._of[self.choices.selected] if self.choices.selected >= 0 else None

    def _list(self, selected: int) -> None:
        runs = [(self._entry(info), info) for info in self._session.list_runs()]
        saves = [(self._entry(info), info) for info in self._session.list_saves()]
        rows: list[tuple[Entry, SaveInfo | None]] = []
        for title, found in ((tr("Runs keep themselves"), runs), (tr("Saves"), saves)):
            if found:
                rows += [*([(heading(), None)] if rows else []), (heading(title), None), *found]
        if not rows:
            rows = [(heading(tr("There are no runs yet, and no saves."), "class:locked"), None)]
        self._of = [info for _, info in rows]
        self.plain = [_searched(entry, info) for entry, info in rows]
        self.choices = ChoiceList([entry for entry, _ in rows], selected=selected)

    def _entry(self, info: SaveInfo) -> Entry:
        said = row(info)
        status = said.status.split(" · ")[0]
        notes = (said.chapter, status, said.place, date_of(info, "short"), str(info.choices))
        return Entry(said.name, partial(self._game.load, info.slot), notes=notes)

    def _play(self, info: SaveInfo) -> Playthrough | None:
        with suppress(SaveError, OSError):
            return self._session.saves.load(info.slot).play
        return None

    def _rename(self) -> None:
        info = self._marked
        if info is not None:
            self.stack.push(Rename(self.stack, spoken_name(info), partial(self._renamed, info)))

    def _renamed(self, info: SaveInfo, name: str) -> None:
        self._session.rename(info.slot, name)
        self._list(self.choices.selected)

    def _copy_out(self) -> None:
        info = self._marked
        play = info and self._play(info)
        if info and play:
            self.stack.push(CopyOut(self.stack, play, info.name))

    def _ask(self) -> None:
        info = self._marked
        if info is not None:
            question = tr("Delete {name} for good?", name=spoken_name(info))
            self.stack.push(Confirm(self.stack, question, tr("Delete it"), partial(self._delete, info)))

    def _delete(self, info: SaveInfo) -> None:
        self._session.saves.delete(info.slot)
        self._list(self.choices.selected)


def _searched(entry: Entry, info: SaveInfo | None) -> str:
    """Return what a row is found by: all that it says, at any width, and where it comes from."""
    return " ".join((entry.text, *entry.notes, row(info).note)).casefold() if info else ""


def spoken_name(info: SaveInfo) -> str:
    """Return what a player calls a run or a save."""
    return info.name if info.automatic and not info.title else f"`{info.name}`"
