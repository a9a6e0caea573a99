"""What a proof may use up: CPU time and memory, looked at inside every loop that may be long."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

MEBIBYTE = 1 << 20
_TICKS = 16  # small pieces of work between two looks at the clock on the wall, which cost next to nothing
_SINCE = 0.01  # seconds on the wall between two looks at the CPU time: it does not run ahead of the wall
_BETWEEN = 0.05  # seconds of CPU time between two looks at the memory
_STATM = Path("/proc/self/statm")  # where there is none, memory is not limited


class OutOfBounds(Exception):
    """A limit was met: `reason` says which, in words, and what to raise."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Budget:
    """Seconds of CPU time (not of the clock on the wall: a busy machine is no reason to give up) and bytes.

    `seconds` count from now on, None is without end.
    """

    def __init__(self, seconds: float | None, memory: int | None = None) -> None:
        self.seconds = seconds
        self.memory = memory
        self.started = process_time()
        self.deadline = float("inf") if seconds is None else self.started + seconds
        self._end = self.deadline
        self._ticks = 0
        self._checked = perf_counter()
        self._look_again = 0.0

    @property
    def spent(self) -> float:
        """Seconds of CPU time since the start."""
        return process_time() - self.started

    @property
    def left(self) -> float:
        """Seconds of CPU time to the present deadline."""
        return self.deadline - process_time()

    @property
    def is_over(self) -> bool:
        """Whether all of it, not only a part, is used up."""
        return process_time() > self._end or self._memory_is_full()

    def tick(self) -> None:
        """Count one small piece of work; a hundred times a second, do as `check`. Raises OutOfBounds."""
        self._ticks += 1
        if not self._ticks % _TICKS and perf_counter() - self._checked > _SINCE:
            self.check()
            self._checked = perf_counter()

    def check(self) -> None:
        """Raise OutOfBounds if a limit is met."""
        now = process_time()
        if now > self.deadline:
            if self.deadline < self._end:
                raise OutOfBounds("the time for one part of the proof was up (`--max-seconds` gives more)")
            raise OutOfBounds(f"the {self.seconds:g} s of `--max-seconds` were up")
        if now > self._look_again:
            self._check_memory()
            self._look_again = now + _BETWEEN  # what is full is looked at again at once

    def _check_memory(self) -> None:
        if self._memory_is_full():
            raise OutOfBounds(f"{(self.memory or 0) // MEBIBYTE:,} MiB of memory were full")

    @contextmanager
    def part(self, share: float) -> Iterator[None]:
        """Let what is done inside go on only until this share of the whole time is over."""
        with self._until(self.started + share * self._whole):
            yield

    @contextmanager
    def share(self, share: float) -> Iterator[None]:
        """Let what is done inside take only this share of the whole time, whenever it begins."""
        with self._until(process_time() + share * self._whole):
            yield

    @property
    def _whole(self) -> float:
        return float("inf") if self.seconds is None else self.seconds

    @contextmanager
    def part_of(self, seconds: float) -> Iterator[None]:
        """Let what is done inside take only so many seconds."""
        with self._until(process_time() + seconds):
            yield

    @contextmanager
    def _until(self, deadline: float) -> Iterator[None]:
        before = self.deadline
        self.deadline = min(before, deadline)
        try:
            yield
        finally:
            self.deadline = before

    def _memory_is_full(self) -> bool:
        return self.memory is not None and resident() > self.memory


@contextmanager
def without_looking_for_cycles() -> Iterator[None]:
    """Keep Python from looking through millions of states and diagrams for cycles: there are none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def resident() -> int:
    """Return the bytes of memory that this process holds now; 0 where the system does not tell."""
    try:
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
