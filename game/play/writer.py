"""A file replaced so that it can't be lost: old or new, never neither.

The order is that of saves.md's sources, the manuals of rename(2) and fsync(2):
temporary file, fsync, the old one kept as `.bak`, rename, fsync of the folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

_numbers = count()
_TEMPORARY = re.compile(r"\..+\.(\d+)\.\d+\.tmp\Z")


def backup(path: Path) -> Path:
    """Give the path under which the file before the last one is kept."""
    return path.with_name(path.name + ".bak")


def replace(path: Path, data: bytes, sound: Callable[[Path], bool]) -> None:
    """Replace the file at `path`, keeping the one that stands there as its backup if it is `sound`.

    One that is not sound is set aside under a name of its own. Raises OSError; what stood there
    before is then untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = _temporary(path)
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            if sound(path):
                _keep(path)
            else:
                set_aside(path)
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    _sync_folder(path.parent)


def set_aside(path: Path) -> Path:
    """Move a damaged file out of the way, under a name that no other has, and give that name."""
    for number in count(1):
        aside = path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")
        if not aside.exists():
            path.replace(aside)
            return aside
    raise AssertionError("counting never ends")


def sweep(folder: Path) -> None:
    """Delete temporary files that processes which are gone have left behind."""
    with suppress(OSError):
        for name in os.listdir(folder):
            match = _TEMPORARY.match(name)
            if match and not alive(int(match.group(1))):
                with suppress(OSError):
                    (folder / name).unlink()


def alive(process: int) -> bool:
    """Whether a process of this number runs here."""
    if process == os.getpid():
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{next(_numbers)}.tmp")


def _keep(path: Path) -> None:
    """Give the file a second name as the backup; where files have one name only, copy it."""
    spare = _temporary(path)
    try:
        try:
            os.link(path, spare)
        except OSError:
            spare.write_bytes(path.read_bytes())
        spare.replace(backup(path))
    finally:
        # rename(2) does nothing where both names are one file already, and leaves the spare.
        with suppress(OSError):
            spare.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder can't be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
