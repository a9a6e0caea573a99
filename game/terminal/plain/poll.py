"""The lines of an input: read without readline, so that nothing but words reaches the terminal.

A line is cut off where nobody would have typed on: an input without an end of line is not kept in memory.
"""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from typing import TextIO

from game.terminal.process import way_out

LONGEST = 10_000  # characters, or bytes, of a line


def lines_of(stream: TextIO | None) -> Iterator[str]:
    """Yield the lines of a stream, none where there is no stream."""
    while stream is not None:
        with way_out.waiting():
            line = rest = stream.readline(LONGEST)
            while rest and not rest.endswith("\n"):
                rest = stream.readline(LONGEST)
        if not line:
            return
        yield line


def lines_while(look: Callable[[], None], stream: TextIO, interval: float) -> Iterator[str]:
    """Yield the lines of a stream, and look every so many seconds while there is none."""
    waiting = b""
    while True:
        line, end, rest = waiting.partition(b"\n")
        if end:
            waiting = rest
            yield line[:LONGEST].decode(errors="replace")
            continue
        waiting = waiting[:LONGEST]
        look()
        with way_out.waiting():
            ready = select.select([stream], [], [], interval)[0]
        if ready:
            data = os.read(stream.fileno(), 65536)
            if not data:
                break
            waiting += data
    if waiting:
        yield waiting.decode(errors="replace")
