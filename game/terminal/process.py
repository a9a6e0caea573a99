"""The process on its terminal: signals, and what becomes of the terminal whatever happens.

A signal that would end the process asks it to leave instead. Where that takes longer than GRACE, because
something long is being read or nobody reads the terminal, the process is ended all the same, and its
terminal put back by the thread that waited. Nothing is lost by that: every choice is on disk before its
words are shown.
"""

from __future__ import annotations

import _thread
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

if os.name != "nt":
    import termios

Modes = list[Any]  # of a terminal, as termios has them
GRACE = 0.7  # seconds to leave in
_NAMES = (
    *("HUP", "INT", "QUIT", "TERM", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "XCPU"),
    *("POLL", "PWR", "STKFLT", "SYS", "BREAK"),
)
SIGNALS = [getattr(signal, f"SIG{name}") for name in _NAMES if hasattr(signal, f"SIG{name}")]
_LEAVE_SCREEN = (
    b"".join(b"\x1b[?%dl" % mode for mode in (1000, 1003, 1006, 1015, 2004, 1049)) + b"\x1b[?25h\x1b[0m"
)


class Left(SystemExit):
    """The game is left because of a signal; every choice is on disk already."""


class WayOut:
    """The one way out of the process on a signal.

    `code` is the exit code that a signal asks for, None while none has come.
    """

    def __init__(self) -> None:
        self.code: int | None = None
        self._ask: Callable[[int], object] | None = None
        self._careful = self._waiting = False
        self._descriptor: int | None = None  # of the terminal
        self._modes: Modes | None = None  # as they were

    @contextmanager
    def taking_signals(self) -> Iterator[None]:
        """Take every signal that would end the process, those too that whoever started it had ignored."""
        before = {number: signal.signal(number, self._asked) for number in SIGNALS}
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def careful(self, descriptor: int | None = None) -> Iterator[None]:
        """Break nothing off: a signal is obeyed when it is asked for, or GRACE later.

        `descriptor` is that of the terminal, if it is one; its modes are put back. Without this, a signal
        ends the process at once.
        """
        self._descriptor, self._modes = descriptor, modes_of(descriptor)
        self._careful = True
        try:
            yield
        finally:
            set_modes(descriptor, self._modes)
            self._careful = False

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Leave at once while something is waited for that may be broken off. Raises Left."""
        self._waiting = True
        try:
            if self.code is not None:
                raise Left(self.code)
            yield
        finally:
            self._waiting = False

    @contextmanager
    def asking(self, ask: Callable[[int], object]) -> Iterator[None]:
        """Call `ask` with the exit code when a signal comes. Raises Left if one has come already."""
        self._ask = ask
        try:
            if self.code is not None:
                raise Left(self.code)
            yield
        finally:
            self._ask = None

    def _asked(self, number: int, _: FrameType | None) -> None:
        if self.code is not None:
            return
        self.code = 128 + number
        if not self._careful:
            os._exit(self.code)
        try:
            _thread.start_new_thread(self._end_later, ())
        except RuntimeError:  # there is no memory for a thread
            self._end()
        if self._waiting:
            raise Left(self.code)
        if self._ask is not None:
            with suppress(RuntimeError):  # the loop is closed: it is being left already
                self._ask(self.code)

    def _end_later(self) -> None:
        time.sleep(GRACE)
        self._end()

    def _end(self) -> None:
        if self._descriptor is not None and self._modes is not None:
            with suppress(termios.error, OSError):
                termios.tcflush(self._descriptor, termios.TCOFLUSH)  # nobody reads it
            with suppress(RuntimeError):
                _thread.start_new_thread(_write, (_LEAVE_SCREEN,))
                time.sleep(GRACE / 10)
            set_modes(self._descriptor, self._modes)
        os._exit(self.code or 0)


def _write(data: bytes) -> None:
    with suppress(OSError):
        os.write(1, data)


def modes_of(descriptor: int | None) -> Modes | None:
    """Return the modes of a terminal; None if it is none."""
    if descriptor is None or os.name == "nt":
        return None
    try:
        return termios.tcgetattr(descriptor)
    except (termios.error, OSError, ValueError):
        return None


def set_modes(descriptor: int | None, modes: Modes | None) -> None:
    """Set the modes of a terminal, as far as that can be done."""
    if descriptor is not None and modes is not None:
        with suppress(termios.error, OSError, ValueError):
            termios.tcsetattr(descriptor, termios.TCSANOW, modes)


way_out = WayOut()
