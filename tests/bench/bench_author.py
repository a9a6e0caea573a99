"""The author's loop on the shipped story: from saving a file to the new words, and jumping to a scene."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from game import load_story
from game.play.hot_reload.watch_files import INTERVAL, Follower
from game.play.playthrough import Playthrough
from game.play.saves.paths import shipped_story
from game.proof.reach_scene import arrival
from game.proof.simulate.random_play import playthroughs
from tests.bench.measure import Goal, Row, Rows, interleaved, seconds, span

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
    story = play.story
    scenes = list(story.scenes)[:: max(1, len(story.scenes) // SCENES)]
    took = [seconds(lambda scene=scene: arrival(story, scene, {})) for scene in scenes]  # type: ignore[misc]
    middle = statistics.median(took)
    yield Row(
        f"--at: the shortest way to {len(scenes)} scenes, the middle one",
        span(middle),
        "",
        "",
        middle,
        Goal("≤", 2, " s"),
        " s",
    )
    yield Row("the slowest of them", span(max(took)), "", "", max(took), None, " s")
