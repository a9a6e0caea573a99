"""What broke in the game itself, written down for whoever is to mend it."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from game.play.saves.paths import save_folder
from game.story.diagnostics.problem import GameError


def write_down(error: Exception, save_dir: str | None = None) -> Path:
    """Write a report of a fault, and give its path: beside the saves, or where temporary files go."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"Python {platform.python_version()} on {platform.platform()}",
        f"arguments: {sys.argv[1:]!r}",
        "",
        *traceback.format_exception(error),
    ]
    report = "\n".join(lines).encode("utf-8", "backslashreplace")
    name = f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.log"
    try:
        folder = save_folder(save_dir)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(report)
    except (OSError, GameError):  # no such folder, and none that could be found either
        descriptor, named = tempfile.mkstemp(prefix="escape-", suffix=f"-{name}")
        with os.fdopen(descriptor, "wb") as file:
            file.write(report)
        return Path(named)
    return path
