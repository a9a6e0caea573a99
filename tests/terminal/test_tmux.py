"""What only a terminal with a shell on it shows: job control, resizing, widths, a screen reader's reading."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tests.support.ptys import LONG
from tests.support.stories import PAGES, STORY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]
WriteStory = Callable[..., Path]


class Tmux:
    """A shell in a tmux of its own."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._socket = str(folder / "tmux")
        width, height = size
        shell = "env PS1='$ ' bash --norc --noprofile"
        self._do("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height), shell)
        self._do("set", "-g", "status", "off")
        self.wait_for("$")

    def _do(self, *command: str) -> str:
        return subprocess.run(
            ["tmux", "-S", self._socket, *command], check=True, capture_output=True, text=True
        ).stdout

    def type(self, text: str) -> Tmux:
        self._do("send-keys", "-l", text)
        return self

    def press(self, *keys: str) -> Tmux:
        for key in keys:
            self._do("send-keys", key)
        return self

    def resize(self, width: int, height: int) -> Tmux:
        self._do("resize-window", "-x", str(width), "-y", str(height))
        return self

    @property
    def text(self) -> str:
        return self._do("capture-pane", "-p")

    @property
    def cursor_row(self) -> str:
        return self.text.splitlines()[int(self._do("display", "-p", "#{cursor_y}"))]

    def wait_for(self, words: str) -> Tmux:
        self.wait_until(lambda: words in self.text, words)
        return self

    def wait_until(self, holds: Callable[[], bool], what: str = "it") -> None:
        until = time.monotonic() + LONG
        while not holds():
            assert time.monotonic() < until, f"`{what}` never came:\n{self.text}"
            time.sleep(0.02)

    def close(self) -> None:
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], check=False, capture_output=True)


Start = Callable[..., Tmux]


@pytest.fixture
def start(write_story: WriteStory, tmp_path: Path) -> Iterator[Start]:
    """Play in tmux."""
    running: list[Tmux] = []

    def play(size: tuple[int, int] = (80, 24), *arguments: str, scenes: str = STORY) -> Tmux:
        story = write_story(scenes, "hall", pages=PAGES)
        tmux = Tmux(tmp_path, size)
        running.append(tmux)
        options = " ".join(arguments)
        tmux.type(
            f"clear; PYTHONPATH={ROOT} {sys.executable} -m game play {story} --save-dir {tmp_path / 'saves'} {options}"
            '; echo "left with $?"'
        ).press("Enter")
        return tmux

    yield play
    for tmux in running:
        tmux.close()


def test_a_playthrough_in_a_shell(start: Start) -> None:
    game = start()
    game.wait_for("Begin").press("Enter").wait_for("The lamp is out")
    game.press("1").wait_for("behind the hat the key").press("Space", "1").wait_for("waits under the tree")
    game.press("Space", "1").wait_for("You have found 1.").press("q").wait_for("left with 0")
    assert "You have found" not in game.text


def test_ctrl_z_steps_out_and_fg_comes_back(start: Start) -> None:
    game = start()
    game.wait_for("Begin").press("Enter").wait_for("The lamp is out")
    for _ in range(2):
        game.press("C-z").wait_for("Stopped")
        assert "The lamp is out" not in game.text
        game.type("stty -a | grep -o ' icanon\\| echo '").press("Enter").wait_for("icanon")
        game.type('clear; fg; echo "left with $?"').press("Enter").wait_for("The lamp is out")
    game.press("2").wait_for("You sit.").press("q").wait_for("left with 0")


def test_a_stop_signal_from_outside_restores_and_redraws_too(start: Start) -> None:
    game = start()
    game.wait_for("Begin").press("Enter").wait_for("The lamp is out")
    pane = int(game._do("display", "-p", "#{pane_pid}"))
    child = int(Path(f"/proc/{pane}/task/{pane}/children").read_text().split()[0])
    os.kill(child, 20)  # SIGTSTP
    game.wait_for("Stopped")
    assert "The lamp is out" not in game.text
    game.type('clear; fg; echo "left with $?"').press("Enter").wait_for("The lamp is out")
    game.press("2").wait_for("You sit.").press("q").wait_for("left with 0")


def test_resizing_in_mid_scene_keeps_the_place(start: Start) -> None:
    words = "\n\n    ".join(f"This is paragraph {number} " + "of many words " * 9 for number in range(30))
    game = start(scenes=f"hall:\n  text: |\n    {words}\n  choices: [{{text: On., say: You go on.}}]\n")
    game.wait_for("Begin").press("Enter").wait_for("paragraph 0").press("Space", "Space")
    game.wait_for("paragraph 12")
    first = game.text.splitlines()[2].strip()
    for width, height in ((40, 12), (20, 6), (15, 4), (200, 60), (61, 17)):
        game.resize(width, height)
        if width >= 20:
            game.wait_until(lambda: first.split()[-1] in game.text)
        else:
            game.wait_for("too small")
    game.resize(80, 24).wait_until(lambda: game.text.splitlines()[2].strip() == first, first)
    game.press("End").wait_for("1  On.").press("1").wait_for("You go on.").press("q").wait_for("left with 0")


def test_wide_characters_keep_the_columns(start: Start) -> None:
    game = start((60, 20))
    game.wait_for("Begin").press("Enter").wait_for("The lamp").press("1").wait_for("hat").press("Space", "1")
    game.wait_for("림규남 waits under the tree.")
    game.press("s").type("림규남")
    game.wait_for("Save as: 림규남")
    game.press("Enter").wait_for("Saved as").press("q").wait_for("left with 0")


def test_the_cursor_is_where_a_screen_reader_looks(start: Start) -> None:
    game = start()
    game.wait_for("Begin").press("Enter").wait_for("The lamp is out")
    game.wait_until(lambda: "The hall" in game.cursor_row)
    game.press("Down")
    game.wait_until(lambda: "Feel along" in game.cursor_row)
    game.press("m").wait_until(lambda: "Go on" in game.cursor_row)
    game.press("Escape").wait_until(lambda: "Go on" not in game.text)
    game.press("q").wait_for("left with 0")


def test_plain_mode_reads_from_top_to_bottom(start: Start) -> None:
    """What a screen reader says: every line once, in order, nothing redrawn."""
    game = start((80, 24), "--plain")
    game.wait_for("3. Lie down.").type("1").press("Enter").wait_for("behind the hat the key")
    game.type("quit").press("Enter").wait_for("left with 0")
    lines = [line for line in game.text.splitlines() if line]
    first = next(number for number, line in enumerate(lines) if line == "The hall")
    assert lines[first : first + 13] == [
        "The hall",
        "The lamp is *out*, and the stove too.",
        "You hear water.",
        "3 choices.",
        "1. Feel along the wall for the key.",
        "   (The door is locked.)",
        "2. Sit down.",
        "3. Lie down.",
        "> 1",
        "A nail, a hat, and behind the hat the key.",
        "You carry: Ring on a cord.",
        "3 choices.",
        "1. Go through the door.",
    ]


def test_joined_emoji_and_flags_leave_no_rests(start: Start) -> None:
    scenes = """
hall:
  text: "Beware of \U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f1f0\U0001f1f7, the tree. One sees a sign."
  choices:
    - {text: Look., say: "One \U0001f468\u200d\U0001f469\u200d\U0001f467 tree sees \U0001f1f0\U0001f1f7 thee."}
    - {text: Other., say: Other words that are plain.}
"""
    game = start((60, 20), scenes=scenes)
    game.wait_for("Begin").press("Enter").wait_for("sees a")
    for key in ("1", "2", "1", "u", "h"):
        game.press(key).wait_until(lambda: "keys" in game.text)
    game.wait_for("History").press("Escape")
    game.wait_for("1  Look.").press("2").wait_for("plain.")
    words = {word.strip('.,"') for line in game.text.splitlines()[2:-1] for word in line.split()}
    told = "Beware of and the tree One sees a sign Look Other thee words that are plain 1 2 press number"
    assert {word for word in words if word.isascii() and word.isalpha()} <= set(told.split()) | {
        "Press",
        "or",
    }
    game.press("q").wait_for("left with 0")
