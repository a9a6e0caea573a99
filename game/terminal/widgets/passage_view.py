"""The words of a passage and, under the last of them, what can be done.

What is seen is decided when it is laid out. While words are still below the window, no choice is on the
screen and none can be taken; once the last of them are, the choices stand under them and stay there,
whatever becomes of the window, until the player looks back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from game.terminal.ui.glyphs import Manner
from game.terminal.ui.layout import BLANK, NOTHING, Columns, Drawn, Fragment, Row, shifted
from game.terminal.widgets.choice_list import UNMARKED, ChoiceList, Entry
from game.terminal.widgets.scroll_view import ScrollBlock, ScrollView
from game.terminal.wrap import wrap_text

SIGN_CELLS = 2  # the sign of the choice that was taken hangs out in the gutter
Mode = Literal["reading", "looking back", "choosing"]


class PassageView:
    """Blocks of words and a list of choices, shown one after the other or, where there is room, together.

    `then` is what comes when the words are read, where that is not a choice. `heading` is said over the
    choices, and `foot` is the last row of all where they are shown. While `to_reveal`, words are still
    coming one by one.
    """

    def __init__(self) -> None:
        self.scroll = ScrollView()
        self.choices = ChoiceList(())
        self.heading = ""
        self.foot: Row = BLANK
        self.then: Callable[[], object] | None = None
        self.to_reveal = False
        self.fresh = False  # whether no key has come since
        self.read_before = False  # whether the words had been read before they were told
        self._revealed = 0
        self._choosing = False  # whether the choices were on the screen when it was last laid out
        self._stay = False  # whether they stay there, although the window may have become too small
        self._was_read = False  # whether the last words have been on the screen

    @property
    def mode(self) -> Mode:
        """What the player is doing, as far as the screen shows it."""
        if self._choosing:
            return "choosing"
        return "looking back" if self._was_read else "reading"

    @property
    def told(self) -> bool:
        """Whether the last words have been shown, as far as the screen shows it."""
        return self.mode != "reading" and not self.to_reveal

    @property
    def shown(self) -> bool:
        """Whether all that a key could be meant for has been drawn: nothing was told or turned since."""
        return self.scroll.shown

    # --- what is told -------------------------------------------------------------

    def add(self, blocks: Iterable[ScrollBlock], entries: Sequence[Entry], slowly: bool) -> None:
        """Tell more, and offer what can be done then."""
        self.scroll.add(blocks)
        self._offer(entries, slowly)

    def replace(
        self, blocks: Iterable[ScrollBlock], anchor: int, entries: Sequence[Entry], slowly: bool
    ) -> None:
        """Tell something else, of which what is new begins with the block `anchor`."""
        self.scroll.replace(blocks, anchor)
        self._offer(entries, slowly)

    def show_choices(self) -> None:
        """Show the choices at once, at the end of the words: these have been read before."""
        self.read_before = True
        self._stay, self.fresh, self.to_reveal = self.then is None, False, False

    def _offer(self, entries: Sequence[Entry], slowly: bool) -> None:
        self.choices = ChoiceList(entries, numbered=True, selected=UNMARKED)
        self.heading, self.then = "", None
        self._choosing = self._stay = self._was_read = self.read_before = False
        self.fresh = True
        self.to_reveal, self._revealed = slowly, 0

    # --- moving ---------------------------------------------------------------------

    def read_on(self, slowly: bool = False) -> None:
        """Turn the page; behind the last, go on with what comes then."""
        if self.scroll.below:
            self.scroll.turn(1)
            self.to_reveal, self._revealed = slowly, 0
            self.fresh = True
        elif self.then is not None:
            self.then()

    def move(self, rows: int) -> None:
        """Scroll by rows; behind the last, go on with what comes then."""
        if rows > 0 and not self.scroll.below and self.then is not None:
            self.then()
        elif rows < 0 and self._choosing:
            self.look_back(lambda: self.scroll.move(rows))
        elif not self._choosing:
            self.scroll.move(rows)

    def look_back(self, go: Callable[[], None]) -> None:
        """Put the choices away, and go back in the words."""
        if self._choosing:
            self.scroll.hold()
            self._stay = False
        go()

    def to_the_end(self) -> None:
        """Go to the last words and the choices under them."""
        self.scroll.end()
        self._stay = self.then is None

    def reveal(self, letters: int) -> None:
        """Let more words come."""
        self._revealed += letters

    def all_at_once(self) -> bool:
        """Let all words come that still come one by one, and say whether there were any."""
        coming, self.to_reveal = self.to_reveal, False
        if coming:
            self.scroll.shown = False
        return coming

    # --- what is seen -----------------------------------------------------------------

    def lay_out(self, cols: Columns, room: int, manner: Manner) -> tuple[Drawn, Drawn]:
        """Lay out the words, and under the last of them the choices; at most `room` rows together."""
        hang, width = _hang(cols), cols.text + cols.gutter
        heading = self._heading(cols)
        offered = len(heading) + self.choices.height(width, manner.glyphs)
        free = room - bool(self.foot)
        last = max(free - offered, min(_words_beside(room), free - 1), 1) if offered else room
        self.scroll.lay(manner, cols.text + hang, room, hang, last)
        self._choosing = self.then is None and (self._stay or not self.scroll.below)
        words = self.scroll.seen(self._choosing)
        row, column = self.scroll.new
        if self.to_reveal:
            words = self._come_so_far(words)
        left = cols.text_left - hang
        body = Drawn([shifted(line, left) for line in words], min(row, len(words) - 1), [], left + column)
        if not self._choosing:
            return body, NOTHING
        panel = self._panel(cols, heading, room - len(words), manner)
        return body, panel._replace(rows=[BLANK] * len(panel.rows), owners=[]) if self.to_reveal else panel

    def note_shown(self) -> bool:
        """Take note of what is on the screen, and say whether these are the choices, for the first time."""
        all_seen = self._choosing and not self.to_reveal
        first = all_seen and not self._was_read
        if all_seen:
            self._stay = self._was_read = True
        return first

    def _panel(self, cols: Columns, heading: list[Row], room: int, manner: Manner) -> Drawn:
        foot = [self.foot] if self.foot else []
        room -= len(foot)
        heading = heading[: max(room - 1, 0)]
        drawn = self.choices.draw(cols.text + cols.gutter, room - len(heading), manner.glyphs)
        rows = [*heading, *(shifted(row, cols.text_left - cols.gutter) for row in drawn.rows)]
        owners = [-1] * len(heading) + drawn.owners
        if foot:
            rows += [*[BLANK] * (room - len(rows)), *foot]
        return Drawn(rows, len(heading) + drawn.cursor, owners, cols.text_left - cols.gutter)

    def _heading(self, cols: Columns) -> list[Row]:
        if not self.heading:
            return []
        told = wrap_text(self.heading, cols.text).split("\n")
        return [shifted((("class:faint", line),), cols.text_left) for line in told]

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
    """Return how many rows the words keep beside choices that would take them all."""
    return 1 if room < 8 else 2 if room < 14 else 4
