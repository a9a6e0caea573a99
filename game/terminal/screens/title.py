"""The title screen: drawn before the story is read, so it knows at first only what the story is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from game.key_table import KEYS
from game.locale.messages import tr
from game.story.cells import cells
from game.story.front_matter import Title
from game.terminal.ui.footer import Hint
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import BLANK, Columns, Drawn, Row, centred, shifted, shortened
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.choice_list import ENTER_TAKES, ChoiceList, Entry, choosing
from game.terminal.wrap import wrap_text

if TYPE_CHECKING:
    from game.terminal.screens.title_actions import TitleActions

WhenRead = Callable[[Callable[["TitleActions"], None]], None]
NOTES_CELLS = 52
ENTRIES = {key.action: key.entry for key in KEYS}  # as the menu of a game has them


class TitleScreen(Screen):
    """What the story is called, and what can be done with it. `when_read` does a thing once it is read."""

    def __init__(self, stack: ScreenStack, title: Title, can_go_on: bool, when_read: WhenRead) -> None:
        super().__init__(stack)
        self._title = title
        self._notes = ""  # what is in it, said before it begins
        self._can_go_on = can_go_on
        self._when_read = when_read
        self.choices = ChoiceList(self._entries(""), numbered=True)

    def tell(self, notes: str, where: str) -> None:
        """Say what is in the story, and where the last run stands, now that it is read."""
        self._notes = notes
        self._can_go_on = self._can_go_on or bool(where)
        selected = self.choices.selected
        self.choices = ChoiceList(self._entries(where), numbered=True, selected=selected)

    def _entries(self, where: str) -> list[Entry]:
        def later(do: Callable[[TitleActions], None]) -> Callable[[], None]:
            return lambda: self._when_read(do)

        def opening(action: str) -> Entry:
            return Entry(tr(ENTRIES[action]), later(lambda actions: actions.open(action)))

        leave = Entry(tr("Quit"), lambda: self.stack.leave(0))
        if not self._can_go_on:
            begin = Entry(tr("Begin"), later(lambda actions: actions.new_game()))
            return [begin, opening("about"), opening("settings"), leave]
        return [
            Entry(
                tr("Continue: {where}", where=where) if where else tr("Continue"),
                later(lambda actions: actions.go_on()),
            ),
            Entry(tr("New game"), later(lambda actions: actions.new_game())),
            *map(opening, ("saves", "chapters", "endings", "about", "settings")),
            leave,
        ]

    @property
    def actions(self) -> Actions:
        """The list, help and the way out."""
        numbers: Actions = {"number": lambda: None}
        return {
            **choosing(self.choices),
            **numbers,
            "help": self.stack.help,
            "quit": lambda: self.stack.leave(0),
        }

    def press(self, data: str) -> None:
        """Take an entry by its number; say to those who press another key how it is done."""
        if not (data in tuple("123456789") and self.choices.take_number(int(data))):
            self.stack.message = tr(ENTER_TAKES)

    def wheel(self, rows: int) -> None:
        """Move in the list."""
        self.choices.move(1 if rows > 0 else -1)

    def click(self, entry: int) -> None:
        """Take what was pointed at."""
        self.choices.click(entry)

    def lesson(self) -> str:
        """Say to those who come for the first time that they need to know nothing."""
        return "" if self._can_go_on else tr("First time? The keys are told as they come.")

    def hints(self) -> list[Hint]:
        """Say how to choose, how to leave, and where more is said."""
        arrows = self.stack.glyphs.arrows
        choosing = Hint(f"1-{self.choices.numbers} {arrows} Enter", "")
        return [choosing, Hint(tr("? keys"), "help"), Hint(tr("q quit"), "quit")]

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out the title with the list below it, a third of the way down, and the notes at the foot."""
        glyphs = self.stack.glyphs
        widest = max(cells(entry.text) for entry in self.choices.entries) + 7
        left = max(cols.left + (cols.page - widest) // 2, 0)
        over = [] if room < 4 else [self._line(cols, self._title.title, "class:title")]
        if self._title.byline and room >= 8:
            over.append(self._line(cols, self._title.byline, "class:faint"))
        height = self.choices.height(cols.left + cols.page - left, glyphs)
        notes = self._told(cols, room - len(over) - height - 3)
        drawn = self.choices.draw(cols.left + cols.page - left, max(room - len(over), 1), glyphs)
        spare = room - len(over) - len(drawn.rows) - len(notes)
        over += [BLANK] * min(spare, 2)
        over = [BLANK] * max((spare - 2) // 3, 0) + over
        rows = [*over, *(shifted(row, left) for row in drawn.rows)]
        rows += [BLANK] * (room - len(rows) - len(notes) if notes else 0)
        return Drawn([*rows, *notes], len(over) + drawn.cursor, [-1] * len(over) + drawn.owners, left), Drawn(
            [], 0, []
        )

    def focus(self) -> Literal["body", "panel", "key"]:
        """Begin with the list."""
        return "body"

    def status(self) -> Sequence[str]:
        """There is none yet."""
        return ()

    def _told(self, cols: Columns, room: int) -> list[Row]:
        """Return the notes in a few lines; where there is no room for all, they are in what the story is."""
        width = min(NOTES_CELLS, cols.text)
        lines = wrap_text(self.stack.glyphs.spell(self._notes), width).split("\n") if self._notes else []
        if not lines or len(lines) + 1 > room:
            return []
        left = cols.left + (cols.page - width) // 2
        return [*(shifted((("class:faint", line),), left) for line in lines), BLANK]

    def _line(self, cols: Columns, text: str, style: str) -> Row:
        glyphs = self.stack.glyphs
        return shifted(centred(shortened(glyphs.spell(text), cols.page, glyphs), cols.page, style), cols.left)
