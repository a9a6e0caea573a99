"""Figures that can be trusted: interleaved, the median of several rounds, as ratios."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

ROUNDS = 7


class Goal(NamedTuple):
    """What a ratio has to reach: at least or at most a limit."""

    sense: Literal["≥", "≤"]
    limit: float
    unit: str = "×"

    def __str__(self) -> str:
        return f"{self.sense} {self.limit:g}{self.unit}"

    def reached(self, value: float) -> bool:
        """Tell whether a measured value reaches the goal."""
        return value >= self.limit if self.sense == "≥" else value <= self.limit


class Row(NamedTuple):
    """One line of the rules. `value` is what the goal is about: a ratio, or a figure in the goal's unit."""

    what: str
    ours: str
    against: str
    theirs: str
    value: float
    goal: Goal | None = None
    unit: str = "×"


class NotRun(NamedTuple):
    """A figure that could not be had, and why."""

    what: str
    why: str


Rows = Iterable[Row | NotRun]


def seconds(work: Callable[[], object]) -> float:
    """Time one call, in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class Used(NamedTuple):
    """What a process used: seconds of processor time, its start included, and megabytes at most."""

    seconds: float
    megabytes: float


def used(command: Sequence[str]) -> Used:
    """Run a command to its end, its words thrown away, and give what it used. Only where there is wait4."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        usage = os.wait4(process.pid, 0)[2]
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Used(usage.ru_utime + usage.ru_stime, kilobytes * 1024 / 1e6)


def interleaved(
    sides: Mapping[str, Callable[[], float]], rounds: int = ROUNDS
) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Measure every side in turn, `rounds` times over: the median of each, and all that was measured.

    A side is a function that gives one figure, most often `lambda: seconds(work)`. Each runs once
    before, unmeasured, so that no side pays for cold caches.
    """
    for side in sides.values():
        side()
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            found[name].append(side())
    return {name: statistics.median(figures) for name, figures in found.items()}, found


def span(value: float) -> str:
    """Write a length of time in the unit that suits it."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def rate(count: float, took: float, of: str = "turns") -> str:
    """Write how many of something a second."""
    return f"{count / took:,.0f} {of}/s"
