"""Where games, settings and profiles are kept."""

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
