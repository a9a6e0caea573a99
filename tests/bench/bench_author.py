"""The author's loop on the shipped story: from saving a file to the new words, and jumping to a scene."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from game import load_story
from game.play.hot_reload.watch_files import INTERVAL, Follower
from game.play.playthrough import Playthrough
from game.play.saves.paths import shipped_story
from game.proof.simulate.random_play import playthroughs
from tests.bench.measure import Goal, Row, Rows, interleaved, seconds, span

ROOT = Path(__file__).parents[2]
LOOKS = 100
SCENES = 12  # that are jumped to, spread over the story


@contextmanager
def copied() -> Iterator[Path]:
    """Yield a copy of the shipped story that can be written to."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(shutil.copytree(shipped_story(), Path(name) / "story"))


def longest(folder: Path) -> Playthrough:
    """Return the longest of some playthroughs, at its ending."""
    story = load_story(folder)
    play = Playthrough(story)
    for key in max((sample.keys for sample in playthroughs(story, 30, 1)), key=len):
        play.choose(key)
    return play


def until_followed(folder: Path, play: Playthrough, number: int) -> None:
    """Write a file, look until that is seen, as the game looks, and find the place again."""
    follower = Follower(folder)
    head = folder / "story.yaml"
    head.write_text(f"{head.read_text(encoding='utf-8')}# {number}\n", encoding="utf-8")
    while not follower.changed():
        time.sleep(INTERVAL)
    follower.follow(play)


def rows() -> Rows:
    """Time watching, looking and jumping."""
    with copied() as folder:
        play = longest(folder)
        changes = iter(range(1000))
        sides = {
            "change": lambda: seconds(lambda: until_followed(folder, play, next(changes))),
            "look": lambda: seconds(lambda: [follower.changed() for _ in range(LOOKS)]) / LOOKS,
        }
        follower = Follower(folder)
        medians, _ = interleaved(sides)
    what = f"--watch: a file saved, the place found again, {len(play.log)} choices"
    change, idle = medians["change"], medians["look"] / INTERVAL
    yield Row(what, span(change), "", "", change, Goal("≤", 0.5, " s"), " s")
    yield Row(
        "--watch with nothing to do, of one core", f"{idle:.2%}", "", "", idle * 100, Goal("≤", 1, " %"), " %"
    )
    scenes = list(play.story.scenes)[:: max(1, len(play.story.scenes) // SCENES)]
    took = [jump(scene) for scene in scenes]
    middle = statistics.median(took)
    yield Row(
        f"--at: from the start of the process, the shortest way to {len(scenes)} scenes, the middle one",
        span(middle),
        "",
        "",
        middle,
        Goal("≤", 1, " s"),
        " s",
    )
    yield Row("the slowest of them", span(max(took)), "", "", max(took), None, " s")


def jump(scene: str) -> float:
    """Begin in a scene of the shipped story in plain mode; the CPU seconds of the process, which then ends."""
    command = [sys.executable, "-m", "game", "play", "--plain", "--at", scene, str(shipped_story())]
    with tempfile.TemporaryDirectory() as saves:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [*command, "--save-dir", saves],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=environment,
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_utime + usage.ru_stime
