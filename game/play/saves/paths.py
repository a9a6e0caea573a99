"""Where things are: the saves, settings and profiles of a player, and the story that comes with the game."""

from __future__ import annotations

import os
from pathlib import Path


def save_folder(chosen: str | None = None) -> Path:
    """Give the folder for saves: the one chosen, `$ESCAPE_SAVE_DIR`, or the platform's for user data."""
    named = chosen or os.environ.get("ESCAPE_SAVE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_data_path  # late: it costs a third of the start

    return Path(user_data_path("escape-account", appauthor=False))


def shipped_story() -> Path:
    """Give the folder of the story that comes with the game: in the wheel, or beside the source."""
    package = Path(__file__).parent.parent.parent
    inside = package / "scenes"
    return inside if inside.is_dir() else package.parent / "scenes"
