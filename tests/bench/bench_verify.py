"""The proof of a story: the shipped one and generated ones, against the version that came before.

Both versions prove the same files, each in a process of its own, in turns; what counts is CPU time, so a
busy machine spoils less. Nothing is remembered from proof to proof but where that is the point.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import Goal, NotRun, Row, Rows
from tests.support.generate import write_chapters

BEFORE = "b3ddaca"  # the commit that the goals are measured against
ROOT = Path(__file__).parents[2]
CLAIMS = 60
MEMORY = Goal("≤", 1024, " MiB")


class Proof(NamedTuple):
    """What one proof came to: CPU seconds, MiB at most, whether it was whole, and questions left open."""

    seconds: float
    memory: float
    is_whole: bool
    unknown: int

    def __str__(self) -> str:
        told = "whole" if self.is_whole else f"{self.unknown:,} questions open"
        return f"{self.seconds:.1f} s, {told}"


def prove(version: Path, story: Path, *options: str, cache: Path | None = None) -> Proof:
    """Prove a story with the command of a version of the game; what it remembers lies in `cache`."""
    command = [sys.executable, "-m", "game", "verify", str(story), "--format", "json", *options]
    if "--max-seconds" not in options:
        command += ["--max-seconds", "900"]
    with tempfile.TemporaryDirectory() as name:
        environment = {
            **os.environ,
            "PYTHONPATH": str(version),
            "PYTHONDONTWRITEBYTECODE": "",  # nobody compiles the whole game at every start
            "ESCAPE_CACHE_DIR": str(cache or name),
        }
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=version) as process:
            assert process.stdout
            told = json.loads(process.stdout.read())
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
    seconds, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    return Proof(seconds, memory, told["proved"], len(told["unknown"]))


def rows() -> Rows:
    """Prove the shipped story, then generated ones, then edits and claims."""
    with tempfile.TemporaryDirectory() as name, before() as old:
        folder = Path(name)
        if old is None:
            yield NotRun(
                "proofs against the version before", f"there is no commit {BEFORE} here to check out"
            )
            return
        yield from shipped(old, folder)
        for scenes in (100, 365):
            story = write_chapters(folder / str(scenes), 1, scenes)
            ours, theirs = prove(ROOT, story), prove(old, story)
            yield row(f"proof of {scenes} generated scenes", ours, theirs, 2)
        story = write_chapters(folder / "2000", 1, 2_000)
        ours = prove(ROOT, story, "--max-seconds", "300")
        yield Row(
            "2,000 generated scenes: questions open", str(ours), "", "", ours.unknown, Goal("≤", 20, ""), ""
        )
        yield Row("2,000 generated scenes: memory", "", "", "", ours.memory, MEMORY, " MiB")
        yield from claims(folder)


def shipped(old: Path, folder: Path) -> Rows:
    """Prove the shipped story as it was, whole, without lengths, and again after a sentence was changed."""
    story = old / "scenes"
    theirs = prove(old, story)
    yield row("proof of the shipped story", prove(ROOT, story), theirs, 3)
    yield row("the same with --no-shortest", prove(ROOT, story, "--no-shortest"), theirs, 5)
    edited, cache = folder / "edited", folder / "cache"
    shutil.copytree(story, edited)
    prove(ROOT, edited, cache=cache)
    file = max((edited / "2-the-ground").rglob("*.yaml"), key=lambda one: one.stat().st_size)
    file.write_text(file.read_text(encoding="utf-8").replace(" the ", " that ", 1), encoding="utf-8")
    yield row("the same after a sentence was changed", prove(ROOT, edited, cache=cache), theirs, 10)


def claims(folder: Path) -> Rows:
    """Prove the shipped story with the first sixty of its claims and without any."""
    story = folder / "claimed"
    shutil.copytree(ROOT / "scenes", story)
    file = story / "claims.yaml"
    begin, *each = file.read_text(encoding="utf-8").split("\n- ")
    file.write_text("\n- ".join([begin, *each[:CLAIMS]]) + "\n", encoding="utf-8")
    with_claims = prove(ROOT, story)
    file.unlink()
    without = prove(ROOT, story)
    more = 100 * (with_claims.seconds / without.seconds - 1)
    yield Row(
        f"what {CLAIMS} claims on the shipped story add",
        str(with_claims),
        "without",
        str(without),
        more,
        Goal("≤", 25, " %"),
        " %",
    )


def row(what: str, ours: Proof, theirs: Proof, goal: float) -> Row:
    """Set a proof against that of the version before."""
    return Row(
        what, str(ours), f"version {BEFORE}", str(theirs), theirs.seconds / ours.seconds, Goal("≥", goal)
    )


@contextmanager
def before() -> Iterator[Path | None]:
    """Check out the version before, for as long as it is needed; None where that is not possible."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "before"
        git = ["git", "-C", str(ROOT), "worktree"]
        done = subprocess.run(
            [*git, "add", "-f", "--detach", str(place), BEFORE], capture_output=True, check=False
        )
        if done.returncode:
            yield None
            return
        try:
            yield place
        finally:
            subprocess.run([*git, "remove", "--force", str(place)], capture_output=True, check=False)
