"""A mark that a sitting has a run open. It belongs to the sitting, and not to a process number.

The mark is a lock on a file (flock(2)): the system lets go of it when whoever holds it ends, however
that happens, and two containers in which every process has the same number are still told apart. Where
files can't be locked there is no mark, and only the run's file itself says that another wrote it
(`saves.run`).
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


class HeldError(Exception):
    """Another sitting holds the lock."""


class Lock:
    """A lock that is held until it is released, or its holder ends. Raises HeldError and OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1
        while self._file < 0:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(file)
                # Whoever held it may have deleted the file in the meantime: then this is no file any more.
                if _same(file, path):
                    self._file = file
            finally:
                if self._file != file:
                    os.close(file)

    def release(self) -> None:
        """Let go of it; the second time, nothing happens."""
        if self._file >= 0:
            with suppress(OSError):
                self._path.unlink()
            os.close(self._file)
            self._file = -1


def sweep_locks(folder: Path) -> None:
    """Delete the files of locks that nobody holds: whoever did was killed."""
    with suppress(OSError):
        for path in folder.glob(".*.lock"):
            with suppress(HeldError, OSError):
                Lock(path).release()


def _same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise HeldError from None

else:
    import fcntl

    def _lock(file: int) -> None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HeldError from None
