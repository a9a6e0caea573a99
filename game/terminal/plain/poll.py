"""Lines that are waited for while something else is looked after."""

from __future__ import annotations

import os
import select
from collections.abc import Callable, Iterator
from typing import TextIO


def lines_while(look: Callable[[], None], stream: TextIO, interval: float) -> Iterator[str]:
    """Give the lines of a stream, and look every so many seconds while there is none."""
    waiting = b""
    while True:
        line, end, rest = waiting.partition(b"\n")
        if end:
            waiting = rest
            yield line.decode(errors="replace")
            continue
        look()
        if select.select([stream], [], [], interval)[0]:
            data = os.read(stream.fileno(), 65536)
            if not data:
                break
            waiting += data
    if waiting:
        yield waiting.decode(errors="replace")
