"""The title screen: drawn before the story is read, so it knows only what the story is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.story.front_matter import Title
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import BLANK, NOTHING, Columns, Drawn, Row, centred, shifted, shortened
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry, choosing
from game.terminal.wrap import cells

if TYPE_CHECKING:
    from game.terminal.screens.title_actions import TitleActions

WhenRead = Callable[[Callable[["TitleActions"], None]], None]


class TitleScreen(Screen):
    """What the story is called, and what can be done with it. `when_read` does a thing once it is read."""

    def __init__(self, stack: ScreenStack, title: Title, can_go_on: bool, when_read: WhenRead) -> None:
        super().__init__(stack)
        self._title = title
        entries = [
            Entry("Continue", lambda: when_read(lambda title_actions: title_actions.go_on())),
            Entry("New game", lambda: when_read(lambda title_actions: title_actions.new_game())),
            Entry("Load", lambda: when_read(lambda title_actions: title_actions.saves())),
            Entry("Endings found", lambda: when_read(lambda title_actions: title_actions.endings())),
            Entry("About and content notes", lambda: when_read(lambda title_actions: title_actions.about())),
            Entry("Settings", lambda: when_read(lambda title_actions: title_actions.settings())),
            Entry("Quit", lambda: stack.leave(0)),
        ]
        self.choices = ChoiceList(entries if can_go_on else entries[1:])

    @property
    def actions(self) -> Actions:
        """The list, help and the way out."""
        return {**choosing(self.choices), "help": self.stack.help, "quit": lambda: self.stack.leave(0)}

    def wheel(self, rows: int) -> None:
        """Move in the list."""
        self.choices.move(1 if rows > 0 else -1)

    def click(self, entry: int) -> None:
        """Take what was pointed at."""
        self.choices.click(entry)

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Give the title with the list below it, a third of the way down."""
        glyphs = self.stack.glyphs
        widest = max(cells(entry.text) for entry in self.choices.entries) + 4
        left = max(cols.left + (cols.page - widest) // 2, 0)
        over = [] if room < 4 else [self._line(cols, self._title.title, "class:title")]
        if self._title.byline and room >= 8:
            over.append(self._line(cols, self._title.byline, "class:faint"))
        drawn = self.choices.draw(cols.left + cols.page - left, max(room - len(over), 1), glyphs)
        spare = room - len(over) - len(drawn.rows)
        over += [BLANK] * min(spare, 2)
        over = [BLANK] * max((spare - 2) // 3, 0) + over
        rows = [*over, *(shifted(row, left) for row in drawn.rows)]
        return Drawn(rows, len(over) + drawn.cursor, [-1] * len(over) + drawn.owners, left), NOTHING

    def _line(self, cols: Columns, text: str, style: str) -> Row:
        glyphs = self.stack.glyphs
        return shifted(centred(shortened(glyphs.spell(text), cols.page, glyphs), cols.page, style), cols.left)
