"""Several games at once, and a system that refuses: nothing is lost, and the game goes on."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from game import Playthrough, SaveError, Story, load_story
from game.play.saves.saves import Saves
from tests.support.saving import (
    ROUND,
    Make,
    Write,
    autosaves,
    command,
    files,
    only_saves,
    plain,
    same,
    until_prompt,
    wander,
)

OTHER = 65534  # a user who is not root, whom modes bind


@pytest.fixture
def hall(story: Make) -> Story:
    return story(ROUND, start="hall")


def in_child(work: Callable[[], object]) -> int:
    """Do some work in a child process, which exits 0 if it comes to its end; give its id."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    return child


def code_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# --- many at once -------------------------------------------------------------------


def read_while_writing(folder: Path, hall: Story, writers: int, saves: int) -> None:
    """Have processes save to one slot, each its own game, while two others read it."""
    games = [wander(Playthrough(hall), steps) for steps in range(writers)]
    whole = {(play.log, play.state) for play in games}
    Saves(folder, hall).save(games[0])

    def write(play: Playthrough) -> None:
        slot = Saves(folder, hall)
        for _ in range(saves):
            slot.save(play)

    def read() -> None:
        while True:
            loaded = Saves(folder, hall).load()
            assert loaded.notice == ""
            assert (loaded.play.log, loaded.play.state) in whole

    readers = [in_child(read) for _ in range(2)]
    children = [in_child(partial(write, play)) for play in games]
    assert [code_of(child) for child in children] == [0] * writers
    for reader in readers:
        assert os.waitpid(reader, os.WNOHANG) == (0, 0)  # it has met nothing but whole saves
        os.kill(reader, signal.SIGKILL)
        assert code_of(reader) == -signal.SIGKILL
    assert only_saves(folder / hall.id, "quick")
    loaded = Saves(folder, hall).load().play
    assert (loaded.log, loaded.state) in whole


def test_processes_saving_to_one_slot_never_spoil_it(tmp_path: Path, hall: Story) -> None:
    read_while_writing(tmp_path, hall, writers=3, saves=40)


@pytest.mark.slow
def test_eight_processes_save_two_hundred_times_each(tmp_path: Path, hall: Story) -> None:
    read_while_writing(tmp_path, hall, writers=8, saves=200)


def test_two_games_at_once_never_share_an_autosave(write_story: Write, tmp_path: Path) -> None:
    story = write_story(ROUND, start="hall")
    plain(story, tmp_path, typed="2\n1\n")
    games = [
        subprocess.Popen(
            command("play", story, "--plain", "--save-dir", tmp_path, "--continue"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=0,
        )
        for _ in range(2)
    ]
    for game in games:  # both go on from the same save before either plays
        until_prompt(game)
    for game, lines in zip(games, ("go\ncome\ngo\n", "go\n"), strict=True):
        assert game.stdin is not None
        game.stdin.write(lines)
        game.stdin.flush()
    for game in games:
        assert game.communicate(timeout=30)[0]
        assert game.returncode == 0
    saves = Saves(tmp_path, load_story(story))
    assert sorted(len(saves.load(slot).play.log) for slot in autosaves(saves)) == [3, 5]


# --- a system that refuses ----------------------------------------------------------


def test_a_full_disk(tmp_path: Path, hall: Story) -> None:
    old, new = wander(Playthrough(hall), 2), wander(Playthrough(hall), 60)
    Saves(tmp_path, hall).save(old)
    size = (tmp_path / hall.id / "quick.json").stat().st_size

    def work() -> None:
        saves = Saves(tmp_path, hall)
        for room in (0, 1, size // 2, size):
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, size + 1))
            with pytest.raises(SaveError, match="could not be saved: file too large"):
                saves.save(new)
            assert same(saves.load().play, old)
        assert only_saves(tmp_path / hall.id, "quick")

    assert code_of(in_child(work)) == 0


def test_no_file_handles_left(tmp_path: Path, hall: Story) -> None:
    old, new = wander(Playthrough(hall), 2), wander(Playthrough(hall), 5)
    Saves(tmp_path, hall).save(old)

    def work() -> None:
        saves = Saves(tmp_path, hall)
        used = os.open(os.devnull, os.O_RDONLY)
        for more in (0, 1):  # none at all; one, so that the folder can't be opened beside the file
            resource.setrlimit(
                resource.RLIMIT_NOFILE, (used + more, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
            )
            with suppress(SaveError):
                saves.save(new)
                assert more
            if not more:
                for refused in (saves.load, saves.list, saves.load_newest):
                    with pytest.raises(SaveError, match="too many open files"):
                        refused()
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        assert len(saves.load().play.log) in (2, 5)
        assert only_saves(tmp_path / hall.id, "quick")

    assert code_of(in_child(work)) == 0


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Yield a folder that every user may enter and change, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwx", folder], check=True)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("mode", [0o555, 0o111, 0o000])
def test_a_folder_closed_to_the_player(open_to_all: Path, hall: Story, mode: int) -> None:
    old, new = wander(Playthrough(hall), 2), wander(Playthrough(hall), 5)
    folder = open_to_all / hall.id

    def work() -> None:
        os.setgid(OTHER)
        os.setuid(OTHER)
        saves = Saves(open_to_all, hall)
        saves.save(old)
        folder.chmod(mode)
        again = Saves(open_to_all, hall)
        with pytest.raises(SaveError, match="could not be saved: permission denied"):
            again.save(new)
        with pytest.raises(SaveError):
            again.delete("quick")
        if mode & 0o444:
            assert same(again.load().play, old)
            assert [info.slot for info in again.list()] == ["quick"]
        else:
            with pytest.raises(SaveError, match="permission denied"):
                again.list()
        if not mode:
            with pytest.raises(SaveError, match="permission denied"):
                again.load()
        folder.chmod(0o755)
        assert same(again.load().play, old)

    assert code_of(in_child(work)) == 0
    assert only_saves(folder, "quick")


def test_a_missing_folder_is_made_and_a_file_in_its_place_is_refused(tmp_path: Path, hall: Story) -> None:
    Saves(tmp_path / "a" / "b" / "c", hall).save(Playthrough(hall))
    assert files(tmp_path / "a" / "b" / "c" / hall.id) == {"quick.json"}
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        saves = Saves(folder, hall)
        with pytest.raises(SaveError, match="could not be saved: "):
            saves.save(Playthrough(hall))
        with pytest.raises(SaveError):
            saves.load()
        with pytest.raises(SaveError):
            saves.load_newest()
    assert (tmp_path / "file").read_text() == "mine"


# --- the game goes on ---------------------------------------------------------------

TYPED = "go\nsave\ncome\nload\nsaves\nrest\nhistory\nundo\n"


@pytest.mark.parametrize("where", ["file", "file/below"])
def test_a_game_that_cannot_save_is_played_all_the_same(
    write_story: Write, tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").write_text("mine")
    done = plain(write_story(ROUND, start="hall"), tmp_path / where, typed=TYPED)
    assert (done.stderr, done.returncode) == ("", 0)
    answers = done.stdout.split("\n> ")
    assert answers[1].startswith("The game can't save by itself: ")
    assert done.stdout.count("can't save by itself") == 1
    assert answers[2].startswith("`quick` could not be saved: ")
    assert answers[2].count("\n") == 0
    assert "Water, 2 steps deep." in answers[1]


def test_a_disk_that_fills_up_while_playing(write_story: Write, tmp_path: Path) -> None:
    story = write_story(ROUND, start="hall")
    plain(story, tmp_path / "trial", typed="go\nsave one\n")
    most = (tmp_path / "trial" / "test-story" / "one.json").stat().st_size + 8
    game = subprocess.run(
        command("play", story, "--plain", "--save-dir", tmp_path),
        input="go\nsave one\ncome\nsave one\nsave one\ngo\nquit\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert (game.stderr, game.returncode) == ("", 0)
    assert "Saved as `one`." in game.stdout
    assert "`one` could not be saved: file too large" in game.stdout
    assert game.stdout.count("The game can't save by itself") == 1
    done = plain(story, tmp_path, "--load", "one")
    assert done.stdout.startswith("Water, 2 steps deep.")


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits of another process are Linux's")
def test_file_handles_that_run_out_while_playing(write_story: Write, tmp_path: Path) -> None:
    game = subprocess.Popen(
        command("play", write_story(ROUND, start="hall"), "--plain", "--save-dir", tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert game.stdin is not None
    assert game.stdout is not None
    while game.stdout.read(1) != b">":
        pass
    before = files(tmp_path / "test-story")
    hard = resource.prlimit(game.pid, resource.RLIMIT_NOFILE)[1]  # type: ignore[attr-defined,unused-ignore]
    resource.prlimit(game.pid, resource.RLIMIT_NOFILE, (3, hard))  # type: ignore[attr-defined,unused-ignore]
    game.stdin.write(b"go\nsave\nsaves\nload\nhistory\nhelp\nstatus\nundo\nnonsense\ngo\n")
    game.stdin.flush()
    game.stdin.close()
    told = game.stdout.read().decode()
    with game:
        assert game.stderr is not None
        assert game.stderr.read() == b""
    assert game.returncode == 0
    assert told.count("too many open files") == 4
    assert told.count("Water, 2 steps deep.") == 3
    assert files(tmp_path / "test-story") == before
