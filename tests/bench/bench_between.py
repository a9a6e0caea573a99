"""A stretch of writing beside `escape verify --watch`: twelve edits on a copy of the shipped story.

Each of four kinds, in three places: something renamed, a condition turned round, a thing dropped too early, a
way that leads elsewhere. Each is taken back afterwards. What counts is CPU time of the process, from saving to
the first news and to the end of the proof; on a machine with nothing else to do the clock shows the same.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep
from typing import NamedTuple

from tests.bench.measure import Goal, Row, Rows

ROOT = Path(__file__).parents[2]
CHAPTERS = ("2-the-ground", "3-the-boy", "4-statement")
TOLD = Goal("≤", 5, " s")
_END = re.compile(rb"mended, after .*\n|error\[[A-FH-Z]\d+\].*\n")


class News(NamedTuple):
    """How many CPU seconds an edit took until the first news, and until all was told."""

    first: float
    whole: float


def rows() -> Rows:
    """Write for a while, and tell how soon each kind of edit was answered."""
    with tempfile.TemporaryDirectory() as name:
        story = Path(name) / "scenes"
        shutil.copytree(ROOT / "scenes", story)
        found: dict[str, list[News]] = {}
        with _Watch(story, Path(name) / "cache") as watch:
            for chapter in CHAPTERS:
                for kind, edit in EDITS.items():
                    before = {file: file.read_bytes() for file in story.rglob("*.yaml")}
                    watch.rest()
                    edit(story, story / chapter)
                    found.setdefault(kind, []).append(watch.news())
                    watch.rest()
                    for file, text in before.items():
                        if file.read_bytes() != text:
                            file.write_bytes(text)
                    found.setdefault("taken back", []).append(watch.news())
    for kind, news in found.items():
        first = statistics.median(one.first for one in news)
        worst, whole = max(one.first for one in news), max(one.whole for one in news)
        yield Row(
            f"verify --watch: {kind}, {len(news)} times",
            f"{first:.1f} s",
            "at most",
            f"{worst:.1f} s, all told {whole:.1f} s",
            first,
            TOLD,
            " s",
        )


class _Watch:
    """A process that watches a story."""

    def __init__(self, story: Path, cache: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "ESCAPE_CACHE_DIR": str(cache)}
        command = [sys.executable, "-m", "game", "verify", str(story), "--watch"]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self._used = 0.0

    def __enter__(self) -> _Watch:
        self._until(re.compile(rb"figures: .*\n"))
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def rest(self) -> None:
        """Wait until the process has written down what it found: nobody saves again before that."""
        used = -1.0
        while used != self._used:
            sleep(0.5)
            used, self._used = self._used, self._seconds()

    def news(self) -> News:
        """Wait for what is told of an edit."""
        begun = self._used
        first = self._until(_END)
        return News(first - begun, self._used - begun)

    def _until(self, end: re.Pattern[bytes]) -> float:
        """Read to some words; the CPU time at the first of what came."""
        assert self._process.stdout
        read, first = b"", 0.0
        while not end.search(read):
            more = os.read(self._process.stdout.fileno(), 1 << 16)
            if not more:
                raise AssertionError(read)
            read, first = read + more, first or self._seconds()
        self._used = self._seconds()
        return first

    def _seconds(self) -> float:
        ticks = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def rename(story: Path, chapter: Path) -> None:
    """Call a scene of a chapter something else, everywhere."""
    scene = next(_found(chapter, r"^([a-z]\w+):$"))[1].group(1)
    command = [sys.executable, "-m", "game", "rename", "--kind", "scene", scene, f"{scene}_again", str(story)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def turn_round(story: Path, chapter: Path) -> None:
    """Let a choice be open where it was not."""
    file, condition = next(_found(chapter, r"^ +if: ((?:visited|has)\(\w+\)|\w+)$"))
    _write(file, condition.start(1), condition.end(1), f"not {condition.group(1)}")


def drop_early(story: Path, chapter: Path) -> None:
    """Drop the boards where something else is done."""
    file, done = next(_found(chapter, r"^ +do: (\w[^\n]*)$"))
    _write(file, done.start(1), done.end(1), f"[{done.group(1)}, drop(boards)]")


def unlink(story: Path, chapter: Path) -> None:
    """Let the only way to a scene lead to another one of the chapter: it is never reached then."""
    pattern = r"\bto: (\w+)$"
    often = Counter(way.group(1) for _, way in _found(story, pattern))
    ways = list(_found(chapter, pattern))
    file, way = next(one for one in ways if often[one[1].group(1)] == 1)
    other = next(one.group(1) for _, one in ways if often[one.group(1)] > 1)
    _write(file, way.start(1), way.end(1), other)


EDITS: dict[str, Callable[[Path, Path], None]] = {
    "a scene is renamed": rename,
    "a condition is turned round": turn_round,
    "a thing is dropped too early": drop_early,
    "the only way to a scene leads elsewhere": unlink,
}


def _found(chapter: Path, pattern: str) -> Iterator[tuple[Path, re.Match[str]]]:
    for file in sorted(chapter.rglob("*.yaml")):
        for found in re.finditer(pattern, file.read_text(encoding="utf-8"), re.MULTILINE):
            yield file, found


def _write(file: Path, start: int, end: int, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text[:start] + new + text[end:], encoding="utf-8")
