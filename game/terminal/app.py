"""The full screen: one application on one terminal. Input and output are arguments.

The whole terminal is one control, drawn by the screen on top; what prompt_toolkit gets wrong on the way
is mended here.
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.data_structures import Size as TerminalSize
from prompt_toolkit.filters import Condition
from prompt_toolkit.input import Input
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.output import Output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import DynamicStyle

from game.play.settings import Settings
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible
from game.terminal.lifecycle import Lifecycle
from game.terminal.process import Modes, modes_of, set_modes, way_out
from game.terminal.screens.help import help_screen
from game.terminal.ui.canvas import Canvas
from game.terminal.ui.glyphs import ASCII, Glyphs
from game.terminal.ui.key_parser import escape_delay, take_keys_from
from game.terminal.ui.keyboard import latin
from game.terminal.ui.keys import Actions, action_of, bindings
from game.terminal.ui.layout import Size
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.ui.theme import color_depth, style

MOST = TerminalSize(rows=300, columns=1000)  # of a terminal; more would only cost memory
TICK = 0.04  # seconds between letters that come one by one
PACES = {"at once": 0, "fast": 6, "slow": 2}  # letters a tick
RESIZE_PAUSE = 0.02  # seconds in which changes of size are drawn once
HUNG_UP = 129
# A sign that is one cell or two, as the terminal likes; where the cursor stands then; blanks over it.
MEASURE = "\x1b7\r─\x1b[6n\r  \x1b8"


class CappedOutput(Vt100_Output):
    """A terminal that is never larger than can be drawn."""

    def get_size(self) -> TerminalSize:
        """Return its size, or the most there is use for."""
        size = super().get_size()
        return TerminalSize(rows=min(size.rows, MOST.rows), columns=min(size.columns, MOST.columns))


class Terminal:
    """A stack of screens on a terminal. `run` shows it until it is left, and gives the exit code."""

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
        self.game = Lifecycle(self.stack, self._act)
        self._revealing: asyncio.Task[None] | None = None
        self._resizing: asyncio.TimerHandle | None = None
        self._begun = False
        self._last_by: object = None  # the key that was pressed last, or where the last click was
        self._was_odd = False  # whether what stands there can't be relied on cell by cell
        self._raw: Modes | None = None
        self._canvas = Canvas(self.stack, self._act)
        self.app: Application[int] = Application(
            layout=Layout(Window(self._canvas, always_hide_cursor=False, style="class:page")),
            key_bindings=bindings(self._actions, self._act, self._press, self._paste, self._measured),
            style=DynamicStyle(lambda: style(self.stack.settings.theme, self.stack.settings.italics)),
            full_screen=True,
            mouse_support=Condition(lambda: self.stack.settings.mouse),
            color_depth=color_depth(os.environ),
            input=input,
            output=output or CappedOutput.from_pty(sys.stdout, term=os.environ.get("TERM")),
            before_render=self._before_render,
            after_render=self._after_render,
        )
        take_keys_from(self.app.input)
        self.app.ttimeoutlen = self.app.timeoutlen = escape_delay(os.environ)

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

    def _act(self, do: Callable[[], object], by: object = None) -> None:
        """Do what a key or a click asks for, and tell the player what goes wrong for the player's reasons.

        `by` is what the key sent, or where the click was; None for what comes of itself.
        """
        self.stack.message = ""
        if by is not None:
            self.stack.repeated, self._last_by = by == self._last_by, by
        self.stack.top.touch()
        try:
            do()
        except GameError as error:
            self.stack.message = visible(str(error))
        self._reveal()
        self.app.invalidate()

    def _press(self, data: str) -> None:
        """Take a key that is bound to nothing here, as what it prints, or as the key that it stands for."""
        if not self._usable:
            return
        top = self.stack.top
        key = data if top.takes_text or data in top.own_keys else latin(data)
        action = action_of(key, self._actions()) if key != data else None
        self._act(self._actions()[action] if action else lambda: top.press(key), key)

    def _paste(self, text: str) -> None:
        if self._usable:
            self._act(lambda: self.stack.top.paste(text), text)

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

    # --- what the terminal is like ------------------------------------------------------

    def _before_render(self, _: object) -> None:
        """Draw all of it where widths can't be relied on."""
        if not self._begun:
            self._begun = True
            self._begin_to_draw()
        if self._was_odd:
            self.app.renderer.erase(leave_alternate_screen=False)

    def _begin_to_draw(self) -> None:
        """Take note of what the terminal is like, now that it is set up, and ask how wide its signs are."""
        self._raw = modes_of(self._descriptor)
        if hasattr(signal, "SIGWINCH"):  # in place of prompt_toolkit's, which draws once for each
            with suppress(ValueError, RuntimeError):  # not in the main thread
                asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._resized)
        if self.app.output.responds_to_cpr and not self.stack.glyphs.ascii:
            self.app.output.write_raw(MEASURE)

    def _after_render(self, _: object) -> None:
        """Draw once more, and all of it, what is the first of its kind here."""
        was_odd, self._was_odd = self._was_odd, self._canvas.odd
        if self._was_odd and not was_odd:
            self.app.invalidate()

    def _measured(self, column: int) -> None:
        """Draw with ASCII where a rule is twice as wide as the screen is laid out for."""
        if column > 2 and not self.stack.glyphs.ascii:
            self.stack.draw_with(ASCII)
            self._draw_anew()

    def _draw_anew(self) -> None:
        self._resizing = None
        self.app.renderer.erase(leave_alternate_screen=False)
        self.app.invalidate()

    def _resized(self) -> None:
        """Draw in the new size, once for all the changes that come close together."""
        if self._resizing is None:
            self._resizing = asyncio.get_running_loop().call_later(RESIZE_PAUSE, self._draw_anew)

    # --- ways out -------------------------------------------------------------------------

    def leave(self, code: int) -> None:
        """Leave the game; every choice is on disk already."""
        if not self.app.is_done:
            self.app.exit(result=code)

    def run(self) -> int:
        """Show the stack until it is left, and give the exit code.

        The terminal is then as it was, whatever happened. Raises what broke, if something did.
        """
        with way_out.careful(self._descriptor):
            try:
                code = asyncio.run(self._run())
            except EOFError:
                code = HUNG_UP
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                code = HUNG_UP  # the terminal was closed, and with it what the last frame goes to
            finally:
                self.game.close()
        return code if way_out.code is None else way_out.code

    async def _run(self) -> int:
        """Show the stack, and leave it too when a signal asks for that."""
        loop = asyncio.get_running_loop()
        with way_out.asking(lambda code: loop.call_soon_threadsafe(self.leave, code)):
            loop.add_signal_handler(signal.SIGTSTP, self._stop, os.getpid())
            loop.add_signal_handler(signal.SIGCONT, self._continued)
            try:
                return await self.show()
            finally:  # asyncio closes the pipe that wakes it first, and then ends what writes into it
                signal.set_wakeup_fd(-1)

    async def show(self) -> int:
        """Show the stack until it is left, inside a loop that runs already; give the exit code."""
        asyncio.get_running_loop().set_exception_handler(self._caught)
        return await self.app.run_async(pre_run=self._begin, set_exception_handler=False, handle_sigint=False)

    def _begin(self) -> None:
        self.game.read(self._fail)
        if self.game.watched is not None and self.game.title_actions is not None:
            self.app.create_background_task(self._watch())
        self._reveal()

    async def _watch(self) -> None:
        """Look again and again whether the author has changed the story."""
        from game.play.hot_reload.watch_files import INTERVAL
        from game.terminal.hot_reload import Watching  # late: a player does without them

        if self.game.title_actions is None or self.game.watched is None:
            return
        watching = Watching(self.stack, self.game.title_actions, self.game.watched)
        while True:
            await asyncio.sleep(INTERVAL)
            if watching.look():
                self._reveal()
                self.app.invalidate()

    def _caught(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """End the game on the first thing that breaks; prompt_toolkit would wait for Enter, or for ever."""
        broken = context.get("exception")
        if broken is not None:
            self._fail(broken)

    def _fail(self, broken: BaseException) -> None:
        if not self.app.is_done:
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

    def _continued(self) -> None:
        """Draw again after a stop that could not be prepared for; the shell has set its own modes."""
        if self.app.is_running and not self.app.is_done:
            set_modes(self._descriptor, self._raw)
            self.app.renderer.clear()
            self.app.invalidate()

    @property
    def _descriptor(self) -> int | None:
        with suppress(NotImplementedError, OSError, ValueError):
            return self.app.input.fileno()
        return None
