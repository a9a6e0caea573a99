"""The chapters that have been reached: each can be begun again, in a new run."""

from __future__ import annotations

from functools import partial

from game.locale.messages import tr
from game.play.chapters import ChapterStart, chapter_name
from game.play.saves.rows import count_of
from game.story.chapter_card import read_card
from game.terminal.screens.chapter_card import CardScreen
from game.terminal.screens.history import HistoryScreen
from game.terminal.screens.list_screen import ListScreen
from game.terminal.screens.opener import Opener
from game.terminal.ui.keys import Actions
from game.terminal.widgets.choice_list import ChoiceList, Entry, heading


class ChaptersList(ListScreen):
    """The chapters of a story; those that were not reached stay blank."""

    def __init__(self, game: Opener) -> None:
        super().__init__(game.stack, tr("Chapters"), ChoiceList(()))
        self._game = game
        self._session = game.session
        self._starts = {start.chapter.id: start for start in game.session.chapters()}
        self._of: list[ChapterStart | None] = []
        self.choices = self._list()

    @property
    def actions(self) -> Actions:
        """A chapter has a card, and words that were told; its own key closes the list."""
        start = self._marked
        card: Actions = {"card": self._card} if start else {}
        read: Actions = {"read": partial(self._read, start.choices)} if start and start.own else {}
        return {**super().actions, **card, **read, "chapters": self.stack.close}

    def header(self, width: int) -> tuple[str, str]:
        """Return the run that is played."""
        number = self._session.run.number
        return self.title, tr("run {number}", number=number) if number else ""

    def explanation(self) -> str:
        """Say what will happen, before it does."""
        start, number = self._marked, self._session.kept_run
        if start is None:
            return ""
        whose = (
            tr("as this run came to it") if start.own else tr("as run {number} came to it", number=start.run)
        )
        kept = tr(" Run {number} is kept.", number=number) if number else ""
        return tr(
            "Enter begins a new run at the start of {chapter}, {whose}.{kept}",
            chapter=start.chapter.title,
            whose=whose,
            kept=kept,
        )

    @property
    def _marked(self) -> ChapterStart | None:
        return self._of[self.choices.selected] if self.choices.selected >= 0 else None

    def _list(self) -> ChoiceList:
        own = [self._entry(one.id) for one in self._session.story.chapters]
        others = [start for start in self._starts.values() if not start.own]
        elsewhere: list[tuple[Entry, ChapterStart | None]]
        elsewhere = [(heading(), None), (heading(tr("Reached before")), None)] if others else []
        elsewhere += [self._start(start) for start in others]
        rows = [*own, *elsewhere]
        self._of = [start for _, start in rows]
        here = next((place for place, start in enumerate(self._of) if start and start.here), 0)
        return ChoiceList([entry for entry, _ in rows], selected=here)

    def _entry(self, chapter: str) -> tuple[Entry, ChapterStart | None]:
        start = self._starts.get(chapter)
        if start is None or not start.own:
            return heading(self.stack.glyphs.unseen, "class:faint"), None
        return self._start(start)

    def _start(self, start: ChapterStart) -> tuple[Entry, ChapterStart | None]:
        length = count_of(start.choices, "choice") if start.choices else tr("the beginning")
        where = tr("you are here") if start.here and start.own else length
        status = start.status.split(" · ")[0]
        whose = where if start.own else tr("run {number}", number=start.run)
        return Entry(chapter_name(start.chapter), partial(self._begin, start), notes=(status, whose)), start

    def _begin(self, start: ChapterStart) -> None:
        self._session.begin_chapter(start.chapter.id)
        self._game.begun()

    def _read(self, choices: int) -> None:
        self.stack.push(HistoryScreen(self._game, choices))

    def _card(self) -> None:
        start = self._marked
        folder, ascii_only = self._session.story.folder, self.stack.glyphs.ascii_cards
        picture = start and read_card(folder, start.chapter.id, ascii_only)
        if start and picture:
            self.stack.push(CardScreen(self.stack, chapter_name(start.chapter), picture))
        else:
            self.stack.message = tr("This chapter has no card.")
