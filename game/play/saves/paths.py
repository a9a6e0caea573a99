"""Where things are: the saves, settings and profiles of a player, and the story that comes with the game."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from game.story.diagnostics.problem import GameError


def save_folder(chosen: str | None = None) -> Path:
    """Return the folder for saves: the one chosen, `$ESCAPE_SAVE_DIR`, or the platform's for user data.

    Raises GameError where nobody knows where that is, as for a user without a home.
    """
    named = chosen or os.environ.get("ESCAPE_SAVE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_data_path  # late: it costs a third of the start

    with suppress(RuntimeError, KeyError):
        folder = Path(user_data_path("escape-account", appauthor=False))
        if folder.is_absolute():
            return folder
    raise GameError("there is no home folder for saved games: name one with --save-dir")


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    named = os.environ.get("ESCAPE_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return Path(user_cache_path("escape-account", appauthor=False))


def shipped_story() -> Path:
    """Return the folder of the story that comes with the game: in the wheel, or beside the source."""
    package = Path(__file__).parent.parent.parent
    inside = package / "scenes"
    found = os.path.isdir(inside)  # noqa: PTH112 - no, and not an error, where one may not look
    return inside if found else package.parent / "scenes"
