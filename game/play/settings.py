"""What a player has set, kept between games. A file that can't be read costs only itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from game.play.saves.atomic_write import replace

MAX_BYTES = 4 * 1024 * 1024
MEASURES = tuple(range(45, 76, 3))  # 66 is one of them
THEMES = ("terminal", "dark", "light", "contrast")
SPEEDS = ("at once", "fast", "slow")


class Settings(NamedTuple):
    """How a player wants the game: the width of the text in cells, colours, pace, mouse, plain mode."""

    measure: int = 66
    theme: str = "terminal"
    speed: str = "at once"
    mouse: bool = False
    plain: bool = False


ALLOWED: dict[str, tuple[Any, ...]] = {
    "measure": MEASURES,
    "theme": THEMES,
    "speed": SPEEDS,
    "mouse": (False, True),
    "plain": (False, True),
}


def read_settings(folder: Path) -> Settings:
    """Read the settings kept in a folder; whatever is missing or can't be is as it was at first."""
    found = read_object(_path(folder))
    kept = {name: found[name] for name, allowed in ALLOWED.items() if _is_one(found.get(name), allowed)}
    return Settings(**kept)


def _is_one(value: object, allowed: tuple[object, ...]) -> bool:
    return any(value == one and type(value) is type(one) for one in allowed)


def write_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings. Raises OSError; the old ones are then kept."""
    write_object(_path(folder), settings._asdict())


def _path(folder: Path) -> Path:
    return folder / "settings.json"


def read_object(path: Path) -> dict[str, Any]:
    """Read a small JSON object; one that is missing or damaged is empty."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(MAX_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write_object(path: Path, value: dict[str, Any]) -> None:
    """Write a JSON object so that the file is the old one or the new one. Raises OSError."""
    data = json.dumps(value, indent=1, sort_keys=True).encode("ascii")
    replace(path, data, lambda old: bool(read_object(old)))
