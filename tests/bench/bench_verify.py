"""The proof of a story: the shipped one, and generated ones of 100, 365 and 2,000 scenes.

Beside each proof stands what a plain search is at after as long a time: how many of the story's
states it has listed, of which there are far too many.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path
from time import perf_counter

from game.play.engine.rules import Rules
from game.play.saves.paths import shipped_story
from game.proof.report.verdict import Verdict
from game.proof.verify import verify
from game.story.model import Story
from game.story.reader.load import load_story
from tests.bench.measure import Goal, NotRun, Row, Rows
from tests.support.generate import write_chapters

GOALS = {100: 3.0, 365: 60.0, 2000: 120.0}  # seconds
INKCHECK = (
    "npm has no package `inkcheck` to install: the registry answers 404, and its sources, "
    "github.com/chaoz23/inkcheck, could not be fetched from where this was written"
)
MEMORY = Goal("≤", 1024, " MiB")
# Not `ru_maxrss`, which a process has from the one that started it.
_MEASURE = """
import re, sys
from pathlib import Path
from game.story.reader.load import load_story
from game.proof.verify import verify
verify(load_story(sys.argv[1]))
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def rows() -> Rows:
    """Prove the shipped story, then generated ones."""
    yield from proof("the shipped story", shipped_story(), 60.0)
    for scenes, goal in GOALS.items():
        with tempfile.TemporaryDirectory() as name:
            yield from proof(f"{scenes:,} scenes", write_chapters(Path(name), 1, scenes), goal)
    yield NotRun("proofs against inkcheck", INKCHECK)


def proof(what: str, folder: Path, goal: float) -> Rows:
    """Prove one story, and let a plain search have as long."""
    story = load_story(folder)
    begun = perf_counter()
    verdict = verify(story)
    took = perf_counter() - begun
    states, whole = plain_search(story, took)
    theirs = f"{states:,} states, {'all of them' if whole else 'no end in sight'}"
    limit = Goal("≤", goal, " s")
    yield Row(f"proof of {what}", told(verdict), "a plain search as long", theirs, took, limit, " s")
    if Path("/proc/self/status").exists():
        yield Row(f"memory for {what}", "", "", "", memory(folder), MEMORY, " MiB")
    else:
        yield NotRun(f"memory for {what}", "only Linux tells it")


def told(verdict: Verdict) -> str:
    """Say how much was proved."""
    if verdict.proved:
        return "proved whole"
    open_questions = len(verdict.unknown)
    traps = "soft-locks ruled out" if verdict.traps_proved else "soft-locks open"
    return f"partial: {open_questions:,} questions open, {traps}"


def plain_search(story: Story, seconds: float) -> tuple[int, bool]:
    """List states breadth first for some seconds: how many were found, and whether they are all."""
    rules = Rules(story)
    start = rules.start()
    found, queue = {start}, deque([start])
    deadline = perf_counter() + seconds
    while queue and perf_counter() < deadline:
        state = queue.popleft()
        for key, choice in rules.scene(state.scene).choices.items():
            if choice.outcome(state.values, state.counters) is not None:
                after = rules.step(state, key)
                if after not in found:
                    found.add(after)
                    queue.append(after)
    return len(found), not queue


def memory(folder: Path) -> float:
    """Give the most memory that a proof takes in a process of its own, in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(folder)], capture_output=True, text=True, check=True
    )
    return float(done.stdout) / 1024
