"""Large stories: every verb that reads one ends within limits that the square of its size would pass."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.growing import STORIES, write
from tests.support.places import ROOT

SIZE = 3_000  # of something: n × n things, looked at one by one, would take tens of seconds
SECONDS = 30  # of processor time, for all verbs: they take one to ten
MEMORY = 512 << 20  # bytes of data
ALL = f"""
import resource, sys
from game.cli import main
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
resource.setrlimit(resource.RLIMIT_DATA, ({MEMORY}, {MEMORY}))
folder, saves = sys.argv[1:]
for verb in (["lint"], ["test"], ["graph"], ["graph", "--format", "dot"], ["stats"],
             ["play", "--plain", "--save-dir", saves]):
    try:
        main([*verb[:1], folder, *verb[1:]])
    except SystemExit as end:
        print(*verb, "ends with", end.code, file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits of a process are of Unix")
@pytest.mark.parametrize("name", STORIES)
def test_work_on_a_large_story_has_bounds(name: str, tmp_path: Path) -> None:
    folder = write(STORIES[name](SIZE), tmp_path / "story")
    done = subprocess.run(
        [sys.executable, "-c", ALL, str(folder), str(tmp_path / "saves")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "ends with" in line]
    assert len(told) == 6
    assert all(line.endswith((" 0", " None")) for line in told), told
