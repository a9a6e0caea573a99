"""Lint: two thousand scenes beside a bare parse of the same bytes, and the worst of the hostile stories."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import yaml

from game.lint.check_story import lint
from tests.bench.measure import Goal, NotRun, Row, Rows, interleaved, seconds, span, used
from tests.bench.synthetic import make
from tests.support.hostile import STORIES


def parse(files: tuple[Path, ...]) -> None:
    """Read files to YAML's events and do nothing with them."""
    for file in files:
        for _ in yaml.parse(file.read_text(encoding="utf-8"), Loader=yaml.CLoader):
            pass


def rows() -> Rows:
    """Time a big story, then every hostile one."""
    if not hasattr(yaml, "CLoader"):
        yield NotRun("lint against a bare parse", "this PyYAML was built without libyaml")
    else:
        yield from big()
    if not hasattr(os, "wait4"):
        yield NotRun("hostile stories", "their memory can't be measured here")
    else:
        yield from hostile()


def big() -> Rows:
    """Lint two thousand scenes."""
    with tempfile.TemporaryDirectory() as name:
        made = make(Path(name), scenes=2000)
        size = sum(file.stat().st_size for file in made.files)
        medians, _ = interleaved(
            {
                "ours": lambda: seconds(lambda: lint(made.story)),
                "theirs": lambda: seconds(lambda: parse(made.files)),
            }
        )
    yield Row(
        what=f"linting 2,000 scenes, {size / 1e6:.1f} MB",
        ours=span(medians["ours"]),
        against="bare parse, libyaml",
        theirs=span(medians["theirs"]),
        value=medians["ours"] / medians["theirs"],
    )
    yield Row("the same", span(medians["ours"]), "", "", medians["ours"], Goal("≤", 1.0, " s"), " s")


def hostile() -> Rows:
    """Lint every hostile story, each in a process of its own, and give the slowest and the largest."""
    figures = {}
    for story, write in STORIES.items():
        with tempfile.TemporaryDirectory() as name:
            write(Path(name) / "story")
            figures[story] = used([sys.executable, "-m", "game", "lint", str(Path(name) / "story")])
    slowest = max(figures, key=lambda story: figures[story].seconds)
    largest = max(figures, key=lambda story: figures[story].megabytes)
    took, held = figures[slowest].seconds, figures[largest].megabytes
    what = f"the slowest of {len(figures)} hostile stories, {slowest}, start of Python included"
    yield Row(what, span(took), "", "", took, Goal("≤", 1.0, " s"), " s")
    yield Row(f"the largest, {largest}", f"{held:.0f} MB", "", "", held, Goal("≤", 200, " MB"), " MB")
