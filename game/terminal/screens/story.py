"""The story as it is played: its words, its choices, its endings, the cards of its chapters."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from game.play.engine.passage import Passage
from game.play.saves.saves import QUICK, Loaded
from game.play.session import Session, chapter_name
from game.play.settings import SPEEDS
from game.terminal.screens.chapter_card import read_chapter_card, show_card
from game.terminal.screens.dialogs import NameField
from game.terminal.screens.endings import endings_counted, endings_screen
from game.terminal.screens.game_menu import GameMenu, chapters_list
from game.terminal.screens.history import HistoryScreen
from game.terminal.screens.saves import SavesList
from game.terminal.screens.settings import SettingsList
from game.terminal.screens.status import status_screen
from game.terminal.screens.text import more, page_screen, passage_blocks, scrolling
from game.terminal.ui.keys import Actions, Key
from game.terminal.ui.layout import BLANK, DIALOG_WIDTH, Columns, Drawn, Fragment, Row, shifted
from game.terminal.ui.screen_stack import NOTHING, Screen, ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry
from game.terminal.widgets.scroll_view import Block, ScrollView

SIGN_CELLS = 2  # the sign of the choice that was taken hangs out in the gutter


class StoryScreen(Screen):
    """A playthrough: the words above, the choices below."""

    def __init__(self, stack: ScreenStack, session: Session) -> None:
        super().__init__(stack)
        self.session = session
        self.scroll = ScrollView(stack.glyphs)
        self.menu = ChoiceList(())
        self._stands: tuple[tuple[str, str], str] | None = None  # header and status before a card
        self._to_read = False  # an ending has not been read to its end, and what can be done then is hidden
        self.to_reveal = False  # words that come one by one are still coming
        self._revealed = 0
        self.show_again()

    # --- keys -----------------------------------------------------------------------

    @property
    def actions(self) -> Actions:
        """What the player can do. While words are coming, no key does anything but end that."""
        if self.to_reveal:
            return {}
        choosing: Actions = {
            "number": lambda: None,
            "up": lambda: self.menu.move(-1),
            "down": lambda: self.menu.move(1),
            "take": self.menu.take,
        }
        reading: Actions = {"forward": self._read_on, "take": self._read_on}
        return {
            **scrolling(self.scroll),
            **(reading if self._to_read else choosing),
            "undo": self.undo,
            "redo": self._redo,
            "history": self.history,
            "save": self.save,
            "load": self.load,
            "quick_save": self._quick_save,
            "quick_load": self._quick_load,
            "help": self.stack.help,
            "menu": self._menu,
            "quit": lambda: self.stack.leave(0),
        }

    def press(self, data: str) -> None:
        """Take a choice by its number, or open a page by its key; or let all words come at once."""
        if self.to_reveal:
            self.to_reveal = False
        elif data in tuple("123456789"):
            if not self._to_read:
                self.menu.take_number(int(data))
        else:
            for page in self.session.play.pages:
                if page.key and page.key == data:
                    self.open_page(page.id)

    def _read_on(self) -> None:
        if self.scroll.below:
            self.scroll.page(1)
        else:
            self._to_read = False
            self.scroll.end()

    def wheel(self, rows: int) -> None:
        """Scroll the story."""
        self.scroll.move(rows)

    def click(self, entry: int) -> None:
        """Take a choice that was pointed at."""
        self.menu.click(entry)

    def extra_keys(self) -> list[Key]:
        """Give the keys of the pages."""
        return [Key("page", (), page.key, page.title) for page in self.session.play.pages if page.key]

    # --- what they do -----------------------------------------------------------------

    def _choose(self, key: str) -> None:
        stood = self.header(), self.status()
        chapter_opens = self.session.choose(key)
        told = self.session.told[-1]
        said = tuple(part for part in told.parts if part.kind == "say")
        if chapter_opens and said and read_chapter_card(self.stack, self.session):
            rest = Passage(tuple(part for part in told.parts if part.kind != "say"))
            self.scroll.add(passage_blocks(told._replace(parts=said), self.stack.glyphs.pointer))
            self._stands = stood
            self._offer([Entry("Go on.", partial(self._tell, rest, chapter_opens))])
        else:
            self._tell(told, chapter_opens)

    def _tell(self, passage: Passage, chapter_opens: bool) -> None:
        """Show words and what can be done, behind the card of a chapter that opens with them."""
        self.scroll.add(self._with_ending(passage_blocks(passage, self.stack.glyphs.pointer)))
        self._after()
        if chapter_opens:
            show_card(self.stack, self.session)

    def undo(self) -> None:
        """Take back the last choice."""
        if self.session.undo():
            self.show_again()
        elif self.session.play.start is not None:
            self.stack.message = (
                "This game goes on from a saved place; what came before it can't be taken back."
            )
        else:
            self.stack.message = "There is nothing to take back."

    def _redo(self) -> None:
        if self.session.redo():
            self.show_again()
        else:
            self.stack.message = "There is nothing to take again."

    def history(self) -> None:
        """Show everything told."""
        play = self.session.play
        self.stack.push(HistoryScreen(self.stack, play.transcript(), play.earlier))

    def open_page(self, page: str) -> None:
        """Show a page of the story, if it can be opened now."""
        for one in self.session.play.pages:
            if one.id == page:
                self.stack.push(page_screen(self.stack, one))

    def _menu(self) -> None:
        stack, session = self.stack, self.session
        entries: list[tuple[str, Callable[[], None]]] = [
            ("Go on", _nothing),
            ("Save", self.save),
            ("Load", self.load),
            *((page.title, partial(self.open_page, page.id)) for page in session.play.pages),
            ("How things stand", lambda: stack.push(status_screen(stack, session))),
            ("History", self.history),
            ("Endings found", lambda: stack.push(endings_screen(stack, session.profile))),
            ("Settings", lambda: stack.push(SettingsList(stack))),
            ("Keys", stack.help),
            ("To the title", stack.go_home),
            ("Quit", lambda: stack.leave(0)),
        ]
        stack.push(GameMenu(stack, entries, self.status()))

    def save(self) -> None:
        """Ask for a name to save under."""
        self.stack.push(NameField(self.stack, self.session))

    def load(self) -> None:
        """Show what can be loaded."""
        self.stack.push(SavesList(self.stack, self.session.saves, self._load))

    def _load(self, slot: str) -> None:
        self.session.load(slot)
        self.stack.reset(self)
        self.show_again()

    def _quick_save(self) -> None:
        self.stack.message = f"Saved as `{self.session.save(QUICK)}`."

    def _quick_load(self) -> None:
        self._load(QUICK)

    def _go_back_to(self, chapter: str) -> None:
        play = self.session.profile.playthrough(chapter)
        if play is None:
            self.stack.message = "The story has changed, and the way there is gone."
            return
        self.session.take_up(Loaded(play))
        self.show_again()
        show_card(self.stack, self.session)

    # --- what is seen -------------------------------------------------------------------

    def show_again(self) -> None:
        """Show the scene from where it was entered; earlier words stand above it."""
        session, sign = self.session, self.stack.glyphs.pointer
        before = [block for told in session.told[: session.entered] for block in passage_blocks(told, sign)]
        here = [block for told in session.told[session.entered :] for block in passage_blocks(told, sign)]
        self.scroll.replace([*before, *self._with_ending(here)], len(before))
        self._after()

    def _with_ending(self, blocks: list[Block]) -> list[Block]:
        """Put what there is to tell the player before the words, and after an ending how many were found."""
        notices = [Block.of(notice, "class:message", "! ") for notice in self.session.notices]
        self.session.notices.clear()
        if self.session.play.ending is not None:
            blocks = [*blocks, endings_counted(self.session.profile)]
        return [*notices, *blocks]

    def _after(self) -> None:
        """Offer what can be done now."""
        self._stands = None
        play = self.session.play
        self._to_read = play.ending is not None
        entries = [
            Entry(offer.text, partial(self._choose, offer.key))
            if offer.open
            else Entry(f"({offer.reason})", _nothing, open=False)
            for offer in play.offers
        ]
        if not any(entry.open for entry in entries):
            entries += self._ways_on()
        self._offer(entries)

    def _offer(self, entries: list[Entry]) -> None:
        self.menu = ChoiceList(entries, numbered=True)
        self.to_reveal, self._revealed = self.stack.settings.speed != SPEEDS[0], 0

    def _ways_on(self) -> list[Entry]:
        """Give what can be done where the story has no way on."""
        session = self.session
        chapters = {
            chapter_name(one): partial(self._go_back_to, one.id)
            for one in session.saves.story.chapters
            if one.id in session.profile.chapters
        }
        entries = [Entry("Take back the last choice", self.undo)] if session.play.log else []
        if chapters:
            show = partial(self.stack.push, chapters_list(self.stack, chapters))
            entries.append(Entry("Go back to the start of a chapter", show))
        return [*entries, Entry("Go to the title", self.stack.go_home)]

    def reveal(self, letters: int) -> None:
        """Let more words come."""
        self._revealed += letters

    def header(self) -> tuple[str, str]:
        """Give the story and the chapter, and the place."""
        if self._stands is not None:
            return self._stands[0]
        play = self.session.play
        return f"{play.story.title} {self.stack.glyphs.dot} {chapter_name(play.chapter)}", play.place

    def status(self) -> str:
        """Give the story's status line, and what is carried."""
        if self._stands is not None:
            return self._stands[1]
        play = self.session.play
        said = [play.status, *(item.title for item in play.carried)]
        return f" {self.stack.glyphs.dot} ".join(text for text in said if text)

    def body(self, cols: Columns, height: int) -> Drawn:
        """Give the words."""
        rows = self._words(cols, height)
        if self.to_reveal:
            rows = self._come_so_far(rows)
        return Drawn([shifted(row, cols.text_left - _hang(cols)) for row in rows], 0, [], cols.text_left)

    def panel(self, cols: Columns, height: int, limit: int) -> Drawn:
        """Give the choices."""
        left, room = cols.text_left - cols.gutter, limit + 1
        if cols.page < DIALOG_WIDTH:
            limit = (limit + 1) // 2  # words need the room more than choices, which are scrolled through
        drawn = self.menu.draw(cols.text + cols.gutter, min(height, limit), self.stack.glyphs, limit)
        self._to_read = self._to_read and self._go_on_below(cols, room - len(drawn.rows))
        if self._to_read:
            return NOTHING
        if self.to_reveal:
            return Drawn([BLANK] * len(drawn.rows), 0, [], left)
        return drawn._replace(rows=[shifted(row, left) for row in drawn.rows], column=left)

    def more(self) -> str:
        """Say whether the words go on."""
        return more(self.scroll, self._to_read)

    def _words(self, cols: Columns, height: int) -> list[Row]:
        return self.scroll.rows(cols.text + _hang(cols), height, _hang(cols))

    def _go_on_below(self, cols: Columns, height: int) -> bool:
        """Whether the words would go on below a window of this height."""
        self._words(cols, height)
        return self.scroll.below

    def _come_so_far(self, rows: list[Row]) -> list[Row]:
        left = self._revealed
        shown: list[Row] = []
        for row in rows:
            kept: list[Fragment] = []
            for style, text in row:
                kept.append((style, text[: max(left, 0)]))
                left -= len(text)
            shown.append(tuple(kept))
        self.to_reveal = left < 0
        return shown


def _hang(cols: Columns) -> int:
    return SIGN_CELLS if cols.gutter >= SIGN_CELLS else 0


def _nothing() -> None:
    """Do nothing."""
