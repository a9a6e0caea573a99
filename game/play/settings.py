"""What a player has set, kept between games. A file that can't be read costs only itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from game.locale.messages import LANGUAGES, SYSTEM
from game.play.saves.json_file import read_object, write_object

MEASURES = tuple(range(45, 76, 3))  # 66 is one of them
THEMES = ("terminal", "dark", "light", "contrast")
SPEEDS = ("at once", "fast", "slow")


class Settings(NamedTuple):
    """How a player wants the game.

    `language` is one that the game speaks, or the computer's own. `measure` is the width of the text in
    cells, `lines` how far its rows stand apart, `italics` how stress is shown, `speed` how words come,
    `taken` whether choices taken before are marked, `news` how it is told that a page has something new;
    `ascii` draws with signs of ASCII alone.
    """

    language: str = SYSTEM
    measure: int = 66
    lines: str = "close"
    italics: str = "slanted"
    theme: str = "terminal"
    speed: str = "at once"
    taken: str = "not marked"
    news: str = "a line"
    mouse: bool = False
    ascii: bool = False
    plain: bool = False


ALLOWED: dict[str, tuple[Any, ...]] = {
    "language": (SYSTEM, *LANGUAGES),
    "measure": MEASURES,
    "lines": ("close", "open"),
    "italics": ("slanted", "stars", "none"),
    "theme": THEMES,
    "speed": SPEEDS,
    "taken": ("not marked", "marked"),
    "news": ("a line", "a dot"),
    "mouse": (False, True),
    "ascii": (False, True),
    "plain": (False, True),
}


def read_settings(folder: Path) -> Settings:
    """Read the settings kept in a folder; whatever is missing or can't be is as it was at first."""
    found = read_object(settings_path(folder))
    kept = {name: found[name] for name, allowed in ALLOWED.items() if _is_one(found.get(name), allowed)}
    return Settings(**kept)


def _is_one(value: object, allowed: tuple[object, ...]) -> bool:
    return any(value == one and type(value) is type(one) for one in allowed)


def write_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings, and what a newer game has set. Raises OSError; the old ones are then kept."""
    path = settings_path(folder)
    write_object(path, {**read_object(path), **settings._asdict()})


def settings_path(folder: Path) -> Path:
    """Return the file of the settings."""
    return folder / "settings.json"
