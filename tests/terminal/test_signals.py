"""A signal at any moment: the right code within a second or so, the terminal whole, no traceback."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.ptys import NO_CHANGES, Pty, on_pty
from tests.support.stories import STORY

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="there are no such signals")]
WriteStory = Callable[..., Path]
COMMAND = [sys.executable, "-m", "game", "play"]
SLOW = "import time, game.play.open_session as one; first = one.load_story\none.load_story = lambda *a: (time.sleep(60), first(*a))[1]"
LONG = 3  # seconds: far more than a second, on a busy machine


@pytest.fixture
def story(write_story: WriteStory) -> Path:
    return write_story(STORY, "hall")


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    return tmp_path / "saves"


def left(game: Pty) -> int:
    """Wait for the end, which has to come soon, and give the exit code."""
    began = time.monotonic()
    code = game.ended()
    assert time.monotonic() - began < LONG
    return code if code >= 0 else 128 - code  # as a shell has it


def game_has_begun(game: Pty) -> bool:
    """Whether the process takes its signals itself, and no longer Python, as far as that can be known."""
    status = Path("/proc") / str(game.process.pid) / "status"
    caught = re.search(r"^SigCgt:\s*(\w+)", status.read_text(), re.MULTILINE) if status.exists() else None
    return caught is not None and bool(int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


@pytest.mark.parametrize("starts", [50])
def test_ctrl_c_at_any_moment_of_a_start(story: Path, saves: Path, starts: int) -> None:
    """Python writes a traceback, or drops it, in its first hundredths of a second, before the game is there."""
    chance = random.Random(41)
    command = [*COMMAND, str(story), "--save-dir", str(saves)]
    before_the_game = 0
    for _ in range(starts):
        game = Pty(command, (80, 24), NO_CHANGES)
        try:
            wait = time.monotonic() + chance.uniform(0, 0.6)
            while time.monotonic() < wait:
                game._read()
            began = game_has_begun(game)
            game.process.send_signal(signal.SIGINT)
            if chance.random() < 0.5:
                game.process.send_signal(chance.choice([signal.SIGINT, signal.SIGTERM]))
            while time.monotonic() < wait + LONG and game.process.poll() is None:
                game._read()
            if game.process.poll() is None:  # Python drops some interrupts while it starts
                assert b"Exception ignored" in game.raw or not began, game.text
                game.process.send_signal(signal.SIGINT)
            code = left(game)
            assert game.is_sane()
            if b"Traceback" in game.raw and not re.search(rb"game/(?!__)", game.raw):
                before_the_game += 1
                continue
            assert code in (130, 143), game.text
            assert b"Traceback" not in game.raw
        finally:
            game.close()
    assert before_the_game <= starts // 20


NAMES = ("SIGUSR1", "SIGUSR2", "SIGALRM", "SIGXCPU", "SIGVTALRM", "SIGPROF")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mode", ["screen", "plain"])
def test_no_signal_leaves_the_terminal_raw(story: Path, saves: Path, name: str, mode: str) -> None:
    with on_pty("play", story, "--save-dir", saves, *(["--plain"] if mode == "plain" else [])) as game:
        game.wait_for("3. Lie down.\n>" if mode == "plain" else "Begin")
        game.process.send_signal(getattr(signal, name))
        assert left(game) == 128 + getattr(signal, name)
        assert game.is_sane()


def test_the_title_of_a_slow_story_is_left_at_once(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves, script=SLOW) as game:
        game.wait_for("Begin").send("q")
        assert left(game) == 0
        assert game.is_sane()


@pytest.mark.parametrize("arguments", [[], ["--continue"], ["--plain"]])
def test_a_signal_while_a_slow_story_is_read(story: Path, saves: Path, arguments: list[str]) -> None:
    with on_pty("play", story, "--save-dir", saves, *arguments, script=f"{SLOW}\nprint('begun')") as game:
        game.wait_for("begun" if arguments else "Begin")
        time.sleep(0.5)
        game.process.send_signal(signal.SIGTERM)
        assert left(game) == 143
        assert game.is_sane()


def test_signals_that_were_ignored_before_end_it_too(story: Path, saves: Path) -> None:
    script = "import signal\nfor one in (1, 2, 3, 15): signal.signal(one, signal.SIG_IGN)"
    with on_pty("play", story, "--save-dir", saves, script=script) as game:
        game.wait_for("Begin").process.send_signal(signal.SIGHUP)
        assert left(game) == 129


def test_a_terminal_that_nobody_reads_holds_nobody_up(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin").send("\r").wait_for("The lamp")
        os.write(game.master, b"\x0c" * 200)  # draws until the terminal is full
        time.sleep(1)
        game.process.send_signal(signal.SIGTERM)
        assert game.process.wait(LONG) == 143
        game.ended()
        assert game.is_sane()


def test_many_changes_of_size_are_drawn_few_times(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin")
        for _ in range(5000):
            game.process.send_signal(signal.SIGWINCH)
        began = time.monotonic()
        game.send("q")
        assert game.ended() == 0
        assert time.monotonic() - began < LONG


def test_a_stop_that_can_not_be_prepared_for_is_drawn_over_again(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin")
        game.process.send_signal(signal.SIGSTOP)
        time.sleep(0.3)
        termios.tcsetattr(game.slave, termios.TCSANOW, game.before)  # as a shell does
        os.write(game.slave, b"\x1b[?1049l\x1b[2J\x1b[H$ fg\r\n")
        game.wait_for("$ fg")
        game.process.send_signal(signal.SIGCONT)
        game.wait_for("Begin").send("q")
        assert left(game) == 0
        assert game.is_sane()


def test_a_terminal_without_end_is_drawn_as_far_as_there_is_use_for(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves, size=(65535, 65535)) as game:
        while b"Begin" not in game.raw:
            assert game._read() or game.process.poll() is None
        size = Path(f"/proc/{game.process.pid}/status").read_text()
        peak = next(int(line.split()[1]) for line in size.splitlines() if line.startswith("VmHWM"))
        assert peak < 300_000  # kB
        game.send("q")
        assert game.ended() == 0
