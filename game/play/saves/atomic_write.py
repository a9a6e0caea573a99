"""A file replaced so that it can't be lost: old or new, never neither.

Problem: the game may be killed, the disk be full or the power fail in the middle of a write; a file that is
written in place is then half of each. Method: what is new is written beside the old file and synced, the old
one is kept as `.bak`, and rename puts the new one in its place at once; the folder is synced last, since a
name is on the disk only then. Nothing in that order can change places. Source: the manuals of rename(2) and
fsync(2); T. Pillai and others, "All File Systems Are Not Created Equal" (OSDI 2014), on what is lost
without each of the two syncs. A folder that is made on the way is synced in its parent, or a power cut could
take the first save with it. A symbolic link stays one: the file that it leads to is replaced.

    quick.json       two choices    quick.json       three choices
    quick.json.bak   one choice     quick.json.bak   two choices
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

_TEMPORARY = re.compile(r"\..+\.(\d+)\.[0-9a-f]+\.tmp\Z")
_ours: set[str] = set()  # the temporary files that this very process is writing


def target(path: Path) -> Path:
    """Return the file that a path means: where it leads, if it is a link."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path  # noqa: PTH114 - no folder is closed to it


def backup(path: Path) -> Path:
    """Return the path under which the file before the last one is kept."""
    path = target(path)
    return path.with_name(path.name + ".bak")


def stamp_of(path: Path) -> tuple[int, ...]:
    """Return what changes whenever a file is replaced or written. Raises OSError."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def replace(path: Path, data: bytes, sound: Callable[[Path], bool]) -> None:
    """Replace the file at `path`, keeping the one that stands there as its backup if it is `sound`.

    One that is not sound is set aside under a name of its own. Raises OSError; the file is then
    what it was before, or, if only the last step failed, what it should be.
    """
    path = target(path)
    _make_folder(path.parent)
    try:
        _replace(path, data, sound)
    except FileNotFoundError:
        # Another process swept the temporary file: it could not know that its writer lives, in another
        # container or on another machine. Sweeping is rare, so once more is enough.
        _replace(path, data, sound)


def _replace(path: Path, data: bytes, sound: Callable[[Path], bool]) -> None:
    with _temporary(path) as fresh:
        _write(fresh, data)
        with _synced_folder(path.parent):
            if os.path.lexists(path):
                keep(path, backup(path) if sound(path) else _aside(path))
            fresh.replace(path)


def set_aside(path: Path) -> None:
    """Move a damaged file out of the way, under a name that no other has. Raises OSError."""
    path = target(path)
    path.replace(_aside(path))


def keep(path: Path, other: Path) -> None:
    """Keep a file under another name too, replacing what has that name. Raises OSError."""
    with _temporary(path) as spare:
        try:
            os.link(path, spare)
        except OSError:  # where files have one name only
            _write(spare, path.read_bytes())
        # rename(2) does nothing where both names are one file already; the spare is deleted then.
        spare.replace(other)


def sweep(folder: Path) -> None:
    """Delete temporary files that processes which are gone have left behind."""
    with suppress(OSError):
        for name in os.listdir(folder):
            match = _TEMPORARY.match(name)
            if match and name not in _ours and not alive_elsewhere(int(match.group(1))):
                with suppress(OSError):
                    (folder / name).unlink()


def alive_elsewhere(process: int) -> bool:
    """Whether a process of this number runs here and is not this one."""
    if process == os.getpid() or os.name == "nt":
        # In a container every game may have the same number. On Windows signal 0 is Ctrl-C, and
        # a file that is being written can't be deleted anyway.
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _aside(path: Path) -> Path:
    slot, *rest = path.name.split(".")
    names = (path.with_name(".".join([slot, f"damaged-{number}", *rest])) for number in count(1))
    return next(name for name in names if not os.path.lexists(name))


@contextmanager
def _temporary(path: Path) -> Iterator[Path]:
    """Yield a path for a temporary file beside `path`; whatever is left there in the end is deleted."""
    name = f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp"
    _ours.add(name)
    try:
        yield path.with_name(name)
    finally:
        _ours.discard(name)
        with suppress(OSError):
            path.with_name(name).unlink()


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, each with its name on the disk."""
    if folder.is_dir() or folder == folder.parent:
        return
    _make_folder(folder.parent)
    with _synced_folder(folder.parent):
        folder.mkdir(exist_ok=True, mode=0o700)


@contextmanager
def _synced_folder(folder: Path) -> Iterator[None]:
    """Have what happens to names in a folder on the disk at the end.

    The folder is opened first: whatever could fail should fail before anything has changed.
    """
    if os.name == "nt":  # a folder can't be opened there
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield
        _sync(descriptor)
    finally:
        os.close(descriptor)


def _sync(folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # this file system can't do it
            raise
