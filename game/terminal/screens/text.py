"""Screens that are read: pages, help, endings, and the history with its search."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from game.terminal.ui.keys import Actions, rows_for
from game.terminal.ui.layout import Columns, shifted
from game.terminal.ui.screen_stack import NOTHING, Desk, Screen
from game.terminal.widgets.choice_list import Drawn
from game.terminal.widgets.scroll_view import NOT_FOUND, Block, Scroll
from game.terminal.widgets.text_input import Field

if TYPE_CHECKING:  # the title screen does without them
    from game.play.engine.passage import OpenPage, Part, Passage
    from game.play.profile import Profile

HEADINGS = ("title", "ending")


class Reader(Screen):
    """A text with a title over it."""

    def __init__(self, desk: Desk, title: str, blocks: Iterable[Block]) -> None:
        super().__init__(desk)
        self.title = title
        self.scroll = Scroll(desk.signs, blocks)

    @property
    def actions(self) -> Actions:
        """A text is scrolled and closed."""
        return {**scrolling(self.scroll), "close": self.desk.close}

    def wheel(self, rows: int) -> None:
        """Scroll."""
        self.scroll.move(rows)

    def header(self) -> tuple[str, str]:
        """Give the title."""
        return self.title, ""

    def body(self, cols: Columns, height: int) -> Drawn:
        """Give the text."""
        rows = self.scroll.rows(cols.text, height)
        return Drawn([shifted(row, cols.text_left) for row in rows], 0, [], cols.text_left)

    def more(self) -> str:
        """Say whether the text goes on."""
        return more(self.scroll)


def scrolling(scroll: Scroll) -> Actions:
    """Give the actions that move a text, and those of rows where no list needs them."""
    return {
        "up": lambda: scroll.move(-1),
        "down": lambda: scroll.move(1),
        "forward": lambda: scroll.page(1),
        "back": lambda: scroll.page(-1),
        "home": scroll.home,
        "end": scroll.end,
    }


def more(scroll: Scroll, anyway: bool = False) -> str:
    """Say that a text goes on below, or that something else does."""
    return f"{scroll.signs.more} Space: more" if scroll.below or anyway else ""


# --- the words of a playthrough -------------------------------------------------


def passage_blocks(passage: Passage, sign: str) -> list[Block]:
    """Give the blocks of a passage: the choice that led to it, then its words."""
    chosen = [] if passage.choice is None else [Block.of(passage.choice, "class:chosen", f"{sign} ")]
    return [*chosen, *part_blocks(passage.parts)]


def part_blocks(parts: Iterable[Part]) -> list[Block]:
    """Give the blocks of words and headings."""
    return [Block(part.paragraph, "class:heading" if part.kind in HEADINGS else "") for part in parts]


def page_screen(desk: Desk, page: OpenPage) -> Reader:
    """Open a page of the story."""
    return Reader(desk, page.title, part_blocks(page.parts))


# --- help ---------------------------------------------------------------------


def help_screen(desk: Desk, screen: Screen, everywhere: Collection[str]) -> Reader:
    """Give the keys that do something on a screen, and those that do `everywhere`."""
    keys = [*rows_for([*screen.actions, *everywhere]), *screen.extra_keys()]
    blocks = [Block.of(key.about, "", key.shown.ljust(13), close=True) for key in keys]
    return Reader(desk, "Keys", blocks)


# --- endings ------------------------------------------------------------------


def ending_blocks(desk: Desk, profile: Profile) -> list[Block]:
    """Give how many endings were found, the titles of those, and blanks for the others."""
    signs = desk.signs
    return [
        endings_counted(profile),
        *(
            Block.of(profile.endings[one], "", f"{signs.pointer} ", close=True)
            if one in profile.endings
            else Block.of(signs.unseen, "class:faint", "  ", close=True)
            for one in profile.all_endings
        ),
    ]


def endings_counted(profile: Profile) -> Block:
    """Give how many of the endings were found."""
    found = sum(ending in profile.endings for ending in profile.all_endings)
    return Block.of(f"{found} of {len(profile.all_endings)} endings found", "class:heading")


# --- history ------------------------------------------------------------------


class History(Reader):
    """Everything told so far, the end first, to be searched."""

    def __init__(self, desk: Desk, told: Iterable[Passage], earlier: str) -> None:
        blocks = [Block.of(words) for words in earlier.split("\n\n") if words]
        for passage in told:
            blocks += passage_blocks(passage, desk.signs.pointer)
        super().__init__(desk, "History", blocks)
        self._plain = [str(block.paragraph).casefold() for block in blocks]
        self._field: Field | None = None
        self._sought = ""
        self._fresh = True

    @property
    def actions(self) -> Actions:
        """While the field is open it has all keys."""
        if self._field is not None:
            return {**self._field.actions, "accept": self._search, "cancel": self._close_field}
        seeking: Actions = {"next_match": lambda: self._seek(1), "last_match": lambda: self._seek(-1)}
        looking: Actions = {"search": self._open_field, "help": self.desk.help}
        return {**super().actions, **looking, **(seeking if self._sought else {})}

    def press(self, data: str) -> None:
        """Write in the field."""
        if self._field is not None:
            self._field.write(data)

    def paste(self, text: str) -> None:
        """Write in the field."""
        self.press(text)

    def body(self, cols: Columns, height: int) -> Drawn:
        """Give the text; at first its end."""
        if self._fresh:
            self.scroll.rows(cols.text, height)
            self.scroll.end()
            self._fresh = False
        drawn = super().body(cols, height)
        row = self.scroll.row_of(self.scroll.found)
        return drawn._replace(cursor=row if 0 <= row < height else 0)

    def panel(self, cols: Columns, height: int, limit: int) -> Drawn:
        """Give the field."""
        return self._field.draw(cols, self.desk.signs) if self._field else NOTHING

    def _open_field(self) -> None:
        self._field = Field("Search: ")

    def _close_field(self) -> None:
        self._field = None

    def _search(self) -> None:
        """Go to the last place with what was typed; typed again, to the one before."""
        sought = self._field.text.strip().casefold() if self._field else ""
        self._field = None
        if sought != self._sought or self.scroll.found == NOT_FOUND:
            self.scroll.found = len(self._plain)
        self._sought = sought
        self._seek(-1)

    def _seek(self, step: int) -> None:
        """Go to the next block with what is sought, in one direction, and round the end."""
        count = len(self._plain)
        for distance in range(1, count + 1):
            number = (self.scroll.found + step * distance) % count
            if self._sought and self._sought in self._plain[number]:
                self.scroll.found = number
                self.scroll.show(number)
                return
        self.scroll.found = NOT_FOUND
        if self._sought:
            self.desk.message = f"`{self._sought}` stands nowhere in it."
