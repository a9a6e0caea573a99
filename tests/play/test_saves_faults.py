"""A crash or an error at every step of writing leaves the old save or the new one, and no stray file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from game import Playthrough, SaveError, Story
from game.play.saves.saves import Saves
from tests.support.saving import ROUND, Make, files, only_saves, same, wander

# Every function of the system that writing a save calls.
STEPS = ("mkdir", "open", "write", "fsync", "close", "link", "replace", "rename", "unlink")


class Crash(BaseException):
    """The process is gone: nothing that it would have done afterwards is done."""


class Faults:
    """Lets the system fail at one call, counted from 0; after a crash every later call is a crash too."""

    def __init__(self, at: int, fault: BaseException) -> None:
        self.at = at
        self.fault = fault
        self.calls: list[str] = []
        self.late = False  # whether a call that fails has done its work all the same

    def instead_of(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            number = len(self.calls)
            self.calls.append(name)
            if number < self.at or (number > self.at and not isinstance(self.fault, Crash)):
                return real(*args, **kwargs)
            if name == "close" or (self.late and number == self.at):
                real(*args, **kwargs)
            raise self.fault

        return call


@contextmanager
def failing(faults: Faults) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, faults.instead_of(name, getattr(os, name)))
        yield


@pytest.fixture
def hall(story: Make) -> Story:
    return story(ROUND, start="hall")


def faults_at_every_step(fault: BaseException, attempt: Callable[[Faults], None]) -> list[str]:
    """Attempt the same with a fault at each call, until none is left to fail; give the calls."""
    for at in range(100):
        for late in (False, True):
            faults = Faults(at, fault)
            faults.late = late
            attempt(faults)
        if at >= len(faults.calls):
            return faults.calls
    raise AssertionError("a save takes fewer calls than that")


def saved_under(faults: Faults, saves: Saves, play: Playthrough) -> str | None:
    """Save, and give what is said when that fails; None if it doesn't."""
    try:
        with failing(faults):
            saves.save(play)
    except SaveError as error:
        return str(error)
    except Crash:
        return "crash"
    return None


FAULTS: dict[str, BaseException] = {
    "crash": Crash(),
    "EIO": OSError(errno.EIO, "Input/output error"),
    "ENOSPC": OSError(errno.ENOSPC, "No space left on device"),
    "EACCES": OSError(errno.EACCES, "Permission denied"),
}


@pytest.mark.parametrize("kept", [0, 1, 2])
@pytest.mark.parametrize("fault", FAULTS)
def test_old_or_new_and_never_neither(tmp_path: Path, hall: Story, fault: str, kept: int) -> None:
    """`kept` saves lie there already: none, one, or one and its backup."""
    old, new = wander(Playthrough(hall), 2), wander(Playthrough(hall), 5)
    number = iter(range(10_000))

    def attempt(faults: Faults) -> None:
        folder = tmp_path / str(next(number))
        saves = Saves(folder, hall)
        for _ in range(kept):
            saves.save(old)
        said = saved_under(faults, saves, new)
        failed = said is not None
        assert said in (None, "crash") or str(said).startswith("`quick` could not be saved: ")
        again = Saves(folder, hall)  # a new game sweeps what a dead one left
        if kept or files(folder / "test-story") or not failed:
            loaded = again.load()
            assert same(loaded.play, new) or (failed and kept and same(loaded.play, old))
            assert loaded.notice == ""
        assert only_saves(folder / "test-story", "quick")
        again.save(new)
        assert same(again.load().play, new)

    calls = faults_at_every_step(FAULTS[fault], attempt)
    assert {"open", "write", "fsync", "close"} <= set(calls)
    assert {"replace", "rename"} & set(calls)
    assert ("link" in calls) == bool(kept)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_copied_backup_is_no_less_safe(tmp_path: Path, hall: Story, fault: str) -> None:
    """The same where a file can't have two names, and the backup is written."""
    old, new = wander(Playthrough(hall), 2), wander(Playthrough(hall), 5)
    number = iter(range(10_000))

    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    def attempt(faults: Faults) -> None:
        folder = tmp_path / str(next(number))
        saves = Saves(folder, hall)
        for _ in range(2):
            saves.save(old)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "link", no_links)
            saved_under(faults, saves, new)
        loaded = Saves(folder, hall).load()
        assert same(loaded.play, new) or same(loaded.play, old)
        assert loaded.notice == ""
        assert only_saves(folder / "test-story", "quick")

    assert faults_at_every_step(FAULTS[fault], attempt).count("write") == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_save_is_still_there_after_a_fault(tmp_path: Path, hall: Story, fault: str) -> None:
    new = wander(Playthrough(hall), 5)
    number = iter(range(10_000))

    def attempt(faults: Faults) -> None:
        slots = tmp_path / str(next(number)) / "test-story"
        slots.mkdir(parents=True)
        (slots / "quick.json").write_bytes(b"junk")
        saved_under(faults, Saves(slots.parent, hall), new)
        found = {name: (slots / name).read_bytes() for name in files(slots) if "tmp" not in name}
        assert b"junk" in found.values()
        assert "quick.json.bak" not in found
        assert found["quick.json"] == b"junk" or same(Saves(slots.parent, hall).load().play, new)

    faults_at_every_step(FAULTS[fault], attempt)


def test_a_disk_that_takes_a_little_at_a_time_gets_it_all(
    tmp_path: Path, hall: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data[:7])))
    play = wander(Playthrough(hall), 5)
    saves = Saves(tmp_path, hall)
    saves.save(play)
    assert same(saves.load().play, play)


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_sync_folders_is_none_the_worse(
    tmp_path: Path, hall: Story, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    fsync = os.fsync

    def only_files(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112 (a link that is no path)
            raise OSError(code, "no")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", only_files)
    Saves(tmp_path, hall).save(Playthrough(hall))
    assert same(Saves(tmp_path, hall).load().play, Playthrough(hall))
