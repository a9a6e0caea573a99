"""Screens that are read: a text with a title over it, and the words of a playthrough as its blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from game.locale.messages import tr
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import NOTHING, Columns, Drawn, shifted
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.scroll_view import ScrollBlock, ScrollView

if TYPE_CHECKING:  # the title screen does without them
    from game.play.engine.passage import Part, Passage

STYLES = {"title": "class:heading", "ending": "class:heading", "place": "class:place"}


class TextScreen(Screen):
    """A text with a title over it."""

    def __init__(self, stack: ScreenStack, title: str, blocks: Iterable[ScrollBlock]) -> None:
        super().__init__(stack)
        self.title = title
        self.scroll = ScrollView(blocks)

    @property
    def actions(self) -> Actions:
        """A text is scrolled, once its window has been drawn, and closed; at its end Enter closes it too."""
        always: Actions = {"help": self.stack.help, "close": self.stack.close}
        if not self.scroll.shown:
            return always
        moving = scrolling(self.scroll)
        take = moving["take"] if self.scroll.below else self.stack.close
        return {**moving, "take": take, **always}

    def wheel(self, rows: int) -> None:
        """Scroll."""
        if self.scroll.shown:
            self.scroll.move(rows)

    def header(self, width: int) -> tuple[str, str]:
        """Return the title."""
        return self.title, ""

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out the text."""
        self.scroll.lay(self.stack.manner, cols.text, room)
        rows = [shifted(row, cols.text_left) for row in self.scroll.seen()]
        return Drawn(rows, 0, [], cols.text_left), NOTHING

    def rule_words(self) -> tuple[str, ...]:
        """Say whether the text goes on."""
        return reading_on(self.scroll)

    def focus(self) -> Literal["body", "panel", "key"]:
        """Begin with the first word."""
        return "body"


def scrolling(scroll: ScrollView) -> Actions:
    """Return the actions that move a text."""
    return {
        "up": lambda: scroll.move(-1),
        "down": lambda: scroll.move(1),
        "forward": lambda: scroll.turn(1),
        "take": lambda: scroll.turn(1),
        "back": lambda: scroll.turn(-1),
        "home": scroll.home,
        "end": scroll.end,
    }


def reading_on(scroll: ScrollView) -> tuple[str, ...]:
    """Say which window on a text this is, and that Space reads on; nothing in the last one."""
    if not scroll.below:
        return ()
    here, count = scroll.position
    return tr("{here} of {count}", here=here, count=count), tr("Space reads on")


# --- the words of a playthrough -------------------------------------------------


def passage_blocks(passage: Passage, sign: str) -> list[ScrollBlock]:
    """Build the blocks of a passage: the choice that led to it, then its words."""
    chosen = [] if passage.choice is None else [ScrollBlock.of(passage.choice, "class:chosen", f"{sign} ")]
    return [*chosen, *part_blocks(passage.parts)]


def part_blocks(parts: Iterable[Part]) -> list[ScrollBlock]:
    """Build the blocks of words and headings."""
    before = None
    blocks = []
    for part in parts:
        blocks.append(ScrollBlock(part.paragraph, STYLES.get(part.kind, ""), close=before == "place"))
        before = part.kind
    return blocks
