"""A terminal for tests: the real application on a pipe, seen through pyte, in process and without sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import TextIO, cast

import pyte
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.base import PipeInput
from prompt_toolkit.output.vt100 import Vt100_Output

from game.play.hot_reload.watch_files import Follower
from game.play.open_session import open_session
from game.play.playthrough import Playthrough
from game.play.profile import Profile
from game.play.saves.run import Run
from game.play.saves.saves import Loaded, Saves
from game.play.session import Session
from game.play.settings import Settings
from game.story.front_matter import Title
from game.story.model import Story, Walkthrough
from game.terminal.app import Terminal
from game.terminal.screens.story import StoryScreen
from game.terminal.screens.title_actions import TitleActions
from game.terminal.ui.glyphs import LINES, Glyphs
from game.terminal.ui.layout import Size as Cells
from game.terminal.ui.layout import size_of
from game.terminal.ui.screen_stack import ScreenStack
from tests.support.ptys import LONG

KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "s-tab": "\x1b[Z",
    "f5": "\x1b[15~",
    "f9": "\x1b[20~",
    "escape": "\x1b",
    "enter": "\r",
    "tab": "\t",
    "backspace": "\x7f",
    "c-c": "\x03",
    "c-l": "\x0c",
    "c-r": "\x12",
    "c-u": "\x15",
}
AS_FIRST = Settings()


class _Sink:
    """Where the application writes: a pyte screen."""

    encoding = "utf-8"

    def __init__(self, stream: pyte.Stream) -> None:
        self._stream = stream
        self.written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        self._stream.feed(text)
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True


class Seen:
    """A game on a terminal: keys go in, and what stands on the terminal can be asked for."""

    def __init__(self, terminal: Terminal, pipe: PipeInput, screen: pyte.Screen, sink: _Sink) -> None:
        self.terminal = terminal
        self.settings_kept: list[Settings] = []
        self._pipe = pipe
        self._screen = screen
        self._sink = sink
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(terminal.show())
        self._settle(0)

    # --- doing ------------------------------------------------------------------

    def press(self, *keys: str) -> Seen:
        """Press keys one after the other, each drawn before the next; by name, or as they print."""
        for key in keys:
            if self._task.done():
                raise AssertionError(f"the game is over, and `{key}` goes nowhere")
            drawn = self.terminal.app.render_counter
            self._pipe.send_text(KEYS.get(key, key))
            self._settle(drawn)
        return self

    def paste(self, text: str) -> Seen:
        """Paste a text, bracketed as terminals do it."""
        return self.press(f"\x1b[200~{text}\x1b[201~")

    def resize(self, width: int, height: int) -> Seen:
        """Resize the terminal."""
        drawn = self.terminal.app.render_counter
        self._screen.resize(height, width)
        self._screen.reset()
        self.terminal.app._on_resize()
        self._settle(drawn)
        return self

    def wait_for(self, words: str) -> Seen:
        """Go on until words stand on the terminal."""
        self._run(self._until(lambda: words in self.text))
        return self

    def _settle(self, drawn: int) -> None:
        app = self.terminal.app
        self._run(
            self._until(lambda: self._task.done() or (app.render_counter > drawn and not app.invalidated))
        )

    def _run(self, work: object) -> None:
        self._loop.run_until_complete(work)  # type: ignore[arg-type]

    async def _until(self, holds: object) -> None:
        async with asyncio.timeout(LONG):
            while not holds():  # type: ignore[operator]
                await asyncio.sleep(0)

    def over(self) -> int:
        """Return the exit code of a game that has ended; raises what broke it."""
        self._run(self._until(self._task.done))
        return self._task.result()

    def close(self) -> None:
        """End what still runs."""
        if not self._task.done():
            self.terminal.leave(0)
            self._run(self._until(self._task.done))
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    # --- what stands there ------------------------------------------------------

    @property
    def rows(self) -> list[str]:
        """The rows of the terminal, blanks at the end taken off."""
        return [row.rstrip() for row in self._screen.display]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.rows)

    @property
    def words(self) -> str:
        """All of it on one line, every run of blanks one blank."""
        return " ".join(self.text.split())

    @property
    def cursor_row(self) -> str:
        """The row in which the real cursor stands."""
        return self.rows[self._screen.cursor.y]

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor stands: column and row."""
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def cursor_hidden(self) -> bool:
        """Whether the cursor can't be seen."""
        return bool(self._screen.cursor.hidden)

    def row_of(self, words: str) -> int:
        """Return the number of the first row that holds these words."""
        return next(number for number, row in enumerate(self.rows) if words in row)

    def styles(self, row: int) -> set[tuple[str, ...]]:
        """Return the looks of the letters in a row, each as its marks and colours."""
        cells = self._screen.buffer[row]
        return {
            (
                *(name for name in ("bold", "italics", "reverse", "underscore") if getattr(cell, name)),
                f"{cell.fg}/{cell.bg}",
            )
            for cell in (cells[column] for column in range(self._screen.columns))
            if cell.data.strip()
        }

    def cells(self) -> list[list[pyte.screens.Char]]:
        """Return every cell, row by row, with its looks."""
        screen = self._screen
        return [
            [screen.buffer[row][column] for column in range(screen.columns)] for row in range(screen.lines)
        ]

    @property
    def written(self) -> int:
        """How many characters were sent to the terminal."""
        return self._sink.written

    def idle(self, turns: int) -> None:
        """Let the loop turn with nothing to do."""

        async def turn() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)

        self._run(turn())


@contextmanager
def on_screen(
    story: Path,
    saves: Path,
    size: tuple[int, int] = (80, 24),
    *,
    settings: Settings = AS_FIRST,
    glyphs: Glyphs = LINES,
    title: bool = False,
    log: tuple[tuple[str, str], ...] = (),
    width: int | None = None,
    watch: bool = False,
) -> Iterator[Seen]:
    """Play a story on a terminal of this size, from its beginning or from its title."""
    screen = pyte.Screen(*size)
    sink = _Sink(pyte.Stream(screen))
    kept: list[Settings] = []
    with create_pipe_input() as pipe:
        output = Vt100_Output(
            cast(TextIO, sink),
            lambda: Size(rows=screen.lines, columns=screen.columns),
            term="xterm-256color",
            enable_cpr=False,
        )
        terminal = Terminal(glyphs, settings, kept.append, pipe, output, width)
        if title:
            terminal.game.open_title(
                Title("test-story", "A Test", "by nobody"), False, lambda: open_session(story, saves)
            )
        else:
            session = open_session(story, saves)
            session.begin(Loaded(Playthrough(session.story, log)))
            terminal.game.open_game(session)
        terminal.game.watched = Follower(story) if watch else None
        seen = Seen(terminal, pipe, screen, sink)
        seen.settings_kept = kept
        try:
            yield seen
        finally:
            seen.close()


# --- screens without a terminal ---------------------------------------------------


def a_stack(session: Session, measure: int = 66) -> ScreenStack:
    """Return a stack with a game on it, with no terminal."""
    stack = ScreenStack(LINES, Settings(measure=measure), lambda _: None, lambda _: None)
    session.new_game()
    TitleActions(stack, session).play()
    return stack


def drawn(stack: ScreenStack, width: int, height: int) -> list[str]:
    """Draw, hold the frame to its size, and give its rows as text."""
    frame = stack.top.draw(Cells(width, height))
    assert len(frame.rows) == height
    assert all(size_of(row) <= width for row in frame.rows), (width, height)
    assert 0 <= frame.cursor[0] < width
    assert 0 <= frame.cursor[1] < height
    return ["".join(text for _, text in row).rstrip() for row in frame.rows]


def read(stack: ScreenStack, width: int, height: int) -> list[str]:
    """Read on until nothing is left to be read, and give the rows then."""
    while "Space" in "".join(rows := drawn(stack, width, height)):
        stack.top.actions["forward"]()
    return rows


def story_of(stack: ScreenStack) -> StoryScreen:
    """Return the story on a stack; cards are put away."""
    while not isinstance(stack.top, StoryScreen):
        drawn(stack, 80, 24)
        stack.top.press(" ")
    return stack.top


class _EndsOnly(Saves):
    """Saves of which only runs with an ending are written: what is drawn depends on no others."""

    def keep(self, run: Run, play: Playthrough, pages: Iterable[tuple[str, int]] = ()) -> str:
        return super().keep(run, play, pages) if play.ending is not None else ""


class _Unwritten(Profile):
    """A profile that is kept in mind only."""

    def write(self) -> None:
        pass


def hardly_kept(story: Story, saves: Path) -> Session:
    """Begin a sitting that spares the disk."""
    return Session(story, _EndsOnly(saves, story), _Unwritten(saves, story))


def played(
    session: Session, walkthroughs: Iterable[Walkthrough], size: tuple[int, int]
) -> Iterator[ScreenStack]:
    """Let one player play walkthroughs by their numbers, and give the stack whenever new words have come.

    After an ending the player goes back to where the next walkthrough takes another way.
    """
    stack = a_stack(session)
    before: tuple[str, ...] = ()
    yield stack
    for way in sorted(one.choose for one in walkthroughs):
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, way, strict=False)))
        if before:
            session.go_back(shared)
            TitleActions(stack, session).play()
        for key in way[shared:]:
            _choose(stack, key, size)
            yield stack
        before = way


def _choose(stack: ScreenStack, key: str, size: tuple[int, int]) -> None:
    """Read what there is to read, and take a choice by its number."""
    read(stack, *size)
    while not isinstance(stack.top, StoryScreen):
        stack.top.press(" ")
        read(stack, *size)
    play = stack.top.session.play
    number, log = str([offer.key for offer in play.offers if offer.open].index(key) + 1), play.log
    stack.top.press(number)
    if play.log == log:  # it was out of sight, and is marked now
        drawn(stack, *size)
        stack.message = ""
        stack.top.press(number)
