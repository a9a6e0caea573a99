"""Screens that are read: pages, help, endings, and the history with its search."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from game.play.engine.passage import OpenPage, Part, Passage
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn, shifted
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.scroll_view import Block, ScrollView

if TYPE_CHECKING:  # the title screen does without them
    from game.play.engine.passage import OpenPage, Part, Passage

HEADINGS = ("title", "ending")


class TextScreen(Screen):
    """A text with a title over it."""

    def __init__(self, stack: ScreenStack, title: str, blocks: Iterable[Block]) -> None:
        super().__init__(stack)
        self.title = title
        self.scroll = ScrollView(stack.glyphs, blocks)

    @property
    def actions(self) -> Actions:
        """A text is scrolled and closed."""
        return {**scrolling(self.scroll), "close": self.stack.close}

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


def scrolling(scroll: ScrollView) -> Actions:
    """Give the actions that move a text, and those of rows where no list needs them."""
    return {
        "up": lambda: scroll.move(-1),
        "down": lambda: scroll.move(1),
        "forward": lambda: scroll.page(1),
        "back": lambda: scroll.page(-1),
        "home": scroll.home,
        "end": scroll.end,
    }


def more(scroll: ScrollView, anyway: bool = False) -> str:
    """Say that a text goes on below, or that something else does."""
    return f"{scroll.glyphs.more} Space: more" if scroll.below or anyway else ""


# --- the words of a playthrough -------------------------------------------------


def passage_blocks(passage: Passage, sign: str) -> list[Block]:
    """Give the blocks of a passage: the choice that led to it, then its words."""
    chosen = [] if passage.choice is None else [Block.of(passage.choice, "class:chosen", f"{sign} ")]
    return [*chosen, *part_blocks(passage.parts)]


def part_blocks(parts: Iterable[Part]) -> list[Block]:
    """Give the blocks of words and headings."""
    return [Block(part.paragraph, "class:heading" if part.kind in HEADINGS else "") for part in parts]


def page_screen(stack: ScreenStack, page: OpenPage) -> TextScreen:
    """Open a page of the story."""
    return TextScreen(stack, page.title, part_blocks(page.parts))
