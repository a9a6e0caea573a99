"""`escape publish` as a user runs it."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from game.publish.check import find_runtime
from tests.support.command import escape
from tests.support.places import ROOT

Write = Callable[..., Path]
STORY = """
a:
  text: Hall.
  choices: [{text: Look around., say: Dust.}, {text: Leave., to: b}]
b: {ending: {title: Out, text: Road.}}
"""


def published(story: Path, *arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    """Publish a story from within a folder."""
    return subprocess.run(
        [sys.executable, "-m", "game", "publish", str(story), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_the_page_is_named_after_the_story(write_story: Write, tmp_path: Path) -> None:
    done = published(write_story(STORY), where=tmp_path)
    assert re.fullmatch(r"test-story\.html: \d+ KB\n", done.stdout)
    assert (done.stderr, done.returncode) == ("", 0)
    assert (tmp_path / "test-story.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_it_takes_the_place_of_what_was_there(write_story: Write, tmp_path: Path) -> None:
    story, file = write_story(STORY), tmp_path / "page.html"
    file.write_text("old")
    assert published(story, "-o", "page.html", where=tmp_path).returncode == 0
    first = file.read_bytes()
    assert first.startswith(b"<!doctype html>")
    assert published(story, "-o", "page.html", where=tmp_path).returncode == 0
    assert file.read_bytes() == first
    assert stat.S_IMODE(file.stat().st_mode) & 0o444 == 0o444
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_zip_holds_the_page_as_itch_wants_it(write_story: Write, tmp_path: Path) -> None:
    story = write_story(STORY)
    assert published(story, "-o", "page.ZIP", where=tmp_path).returncode == 0
    assert published(story, "-o", "page.html", where=tmp_path).returncode == 0
    with zipfile.ZipFile(tmp_path / "page.ZIP") as archive:
        assert archive.namelist() == ["index.html"]
        assert archive.read("index.html") == (tmp_path / "page.html").read_bytes()


def test_the_program_is_json_on_standard_output(write_story: Write, tmp_path: Path) -> None:
    done = published(write_story(STORY), "--program", where=tmp_path)
    assert json.loads(done.stdout)["scenes"]["b"]["ending"] == {"title": "Out", "text": ["Road."]}
    assert list(tmp_path.glob("*.html")) == []


@pytest.mark.skipif(find_runtime() is None, reason="nothing here runs JavaScript: install the extra `test`")
def test_the_check_says_how_much_was_played(write_story: Write, tmp_path: Path) -> None:
    done = published(write_story(STORY), "--check", where=tmp_path)
    assert done.stderr == "200 playthroughs: every word in the page is the same\n"
    assert done.returncode == 0


def test_without_a_runtime_the_check_says_so(write_story: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import importlib.util, sys; importlib.util.find_spec = lambda _: None\n"
        "from game.cli import main; main(sys.argv[1:])"
    )
    monkeypatch.setenv("PATH", "/nowhere")
    command = [sys.executable, "-c", program, "publish", str(write_story(STORY)), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.stderr.startswith("--check needs what runs JavaScript")
    assert (done.stdout, done.returncode) == ("", 2)
    assert not (ROOT / "test-story.html").exists()


def test_a_story_with_errors_is_refused(write_story: Write, tmp_path: Path) -> None:
    done = published(write_story("a: {to: nowhere}\n"), where=tmp_path)
    assert "R201" in done.stderr
    assert (done.stdout, done.returncode) == ("", 1)
    assert list(tmp_path.glob("*.html")) == []


@pytest.mark.parametrize(
    "name", ["folder", "missing/page.html", "page.html/page.html", "", "x" * 300 + ".html"]
)
def test_what_can_not_be_written_is_one_line(write_story: Write, tmp_path: Path, name: str) -> None:
    story = write_story(STORY)
    (tmp_path / "folder").mkdir()
    (tmp_path / "page.html").write_text("old")
    done = published(story, "-o", name, where=tmp_path)
    assert re.fullmatch(r"can't write `[^`]*`: [a-z][^\n]*\n", done.stderr)
    assert (done.stdout, done.returncode) == ("", 2)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "page.html", "story"]
    assert (tmp_path / "page.html").read_text() == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_leaves_what_was_there(write_story: Write, tmp_path: Path) -> None:
    story = write_story(STORY)
    (tmp_path / "page.html").write_text("old")
    limited = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n" + (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from game.cli import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", limited, "publish", str(story), "-o", str(tmp_path / "page.html")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.stderr == f"can't write `{tmp_path / 'page.html'}`: file too large\n"
    assert done.returncode == 2
    assert (tmp_path / "page.html").read_text() == "old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["page.html", "story"]
    done = escape("publish", str(story), "-o", "/dev/full")
    assert done.stderr == "can't write `/dev/full`: no space left on device\n"
