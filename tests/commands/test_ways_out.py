"""How the command ends when what it needs is gone: a reader, memory, a home."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from game.play.saves.paths import save_folder
from game.story.diagnostics.problem import GameError
from tests.support.command import escape
from tests.support.places import ROOT

pwd = pytest.importorskip("pwd")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="there are no such limits")
ESCAPE = [sys.executable, "-m", "game"]


@pytest.mark.parametrize("arguments", [["--help"], ["play", "--help"], ["--version"]])
def test_help_that_nobody_reads_ends_without_a_word(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run([*ESCAPE, *arguments], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_process_without_memory_says_so_in_a_line() -> None:
    few = "import resource, runpy; resource.setrlimit(resource.RLIMIT_AS, (40 << 20, 40 << 20))"
    program = f"{few}\nrunpy.run_module('game', run_name='__main__')"
    command = [sys.executable, "-c", program, "stats"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 70
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1] == "There is no memory left to go on; what could be saved is saved."


def test_a_user_without_a_home_is_told_to_name_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: int) -> None:
        raise KeyError("uid not found")

    for name in ("HOME", "XDG_DATA_HOME", "ESCAPE_SAVE_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    with pytest.raises(GameError, match="name one with --save-dir"):
        save_folder()
    assert save_folder("here") == Path("here")


def test_a_folder_that_can_not_be_read_is_no_fault_of_writing() -> None:
    ended = escape("lint", "x" * 300)
    assert ended.returncode == 2
    assert ended.stderr.endswith("x` can't be read: file name too long\n")


NO_PLACE = "can't write `a-full-account.html`: no such file or directory\n"


@pytest.mark.parametrize(("verb", "code", "said"), [("lint", 0, ""), ("publish", 2, NO_PLACE)])
def test_in_a_folder_that_was_deleted_the_games_own_story_is_meant(
    verb: str, code: int, said: str, tmp_path: Path
) -> None:
    here = f'mkdir gone; cd gone; rmdir ../gone; "{sys.executable}" -m game {verb}'
    ended = subprocess.run(
        ["sh", "-c", here],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    told = "no story named: this is the game's own; name a folder for another\n" if verb == "lint" else ""
    assert (ended.returncode, ended.stderr) == (code, told + said)
