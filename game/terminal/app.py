"""The full screen: one application on one terminal, and every way out of it.

Input and output are arguments. The whole terminal is one control, drawn by the
screen on top; what prompt_toolkit gets wrong on the way out is mended here.
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.data_structures import Point
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.layout import Layout, UIContent, UIControl, Window
from prompt_toolkit.mouse_events import MouseButton, MouseEvent, MouseEventType
from prompt_toolkit.output import Output
from prompt_toolkit.styles import DynamicStyle

from game.play.session import Session
from game.play.settings import Settings
from game.story.diagnostics.problem import GameError
from game.story.front_matter import Title
from game.story.sanitize import visible
from game.terminal.screens.help import help_screen
from game.terminal.screens.title import TitleScreen
from game.terminal.screens.title_actions import TitleActions
from game.terminal.ui.glyphs import Glyphs
from game.terminal.ui.keys import Actions, bindings
from game.terminal.ui.layout import Frame, Row, Size, Target
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.ui.theme import color_depth, style

if TYPE_CHECKING:
    from game.play.hot_reload.watch_files import Follower
    from game.play.session import Session
    from game.terminal.screens.title_actions import TitleActions

ESCAPE_DELAY = 0.02  # seconds until Esc alone is known to be no beginning of another key
WHEEL_ROWS = 3
TICK = 0.04  # seconds between letters that come one by one
PACES = {"at once": 0, "fast": 6, "slow": 2}  # letters a tick
SIGNALS = ("SIGHUP", "SIGTERM", "SIGQUIT")
HUNG_UP = 129
NO_BREAK = "\u00a0"  # prompt_toolkit underlines it


class Canvas(UIControl):
    """The whole terminal: draws the screen on top and tells it where the mouse was."""

    def __init__(self, stack: ScreenStack, act: Callable[[Callable[[], object]], None]) -> None:
        self._stack = stack
        self._act = act
        self._frame = Frame(())
        self._pressed: Target | None = None  # what the left button was pressed on

    def is_focusable(self) -> bool:
        """Hold the cursor."""
        return True

    def create_content(self, width: int, height: int) -> UIContent:
        """Draw."""
        frame = self._frame = self._stack.top.draw(Size(width, height))
        x, y = frame.cursor
        return UIContent(
            get_line=lambda number: _blanked(frame.rows[number]),
            line_count=len(frame.rows),
            cursor_position=Point(min(x, width - 1), min(y, height - 1)),
        )

    def mouse_handler(self, mouse_event: MouseEvent) -> None:
        """Scroll, or take what was pointed at."""
        kind, top = mouse_event.event_type, self._stack.top
        if kind == MouseEventType.SCROLL_UP:
            self._act(lambda: top.wheel(-WHEEL_ROWS))
        elif kind == MouseEventType.SCROLL_DOWN:
            self._act(lambda: top.wheel(WHEEL_ROWS))
        elif kind == MouseEventType.MOUSE_DOWN:
            left = mouse_event.button == MouseButton.LEFT
            self._pressed = self._pointed_at(mouse_event.position) if left else None
        elif kind == MouseEventType.MOUSE_UP:
            pressed, self._pressed = self._pressed, None
            if pressed is not None and pressed == self._pointed_at(mouse_event.position):
                self._take(pressed)

    def _pointed_at(self, at: Point) -> Target:
        """Give what is pointed at; all that is nothing else reads on."""
        return self._frame.target(at.x, at.y) or Target(at.y, at.x, at.x + 1, does="forward")

    def _take(self, target: Target) -> None:
        top = self._stack.top
        if target.entry >= 0:
            self._act(lambda: top.click(target.entry))
        elif target.does in top.actions:
            self._act(top.actions[target.does])
        elif target.does != "forward":
            self._act(lambda: top.press(target.does))


def _blanked(row: Row) -> StyleAndTextTuples:
    return [(style, text.replace(NO_BREAK, " ")) for style, text in row]


class Terminal:
    """A stack on a terminal. `run` shows it until it is left, and gives the exit code."""

    def __init__(
        self,
        glyphs: Glyphs,
        settings: Settings,
        keep: Callable[[Settings], None],
        input: Input | None = None,
        output: Output | None = None,
        width: int | None = None,
    ) -> None:
        self.stack = ScreenStack(glyphs, settings, self.leave, keep, width)
        self.stack.help = self._help
        self._title = Title("", "", "")
        self._read: Callable[[], Session] | None = None
        self._title_actions: TitleActions | None = None
        self.follower: Follower | None = None  # of the story's files, where its author is at work
        self._waiting: Callable[[TitleActions], None] | None = None
        self._revealing: asyncio.Task[None] | None = None
        window = Window(Canvas(self.stack, self._act), always_hide_cursor=False, style="class:page")
        self.app: Application[int] = Application(
            layout=Layout(window),
            key_bindings=bindings(self._actions, self._act, self._press, self._paste),
            style=DynamicStyle(lambda: style(self.stack.settings.theme)),
            full_screen=True,
            mouse_support=Condition(lambda: self.stack.settings.mouse),
            color_depth=color_depth(os.environ),
            input=input,
            output=output,
        )
        self.app.ttimeoutlen = self.app.timeoutlen = ESCAPE_DELAY

    # --- keys -----------------------------------------------------------------------

    @property
    def _usable(self) -> bool:
        """Whether the player can see what a key would do."""
        size = self.app.output.get_size()
        return Size(size.columns, size.rows).usable

    def _actions(self) -> Actions:
        return {**(self.stack.top.actions if self._usable else {}), **self._everywhere()}

    def _everywhere(self) -> Actions:
        return {
            "redraw": self.app.renderer.clear,
            "suspend": lambda: self._stop(0),
            "interrupt": lambda: self.leave(128 + signal.SIGINT),
        }

    def _act(self, do: Callable[[], object]) -> None:
        """Do what a key asks for; what goes wrong for the player's reasons is said to the player."""
        self.stack.message = ""
        self.stack.top.touch()
        try:
            do()
        except GameError as error:
            self.stack.message = visible(str(error))
        self._reveal()
        self.app.invalidate()

    def _press(self, data: str) -> None:
        if self._usable:
            self._act(lambda: self.stack.top.press(data))

    def _paste(self, text: str) -> None:
        if self._usable:
            self._act(lambda: self.stack.top.paste(text))

    def _help(self) -> None:
        self.stack.push(help_screen(self.stack, self.stack.top, self._everywhere()))

    def _reveal(self) -> None:
        """Let the words of a screen come one by one, if that is how they are to come."""
        if self.stack.top.to_reveal and (self._revealing is None or self._revealing.done()):
            self._revealing = self.app.create_background_task(self._tick())

    async def _tick(self) -> None:
        while self.stack.top.to_reveal:
            await asyncio.sleep(TICK)
            self.stack.top.reveal(PACES[self.stack.settings.speed])
            self.app.invalidate()

    # --- what is shown ------------------------------------------------------------------

    def open_title(self, title: Title, can_go_on: bool, read: Callable[[], Session]) -> None:
        """Show the title; `read` is called in a thread once it is seen."""
        self._read = read
        self._title = title
        self.stack.go_home = self._go_home
        self.stack.reset(TitleScreen(self.stack, title, can_go_on, self._when_read))

    def open_game(self, session: Session) -> None:
        """Go straight to a game."""
        self._title = Title(session.story.id, session.story.title, session.story.byline)
        self.stack.go_home = self._go_home
        self._open(session)
        self._when_read(lambda title_actions: title_actions.play())

    def _go_home(self) -> None:
        self.stack.reset(TitleScreen(self.stack, self._title, True, self._when_read))

    def _open(self, session: Session) -> None:
        from game.terminal.screens.title_actions import TitleActions  # late: the title does without it

        self._title_actions = TitleActions(self.stack, session)

    def _when_read(self, do: Callable[[TitleActions], None]) -> None:
        if self._title_actions is not None:
            do(self._title_actions)
        else:
            self._waiting = do
            self.stack.message = "The story is being read."

    async def _read_story(self, read: Callable[[], Session]) -> None:
        self._open(await asyncio.to_thread(read))
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._act(partial(self._when_read, waiting))

    # --- ways out -------------------------------------------------------------------------

    def leave(self, code: int) -> None:
        """Leave the game; every choice is on disk already."""
        if not self.app.is_done:
            self.app.exit(result=code)

    def run(self) -> int:
        """Show the stack until it is left, and give the exit code.

        The terminal is then as it was, whatever happened. Raises what broke, if something did.
        """
        with _as_it_was(self.app.input):
            try:
                return asyncio.run(self.show())
            except EOFError:
                return HUNG_UP
            except OSError as error:
                if (
                    error.errno == errno.EIO
                ):  # the terminal was closed, and with it what the last frame goes to
                    return HUNG_UP
                raise
            finally:
                if self._title_actions is not None:
                    self._title_actions.session.close()

    async def show(self) -> int:
        """Show the stack until it is left, inside a loop that runs already; give the exit code."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._caught)
        for name in SIGNALS:
            number = getattr(signal, name)
            loop.add_signal_handler(number, self.leave, 128 + number)
        loop.add_signal_handler(signal.SIGTSTP, self._stop, os.getpid())
        return await self.app.run_async(pre_run=self._begin, set_exception_handler=False)

    def _begin(self) -> None:
        if self._read is not None:
            self.app.create_background_task(self._read_story(self._read))
        if self.follower is not None and self._title_actions is not None:
            self.app.create_background_task(self._watch(self._title_actions, self.follower))
        self._reveal()

    async def _watch(self, title_actions: TitleActions, follower: Follower) -> None:
        """Look again and again whether the author has changed the story."""
        from game.play.hot_reload.watch_files import INTERVAL
        from game.terminal.hot_reload import Watching  # late: a player does without them

        watching = Watching(self.stack, title_actions, follower)
        while True:
            await asyncio.sleep(INTERVAL)
            if watching.look():
                self._reveal()
                self.app.invalidate()

    def _caught(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """End the game on the first thing that breaks; prompt_toolkit would wait for Enter, or for ever."""
        broken = context.get("exception")
        if broken is None or self.app.is_done:
            return
        self.app.layout = Layout(Window())  # the last frame is drawn without what may have broken
        self.app.exit(exception=broken)

    def _stop(self, process: int) -> None:
        """Step out to the shell, as Ctrl-Z does. `process` is 0 for all of the shell's job."""

        def stop() -> None:
            loop = asyncio.get_running_loop()
            loop.remove_signal_handler(signal.SIGTSTP)
            os.kill(process, signal.SIGTSTP)
            loop.add_signal_handler(signal.SIGTSTP, self._stop, os.getpid())

        run_in_terminal(stop)


@contextmanager
def _as_it_was(terminal: Input) -> Iterator[None]:
    """Put the modes of a terminal back, even where prompt_toolkit could not."""
    try:
        modes = termios.tcgetattr(terminal.fileno())
    except (termios.error, NotImplementedError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(terminal.fileno(), termios.TCSADRAIN, modes)
