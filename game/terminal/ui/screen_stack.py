"""The screens that lie on one another, and what they have in common: the frame round them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Literal

from game.key_table import KeyRow
from game.locale.messages import tr
from game.play.settings import Settings
from game.story.cells import cells
from game.story.text.styled import Paragraph, TextRun
from game.terminal.ui.footer import Footer, Hint, footer, joined_parts, room_beside
from game.terminal.ui.glyphs import ASCII, Glyphs, Manner
from game.terminal.ui.keys import Actions, hints
from game.terminal.ui.layout import (
    BLANK,
    DIALOG_HEIGHT,
    ClickTarget,
    Columns,
    Drawn,
    Frame,
    Row,
    Size,
    centred,
    columns_for,
    justified,
    shifted,
    shortened,
)
from game.terminal.wrap import wrap

RULE_HEIGHT = 10  # rows from which there is one for a rule between words and choices
NARROW = 60  # cells of a page under which words are saved
HEAD_HEIGHT = 8  # rows from which there is one for a header


class ScreenStack:
    """What lies on the screen, the uppermost last, and what all screens need.

    `leave` ends the game with an exit code, `keep` keeps changed settings, `go_home` shows the title,
    `help` the keys of the screen on top.
    `message` is a line for the player that goes with the next key. `repeated` says that the key being
    pressed is the one that was pressed before, or that a click is where the last one was.
    """

    def __init__(
        self,
        glyphs: Glyphs,
        settings: Settings,
        leave: Callable[[int], None],
        keep: Callable[[Settings], None],
        width: int | None = None,
    ) -> None:
        self.settings = settings
        self.draw_with(glyphs)
        self._width = width
        self.leave = leave
        self._keep = keep
        self.screens: list[Screen] = []
        self.message = ""
        self.repeated = False
        self.go_home: Callable[[], None] = lambda: None
        self.help: Callable[[], None] = lambda: None

    @property
    def measure(self) -> int:
        """How wide the text is, in cells: as the command line says, until the player sets it."""
        return self._width or self.settings.measure

    @property
    def manner(self) -> Manner:
        """How words are shown."""
        apart, stars = self.settings.lines == "open", self.settings.italics == "stars"
        return Manner(self.glyphs, apart, stars)

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
        """Return the screen under another."""
        return self.screens[self.screens.index(screen) - 1]

    def change(self, settings: Settings) -> None:
        """Change the settings, and keep them for other games."""
        if settings.measure != self.settings.measure:
            self._width = None
        self.settings = settings
        self.draw_with(self._glyphs)
        self._keep(settings)

    def draw_with(self, glyphs: Glyphs) -> None:
        """Draw with these signs, which the terminal has, or with ASCII where the player wants no others."""
        self._glyphs = glyphs
        self.glyphs = ASCII if self.settings.ascii else glyphs


class Screen:
    """Something that fills the terminal: a header, a body, a panel below it, a footer."""

    to_reveal = False  # whether words are still coming one by one
    takes_text = False  # whether a key that prints is text
    own_keys: Collection[str] = ()  # keys that mean something here besides those of the table

    def __init__(self, stack: ScreenStack) -> None:
        self.stack = stack

    def reveal(self, letters: int) -> None:
        """Let more words come."""

    # --- what a key does ----------------------------------------------------------

    @property
    def actions(self) -> Actions:
        """What can be done now, by the names of the table of keys."""
        return {}

    def touch(self) -> None:
        """Take note that a key comes, whatever it does."""

    def press(self, data: str) -> None:
        """Take a key that has no action here, as what it sends."""

    def paste(self, text: str) -> None:
        """Take a text that was pasted."""

    def wheel(self, rows: int) -> None:
        """Scroll."""

    def click(self, entry: int) -> None:
        """Take an entry of the list in hand."""

    def extra_keys(self) -> list[KeyRow]:
        """Return the keys that stand in no table: those of the story's pages."""
        return []

    def lessons(self) -> Sequence[str]:
        """Return what help says before it lists the keys."""
        return ()

    # --- what is seen -------------------------------------------------------------

    def header(self, width: int) -> tuple[str, str]:
        """Return what stands above, left and right, in a page of so many cells."""
        return "", ""

    def status(self) -> Sequence[str]:
        """Say how things stand, part by part."""
        return ()

    def last_row_status(self) -> Sequence[str]:
        """Return what of the status stands in the last row, once all is laid out."""
        return self.status()

    def lesson(self) -> str:
        """Return what there is to teach now, once all is laid out; said where no message is."""
        return ""

    def hints(self) -> list[Hint]:
        """Return the keys that stand below, on the right, in the order of their worth."""
        return hints(self.actions, self.stack.glyphs)

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out the rows of the body and those of the panel under it, at most `room` together."""
        raise NotImplementedError

    def rule_words(self) -> tuple[str, ...]:
        """Return what stands in the rule under the body, once it is laid out: where one is, and the key."""
        return ()

    def focus(self) -> Literal["body", "panel", "key"]:
        """Say where the real cursor stands, once all is laid out: there, or on the key in the rule."""
        return "body"

    def note_shown(self) -> None:
        """Take note that what was laid out is on the screen."""

    def draw(self, size: Size) -> Frame:
        """Draw the whole terminal."""
        if not size.usable:
            return _regret(size)
        frame, unsaid = self._draw(size, self.stack.message)
        if unsaid:
            frame, _ = self._draw(size, "", unsaid)
        self.note_shown()
        return frame

    def _draw(self, size: Size, message: str, unsaid: str = "") -> tuple[Frame, str]:
        """Draw, and give the message that has no room in the last row; `unsaid` stands in rows above it."""
        cols = columns_for(size.width, self.stack.measure)
        head = self._head(cols, size.height)
        said = self._said(cols, size.height, unsaid) if unsaid else []
        ruled = size.height >= RULE_HEIGHT
        room = size.height - len(head) - len(said) - ruled - 1
        body, panel = self.lay_out(cols, room)
        spare = [BLANK] * (room - len(body.rows) - len(panel.rows))
        rows = [*head, *body.rows, *(() if panel.rows else spare)]
        words, rule_row = _for_width(self.rule_words(), cols.page), len(rows)
        if ruled:
            rule, key = self._rule(cols, words)
            rows.append(rule)
        panel_row = len(rows)
        rows += [*panel.rows, *(spare if panel.rows else ()), *said]
        foot = self._foot(size.width, message or self.lesson(), () if ruled else words, len(rows))
        if not message:
            foot = foot._replace(unsaid="")
        rows.append(foot.row)
        targets = [*_entries(body, len(head)), *_entries(panel, panel_row), *foot.targets]
        if ruled and words:
            targets.append(ClickTarget(rule_row, key, key + cells(words[-1]), does="forward"))
        places = {
            "body": (body.column, len(head) + body.cursor),
            "panel": (panel.column, panel_row + panel.cursor),
            "key": (key, rule_row) if ruled else (foot.targets[0].left, len(rows) - 1),
        }
        return Frame(tuple(rows), places[self.focus()], tuple(targets)), foot.unsaid

    def _foot(self, width: int, message: str, words: Sequence[str], row: int) -> Footer:
        """Draw the last row; the words of a rule stand in it where there is none."""
        glyphs = self.stack.glyphs
        offered = self.hints()
        status = [glyphs.spell(part) for part in self.last_row_status()]
        stands, help_key = joined_parts(status, glyphs), offered[0]
        rooms = (
            room_beside(width, stands, help_key.text),
            room_beside(width, stands, help_key.alone.text),
            room_beside(width, help_key.text),
        )
        moment = [Hint(_short(words, rooms), "forward")] if words else []
        return footer(width, status, glyphs.spell(message), [*moment, *offered], glyphs, row)

    def _head(self, cols: Columns, height: int) -> list[Row]:
        left, right = (self.stack.glyphs.spell(text) for text in self.header(cols.page))
        if height < HEAD_HEIGHT or not left:
            return []
        right = f"{right} " if right else ""
        line = justified(f" {left}", right, cols.page, "class:header", self.stack.glyphs)
        rows = [shifted(line, cols.left)]
        return [*rows, self._rule(cols, ())[0]] if height >= DIALOG_HEIGHT else rows

    def _rule(self, cols: Columns, words: Sequence[str]) -> tuple[Row, int]:
        """Draw a rule with words in it, the last of which is a key, and the column of that key."""
        sign = self.stack.glyphs.rule
        if not words:
            return shifted((("class:faint", sign * cols.page),), cols.left), 0
        *before, key = words
        while before and cells("".join(before) + key) + 4 * len(before) + 4 > cols.page:
            del before[0]
        key = shortened(key, max(cols.page - 4, 1), self.stack.glyphs)
        middle = "".join(f" {part} {sign * 2}" for part in before) + " "
        tail = f" {sign * 2}"
        line = sign * max(cols.page - cells(middle) - cells(key) - cells(tail), 0)
        row = (("class:faint", line + middle), ("class:key", key), ("class:faint", tail))
        return shifted(row, cols.left), cols.left + cells(line + middle)

    def _said(self, cols: Columns, height: int, message: str) -> list[Row]:
        text = Paragraph((TextRun(self.stack.glyphs.spell(message)),))
        lines = wrap(text, cols.text)[: max(height // 3, 1)]
        return [shifted(tuple(("class:message", run.text) for run in line), cols.text_left) for line in lines]


def _entries(drawn: Drawn, start: int) -> Iterator[ClickTarget]:
    """Yield what can be pointed at in a list: the words of its entries."""
    for number, (row, owner) in enumerate(zip(drawn.rows, drawn.owners, strict=False)):
        if owner >= 0:
            text = "".join(text for _, text in row)
            left = cells(text) - cells(text.lstrip())
            yield ClickTarget(start + number, left, cells(text.rstrip()), entry=owner)


def _for_width(words: tuple[str, ...], width: int) -> tuple[str, ...]:
    return tuple(map(_shorter, words)) if width < NARROW else words


def _shorter(words: str) -> str:
    return words.replace(tr("Space reads on"), tr("Space on"))


def _short(words: Sequence[str], rooms: Sequence[int]) -> str:
    """Say in the last row what a rule would have said, in the first of these rooms that has any for it."""
    whole, least = " ".join(words), words[-1].partition(" ")[0]
    short = _shorter(whole).replace(" of ", "/")
    forms = (whole, short, short.removesuffix(" on"), words[-1], least)
    return next((text for room in rooms for text in forms if cells(text) <= room), least)


def _regret(size: Size) -> Frame:
    words = tr("too small")[: size.width]
    return Frame(tuple([centred(words, size.width)] + [()] * (size.height - 1)))
