"""A small story to begin with, written into an author's folder."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from game.story.authoring.json_schema import as_json
from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import GameError

SCHEMA = "escape.schema.json"


def begin(folder: Path) -> None:
    """Write the story of `game/template` and the schema for editors into a folder, which is made if need be.

    Raises GameError if the folder has anything in it already, or can't be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise GameError(f"the folder `{folder}` is not empty")
        _copy(files("game") / "template", folder)
        (folder / SCHEMA).write_text(as_json(), encoding="utf-8")
    except FileExistsError:
        raise GameError(f"`{folder}` is a file, not a folder") from None
    except OSError as error:
        raise GameError(f"the story can't be written to `{folder}`: {system_reason(error)}") from None


def _copy(source: Traversable, folder: Path) -> None:
    for entry in source.iterdir():
        if entry.is_dir():
            (folder / entry.name).mkdir()
            _copy(entry, folder / entry.name)
        else:
            (folder / entry.name).write_bytes(entry.read_bytes())
