"""Every way out of the game, on a real terminal; and which of the two front ends a terminal gets."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Step, load_story
from game.play.saves.saves import Saves
from tests.support.ptys import Pty, on_pty
from tests.support.stories import STORY

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")]
WriteStory = Callable[..., Path]
SIGNALS = {"SIGHUP": 129, "SIGINT": 130, "SIGQUIT": 131, "SIGTERM": 143}


@pytest.fixture
def story(write_story: WriteStory) -> Path:
    return write_story(STORY, "hall")


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    return tmp_path / "saves"


def autosaved(story: Path, saves: Path) -> tuple[Step, ...]:
    return Saves(saves, load_story(story)).load_newest().play.log


def test_quit_leaves_the_terminal_as_it_was(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin").send("\r").wait_for("The lamp is out")
        assert b"\x1b[?1049h" in game.raw
        game.send("1").wait_for("A nail").send("q")
        assert game.ended() == 0
        assert game.is_sane()
    assert autosaved(story, saves) == (("hall", "feel_along_the_wall_for_the_key"),)


def played(story: Path, saves: Path, command: list[str], path: Path) -> str:
    """Play one choice in a game started by a command, with a folder first on the path; give its last words."""
    folders = f"{path}{os.pathsep}{os.environ['PATH']}"
    game = Pty([*command, "play", str(story), "--save-dir", str(saves)], (400, 24), {"PATH": folders})
    try:
        game.wait_for("Begin").send("\r").wait_for("The lamp is out").send("1").wait_for("A nail").send("q")
        assert game.ended() == 0
        return game.text[game.text.rindex("Run 1 is kept") :]
    finally:
        game.close()


def test_who_leaves_is_told_by_which_command_this_game_goes_on(story: Path, tmp_path: Path) -> None:
    """The one that it was started by, with the same story and saves: it can be typed as it stands."""
    script = tmp_path / "bin" / "escape"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nfrom game.__main__ import main\nmain()\n", encoding="utf-8")
    script.chmod(0o755)
    python = sys.executable
    for named, command, path in (
        (f"{python} -m game", [python, "-m", "game"], script.parent),
        (str(script), [str(script)], tmp_path),
        ("escape", ["escape"], script.parent),
    ):
        saves = tmp_path / f"saves of {path.name} {len(command)}"
        to_go_on = f"{named} play {story} --save-dir '{saves}' --continue"
        assert f"Continue, or `{to_go_on}`, goes on in it." in played(story, saves, command, path)


def test_enter_that_is_typed_before_the_screen_is_there_is_kept(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.send("\r").wait_for("The lamp is out").send("q")
        assert game.ended() == 0


def test_ctrl_c_leaves_with_130(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin").send("\x03")
        assert game.ended() == 130
        assert game.is_sane()


@pytest.mark.parametrize(("name", "code"), SIGNALS.items())
@pytest.mark.parametrize("mode", ["screen", "plain"])
def test_a_signal_leaves_the_terminal_as_it_was_and_the_game_on_disk(
    story: Path, saves: Path, name: str, code: int, mode: str
) -> None:
    plain = ["--plain"] if mode == "plain" else []
    with on_pty("play", story, "--save-dir", saves, *plain) as game:
        if not plain:
            game.wait_for("Begin").send("\r")
        game.wait_for("Lie down.").send("1\r" if plain else "1").wait_for("A nail")
        game.process.send_signal(getattr(signal, name))
        assert game.ended() == code
        assert game.is_sane()
        assert "Traceback" not in game.text
    assert len(autosaved(story, saves)) == 1


def test_a_closed_terminal_ends_the_game_with_129(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin").send("\r").wait_for("The lamp is out")
        game.send("1").wait_for("A nail")
        assert game.hang_up() == 129
    assert len(autosaved(story, saves)) == 1


BREAKS = {
    "while drawing": "scene.StoryScreen.status = broken",
    "in a key": "game_actions.GameActions._undo = broken",
    "in the background": "app.Terminal._tick = broken",
}


@pytest.mark.parametrize("where", BREAKS)
def test_a_fault_leaves_the_terminal_as_it_was_with_one_line_and_a_report(
    story: Path, saves: Path, where: str
) -> None:
    script = f"""
import json, pathlib
import game.terminal.screens.story as scene, game.terminal.app as app
from game.terminal.screens import game_actions
calls = []
def broken(*_):
    calls.append(1)
    if len(calls) < 2 and "drawing" in {where!r}:
        return ""
    raise RuntimeError("deliberately broken")
{BREAKS[where]}
"""
    if where == "in the background":
        saves.mkdir()
        (saves / "settings.json").write_text('{"speed": "slow"}')
    with on_pty("play", story, "--save-dir", saves, script=script) as game:
        game.wait_for("Begin").send("\r")
        if where == "while drawing":
            game.wait_for("The lamp").send("2")
        elif where == "in a key":
            game.wait_for("The lamp").send("u")
        assert game.ended() == 70
        assert game.is_sane()
        words = " ".join(game.text.split())
        assert words.count("Something broke in the game") == 1
        assert "Traceback" not in words
        assert "deliberately" not in words
    (report,) = saves.glob("crash-*.log")
    assert "deliberately broken" in report.read_text()
    assert report.name in game.text.replace("\n", "")


def test_a_story_with_errors_ends_with_1_after_the_title(write_story: WriteStory, saves: Path) -> None:
    story = write_story("hall: {to: nowhere}", "hall")
    with on_pty("play", story, "--save-dir", saves) as game:
        assert game.ended() == 1
        assert game.is_sane()
        assert "R201" in game.text


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--continue"], 3), (["--load", "nothing"], 3), (["--load", "No!"], 3)]
)
def test_what_can_not_be_gone_on_with_never_reaches_the_screen(
    story: Path, saves: Path, arguments: list[str], code: int
) -> None:
    with on_pty("play", story, "--save-dir", saves, *arguments) as game:
        assert game.ended() == code
        assert b"\x1b" not in game.raw


def test_continue_goes_on_where_a_killed_game_was(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin").send("\r").wait_for("The lamp").send("2").wait_for("You sit.")
        game.process.kill()
        assert game.ended() == -signal.SIGKILL
    with on_pty("play", story, "--save-dir", saves, "--continue") as game:
        game.wait_for("You sit.").send("\x1b[5~").wait_for("The lamp is out")  # a window back
        game.send("q")
        assert game.ended() == 0


@pytest.mark.parametrize(
    ("size", "env"),
    [
        ((80, 24), {"TERM": "dumb"}),
        ((80, 24), {"TERM": ""}),
        ((19, 24), {}),
        ((80, 5), {}),
        ((80, 24), {"ESCAPE_PLAIN": "1"}),
    ],
)
def test_a_terminal_that_can_not_be_drawn_on_gets_plain_lines(
    story: Path, saves: Path, size: tuple[int, int], env: dict[str, str]
) -> None:
    with on_pty("play", story, "--save-dir", saves, size=size, env=env) as game:
        game.wait_for("3. Lie down.\n>").send("quit\r")
        assert game.ended() == 0
        assert b"\x1b" not in game.raw


@pytest.mark.parametrize(
    ("env", "pointer", "rule"),
    [({}, "▸", "─"), ({"TERM": "linux"}, "►", "─"), ({"ESCAPE_ASCII": "1"}, ">", "-")],
)
def test_a_terminal_gets_the_signs_that_it_has(
    story: Path, saves: Path, env: dict[str, str], pointer: str, rule: str
) -> None:
    with on_pty("play", story, "--save-dir", saves, env=env) as game:
        game.wait_for("Begin").wait_for(f"{pointer} 1  Begin").send("\r").wait_for(rule * 80).send("q")
        assert game.ended() == 0
        assert not env.get("ESCAPE_ASCII") or game.raw.isascii()


def test_the_setting_for_plain_mode_holds_until_it_is_taken_back(story: Path, saves: Path) -> None:
    saves.mkdir()
    (saves / "settings.json").write_text('{"plain": true, "measure": 51}')
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("3. Lie down.\n>").send("screen\r").wait_for("whole screen again").send("quit\r")
        assert game.ended() == 0
        assert b"\x1b" not in game.raw
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin").send("q")
        assert game.ended() == 0


COLOUR = re.compile(rb"\x1b\[[0-9;]*(?:3[0-7]|4[0-7]|38|48|9[0-7])[0-9;]*m")


@pytest.mark.parametrize(
    ("env", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"CLICOLOR": "0"}, False), ({"NO_COLOR": ""}, True)],
)
def test_colour_goes_where_it_is_not_wanted(
    story: Path, saves: Path, env: dict[str, str], coloured: bool
) -> None:
    saves.mkdir()
    (saves / "settings.json").write_text('{"theme": "dark"}')
    with on_pty("play", story, "--save-dir", saves, env=env) as game:
        game.wait_for("Begin").send("q")
        assert game.ended() == 0
        assert (COLOUR.search(game.raw) is not None) == coloured


def test_truecolor_is_used_where_it_is_offered(story: Path, saves: Path) -> None:
    saves.mkdir()
    (saves / "settings.json").write_text('{"theme": "dark"}')
    with on_pty("play", story, "--save-dir", saves, env={"COLORTERM": "truecolor"}) as game:
        game.wait_for("Begin").send("q")
        game.ended()
        assert b"48;2;22;24;26" in game.raw


def test_nothing_is_written_and_no_time_taken_while_nobody_presses_a_key(story: Path, saves: Path) -> None:
    with on_pty("play", story, "--save-dir", saves) as game:
        game.wait_for("Begin").send("\r").wait_for("The lamp")
        while game._read():
            pass
        taken = _ticks(game.process.pid)
        written = len(game.raw)
        for _ in range(30):
            game._read()
        assert len(game.raw) == written
        assert _ticks(game.process.pid) - taken <= 5  # of 150
        game.send("q")
        assert game.ended() == 0


def _ticks(process: int) -> int:
    """How much time a process has taken, in the kernel's ticks."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
