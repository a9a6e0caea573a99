"""Whose saves a folder holds. A story's id is a name that two stories may have; a save belongs to one.

A story is known again by what its files say (its fingerprint) or by the folder it is read from (its
home): an author changes the one, a player moves the other. The saves of the first story with an id lie
in `<save folder>/<id>`, those of another one with the same id in `<id>.<home>`, and each of these
folders says in `.story.json` whose it is.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from game.play.saves.json_file import read_object, write_object
from game.play.saves.paths import shipped_story

if TYPE_CHECKING:  # the title screen asks before anything of the story is read
    from game.story.model import Story

SHIPPED = "shipped"  # the home of the story that comes with the game, wherever that is installed
_OWNER = ".story.json"


def home_of(folder: Path) -> str:
    """Return a short name for the place where a story is read from, which says nothing of the path."""
    real = os.path.realpath(folder)
    if real == os.path.realpath(shipped_story()):
        return SHIPPED
    return hashlib.sha256(os.fsencode(real)).hexdigest()[:16]


def key_before_reading(folder: Path, id_: str, story_folder: Path) -> str:
    """Return the name under which a story that is not read yet most likely keeps its saves."""
    return _key(folder, id_, home_of(story_folder)) or id_


def key_of(folder: Path, story: Story) -> str:
    """Return the name under which a story keeps its saves and its profile in a save folder."""
    home = home_of(story.folder)
    known = _key(folder, story.id, home, story.fingerprint)
    if known is None and not os.path.lexists(folder / story.id / _OWNER) and _kin(folder / story.id, story):
        return story.id
    return known or f"{story.id}.{home[:8]}"


def _key(folder: Path, id_: str, home: str, fingerprint: str = "") -> str | None:
    """Find the folder that says that it is this story's."""
    for key in (id_, *_others(folder, id_)):
        owner = read_object(folder / key / _OWNER)
        if home in _texts(owner, "homes") or fingerprint in _texts(owner, "fingerprints"):
            return key
    return None


def _kin(folder: Path, story: Story) -> bool:
    """Whether saves in a folder that says nothing can be this story's; one is enough.

    Version 1 said nothing, and files that are copied one by one leave what begins with a dot behind. A save
    may be this story's, of whatever edition, if half of the choices taken in it are known.
    """
    from game.play.saves.slots import read_all

    strange = False
    for record in read_all(folder):
        if record.story != story.id:
            continue
        steps = set(record.log)
        known = sum(_has(story, scene, key) for scene, key in steps)
        if 2 * known >= len(steps) if steps else record.snapshot.scene in story.scenes:
            return True
        strange = True
    return not strange


def _has(story: Story, scene: str, key: str) -> bool:
    return scene in story.scenes and any(choice.key == key for choice in story.scenes[scene].choices)


def remember_owner(folder: Path, key: str, story: Story) -> None:
    """Write down whose saves a folder holds; where that can't be done, nothing is said."""
    path, home = folder / key / _OWNER, home_of(story.folder)
    owner = read_object(path)
    homes = _texts(owner, "homes")
    now = {"homes": homes if home in homes else [*homes, home], "fingerprints": [story.fingerprint]}
    if now != owner:
        with suppress(OSError):
            write_object(path, now)


def _others(folder: Path, id_: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.startswith(f"{id_}."))
    except OSError:
        return []


def _texts(owner: dict[str, object], name: str) -> list[str]:
    found = owner.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
