"""Starting: the first words of plain mode, and what a verb costs before it does anything, beside bare Python."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import Goal, Row, Rows, interleaved, seconds, span

ROUNDS = 15
ROOT = Path(__file__).parents[2]
GOAL = Goal("≤", 6)


def until_words(command: Sequence[str], env: dict[str, str]) -> float:
    """Start a program and wait for its first line; gives the seconds."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=ROOT)
    assert process.stdout is not None
    process.stdout.readline()
    took = time.perf_counter() - began
    process.communicate()
    return took


def until_end(command: Sequence[str], env: dict[str, str]) -> float:
    """Run a program to its end; gives the seconds."""
    return seconds(lambda: subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, check=True))


def rows() -> Rows:
    """Time programs of a few milliseconds, many times over."""
    bare = [sys.executable, "-c", "pass"]
    escape = [sys.executable, "-c", "from game.cli import main; main()"]  # what the installed command does
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "ESCAPE_SAVE_DIR": folder}
        medians, _ = interleaved(
            {
                "bare": lambda: until_end(bare, env),
                "words": lambda: until_words([*escape, "play", "--plain"], env),
                "verb": lambda: until_end([*escape, "lint", "--explain", "Y101"], env),
            },
            ROUNDS,
        )
    for key, what in (
        ("words", "first words of plain mode, on the shipped story"),
        ("verb", "a headless verb that needs no story (`lint --explain`)"),
    ):
        yield Row(
            what=what,
            ours=span(medians[key]),
            against="python -c pass",
            theirs=span(medians["bare"]),
            value=medians[key] / medians["bare"],
            goal=GOAL,
        )
