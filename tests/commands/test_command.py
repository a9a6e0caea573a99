"""The command as a user runs it: a process, its words and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import escape

WAYS_ON = """\
1. Undo the last choice.
2. Chapters: begin a new run from one of them.
3. Hear this run again. `export FILE` writes it into a file.
4. Endings found.
5. Begin a new run at the beginning.
> """
Write = Callable[..., Path]
STORY = """
a:
  text: Hall.
  choices: [{text: Look around., say: Dust.}, {text: Leave., to: b}]
b: {ending: {title: Out, text: Road.}}
"""


def test_playing_to_an_ending(write_story: Write, tmp_path: Path) -> None:
    done = escape("play", str(write_story(STORY)), "--plain", "--save-dir", str(tmp_path), typed="1\nlea\n")
    assert done.stdout == (
        "Hall.\n\n2 choices.\n1. Look around.\n2. Leave.\n> Dust.\n\n2 choices.\n1. Look around.\n2. Leave.\n"
        "> Out\n\nRoad.\n\nThe end. Run 1 is kept.\n\n" + WAYS_ON
    )
    assert (done.stderr, done.returncode) == ("", 0)


def test_continuing_and_loading(write_story: Write, tmp_path: Path) -> None:
    story = str(write_story(STORY))
    common = ("play", story, "--plain", "--save-dir", str(tmp_path))
    assert "nothing" in escape(*common, typed="undo\n").stdout
    escape(*common, typed="1\nsave one\nquit\n")
    for how in (("--continue",), ("--load", "one")):
        done = escape(*common, *how, typed="")
        assert done.stdout == "Hall.\n\nDust.\n\n2 choices.\n1. Look around.\n2. Leave.\n> "
        assert done.returncode == 0
    assert escape(*common, "--load", "two").returncode == 3
    assert (
        escape("play", story, "--plain", "--continue", ESCAPE_SAVE_DIR=str(tmp_path / "empty")).returncode
        == 3
    )


def test_what_is_not_understood_gets_one_line_and_costs_nothing(write_story: Write, tmp_path: Path) -> None:
    typed = [
        "xyzzy",
        "99",
        "0",
        "",
        "save ../../etc",
        "load nothing",
        "undo",
        "\x1b[A",
        "9" * 400,
        "²",
        "l" * 9000,
    ]
    common = ("play", str(write_story(STORY)), "--plain", "--save-dir", str(tmp_path))
    done = escape(*common, typed="\n".join(typed))
    after = done.stdout.split("2. Leave.\n", 1)[1]
    answers = after.removeprefix("> ").removesuffix("> ").split("> ")
    assert [answer.count("\n") for answer in answers] == [1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1]
    assert (done.stderr, done.returncode) == ("", 0)


def test_a_story_that_cannot_be_played(write_story: Write) -> None:
    done = escape("play", str(write_story("a: {to: b}")), "--plain")
    assert done.returncode == 1
    assert "scenes.yaml:1:9" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [("play", "/no/such/story"), ("play", "--width", "wide"), ("fly",), ("--fly",)]
)
def test_wrong_use_exits_2(arguments: tuple[str, ...]) -> None:
    done = escape(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error(write_story: Write, tmp_path: Path) -> None:
    command = f"{sys.executable} -m game play {write_story(STORY)} --plain --save-dir {tmp_path}"
    done = subprocess.run(
        ["bash", "-c", f"yes 1 | head -n 5000 | {command} | head -n 1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("Hall.\n", "")


def test_a_full_device_is_one_line(write_story: Write, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "game",
                "play",
                str(write_story(STORY)),
                "--plain",
                "--save-dir",
                str(tmp_path),
            ],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.stderr.count("\n") == 1
    assert "no space" in done.stderr


def test_an_encoding_that_lacks_a_character_gets_a_stand_in(write_story: Write, tmp_path: Path) -> None:
    story = write_story("a: {text: 림규남, ending: {title: Out}}")
    done = escape("play", str(story), "--plain", "--save-dir", str(tmp_path), PYTHONIOENCODING="ascii:strict")
    assert (done.stdout, done.returncode) == ("???\n\nOut\n\nThe end.\n\n" + WAYS_ON, 0)


def test_plain_mode_imports_no_screen(tmp_path: Path) -> None:
    """Fast, and usable where no screen can be: neither prompt_toolkit nor asyncio is loaded."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "game", "play", "--plain", "--save-dir", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert {"game", "yaml", "transitions"} <= loaded
    assert not {"prompt_toolkit", "asyncio"} & loaded


def test_the_version_is_told() -> None:
    done = escape("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("escape ")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_fault(write_story: Write, tmp_path: Path, closed: str) -> None:
    command = f"{sys.executable} -m game play {write_story(STORY)} --plain --save-dir {tmp_path} {closed}"
    done = subprocess.run(
        ["bash", "-c", f"echo 1 | {command}"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_here_means_the_story_whose_folder_this_is(
    write_story: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_story("a: {to: nowhere}")
    monkeypatch.chdir(folder / "one")
    for verb in ("lint", "verify", "test", "stats"):
        done = escape(verb)
        assert f"this is the story in `{folder}`" in done.stderr
        assert done.returncode == 1
    named = escape("lint", str(folder / "story.yaml"))
    assert (named.stderr, named.stdout.count("R201")) == ("", 1)
    monkeypatch.chdir(folder.parent)
    assert "this is the game's own" in escape("lint").stderr


def test_a_verb_that_there_is_not_is_answered_with_the_likely_one() -> None:
    done = escape("lnit", "inn")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "there is no verb and no story folder `lnit`; did you mean `lint`?\n"


def test_every_place_of_one_mistake_is_told(write_story: Write) -> None:
    scenes = "".join(f"s{number}: {{to: nowhere}}\n" for number in range(8)) + "a: {to: s0}\n"
    folder = write_story(scenes)
    told = escape("lint", str(folder)).stdout
    assert "here and in 7 more places" in told
    assert told.count("scenes.yaml:") == 6
    assert "and 2 more" in told
    problem = json.loads(escape("lint", str(folder), "--format", "json").stdout.splitlines()[0])
    assert [one["line"] for one in problem["also"]] == [2, 3, 4, 5, 6, 7, 8]


def test_the_same_seed_shows_the_same_words(write_story: Write, tmp_path: Path) -> None:
    words = "|".join(f"word{number}" for number in range(50))
    folder = write_story(f"a: {{text: '{{any: {words}}}', choices: [{{text: Go., to: a}}]}}")
    common = ("play", str(folder), "--plain", "--save-dir", str(tmp_path / "saves"))
    first, again, other = (
        escape(*common, "--seed", seed, typed="1\n1\n1\n").stdout for seed in ("7", "7", "8")
    )
    assert first == again != other
