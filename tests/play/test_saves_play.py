"""Saves as a player meets them: a game in plain mode, a folder, an exit code."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from game import Story, load_story
from game.play.saves.saves import Saves
from tests.support.saving import ROUND, Write, autosaves, command, files, only_saves, plain, until_prompt


@pytest.fixture
def folder(write_story: Write) -> Path:
    return write_story(ROUND, start="hall")


@pytest.fixture
def hall(folder: Path) -> Story:
    return load_story(folder)


def steps_on_disk(saves: Path, hall: Story) -> list[int]:
    """Count how many choices stand in each autosave, the newest game first."""
    found = Saves(saves, hall)
    return [len(found.load(slot).play.log) for slot in autosaves(found)]


@contextmanager
def waiting_game(folder: Path, saves: Path, typed: str = "") -> Iterator[subprocess.Popen[str]]:
    """Start a game, take some choices, and wait until it asks for the next."""
    with subprocess.Popen(
        command("play", folder, "--plain", "--save-dir", saves),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=0,
    ) as game:
        assert game.stdin is not None
        assert game.stdout is not None
        try:
            until_prompt(game)
            for line in typed.splitlines():
                game.stdin.write(f"{line}\n")
                game.stdin.flush()
                until_prompt(game)
            yield game
        finally:
            game.kill()
            game.communicate()


# --- when ---------------------------------------------------------------------------


def test_a_run_is_on_disk_from_its_first_choice_on(folder: Path, hall: Story, tmp_path: Path) -> None:
    with waiting_game(folder, tmp_path):
        assert steps_on_disk(tmp_path, hall) == []
    with waiting_game(folder, tmp_path, "go\n"):
        assert steps_on_disk(tmp_path, hall) == [1]


def test_every_choice_and_undo_is_on_disk_when_it_is_answered(
    folder: Path, hall: Story, tmp_path: Path
) -> None:
    with waiting_game(folder, tmp_path, "go\ncome\nundo\n"):
        assert steps_on_disk(tmp_path, hall) == [1]
    with waiting_game(folder, tmp_path, "go\nsave\ncome\ngo\nload\ncome\n"):
        assert steps_on_disk(tmp_path, hall)[:2] == [2, 3]  # the run that the load ended is kept


def test_the_end_of_the_input_saves(folder: Path, hall: Story, tmp_path: Path) -> None:
    assert plain(folder, tmp_path, typed="go\ncome").returncode == 0
    assert steps_on_disk(tmp_path, hall) == [2]
    done = plain(folder, tmp_path, "--continue", typed="undo\n")
    assert done.stdout.startswith("The hall\n\nThe lamp is out.")
    assert "Water" in done.stdout
    assert steps_on_disk(tmp_path, hall)[0] == 1


def test_every_run_is_kept_and_the_newest_is_gone_on_with(folder: Path, hall: Story, tmp_path: Path) -> None:
    for number in range(5):
        plain(folder, tmp_path, typed="go\ncome\n" * number)
    assert steps_on_disk(tmp_path, hall) == [8, 6, 4, 2]
    plain(folder, tmp_path, "--continue", typed="go\n")
    assert steps_on_disk(tmp_path, hall) == [9, 6, 4, 2]


def test_nothing_to_continue(folder: Path, tmp_path: Path) -> None:
    done = plain(folder, tmp_path, "--continue")
    assert (done.stdout, done.returncode) == ("", 3)
    assert done.stderr == "there is no game to continue\n"


def test_a_game_killed_in_the_middle_of_a_save_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    slots = tmp_path / "test-story"
    slots.mkdir()
    strays = [slots / f".quick.json.{dead.pid}.00c0ffee.tmp", tmp_path / f".settings.json.{dead.pid}.0b.tmp"]
    for stray in strays:
        stray.write_bytes(b"half a sa")
    plain(folder, tmp_path, typed="go\n")
    assert not any(stray.exists() for stray in strays)
    (run,) = (name.removesuffix(".json") for name in files(slots) if name.endswith(".json"))
    assert only_saves(slots, run)


SIGNALS = {signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131, signal.SIGTERM: 143}


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_leaves_the_game_on_disk(
    folder: Path, hall: Story, tmp_path: Path, number: signal.Signals
) -> None:
    with waiting_game(folder, tmp_path, "go\ncome\n") as game:
        game.send_signal(number)
        assert game.wait(timeout=30) == SIGNALS[number]
        assert game.stderr is not None
        assert game.stderr.read() == ""
    assert steps_on_disk(tmp_path, hall) == [2]


def test_signals_at_any_moment_leave_what_was_answered_on_disk(
    folder: Path, hall: Story, tmp_path: Path
) -> None:
    """A signal may come between a choice and its save, or in the middle of one."""
    for number in range(6):
        saves = tmp_path / str(number)
        with waiting_game(folder, saves) as game:
            assert game.stdin is not None
            game.stdin.write("go\ncome\n" * 200)
            game.stdin.flush()
            game.send_signal(signal.SIGTERM)
            game.send_signal(signal.SIGHUP)  # a second one may not break off the last save
            told = game.communicate(timeout=30)[0]
            assert game.returncode in (129, 143)
        (steps,) = steps_on_disk(saves, hall) or [0]
        answers = told.count("Water") + told.count("The lamp")
        assert steps in (answers, answers + 1)
        assert only_saves(saves / hall.id, *autosaves(Saves(saves, hall)))


CRASH = """
import sys
from game.terminal.plain.game import Plain
from game.terminal.plain.teller import Teller
def broken(self, _): raise RuntimeError("a fault of the game")
{name} = broken
from game.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("name", ["Teller.history", "Plain._undo"])
def test_a_crash_leaves_the_game_on_disk(folder: Path, hall: Story, tmp_path: Path, name: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            CRASH.format(name=name),
            *command("play", folder, "--plain")[3:],
            "--save-dir",
            tmp_path,
        ],
        input="go\ncome\ngo\nhistory\nundo\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 70
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr + done.stdout
    (log,) = (file for file in files(tmp_path) if file.endswith(".log"))
    assert log in done.stderr
    assert "a fault of the game" in (tmp_path / log).read_text()
    assert steps_on_disk(tmp_path, hall) == [3]


# --- damage and refusals -------------------------------------------------------------


def test_a_damaged_save_is_told_on_the_command_line_and_in_the_game(folder: Path, tmp_path: Path) -> None:
    for load, typed in ((("--load", "one"), ""), ((), "load one\n")):
        saves = tmp_path / f"saves{len(typed)}"
        plain(folder, saves, typed="go\nsave one\ncome\nsave one\nsave one\n")
        path = saves / "test-story" / "one.json"
        path.write_bytes(path.read_bytes()[:-9])
        done = plain(folder, saves, *load, typed=typed)
        assert done.returncode == 0
        assert "`one` is damaged; this is the save before it, 1 choice long.\nWater, 2 steps" in done.stdout
        assert "one.damaged-1.json" in files(path.parent)
        path.with_name("one.json.bak").write_bytes(b"")
        done = plain(folder, saves, *load, typed=typed)
        assert "and there is no sound copy of it" in (done.stdout if typed else done.stderr)
        assert done.returncode == (0 if typed else 3)


@pytest.mark.parametrize("name", ["none", "no name", "../up", "UP", "con", "", "a/b", "아침", "\x1b[31m"])
def test_exit_codes_of_saves_that_are_not_there(folder: Path, tmp_path: Path, name: str) -> None:
    done = plain(folder, tmp_path, "--load", name)
    assert (done.stdout, done.returncode, done.stderr.count("\n")) == ("", 3, 1)
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    "data", [b"", b"[" * 200_000, b" " * 5_000_000], ids=["nothing", "brackets", "blanks"]
)
def test_junk_in_place_of_a_save(folder: Path, tmp_path: Path, data: bytes) -> None:
    slots = tmp_path / "test-story"
    slots.mkdir()
    (slots / "quick.json").write_bytes(data)
    done = plain(folder, tmp_path, typed="saves\nload\nsave\nload\n")
    assert done.returncode == 0
    assert re.search(r"^> quick: \(damaged\)$", done.stdout, re.MULTILINE)
    assert "Saved as `quick`." in done.stdout
    assert (slots / "quick.damaged-1.json").read_bytes() == data
    (slots / "quick.json").write_bytes(data)
    (slots / "quick.json.bak").unlink(missing_ok=True)
    assert plain(folder, tmp_path, "--load", "quick").returncode == 3


def test_the_profile_and_the_settings_cost_only_themselves(folder: Path, tmp_path: Path) -> None:
    plain(folder, tmp_path, typed="go\nsave\n")
    beside = [tmp_path / name for name in files(tmp_path) if name.endswith(".json")]
    assert any("profile" in path.name for path in beside)
    beside += [tmp_path / "settings.json"]
    for junk in (b"", b"\xff", b"[]", b'{"endings": 3, "scenes": {}, "measure": []}', b"[" * 100_000):
        for path in beside:
            path.write_bytes(junk)
        done = plain(folder, tmp_path, "--load", "quick", typed="come\n")
        assert done.stdout.startswith("Water, 2 steps deep.")
        assert (done.stderr, done.returncode) == ("", 0)
    for path in beside:
        path.unlink(missing_ok=True)
        path.mkdir()
    assert plain(folder, tmp_path, "--load", "quick").returncode == 0


def test_the_environment_names_the_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESCAPE_SAVE_DIR", str(tmp_path / "named"))
    subprocess.run(
        command("play", folder, "--plain"), input="go\nsave\n", text=True, capture_output=True, check=True
    )
    assert "quick.json" in files(tmp_path / "named" / "test-story")
    plain(folder, tmp_path / "chosen", typed="save\n")
    assert "quick.json" in files(tmp_path / "chosen" / "test-story")
