from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from game.play.saves.atomic_write import alive_elsewhere, backup, keep, replace, set_aside, sweep
from tests.support.saving import files


def any_file(path: Path) -> bool:
    return True


def no_file(path: Path) -> bool:
    return False


def test_the_file_before_is_the_backup(tmp_path: Path) -> None:
    path = tmp_path / "new" / "one.json"
    for data in (b"first", b"second", b"third"):
        replace(path, data, any_file)
    assert path.read_bytes() == b"third"
    assert backup(path).read_bytes() == b"second"
    assert files(path.parent) == {"one.json", "one.json.bak"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_folder_that_is_made_is_on_the_disk_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    fsync = os.fsync

    def remembered(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", remembered)
    path = tmp_path / "a" / "b" / "c" / "one.json"
    replace(path, b"first", any_file)
    assert {folder.stat().st_ino for folder in path.parents[:4]} <= synced
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in path.parents[:3]} == {0o700}


def test_a_temporary_file_that_another_has_swept_is_written_again(tmp_path: Path) -> None:
    """As two containers do on one folder, where every process has the same number."""
    path = tmp_path / "one.json"
    path.write_bytes(b"first")
    swept: list[Path] = []

    def meanwhile(_: Path) -> bool:
        if not swept:
            swept.extend(tmp_path.glob(".*.tmp"))
            for temporary in swept:
                temporary.unlink()
        return True

    replace(path, b"second", meanwhile)
    assert swept
    assert (path.read_bytes(), backup(path).read_bytes()) == (b"second", b"first")


def test_what_is_not_sound_is_set_aside_and_never_the_backup(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    replace(path, b"first", any_file)
    replace(path, b"second", any_file)
    for junk in (b"junk 1", b"junk 2"):
        path.write_bytes(junk)
        replace(path, b"third", no_file)
    assert path.read_bytes() == b"third"
    assert backup(path).read_bytes() == b"first"
    assert (tmp_path / "one.damaged-1.json").read_bytes() == b"junk 1"
    assert (tmp_path / "one.damaged-2.json").read_bytes() == b"junk 2"


def test_a_damaged_backup_is_set_aside_under_its_slots_name(tmp_path: Path) -> None:
    (tmp_path / "one.json.bak").write_bytes(b"junk")
    set_aside(tmp_path / "one.json.bak")
    assert files(tmp_path) == {"one.damaged-1.json.bak"}


def test_two_names_of_one_file_leave_no_third(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    replace(path, b"first", any_file)
    os.link(path, backup(path))  # a crash after the backup was made and before the rename
    replace(path, b"second", any_file)
    assert (path.read_bytes(), backup(path).read_bytes()) == (b"second", b"first")
    keep(path, tmp_path / "other")
    keep(path, tmp_path / "other")
    assert files(tmp_path) == {"one.json", "one.json.bak", "other"}


def test_where_files_have_one_name_only_the_backup_is_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "one.json"
    replace(path, b"first", any_file)
    replace(path, b"second", any_file)
    assert (path.read_bytes(), backup(path).read_bytes()) == (b"second", b"first")
    assert files(tmp_path) == {"one.json", "one.json.bak"}


def dead_process() -> int:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_only_what_dead_processes_left_is_swept(tmp_path: Path) -> None:
    dead = [f".one.json.{dead_process()}.0a1b.tmp", f".one.json.{os.getpid()}.0a1b.tmp"]
    dead.append(f".one.json.{10**30}.0a1b.tmp")
    living = [f".one.json.{os.getppid()}.0a1b.tmp", "one.json", "one.json.bak", "notes.tmp", ".tmp"]
    for name in (*dead, *living):
        (tmp_path / name).write_bytes(b"")
    sweep(tmp_path)
    assert files(tmp_path) == set(living)
    sweep(tmp_path / "there is no such folder")


def test_a_file_being_written_here_is_not_swept(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(b"first")

    def meanwhile(_: Path) -> bool:
        sweep(tmp_path)
        return True

    replace(path, b"second", meanwhile)
    assert path.read_bytes() == b"second"


def test_who_is_alive() -> None:
    assert alive_elsewhere(os.getppid())
    assert not alive_elsewhere(os.getpid())
    assert not alive_elsewhere(dead_process())
