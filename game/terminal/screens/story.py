"""The story as it is played: its words, its choices, its endings, and the way to every other screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Literal

from game.key_table import MENU_ONLY, PAGES_GROUP, KeyRow
from game.locale.messages import tr, tr_later
from game.play.chapters import chapter_name
from game.play.engine.passage import OpenPage, Passage
from game.play.saves.rows import count_of
from game.play.session import Session
from game.play.settings import SPEEDS
from game.terminal.screens.chapter_card import read_chapter_card, show_card
from game.terminal.screens.endings import ending_counted
from game.terminal.screens.game_actions import GameActions
from game.terminal.screens.lessons import BACK, all_lessons, lesson_due, news
from game.terminal.screens.text import passage_blocks, reading_on
from game.terminal.ui.footer import Hint, own_row
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn
from game.terminal.ui.screen_stack import NARROW, Screen, ScreenStack
from game.terminal.widgets.choice_list import ENTER_TAKES, Entry
from game.terminal.widgets.passage_view import PassageView
from game.terminal.widgets.scroll_view import ScrollBlock

WORDS_FIRST = tr_later("The choices come after the words. Space reads on.")
TOO_SOON = tr_later("That key came before these words: it took nothing.")
PRESSED_TWICE = tr_later("Pressed twice: Enter takes what is marked.")
PRESS_A_NUMBER = tr_later("Press a number, or {arrows} and then Enter.")
MARKED_KEY = "Enter"  # the longest key of the moment while choosing


class StoryScreen(Screen):
    """A playthrough: the words, and under them the choices."""

    def __init__(self, stack: ScreenStack, session: Session) -> None:
        super().__init__(stack)
        self.session = session
        self.view = PassageView()
        self._game = GameActions(stack, session, self)
        self._heading_before: tuple[str, str] | None = None  # the header's, before a card
        self._status_before: Sequence[str] | None = None  # the status before the last turn
        self._known: frozenset[str] = frozenset()  # the pages that there were before the last turn
        self._news_before: frozenset[str] = frozenset()  # those with something new then
        self._apart = 0  # parts of the status that stand over the last row while choosing
        goes_on = bool(session.play.log) or session.play.start is not None
        self.show_again(was_read=goes_on and session.was_read)

    # --- keys -----------------------------------------------------------------------

    @property
    def actions(self) -> Actions:
        """What the player can do. Keys that act on words do nothing until these have been drawn.

        Of several that come in one go, the first acts; the others came before what they would act on.
        """
        always = {name: do for name, do in self._game.everywhere().items() if name not in MENU_ONLY}
        if self.view.to_reveal:
            return {name: partial(self._all_at_once, do) for name, do in always.items()}
        acting: dict[str, Callable[[], Actions]] = {
            "choosing": self._while_choosing,
            "reading": self._while_reading,
            "looking back": self._while_looking_back,
        }
        return {**always, **(acting[self.view.mode]() if self.view.shown else {})}

    def _while_choosing(self) -> Actions:
        view = self.view
        return {
            "number": lambda: None,
            "up": lambda: view.choices.move(-1),
            "down": lambda: view.choices.move(1),
            "take": self._take_marked,
            "forward": self._say_how_to_choose,
            "back": lambda: view.look_back(lambda: view.scroll.turn(-1)),
            "home": lambda: view.look_back(view.scroll.home),
        }

    def _while_reading(self) -> Actions:
        view = self.view
        return {
            "up": lambda: view.move(-1),
            "down": lambda: view.move(1),
            "forward": self._read_on,
            "take": self._read_on,
            "back": lambda: view.scroll.turn(-1),
            "home": view.scroll.home,
            "end": view.to_the_end,
        }

    def _while_looking_back(self) -> Actions:
        return {**self._while_reading(), "take": self.view.to_the_end, "to_choices": self.view.to_the_end}

    @property
    def own_keys(self) -> frozenset[str]:  # type: ignore[override]
        """The keys of the story's pages."""
        return frozenset(page.key for page in self.session.play.pages)

    def touch(self) -> None:
        """Leave what is new to be read: the cursor goes where the next key acts."""
        self.view.fresh = False

    def press(self, data: str) -> None:
        """Take a choice by its number, or open a page by its key; or let all words come at once."""
        coming = self.view.all_at_once()
        if data not in tuple("123456789"):
            self._game.open_page_of(data)
        elif not self.view.shown:
            self.stack.message = "" if coming else tr(TOO_SOON)
        elif self.view.mode == "choosing":
            self._take_number(int(data))
        else:
            self.stack.message = tr(WORDS_FIRST)

    def _all_at_once(self, do: Callable[[], object]) -> None:
        self.view.all_at_once()
        do()

    def _take_number(self, number: int) -> None:
        choices = self.view.choices
        if number > choices.numbers:
            self._say_how_to_choose()
        elif not choices.take_number(number, twice := self._unread_so_far):
            self.stack.message = tr(PRESSED_TWICE if twice else ENTER_TAKES)

    def _take_marked(self) -> None:
        if self.stack.repeated:  # it closed something or read on before, and may be meant for more of that
            self.view.choices.unmark()
        if self.view.choices.marked_unseen:
            self.stack.message = tr(TOO_SOON)
        elif not self.view.choices.take():
            self._say_how_to_choose()

    @property
    def _unread_so_far(self) -> bool:
        """Whether a choice may be meant for the words before: the second half of a double tap, a held key."""
        return self.stack.repeated and not self.view.read_before

    def _say_how_to_choose(self) -> None:
        how = ENTER_TAKES if self.view.choices.marked else PRESS_A_NUMBER
        self.stack.message = tr(how).format(arrows=self.stack.glyphs.arrows)

    def _read_on(self) -> None:
        self.view.read_on(self._slowly)

    def wheel(self, rows: int) -> None:
        """Scroll the story; or let all words come at once."""
        if not self.view.all_at_once() and self.view.shown:
            self.view.move(rows)

    def click(self, entry: int) -> None:
        """Take a choice that was pointed at."""
        if self.view.mode == "choosing" and self.view.shown:
            choices, twice = self.view.choices, self._unread_so_far
            if choices.click(entry, twice) and twice:
                self.stack.message = tr(PRESSED_TWICE)

    def extra_keys(self) -> list[KeyRow]:
        """Return the keys of the pages."""
        pages = self.session.play.pages
        return [KeyRow("page", (), page.key, page.title, group=PAGES_GROUP) for page in pages if page.key]

    def lessons(self) -> list[str]:
        """Return what is taught while playing."""
        return all_lessons(self.session, self.stack.glyphs.news)

    # --- what they do -----------------------------------------------------------------

    def _choose(self, key: str) -> None:
        if lesson_due(self.session, self.view) == BACK:
            self.session.profile.lessons.add("back")
        heading, self._status_before = self._heading(), self.status()
        self._known, self._news_before = _ids(self.session.play.pages), _ids(self.session.pages_with_news)
        chapter_opens = self.session.choose(key)
        told = self.session.told[-1]
        said = tuple(part for part in told.parts if part.kind == "say")
        if chapter_opens and said and read_chapter_card(self.stack, self.session):
            rest = Passage(tuple(part for part in told.parts if part.kind != "say"))
            first = passage_blocks(told._replace(parts=said), self.stack.glyphs.pointer)
            self.view.add(first, (), self._slowly)
            self._heading_before = heading
            self.view.then = partial(self._tell, rest, chapter_opens)
        else:
            self._tell(told, chapter_opens)

    def _tell(self, passage: Passage, chapter_opens: bool) -> None:
        """Show words and what can be done, behind the card of a chapter that opens with them."""
        words = passage_blocks(passage, self.stack.glyphs.pointer)
        changed = news(
            self.session, self._known, self.stack.settings.news == "a line", self.stack.glyphs.news
        )
        was_read = self.session.was_read
        self.view.add([*self._notices(), *words, *changed], self._entries(), self._slowly and not was_read)
        self._stand()
        if was_read:
            self.view.show_choices()
        if chapter_opens:
            show_card(self.stack, self.session)

    # --- what is told -------------------------------------------------------------------

    def show_again(self, was_read: bool) -> None:
        """Show the scene, at its end if that was read before; else its last passage from the first word."""
        session, sign, slowly = self.session, self.stack.glyphs.pointer, self._slowly and not was_read
        self._known, self._news_before = _ids(session.play.pages), frozenset()
        self._status_before = None
        first = session.entered if was_read else len(session.told) - 1
        before = [block for told in session.told[:first] for block in passage_blocks(told, sign)]
        here = [block for told in session.told[first:] for block in passage_blocks(told, sign)]
        self.view.replace([*before, *self._notices(), *here], len(before), self._entries(), slowly)
        self._stand()
        if was_read:
            self.view.show_choices()

    def _stand(self) -> None:
        """Take note of how things stand after a turn."""
        self._heading_before = None
        if self.session.play.ending is not None:
            number = self.session.kept_run
            kept = tr(" Run {number} is kept.", number=number) if number else ""
            self.view.heading = ending_counted(self.session.profile) + kept

    def _notices(self) -> list[ScrollBlock]:
        """Return what there is to tell the player before the words."""
        notices = [ScrollBlock.of(notice, "class:message", "! ") for notice in self.session.notices]
        self.session.notices.clear()
        return notices

    def _entries(self) -> list[Entry]:
        """Return what can be done now."""
        play = self.session.play
        taken = self.session.profile.chosen if self.stack.settings.taken == "marked" else ()
        entries = [
            Entry(
                tr("{choice} (taken before)", choice=offer.text)
                if f"{play.scene}.{offer.key}" in taken
                else offer.text,
                partial(self._choose, offer.key),
            )
            if offer.open
            else Entry(f"({offer.reason})", lambda: None, open=False)
            for offer in play.offers
        ]
        return entries if any(entry.open for entry in entries) else [*entries, *self._game.ways_on()]

    @property
    def _slowly(self) -> bool:
        return self.stack.settings.speed != SPEEDS[0]

    @property
    def to_reveal(self) -> bool:  # type: ignore[override]
        """Whether words are still coming one by one."""
        return self.view.to_reveal

    def reveal(self, letters: int) -> None:
        """Let more words come."""
        self.view.reveal(letters)

    # --- what is seen -------------------------------------------------------------------

    def header(self, width: int) -> tuple[str, str]:
        """Return the story and the chapter, and the place; without the story where there is little room."""
        title = self.session.play.story.title
        chapter, place = self._heading_before or self._heading()
        return (chapter if width < NARROW else f"{title} {self.stack.glyphs.dot} {chapter}"), place

    def _heading(self) -> tuple[str, str]:
        play = self.session.play
        return chapter_name(play.chapter), play.place

    def status(self) -> Sequence[str]:
        """Return the story's status line, and how much is carried; what a turn changed, once it is told."""
        if self._status_before is not None and not self.view.told:
            return self._status_before
        return self._status(self.view.mode == "choosing")

    def last_row_status(self) -> Sequence[str]:
        """Leave out what stands in a row of its own."""
        return self.status()[self._apart if self.view.mode == "choosing" and self.view.told else 0 :]

    def _status(self, choosing: bool) -> Sequence[str]:
        if self.session.play.ending is not None and choosing:
            return [tr("The end")]
        carried = len(self.session.play.carried)
        things = count_of(carried, "thing") if carried else ""
        return [part for part in (*self.session.play.status.split(" · "), things) if part]

    def lesson(self) -> str:
        """Teach how to read on, how to choose, and how to look back, while that is new."""
        return tr(sentence) if (sentence := lesson_due(self.session, self.view)) else ""

    @property
    def news(self) -> frozenset[str]:
        """The pages with something new; of what the last turn brought, once its words have been shown."""
        now = _ids(self.session.pages_with_news)
        return now if self.view.told else now & self._news_before

    def hints(self) -> list[Hint]:
        """Return what chooses, help and menu, undo, pages with news, and the other pages."""
        play, count = self.session.play, self.view.choices.numbers
        choosing = self.view.mode == "choosing" and count
        numbers = [Hint("1" if count == 1 else f"1-{count}", "")] if choosing else []
        if choosing and self.view.choices.marked:
            numbers = [Hint(MARKED_KEY, "take")]
        undo = [Hint(tr("u undo"), "undo")] if play.log else []
        pages = [page for page in play.pages if page.key and (self.view.told or page.id in self._known)]
        sign, news = self.stack.glyphs.news, self.news
        new = [Hint(f"{page.key}{sign} {page.title}", page.key) for page in pages if page.id in news]
        old = [Hint(f"{page.key} {page.title}", page.key) for page in pages if page.id not in news]
        return [*numbers, Hint(tr("? keys"), "help"), Hint(tr("m menu"), "menu"), *undo, *new, *old]

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out the words, and under the last of them the choices."""
        glyphs, width = self.stack.glyphs, cols.left * 2 + cols.page
        status = [glyphs.spell(part) for part in self._status(choosing=True)]
        apart, self.view.foot = own_row(status, width, (MARKED_KEY, "?"), glyphs)
        self._apart = len(apart)
        return self.view.lay_out(cols, room, self.stack.manner)

    def rule_words(self) -> tuple[str, ...]:
        """Say how far the words are read, and the key that goes on."""
        if self.view.mode == "choosing":
            return ()
        if self.view.mode == "looking back":
            return tr("looking back"), tr("End: choices")
        return reading_on(self.view.scroll) or (tr("Space reads on"),)

    def focus(self) -> Literal["body", "panel", "key"]:
        """Begin with what is new; then go where the next key acts."""
        if self.view.fresh:
            return "body"
        return "panel" if self.view.mode == "choosing" else "key"

    def note_shown(self) -> None:
        """Take note of what has been read, and of what has been taught."""
        lessons = self.session.profile.lessons
        if self.view.note_shown():
            self.session.note_read()
            if self.session.play.log:
                lessons.update(("space", "number"))


def _ids(pages: Iterable[OpenPage]) -> frozenset[str]:
    return frozenset(page.id for page in pages)
