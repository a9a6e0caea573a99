"""The story as it is played: its words first, and its choices under the last of them.

What a window shows is decided when it is laid out. While words are still below it, no choice is on
the screen and none can be taken; once the last of them are, the choices stand under them and stay
there, whatever becomes of the window, until the player looks back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from game.play.engine.passage import Passage
from game.play.saves.saves import QUICK
from game.play.session import Session, chapter_name
from game.play.settings import SPEEDS
from game.terminal.screens.chapter_card import read_chapter_card, show_card
from game.terminal.screens.dialogs import NameField
from game.terminal.screens.endings import ending_counted, endings_screen
from game.terminal.screens.game_menu import GameMenu, chapters_list
from game.terminal.screens.history import HistoryScreen
from game.terminal.screens.saves import SavesList
from game.terminal.screens.settings import SettingsList
from game.terminal.screens.status import status_screen
from game.terminal.screens.text import page_screen, passage_blocks, reading_on
from game.terminal.ui.footer import Hint
from game.terminal.ui.keys import Actions, Key
from game.terminal.ui.layout import BLANK, NOTHING, Columns, Drawn, Fragment, Row, shifted
from game.terminal.ui.screen_stack import NARROW, Screen, ScreenStack
from game.terminal.widgets.choice_list import UNMARKED, ChoiceList, Entry
from game.terminal.widgets.scroll_view import Block, ScrollView
from game.terminal.wrap import wrap_text

SIGN_CELLS = 2  # the sign of the choice that was taken hangs out in the gutter
WORDS_FIRST = "The choices come after the words. Space reads on."
PRESS_A_NUMBER = "Press a number, or {arrows} and then Enter."


class StoryScreen(Screen):
    """A playthrough: the words, and under them the choices."""

    def __init__(self, stack: ScreenStack, session: Session) -> None:
        super().__init__(stack)
        self.session = session
        self.scroll = ScrollView()
        self.choices = ChoiceList(())
        self.to_reveal = False  # words that come one by one are still coming
        self._revealed = 0
        self._stands: tuple[tuple[str, str], Sequence[str]] | None = None  # header and status before a card
        self._then: Callable[[], None] | None = None  # what comes when the words are read, if no choices
        self._choosing = False  # whether the choices were on the screen when it was last laid out
        self._stay = False  # whether they stay there, although the window may have become too small
        self._was_read = False  # whether the last words have been on the screen
        self._fresh = False  # whether what is new has not been answered by a key yet
        self._shown = False  # whether what is new has been drawn at all
        self.show_again()

    # --- keys -----------------------------------------------------------------------

    @property
    def actions(self) -> Actions:
        """What the player can do. Keys that act on words do nothing until these have been drawn."""
        if self.to_reveal:
            return {name: partial(self._all_at_once, do) for name, do in self._anywhere().items()}
        if not self._shown:
            return self._anywhere()
        if self._choosing:
            return {**self._anywhere(), **self._while_choosing()}
        return {**self._anywhere(), **self._while_reading()}

    def _anywhere(self) -> Actions:
        return {
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

    def _while_choosing(self) -> Actions:
        return {
            "number": lambda: None,
            "up": lambda: self.choices.move(-1),
            "down": lambda: self.choices.move(1),
            "take": self._take_marked,
            "forward": self._say_how_to_choose,
            "back": lambda: self._look_back(lambda: self.scroll.turn(-1)),
            "home": lambda: self._look_back(self.scroll.home),
        }

    def _while_reading(self) -> Actions:
        reading: Actions = {
            "up": lambda: self._move(-1),
            "down": lambda: self._move(1),
            "forward": self._read_on,
            "take": self._read_on,
            "back": lambda: self.scroll.turn(-1),
            "home": self.scroll.home,
            "end": self._to_the_choices,
        }
        looking_back: Actions = {"take": self._to_the_choices, "to_choices": self._to_the_choices}
        return {**reading, **(looking_back if self._was_read else {})}

    def touch(self) -> None:
        """Leave what is new to be read: the cursor goes where the next key acts."""
        self._fresh = False

    def press(self, data: str) -> None:
        """Take a choice by its number, or open a page by its key; or let all words come at once."""
        if self.to_reveal:
            self.to_reveal = False
        elif data in tuple("123456789"):
            if self._choosing and self._shown:
                self.choices.take_number(int(data))
            else:
                self.stack.message = WORDS_FIRST
        else:
            for page in self.session.play.pages:
                if page.key and page.key == data:
                    self.open_page(page.id)

    def _all_at_once(self, do: Callable[[], object]) -> None:
        self.to_reveal = False
        do()

    def _take_marked(self) -> None:
        if not self.choices.take():
            self._say_how_to_choose()

    def _say_how_to_choose(self) -> None:
        self.stack.message = PRESS_A_NUMBER.format(arrows=self.stack.glyphs.arrows)

    def _read_on(self) -> None:
        if self.scroll.below:
            self.scroll.turn(1)
            self._begin_to_reveal()
            self._fresh = True
        elif self._then is not None:
            self._then()

    def _move(self, rows: int) -> None:
        if rows > 0 and not self.scroll.below and self._then is not None:
            self._then()
        else:
            self.scroll.move(rows)

    def _look_back(self, go: Callable[[], None]) -> None:
        """Put the choices away and go back in the words."""
        self.scroll.hold()
        self._stay = False
        go()

    def _to_the_choices(self) -> None:
        self.scroll.end()
        self._stay = self._then is None

    def wheel(self, rows: int) -> None:
        """Scroll the story."""
        if self._choosing and rows < 0:
            self._look_back(lambda: self.scroll.move(rows))
        elif not self._choosing:
            self._move(rows)

    def click(self, entry: int) -> None:
        """Take a choice that was pointed at."""
        if self._choosing:
            self.choices.click(entry)

    def extra_keys(self) -> list[Key]:
        """Give the keys of the pages."""
        return [Key("page", (), page.key, page.title) for page in self.session.play.pages if page.key]

    # --- what they do -----------------------------------------------------------------

    def _choose(self, key: str) -> None:
        stood = self._heading(), self.status()
        chapter_opens = self.session.choose(key)
        told = self.session.told[-1]
        said = tuple(part for part in told.parts if part.kind == "say")
        if chapter_opens and said and read_chapter_card(self.stack, self.session):
            rest = Passage(tuple(part for part in told.parts if part.kind != "say"))
            self.scroll.add(passage_blocks(told._replace(parts=said), self.stack.glyphs.pointer))
            self._offer([])
            self._stands = stood
            self._then = partial(self._tell, rest, chapter_opens)
        else:
            self._tell(told, chapter_opens)

    def _tell(self, passage: Passage, chapter_opens: bool) -> None:
        """Show words and what can be done, behind the card of a chapter that opens with them."""
        self.scroll.add([*self._notices(), *passage_blocks(passage, self.stack.glyphs.pointer)])
        self._offer(self._entries())
        if chapter_opens:
            show_card(self.stack, self.session)

    def undo(self) -> None:
        """Take back the last choice."""
        if self.session.undo():
            self.show_again()
        elif self.session.play.start is not None:
            self.stack.message = "This game goes on from a saved place; what came before it can't be undone."
        else:
            self.stack.message = "There is nothing to undo."

    def _redo(self) -> None:
        if self.session.redo():
            self.show_again()
        else:
            self.stack.message = "There is nothing to redo."

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
        self.stack.message = f"Saved as `{self.session.quick_save()}`."

    def _quick_load(self) -> None:
        self._load(QUICK)

    def _go_back_to(self, chapter: str) -> None:
        self.session.begin_chapter(chapter)
        self.show_again()
        show_card(self.stack, self.session)

    # --- what is told -------------------------------------------------------------------

    def show_again(self) -> None:
        """Show the scene from where it was entered, and its choices: what was read is not held up again."""
        session, sign = self.session, self.stack.glyphs.pointer
        before = [block for told in session.told[: session.entered] for block in passage_blocks(told, sign)]
        here = [block for told in session.told[session.entered :] for block in passage_blocks(told, sign)]
        self.scroll.replace([*before, *self._notices(), *here], len(before))
        self._offer(self._entries())
        self._stay = bool(session.play.log)
        self._fresh = not self._stay

    def _notices(self) -> list[Block]:
        """Give what there is to tell the player before the words."""
        notices = [Block.of(notice, "class:message", "! ") for notice in self.session.notices]
        self.session.notices.clear()
        return notices

    def _entries(self) -> list[Entry]:
        """Give what can be done now."""
        entries = [
            Entry(offer.text, partial(self._choose, offer.key))
            if offer.open
            else Entry(f"({offer.reason})", _nothing, open=False)
            for offer in self.session.play.offers
        ]
        return entries if any(entry.open for entry in entries) else [*entries, *self._ways_on()]

    def _offer(self, entries: list[Entry]) -> None:
        self.choices = ChoiceList(entries, numbered=True, selected=UNMARKED)
        self._stands = self._then = None
        self._choosing = self._stay = self._was_read = self._shown = False
        self._fresh = True
        self._begin_to_reveal()

    def _begin_to_reveal(self) -> None:
        self.to_reveal, self._revealed = self.stack.settings.speed != SPEEDS[0], 0

    def _ways_on(self) -> list[Entry]:
        """Give what can be done where the story has no way on."""
        session = self.session
        chapters = {
            chapter_name(one): partial(self._go_back_to, one.id)
            for one in session.saves.story.chapters
            if one.id in session.profile.chapters
        }
        entries = [Entry("Undo the last choice", self.undo)] if session.play.log else []
        if chapters:
            show = partial(self.stack.push, chapters_list(self.stack, chapters))
            entries.append(Entry("Go back to the start of a chapter", show))
        return [*entries, Entry("Go to the title", self.stack.go_home)]

    def reveal(self, letters: int) -> None:
        """Let more words come."""
        self._revealed += letters

    # --- what is seen -------------------------------------------------------------------

    def header(self, width: int) -> tuple[str, str]:
        """Give the story and the chapter, and the place; without the story where there is little room."""
        title = self.session.play.story.title
        chapter, place = self._stands[0] if self._stands else self._heading()
        return (chapter if width < NARROW else f"{title} {self.stack.glyphs.dot} {chapter}"), place

    def _heading(self) -> tuple[str, str]:
        play = self.session.play
        return chapter_name(play.chapter), play.place

    def status(self) -> Sequence[str]:
        """Give the story's status line, and how much is carried."""
        if self._stands is not None:
            return self._stands[1]
        play, carried = self.session.play, len(self.session.play.carried)
        things = f"{carried} thing{'' if carried == 1 else 's'}" if carried else ""
        return [part for part in (*play.status.split(" · "), things) if part]

    def hints(self) -> list[Hint]:
        """Give what chooses, help and menu, undo, and the pages."""
        play, count = self.session.play, self.choices.numbers
        numbers = [Hint("1" if count == 1 else f"1-{count}", "")] if self._choosing and count else []
        undo = [Hint("u undo", "undo")] if play.log else []
        pages = [Hint(f"{page.key} {page.id}", page.key) for page in play.pages if page.key]
        return [*numbers, Hint("? keys", "help"), Hint("m menu", "menu"), *undo, *pages]

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Give the words, and under the last of them the choices."""
        hang, width = _hang(cols), cols.text + cols.gutter
        heading = self._panel_heading(cols)
        offered = len(heading) + self.choices.height(width, self.stack.glyphs)
        last = max(room - offered, min(_words_beside(room), room - 1), 1) if offered else room
        self.scroll.lay(self.stack.glyphs, cols.text + hang, room, hang, last)
        self._choosing = self._then is None and (self._stay or not self.scroll.below)
        words = self.scroll.seen(self._choosing)
        row, column = self.scroll.new
        if self.to_reveal:
            words = self._come_so_far(words)
        left = cols.text_left - hang
        body = Drawn([shifted(line, left) for line in words], min(row, len(words) - 1), [], left + column)
        if not self._choosing:
            return body, NOTHING
        panel = self._panel(cols, heading, room - len(words))
        return body, panel._replace(rows=[BLANK] * len(panel.rows), owners=[]) if self.to_reveal else panel

    def _panel(self, cols: Columns, heading: list[Row], room: int) -> Drawn:
        heading = heading[: max(room - 1, 0)]
        drawn = self.choices.draw(cols.text + cols.gutter, room - len(heading), self.stack.glyphs)
        rows = [*heading, *(shifted(row, cols.text_left - cols.gutter) for row in drawn.rows)]
        owners = [-1] * len(heading) + drawn.owners
        return Drawn(rows, len(heading) + drawn.cursor, owners, cols.text_left - cols.gutter)

    def _panel_heading(self, cols: Columns) -> list[Row]:
        """Give what stands over the ways on from an ending."""
        if self.session.play.ending is None:
            return []
        told = wrap_text(ending_counted(self.session.profile), cols.text).split("\n")
        return [shifted((("class:faint", line),), cols.text_left) for line in told]

    def rule_words(self) -> tuple[str, ...]:
        """Say how far the words are read, and the key that goes on."""
        if self._choosing:
            return ()
        if self._was_read:
            return "looking back", "End: choices"
        words = reading_on(self.scroll)
        return words or ("Space reads on",)

    def focus(self) -> Literal["body", "panel", "key"]:
        """Begin with what is new; then go where the next key acts."""
        if self._fresh:
            return "body"
        return "panel" if self._choosing else "key"

    def settle(self) -> None:
        """Take note that the choices are on the screen."""
        self._shown = True
        if self._choosing:
            self._stay = self._was_read = True

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


def _words_beside(room: int) -> int:
    """Give how many rows the words keep beside choices that would take them all."""
    return 1 if room < 8 else 2 if room < 14 else 4


def _nothing() -> None:
    """Do nothing."""
