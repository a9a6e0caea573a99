"""The proof of a story: the shipped one and generated ones, against the version that came before.

Both versions prove the same files, each in a process of its own, in turns; what counts is CPU time, so a
busy machine spoils less. Nothing is remembered from proof to proof but where that is the point.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from tests.bench.measure import Goal, NotRun, Row, Rows
from tests.support.generate import write_chapters

BEFORE = "b3ddaca"  # the commit that the goals are measured against
ROOT = Path(__file__).parents[2]
MEMORY = Goal("≤", 1024, " MiB")
_RUN = """
import json, re, sys, time
from pathlib import Path
from game.story.reader.load import load_story
from game.proof.verify import Limits, verify
began = time.process_time()
story = load_story(sys.argv[1])
limits = Limits(**json.loads(sys.argv[2]))
more = {}
if len(sys.argv) > 3:
    from game.proof.memory import read_memory, write_memory
    more["memory"] = read_memory(Path(sys.argv[3]))
verdict = verify(story, limits, **more)
took = time.process_time() - began
if more:
    write_memory(Path(sys.argv[3]), more["memory"])
status = Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.exists() else None
print(json.dumps([took, int(peak[1]) / 1024 if peak else 0, verdict.proved, len(verdict.unknown)]))
"""


class Proof(NamedTuple):
    """What one proof came to: CPU seconds, MiB at most, whether it was whole, and questions left open."""

    seconds: float
    memory: float
    is_whole: bool
    unknown: int

    def __str__(self) -> str:
        told = "whole" if self.is_whole else f"{self.unknown:,} questions open"
        return f"{self.seconds:.1f} s, {told}"


def prove(version: Path, story: Path, limits: str = '{"seconds": 900}', memory: Path | None = None) -> Proof:
    """Prove a story with a version of the game, in a process of its own."""
    import json

    command = [sys.executable, "-c", _RUN, str(story), limits, *([str(memory)] if memory else [])]
    environment = {**os.environ, "PYTHONPATH": str(version)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=version)
    return Proof(*json.loads(done.stdout.splitlines()[-1]))


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
        ours = prove(ROOT, story, '{"seconds": 300}')
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
    yield row(
        "the same with --no-shortest", prove(ROOT, story, '{"seconds": 900, "shortest": false}'), theirs, 5
    )
    edited, memory = folder / "edited", folder / "memory.json"
    shutil.copytree(story, edited)
    prove(ROOT, edited, memory=memory)
    file = max((edited / "2-eight-watches").rglob("*.yaml"), key=lambda one: one.stat().st_size)
    file.write_text(file.read_text(encoding="utf-8").replace(" the ", " that ", 1), encoding="utf-8")
    yield row("the same after a sentence was changed", prove(ROOT, edited, memory=memory), theirs, 10)


def claims(folder: Path) -> Rows:
    """Prove the shipped story as it is, with its claims and without."""
    story = folder / "claimed"
    shutil.copytree(ROOT / "scenes", story)
    with_claims = prove(ROOT, story)
    with suppress(FileNotFoundError):
        (story / "claims.yaml").unlink()
    without = prove(ROOT, story)
    more = 100 * (with_claims.seconds / without.seconds - 1)
    yield Row(
        "what the claims of the shipped story add",
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
