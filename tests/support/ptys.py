"""A game in a process of its own on a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyte

from tests.support.places import ROOT

NO_CHANGES: Mapping[str, str] = {}
LONG = 30  # seconds until a test gives up


class Pty:
    """A process and the terminal it runs on, which is watched."""

    def __init__(self, command: list[str], size: tuple[int, int], env: Mapping[str, str]) -> None:
        self.master, self.slave = pty.openpty()
        width, height = size
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.raw = b""
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self.process = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **env},
            preexec_fn=self._take_terminal,
            start_new_session=True,
        )

    def _take_terminal(self) -> None:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def _read(self) -> bool:
        if not select.select([self.master], [], [], 0.05)[0]:
            return False
        with suppress(OSError):
            data = os.read(self.master, 65536)
            self.raw += data
            self._stream.feed(data)
            return bool(data)
        return False

    @property
    def text(self) -> str:
        return "\n".join(row.rstrip() for row in self._screen.display)

    def wait_for(self, words: str) -> Pty:
        until = time.monotonic() + LONG
        while words not in self.text:
            assert time.monotonic() < until, f"`{words}` never came:\n{self.text}"
            assert self._read() or self.process.poll() is None, f"it ended without `{words}`:\n{self.text}"
        return self

    def send(self, keys: str) -> Pty:
        os.write(self.master, keys.encode())
        return self

    def ended(self) -> int:
        """Wait for the end, and give the exit code."""
        until = time.monotonic() + LONG
        while self.process.poll() is None:
            assert time.monotonic() < until, f"it never ended:\n{self.text}"
            self._read()
        while self._read():
            pass
        return self.process.returncode

    def hang_up(self) -> int:
        """Close the terminal, as a window that is closed."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1
        return self.process.wait(LONG)

    def is_sane(self) -> bool:
        """Whether the terminal is as it was: its modes, the alternate screen, cursor, mouse and paste."""
        last = dict.fromkeys((b"1049", b"25", b"1000", b"2004"), b"")
        for mode, way in re.findall(rb"\x1b\[\?(\d+)([hl])", self.raw):
            if mode in last:
                last[mode] = way
        modes = last[b"1049"] in (b"", b"l") and last[b"25"] in (b"", b"h")
        modes = modes and last[b"1000"] in (b"", b"l") and last[b"2004"] in (b"", b"l")
        return modes and termios.tcgetattr(self.slave) == self.before

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.master, self.slave):
            if descriptor >= 0:
                os.close(descriptor)


@contextmanager
def on_pty(
    *arguments: str | Path,
    size: tuple[int, int] = (80, 24),
    script: str = "",
    env: Mapping[str, str] = NO_CHANGES,
) -> Iterator[Pty]:
    """Run `escape` with these arguments; `script` is Python that runs first in the same process."""
    given = [str(argument) for argument in arguments]
    program = f"{script}\nfrom game.cli import main\nmain({given!r})"
    game = Pty([sys.executable, "-c", program], size, env)
    try:
        yield game
    finally:
        game.close()
