"""The screens that lie on one another, and what they have in common: the frame round them."""

from __future__ import annotations

from collections.abc import Callable

from game.play.settings import Settings
from game.story.text.styled import Paragraph, Run
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.keys import Actions, Key, hints
from game.terminal.ui.layout import (
    BLANK,
    DIALOG_HEIGHT,
    Columns,
    Drawn,
    Frame,
    Row,
    Size,
    centred,
    columns,
    justified,
    shifted,
    shortened,
)
from game.terminal.wrap import cells, wrap

RULE_HEIGHT = 10  # rows from which there is one for a rule between words and choices
USUAL_HEIGHT = 24
NOTHING = Drawn([], 0, [])


class ScreenStack:
    """What lies on the screen, the uppermost last, and what all screens need.

    `leave` ends the game with an exit code, `keep` keeps changed settings, `go_home` shows the title,
    `help` the keys of the screen on top.
    `message` is a line for the player that goes with the next key.
    """

    def __init__(
        self,
        glyphs: Glyphs,
        settings: Settings,
        leave: Callable[[int], None],
        keep: Callable[[Settings], None],
        width: int | None = None,
    ) -> None:
        self.glyphs = glyphs
        self.settings = settings
        self._width = width
        self.leave = leave
        self._keep = keep
        self.screens: list[Screen] = []
        self.message = ""
        self.go_home: Callable[[], None] = lambda: None
        self.help: Callable[[], None] = lambda: None

    @property
    def measure(self) -> int:
        """How wide the text is, in cells: as the command line says, until the player sets it."""
        return self._width or self.settings.measure

    @property
    def top(self) -> Screen:
        """The screen that is seen."""
        return self.screens[-1]

    def push(self, screen: Screen) -> None:
        """Lay a screen on top."""
        self.screens.append(screen)

    def close(self) -> None:
        """Take the uppermost screen away."""
        del self.screens[-1]

    def reset(self, screen: Screen) -> None:
        """Clear the stack for one screen."""
        self.screens[:] = [screen]

    def below(self, screen: Screen) -> Screen:
        """Give the screen under another."""
        return self.screens[self.screens.index(screen) - 1]

    def change(self, settings: Settings) -> None:
        """Change the settings, and keep them for other games."""
        if settings.measure != self.settings.measure:
            self._width = None
        self.settings = settings
        self._keep(settings)


class Screen:
    """Something that fills the terminal: a header, a body, a panel below it, a footer."""

    to_reveal = False  # whether words are still coming one by one

    def __init__(self, stack: ScreenStack) -> None:
        self.stack = stack

    def reveal(self, letters: int) -> None:
        """Let more words come."""

    # --- what a key does ----------------------------------------------------------

    @property
    def actions(self) -> Actions:
        """What can be done now, by the names of the table of keys."""
        return {}

    def press(self, data: str) -> None:
        """Take a key that has no action here, as what it sends."""

    def paste(self, text: str) -> None:
        """Take a text that was pasted."""

    def wheel(self, rows: int) -> None:
        """Scroll."""

    def click(self, entry: int) -> None:
        """Take an entry of the list in hand."""

    def extra_keys(self) -> list[Key]:
        """Give the keys that stand in no table: those of the story's pages."""
        return []

    # --- what is seen -------------------------------------------------------------

    def header(self) -> tuple[str, str]:
        """Give what stands above, left and right."""
        return "", ""

    def status(self) -> str:
        """Give what stands below, on the left."""
        return ""

    def body(self, cols: Columns, height: int) -> Drawn:
        """Give the rows of the body, at most `height`, which stand where the text does."""
        raise NotImplementedError

    def panel(self, cols: Columns, height: int, limit: int) -> Drawn:
        """Give the rows below the body: `height` of them at most, `limit` if there is no other way."""
        return NOTHING

    def more(self) -> str:
        """Say whether the body goes on; empty if not."""
        return ""

    def draw(self, size: Size) -> Frame:
        """Draw the whole terminal."""
        if not size.usable:
            return _regret(size)
        cols = columns(size.width, self.stack.measure)
        head = self._head(cols, size.height)
        foot, said = self._foot(cols, size)
        rule = 1 if size.height >= RULE_HEIGHT else 0
        room = size.height - len(head) - len(said) - rule - 1
        panel = self.panel(cols, (size.height - 3) // 2, max(room - 1, 1))
        body = self.body(cols, room - len(panel.rows))
        spare = room - len(panel.rows) - len(body.rows)
        # On a tall terminal the panel does not stand further from the words than on a usual one.
        below = min(spare, size.height - USUAL_HEIGHT) if panel.rows and size.height > USUAL_HEIGHT else 0
        rows = [*head, *body.rows, *[BLANK] * (spare - below)]
        if rule:
            rows.append(self._rule(cols, self.more()))
        before_panel = len(rows)
        rows += [*panel.rows, *[BLANK] * below, *said, foot]
        inside, start = (panel, before_panel) if panel.rows else (body, len(head))
        targets = {start + row: owner for row, owner in enumerate(inside.owners)}
        return Frame(tuple(rows), (inside.column, start + inside.cursor), targets)

    def _head(self, cols: Columns, height: int) -> list[Row]:
        left, right = (self.stack.glyphs.spell(text) for text in self.header())
        if height < 8 or not left:
            return []
        line = justified(
            f" {left}", f"{right} " if right else "", cols.page, "class:header", self.stack.glyphs
        )
        rows = [shifted(line, cols.left)]
        return [*rows, self._rule(cols, "")] if height >= DIALOG_HEIGHT else rows

    def _rule(self, cols: Columns, words: str) -> Row:
        sign = self.stack.glyphs.rule
        words = f" {words} " if words else ""
        tail = sign * 2 if words else ""
        line = sign * max(cols.page - cells(words) - len(tail), 0) + words + tail
        return shifted((("class:faint", line),), cols.left)

    def _foot(self, cols: Columns, size: Size) -> tuple[Row, list[Row]]:
        """Give the last row, and the rows above it for a message that is too long to stand in it."""
        glyphs = self.stack.glyphs
        offered = hints(self.actions, glyphs)
        if size.height < RULE_HEIGHT and self.more():
            offered.append(self.more())
        message, status = glyphs.spell(self.stack.message), glyphs.spell(self.status())
        left = message or status
        # However much there is on the left, the last hints, help and menu, keep a quarter of the row.
        spare = max(cols.page - cells(left) - 3, cols.page // 4)
        while len(offered) > 1 and cells("  ".join(offered)) > spare:
            del offered[0]
        right = "  ".join(offered)
        room = cols.page - cells(right) - 3
        if cells(message) > room:
            return self._last(cols, "", right, ""), self._said(cols, size.height, message)
        return self._last(cols, shortened(left, room, glyphs), right, "class:message" if message else ""), []

    def _last(self, cols: Columns, left: str, right: str, style: str) -> Row:
        gap = cols.page - 2 - cells(left) - cells(right)
        return shifted(
            ((style or "class:faint", f" {left}"), ("class:faint", " " * max(gap, 0) + right)), cols.left
        )

    def _said(self, cols: Columns, height: int, message: str) -> list[Row]:
        lines = wrap(Paragraph((Run(message),)), cols.text)[: max(height // 3, 1)]
        return [shifted(tuple(("class:message", run.text) for run in line), cols.text_left) for line in lines]


def _regret(size: Size) -> Frame:
    words = "too small"[: size.width]
    return Frame(tuple([centred(words, size.width)] + [()] * (size.height - 1)))
