"""kill -9 at random moments while saving: what is read back is the last save acknowledged, or the next."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, NoReturn

import pytest

from game import Playthrough, SaveError, Story, load_story
from game.play.saves.atomic_write import replace
from game.play.saves.saves import Saves
from game.terminal.plain.game import PROMPT
from tests.support.sampling import sample
from tests.support.saving import ROUND, Make, Write, command, only_saves, wander

ENDLESS = """\
hall: {text: Hall., choices: [{text: Go down., to: cellar}]}
cellar: {text: Cellar., choices: [{text: Come up., to: hall}]}
"""
Writer = Callable[[Path, bytes, Callable[[Path], bool]], None]


def plain_open(path: Path, data: bytes, _: Callable[[Path], bool]) -> None:
    """Write as anybody would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)


def unlink_then_rename(path: Path, data: bytes, _: Callable[[Path], bool]) -> None:
    """Write as those do who have been bitten once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name("fresh.tmp")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)
    fresh.rename(path)


class Lost(Exception):
    """What was acknowledged is gone."""


class Harness:
    """Lets a child save choice after choice, and kills it at a random moment."""

    def __init__(self, folder: Path, story: Story, writer: Writer, seed: int) -> None:
        self.folder = folder
        self.story = story
        self.writer = writer
        self.random = random.Random(seed)
        self.kills = 0
        self.saved = 0  # choices that were certainly on disk, over all children
        self.next = 0  # times that the save begun when the kill came was already the one read back

    def kill_until(self, most: int) -> None:
        """Kill one child after another. Raises Lost as soon as a save is lost."""
        for _ in range(most):
            self.kill()

    def kill(self) -> None:
        """Kill one child. Raises Lost if what it acknowledged can't be read back, nor the save after it."""
        listen, tell = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(listen)
            self._save_again_and_again(tell)
        os.close(tell)
        try:
            acknowledged = len(os.read(listen, 1))
            time.sleep(self.random.uniform(0, 0.008))
            os.kill(child, signal.SIGKILL)
            while data := os.read(listen, 65536):
                acknowledged += len(data)
        finally:
            os.close(listen)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        assert acknowledged, "the child could not save at all"
        self.kills += 1
        self._look(acknowledged)

    def _save_again_and_again(self, tell: int) -> NoReturn:
        try:
            saves, play = Saves(self.folder, self.story, self.writer), Playthrough(self.story)
            while True:
                wander(play, 1)
                saves.save(play)
                os.write(tell, b".")
        finally:
            os._exit(1)

    def _look(self, acknowledged: int) -> None:
        try:
            loaded = Saves(self.folder, self.story).load()
        except SaveError as error:
            raise Lost(f"{error}, after kill {self.kills}") from error
        found = len(loaded.play.log)
        if loaded.notice or found not in (acknowledged, acknowledged + 1):
            raise Lost(f"{acknowledged} saved, {found} read back, after kill {self.kills}: {loaded.notice}")
        self.saved += acknowledged
        self.next += found > acknowledged


@pytest.fixture
def hall(story: Make) -> Story:
    return story(ROUND, start="hall")


def nothing_lost(folder: Path, hall: Story, kills: int, seed: int) -> None:
    harness = Harness(folder, hall, replace, seed)
    harness.kill_until(kills)
    assert harness.kills == kills
    assert only_saves(folder / hall.id, "quick")
    assert harness.saved >= kills


def test_a_few_kills_lose_nothing(tmp_path: Path, hall: Story) -> None:
    nothing_lost(tmp_path, hall, 25, seed=1)


@pytest.mark.slow
def test_five_hundred_kills_lose_nothing(tmp_path: Path, hall: Story) -> None:
    for writer in range(4):
        nothing_lost(tmp_path / str(writer), hall, 125, seed=writer)


@pytest.mark.parametrize("writer", [plain_open, unlink_then_rename])
def test_the_harness_sees_a_writer_that_loses_saves(tmp_path: Path, hall: Story, writer: Writer) -> None:
    harness = Harness(tmp_path, hall, writer, seed=1)
    with pytest.raises(Lost):
        harness.kill_until(3_000)


# --- the game itself ----------------------------------------------------------------


def until_it_asks(out: IO[bytes]) -> bytes:
    """Read as far as the first prompt, before which a game is on disk."""
    shown = b""
    while not shown.endswith(PROMPT.encode()):
        letter = out.read(1)
        assert letter, shown
        shown += letter
    return shown


def killed_game(story: Path, told: Story, folder: Path, delay: float) -> tuple[int, int]:
    """Kill a game in plain mode that has asked; give how many choices it has answered, and how many are on disk."""
    before = len(Saves(folder, told).runs())
    process = subprocess.Popen(
        command("play", story, "--plain", "--save-dir", folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        shown = until_it_asks(process.stdout)
        process.stdin.write(b"1\n" * 10_000)
        process.stdin.flush()
        shown += until_it_asks(process.stdout)  # one choice is answered, however busy the machine
        time.sleep(delay)
        process.kill()
        shown += process.stdout.read()
        with suppress(BrokenPipeError):
            process.stdin.close()
    answers = shown.count(b"Hall.") + shown.count(b"Cellar.") - 1
    runs = Saves(folder, told).runs()  # a run is on disk from its first choice on
    return answers, runs[0].choices if len(runs) > before else 0


def games_lose_nothing(write: Write, tmp_path: Path, kills: int) -> None:
    folder = write(ENDLESS, start="hall")
    story = load_story(folder)
    pauses = random.Random(7)
    total = 0
    for number in range(kills):
        saves = tmp_path / "saves" / str(number % 7)
        answered, on_disk = killed_game(folder, story, saves, pauses.uniform(0, 0.06))
        assert on_disk in (answered, answered + 1)
        total += answered
        kept = Saves(saves, story).list()
        assert only_saves(saves / story.id, *(info.slot for info in kept))
        assert all(info.choices for info in kept)
        assert len(kept) <= number // 7 + 1
    assert total >= kills


def test_a_few_killed_games_lose_nothing(write_story: Write, tmp_path: Path) -> None:
    games_lose_nothing(write_story, tmp_path, 4)


@pytest.mark.slow
def test_many_killed_games_lose_nothing(write_story: Write, tmp_path: Path) -> None:
    games_lose_nothing(write_story, tmp_path, len(sample(range(80), 20)))
