"""The saves of one story as files: named slots and autosaves, listed, read and deleted."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from game.play.saves.atomic_write import alive_elsewhere, backup, keep, replace, set_aside, sweep
from game.play.saves.record import MAX_BYTES, DamagedError, NewerError, Record, SaveError, decode, encode
from game.story.diagnostics.problem import GameError

AUTOSAVES = 3  # of games with choices, kept, the newest ones
DAMAGED, NEWER = "damaged", "of a newer game"
_SLOT = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}\Z")
_AUTOSAVE = re.compile(r"auto-\d+-[0-9a-f]{6}\Z")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


class SlotError(GameError):
    """A name that no save can have."""


class SaveInfo(NamedTuple):
    """A line of the list of saves. `when` is in seconds since 1970.

    `fault` says why it can't be loaded, if it can't: it is DAMAGED, or of a NEWER game.
    `played` says that choices were taken in it, or may have been, in this account or an earlier one.
    """

    slot: str
    title: str
    chapter: str
    place: str
    when: float
    choices: int
    fault: str = ""
    played: bool = True

    @property
    def sound(self) -> bool:
        """Whether it can be loaded."""
        return not self.fault

    @property
    def automatic(self) -> bool:
        """Whether the game itself made this save."""
        return is_autosave(self.slot)


def autosave_name() -> str:
    """Give a slot for the autosaves of one game, which no other game has."""
    return f"auto-{os.getpid()}-{os.urandom(3).hex()}"


def is_autosave(slot: str) -> bool:
    """Whether a slot is one that the game itself saves to."""
    return _AUTOSAVE.match(slot) is not None


class Slots:
    """The folder `<save folder>/<story id>`. Every method raises SlotError for a name that can't be one."""

    def __init__(self, folder: Path, story: str) -> None:
        self.story = story
        self.folder = folder / story
        self._written: dict[Path, tuple[int, ...]] = {}  # what this game wrote is sound while it is untouched
        sweep(folder)
        sweep(self.folder)

    @classmethod
    def of_all_stories(cls, folder: Path) -> list[Slots]:
        """Give the slots of every story that has any in a save folder. Raises SaveError."""
        return [cls(folder, name) for name in sorted(_names(folder)) if (folder / name).is_dir()]

    def path(self, slot: str) -> Path:
        """Give the file of a slot."""
        if not _SLOT.match(slot) or slot in _DEVICES:
            raise SlotError(
                f"`{slot}` can't be the name of a save: use small letters, digits, `-` and `_`, at most 32"
            )
        return self.folder / f"{slot}.json"

    def write(self, slot: str, record: Record) -> None:
        """Write a save. Raises SaveError if that can't be done; the old save is then as it was."""
        path = self.path(slot)
        try:
            replace(path, encode(record), self._sound)
            self._written[path] = _stamp(path)
        except OSError as error:
            raise SaveError(f"`{slot}` could not be saved: {reason(error)}") from None

    def read(self, slot: str, spare: bool = False) -> Record:
        """Read a save, or its backup: the save before it.

        Raises DamagedError if the file is not what was written, NewerError if it is a newer game's,
        and OSError if it can't be read.
        """
        path = self.path(slot)
        return _read(backup(path) if spare else path)

    def exists(self, slot: str) -> bool:
        """Whether there is a save of that name, or its backup, or no way to tell."""
        path = self.path(slot)
        return _may_exist(path) or _may_exist(backup(path))

    def set_aside(self, slot: str, spare: bool = False) -> None:
        """Move a damaged save, or its backup, out of the way."""
        path = self.path(slot)
        with suppress(OSError):
            set_aside(backup(path) if spare else path)

    def keep_old(self, slot: str) -> None:
        """Keep a save as it is, whatever is saved there later, under a name made from its contents."""
        path = self.path(slot)
        with suppress(OSError):
            old = path if os.path.lexists(path) else backup(path)
            digest = hashlib.sha256(old.read_bytes()).hexdigest()
            keep(old, path.with_name(f"{slot}.kept-{digest[:8]}.json"))

    def delete(self, slot: str) -> None:
        """Delete a save and its backup. Raises SaveError if there is none or it can't be done."""
        if not self.exists(slot):
            raise SaveError(f"there is no save `{slot}`")
        path = self.path(slot)
        try:
            backup(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise SaveError(f"`{slot}` could not be deleted: {reason(error)}") from None

    def list(self) -> list[SaveInfo]:
        """List the saves, the newest first. Raises SaveError if the folder can't be read."""
        found = [self._info(slot) for slot in self._names()]
        return sorted((info for info in found if info), key=lambda info: (-info.when, info.slot))

    def thin_out(self, current: str) -> None:
        """Delete the autosaves of games that are over, but for the newest that were played; never `current`.

        Raises SaveError if the folder can't be read.
        """
        automatic = [info for info in self.list() if info.automatic and info.fault != NEWER]
        kept = {info.slot for info in [info for info in automatic if info.played][:AUTOSAVES]}
        for slot in {info.slot for info in automatic} - kept - {current}:
            if not alive_elsewhere(int(slot.split("-")[1])):
                with suppress(SaveError):
                    self.delete(slot)

    def _names(self) -> set[str]:
        names = {name.removesuffix(".bak") for name in _names(self.folder)}
        slots = {name.removesuffix(".json") for name in names if name.endswith(".json")}
        return {slot for slot in slots if _SLOT.match(slot) and slot not in _DEVICES}

    def _info(self, slot: str) -> SaveInfo | None:
        path, fault = self.path(slot), DAMAGED
        for one in (path, backup(path)):
            try:
                record = _read(one)
                when = one.stat().st_mtime
                played = bool(record.log or record.start)
                return SaveInfo(
                    slot, record.title, record.chapter, record.place, when, len(record.log), played=played
                )
            except NewerError:
                fault = NEWER
                break
            except (SaveError, OSError):
                continue
        with suppress(OSError):
            return SaveInfo(slot, "", "", "", path.lstat().st_mtime, 0, fault)
        return None

    def _sound(self, path: Path) -> bool:
        """Whether a file may take the place of the backup: it is a save as it was written."""
        try:
            if self._written.get(path) != _stamp(path):
                _read(path)
        except SaveError as error:
            return not isinstance(error, DamagedError)
        return True


def reason(error: OSError) -> str:
    """Say in a few words what the system would not do."""
    return (error.strerror or str(error)).lower()


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SaveError(f"the saved games can't be listed: {reason(error)}") from None


def _may_exist(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _read(path: Path) -> Record:
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise DamagedError("this is not a regular file")
        return decode(file.read(MAX_BYTES + 1))


def _stamp(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
