"""Growth: the same work on 100, 1,000 and 10,000 scenes, and every verb on much of one thing, twice as much.

Each size has a process of its own. What takes more than GROWS times as long for ten times the story is named, with its reason.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from game import Playthrough, Story, load_story
from tests.bench.bench_play import Ours, make_picks
from tests.bench.measure import Goal, NotRun, Row, Rows, seconds, span, used
from tests.bench.peers import INSTALL, Inkjs, held_at_most, node_version
from tests.bench.synthetic import make
from tests.support.growing import STORIES, write

SIZES = (100, 1_000, 10_000)
PROVED_SIZES = SIZES[:2]
TURNS = 5_000
ROUNDS = 5
PROOF_SECONDS = 60
MUCH = (5_000, 10_000)  # choices in a scene, scenes in a chain, and so on
VERBS = {
    "lint": (),
    "test": (),
    "graph": (),
    "stats": (),
    "play": ("--plain",),
    "play --at": ("--plain", "--at", "z"),
}
GROWS = 15
GROWS_BECAUSE = {  # by task
    "verify": "ten times the queries, and each is about ten times the story"
}


class Task:
    """What is measured of one story, in a process that does nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self) -> float:
        """Read the story with every check."""
        return seconds(lambda: load_story(self.folder))

    def lint(self) -> float:
        """Find everything that lint finds."""
        from game.lint.check_story import lint

        return seconds(lambda: lint(self.folder))

    def verify(self) -> float:
        """Prove the story, as far as it goes in a minute."""
        from game.proof.verify import Limits, verify

        story = load_story(self.folder)
        return seconds(lambda: verify(story, Limits(seconds=PROOF_SECONDS)))

    def machine(self) -> float:
        """Make the machine of a story that was loaded, and come to its first words."""
        story = load_story(self.folder)
        return seconds(lambda: Playthrough(story).passage)

    def turn(self) -> float:
        """Play one turn, of many, on scenes that were seen before."""
        ours, picks = Ours(load_story(self.folder)), make_picks(self.folder.parent, TURNS)
        ours.walk(picks)
        return ours.walk(picks).seconds / TURNS

    def save(self) -> float:
        """Save a game that is almost over."""
        from game.play.saves.saves import Saves

        play = _played_out(load_story(self.folder))
        with tempfile.TemporaryDirectory() as name:
            saves = Saves(Path(name), play.story)
            run = saves.new_run()
            saves.keep(run, play)
            return seconds(lambda: saves.keep(run, play))

    def memory(self) -> float:
        """Return the megabytes that the process held at most, to the end of a walk."""
        story = load_story(self.folder)
        Ours(story).walk(make_picks(self.folder.parent, TURNS))
        return held_at_most("self") / 1e6


WHAT = {
    "load": "loading",
    "lint": "lint",
    "verify": f"a proof, broken off after {PROOF_SECONDS} s",
    "machine": "the machine and the first words",
    "turn": "a turn",
    "save": "a save at the end, whose choices grow with the story",
    "memory": "memory at most",
}


def _played_out(story: Story) -> Playthrough:
    """Play one game at random to its end, but for the last choice."""
    chance, play = random.Random(3), Playthrough(story)
    while keys := [offer.key for offer in play.offers if offer.open]:
        play.choose(chance.choice(keys))
    play.undo()
    return play


def measured(task: str, folder: Path) -> float:
    """Do a task in a process of its own and give its figure."""
    command = [sys.executable, "-m", "tests.bench.bench_growth", task, str(folder)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True, check=True
    )
    return float(json.loads(done.stdout))


def rows() -> Rows:
    """Measure every task at every size, in turns, and then every verb on stories with much of one thing."""
    yield from tasks()
    if not hasattr(os, "wait4"):
        yield NotRun("every verb on much of one thing", "what a process used can't be measured here")
    else:
        yield from verbs()


def verbs() -> Rows:
    """Run every verb that reads a story on stories with much of one thing, and with twice as much."""
    for name, source in STORIES.items():
        with tempfile.TemporaryDirectory() as folder:
            made = [write(source(size), Path(folder) / str(size)) for size in MUCH]
            for verb, options in VERBS.items():
                saves = ("--save-dir", f"{folder}/saves") if "play" in verb else ()
                start = [sys.executable, "-m", "game", verb.split()[0]]
                one, two = (used([*start, str(story), *options, *saves]) for story in made)
                yield Row(
                    what=f"{verb}, {name}: {MUCH[0]:,} and {MUCH[1]:,}",
                    ours=f"{one.seconds:.2f} s, {two.seconds:.2f} s, {two.megabytes:.0f} MB",
                    against="twice the story",
                    theirs="2×",
                    value=two.seconds / one.seconds,
                    goal=Goal("≤", 2.5),
                )


def tasks() -> Rows:
    """Measure every task at every size, in turns."""
    with tempfile.TemporaryDirectory() as name:
        made = [make(Path(name) / str(size), size) for size in SIZES]
        for task in WHAT:
            if task == "memory" and not Path("/proc/self/status").exists():
                yield NotRun(WHAT[task], "this system has no /proc to read it from")
                return
            rounds, sizes = (1, PROVED_SIZES) if task == "verify" else (ROUNDS, SIZES)
            try:
                turns = [[measured(task, one.story) for one in made[: len(sizes)]] for _ in range(rounds)]
            except subprocess.CalledProcessError as broke:
                yield NotRun(WHAT[task], f"it broke on {Path(broke.cmd[-1]).parent.name} scenes")
            else:
                yield from _grown(task, sizes, [median(figures) for figures in zip(*turns, strict=True)])
        yield from _memory(made[-1].ink, measured("memory", made[-1].story))


def _grown(task: str, sizes: tuple[int, ...], figures: list[float]) -> Rows:
    show: Callable[[float], str] = (lambda value: f"{value:,.0f} MB") if task == "memory" else span
    growth = figures[-1] / figures[-2]
    what = f"{WHAT[task]}: {', '.join(f'{size:,}' for size in sizes)} scenes"
    if growth > GROWS:
        what += f" (grows faster than the story: {GROWS_BECAUSE.get(task, 'the reason is not known')})"
    yield Row(what, ", ".join(map(show, figures)), "ten times the scenes", "10×", growth)
    if task == "machine":
        yield Row(
            "the machine for 10,000 scenes",
            show(figures[-1]),
            "",
            "",
            figures[-1],
            Goal("≤", 0.1, " s"),
            " s",
        )


def _memory(ink: Path, ours: float) -> Rows:
    if node_version() is None:
        yield NotRun("memory against inkjs", INSTALL["inkjs"])
        return
    with Inkjs() as compiler:
        compiled = compiler.compile(ink)
    with Inkjs() as inkjs:  # a new process, which has compiled nothing
        inkjs.load(compiled)
        inkjs.walk(make_picks(ink.parent, TURNS))
        theirs = inkjs.memory() / 1e6
        yield Row(
            what="memory at most, 10,000 scenes loaded and walked through",
            ours=f"{ours:,.0f} MB",
            against=inkjs.name,
            theirs=f"{theirs:,.0f} MB",
            value=ours / theirs,
            goal=Goal("≤", 0.2),
        )


if __name__ == "__main__":
    print(json.dumps(getattr(Task(Path(sys.argv[2])), sys.argv[1])()))
