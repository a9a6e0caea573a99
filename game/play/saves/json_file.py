"""A small JSON object on disk that anybody may have written: settings, a profile, whose saves a folder holds.

It is replaced as saves are (`saves.atomic_write`), so its backup is read where the file itself is no use.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from game.locale.messages import tr
from game.play.saves.atomic_write import backup, replace

MAX_BYTES = 4 * 1024 * 1024


def read_object(path: Path) -> dict[str, Any]:
    """Read an object; from its backup if it is damaged, empty if that is no use either."""
    found = _read(path)
    if found is None:
        found = _read(backup(path))
    return found or {}


def write_object(path: Path, value: dict[str, Any]) -> None:
    """Write an object so that the file is the old one or the new one. Raises OSError."""
    data = _as_text(value).encode("ascii")
    if len(data) > MAX_BYTES:
        raise OSError(f"this would be more than {MAX_BYTES:,} bytes")
    if odd_file(path):
        raise OSError(f"`{path.name}` is not a file")
    replace(path, data, lambda old: _read(old) is not None)


def odd_file(path: Path) -> str:
    """Say in a line that something else lies where a file should be, if so; empty if not."""
    odd = os.path.exists(path) and not os.path.isfile(path)  # noqa: PTH110, PTH113 - no folder is closed to these
    return tr("`{name}` is passed over: it is not a file.", name=path.name) if odd else ""


def _as_text(value: dict[str, Any]) -> str:
    """Return an object as JSON, one name a line: as quick as in one line, and still to be read by people."""
    lines = (f" {json.dumps(name)}: {json.dumps(value[name], sort_keys=True)}" for name in sorted(value))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _read(path: Path) -> dict[str, Any] | None:
    """Read an object without waiting for anybody; None if there is none."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            found = json.loads(file.read(MAX_BYTES + 1))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
