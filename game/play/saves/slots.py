"""The saves of one story as files: named slots and the files of runs, listed, read, written and deleted."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from game.locale.messages import tr, tr_later
from game.play.saves.atomic_write import backup, keep, replace, set_aside, stamp_of, sweep
from game.play.saves.lock import sweep_locks
from game.play.saves.record import (
    MAX_BYTES,
    MOST,
    DamagedError,
    NewerError,
    Record,
    SaveError,
    decode,
    encode,
)
from game.play.saves.slot_names import DEVICES, folded_name, is_run, is_slot
from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

DAMAGED, NEWER = tr_later("damaged"), tr_later("of a newer game")
Writer = Callable[[Path, bytes, Callable[[Path], bool]], None]
_OURS = re.compile(r"\..*|.*\.(?:damaged-\d+|kept-[0-9a-f]{8})\.json\Z", re.DOTALL)
_LAST_DAY = 253_370_764_800  # seconds; the first day of 9999


class SlotError(GameError):
    """A name that no save can have."""


class SaveInfo(NamedTuple):
    """A line of the list of saves. `when` is in seconds since 1970, `order` says which is newer.

    `fault` says why it can't be loaded, if it can't: it is DAMAGED, or of a NEWER game.
    `played` says that choices were taken in it, or may have been, in this account or an earlier one.
    `copy` says that something else than the game gave the file its name, as programs that keep folders
    alike do where two machines have written one save.
    """

    slot: str
    title: str
    chapter: str
    place: str
    when: float
    choices: int
    fault: str = ""
    played: bool = True
    run: int = 0
    origin: str = ""
    status: str = ""
    ending: str = ""
    order: int = 0
    copy: bool = False

    @property
    def sound(self) -> bool:
        """Whether it can be loaded."""
        return not self.fault

    @property
    def automatic(self) -> bool:
        """Whether this is a run, which the game itself saves."""
        return is_run(self.slot)

    @property
    def time(self) -> datetime:
        """When it was made, here; as near as there are dates to a time that is absurd."""
        return datetime.fromtimestamp(min(self.when, _LAST_DAY)).astimezone()

    @property
    def name(self) -> str:
        """What a player calls it."""
        if self.automatic:
            return self.title or (tr("run {number}", number=self.run) if self.run else self.slot)
        return self.title or self.slot


class Slots:
    """The folder `<save folder>/<story>`. Methods raise SlotError for a name that can't be a slot's.

    `write_file` writes a file so that it can't be lost.
    """

    def __init__(self, folder: Path, story: str, write_file: Writer = replace) -> None:
        self.story = story
        self.folder = folder / story
        self._write_file = write_file
        self._written: dict[Path, tuple[int, ...]] = {}  # what this game wrote is sound while it is untouched
        self._newest = 0  # the highest order of any save that was seen
        sweep(folder)
        sweep(self.folder)
        sweep_locks(self.folder)

    @classmethod
    def of_all_stories(cls, folder: Path) -> list[Slots]:
        """Return the slots of every story that has any in a save folder. Raises SaveError."""
        return [cls(folder, name) for name in sorted(_names(folder)) if (folder / name).is_dir()]

    def path(self, slot: str) -> Path:
        """Return the file of a slot."""
        if not is_slot(slot):
            raise SlotError(tr("`{name}` can't be the name of a save's file", name=slot))
        return self.folder / f"{slot}.json"

    def write(self, slot: str, record: Record) -> None:
        """Write a save, as the newest there is.

        Raises SaveError if that can't be done, or if a newer game's save stands there; the old save is
        then as it was.
        """
        path = self.path(slot)
        if self._newest == 0:
            with suppress(SaveError):
                self.list()  # to know what is the newest
        order = min(max(int(time.time() * 1000), self._newest + 1), MOST)
        data = encode(record._replace(order=order))
        try:
            self._leave_newer(path, slot)
            self._write_file(path, data, self._sound)
            for one in (path, backup(path)):
                with suppress(FileNotFoundError):
                    self._written[one] = stamp_of(one)
        except OSError as error:
            raise SaveError(
                tr("`{name}` could not be saved: {reason}", name=slot, reason=system_reason(error))
            ) from None
        self._newest = order

    def read(self, slot: str, spare: bool = False) -> Record:
        """Read a save, or its backup: the save before it.

        Raises DamagedError if the file is not what was written, NewerError if it is a newer game's,
        and OSError if it can't be read.
        """
        path = self._file(slot)
        return read_save(backup(path) if spare else path)

    def exists(self, slot: str) -> bool:
        """Whether there is a save of that name, or its backup, or no way to tell."""
        path = self._file(slot)
        return _may_exist(path) or _may_exist(backup(path))

    def touched(self, slot: str) -> bool:
        """Whether another has written a slot since this one did, or since this was first asked."""
        path = self.path(slot)
        try:
            now = stamp_of(path)
        except OSError:
            return False
        return self._written.setdefault(path, now) != now

    def set_aside(self, slot: str, spare: bool = False) -> None:
        """Move a damaged save, or its backup, out of the way."""
        path = self._file(slot)
        with suppress(OSError):
            set_aside(backup(path) if spare else path)

    def keep_old(self, slot: str) -> None:
        """Keep a save as it is, whatever is saved there later, under a name made from its contents."""
        path = self._file(slot)
        with suppress(OSError):
            old = path if os.path.lexists(path) else backup(path)
            digest = hashlib.sha256(old.read_bytes()).hexdigest()
            keep(old, path.with_name(f"{slot}.kept-{digest[:8]}.json"))

    def delete(self, slot: str) -> None:
        """Delete a save and its backup. Raises SaveError if there is none or it can't be done."""
        if not self.exists(slot):
            raise SaveError(tr("there is no save `{name}`", name=slot))
        path = self._file(slot)
        try:
            backup(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise SaveError(
                tr("`{name}` could not be deleted: {reason}", name=slot, reason=system_reason(error))
            ) from None

    def list(self) -> list[SaveInfo]:
        """List the saves, the newest first. Raises SaveError if the folder can't be read."""
        found = [info for slot in self._slots() if (info := self._info(slot))]
        self._newest = max([self._newest, *(info.order for info in found)])
        return sorted(found, key=lambda info: (-info.order, info.slot))

    def find(self, name: str) -> SaveInfo | None:
        """Find the save that a player means by a name: slot, title, or `run 3`; None if there is none.

        Raises SaveError if the folder can't be read.
        """
        found, wanted = self.list(), folded_name(name)
        for names in (
            [info.slot for info in found],
            [folded_name(info.title) for info in found],
            [folded_name(visible(info.slot)) for info in found],  # as it is listed, whatever is in it
            [f"run {info.run}" if info.run and info.automatic else "" for info in found],
            [
                folded_name(info.name) if info.run and info.automatic else "" for info in found
            ],  # as it is shown
        ):
            for info, one in zip(found, names, strict=True):
                if one and one in (name, wanted):
                    return info
        return None

    def next_run(self) -> int:
        """Return the number for a new run. Raises SaveError if the folder can't be read."""
        return max((info.run for info in self.list()), default=0) + 1

    def _file(self, slot: str) -> Path:
        """Return the file of a slot, or one that something else has named, if there is such a one."""
        if not is_slot(slot) and f"{slot}.json" in _names(self.folder):
            return self.folder / f"{slot}.json"
        return self.path(slot)

    def _slots(self) -> set[str]:
        names = _names(self.folder)
        found = {name.removesuffix(".json") for name in names if _named(name)}
        return found | {
            slot for name in names if is_slot(slot := name.removesuffix(".json.bak")) and slot != name
        }

    def _info(self, slot: str) -> SaveInfo | None:
        path, fault = self._file(slot), DAMAGED
        for one in (path, backup(path)):
            try:
                record = read_save(one)
                order = record.order or _order(one.stat().st_mtime)
                return _line(slot, record, order)
            except NewerError:
                fault = NEWER
                break
            except (SaveError, OSError):
                continue
        if fault == DAMAGED and not is_slot(slot):
            return None  # some other file
        for one in (path, backup(path)):
            with suppress(OSError):
                order, copy = _order(one.lstat().st_mtime), not is_slot(slot)
                return SaveInfo(slot, "", "", "", order / 1000, 0, fault, order=order, copy=copy)
        return None

    def _leave_newer(self, path: Path, slot: str) -> None:
        """Refuse to write where a newer game has written: what it wrote would be gone the next time."""
        for one in (path, backup(path)):
            with suppress(DamagedError, FileNotFoundError, OSError):
                if self._written.get(one) != stamp_of(one):
                    try:
                        read_save(one)
                    except NewerError:
                        raise SaveError(
                            tr(
                                "`{name}` is a save of a newer version of the game, and is left as it is",
                                name=slot,
                            )
                        ) from None

    def _sound(self, path: Path) -> bool:
        """Whether a file may take the place of the backup: it is a save as it was written."""
        try:
            if self._written.get(path) != stamp_of(path):
                read_save(path)
        except SaveError as error:
            return not isinstance(error, DamagedError)
        return True


def read_all(folder: Path) -> Iterator[Record]:
    """Read all saves in a folder that can be read."""
    with suppress(SaveError):
        for name in _names(folder):
            if _named(name):
                with suppress(SaveError, OSError):
                    yield read_save(folder / name)


def read_save(path: Path) -> Record:
    """Read a save's file, without waiting for anybody. Raises DamagedError, NewerError and OSError."""
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise DamagedError("this is not a regular file")
        return decode(file.read(MAX_BYTES + 1))


def _line(slot: str, record: Record, order: int) -> SaveInfo:
    return SaveInfo(
        slot=slot,
        title=record.title,
        chapter=record.chapter,
        place=record.place,
        when=order / 1000,
        choices=len(record.log),
        played=bool(record.log or record.start),
        run=record.run,
        origin=record.origin,
        status=record.status,
        ending=record.ending,
        order=order,
        copy=not is_slot(slot),
    )


def _order(seconds: float) -> int:
    """Return the order of a save that holds none, from the time of its file, which may be absurd."""
    return min(max(int(seconds * 1000), 0), MOST - 1)


def _named(name: str) -> bool:
    """Whether a file can be a save: the game gave it its name, or another program a copy its own."""
    return name.endswith(".json") and not _OURS.match(name) and name.removesuffix(".json") not in DEVICES


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SaveError(
            tr("the saved games can't be listed: {reason}", reason=system_reason(error))
        ) from None


def _may_exist(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
