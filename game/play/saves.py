"""Saves on disk: slots with names, and autosaves.

A playthrough is its choices: a save holds the log, and beside it the state the
log led to. Loading plays the log again.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from game.play.playthrough import Playthrough
from game.play.record import DamagedError, Record, SaveError, decode, encode, restore, snapshot
from game.play.state import State
from game.play.table import ChoiceError, Table
from game.play.writer import alive, backup, replace, set_aside, sweep
from game.story.model import Story
from game.story.problems import StoryError

QUICK = "quick"
AUTOSAVES = 3  # kept, the newest ones
_SLOT = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}\Z")
_AUTOSAVE = re.compile(r"auto-(\d+)-[0-9a-f]+\Z")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


@dataclass(frozen=True, slots=True)
class SaveInfo:
    """A line of the list of saves. `when` is in seconds since 1970; `sound` is false for a damaged file."""

    slot: str
    title: str
    chapter: str
    place: str
    when: float
    choices: int
    sound: bool = True

    @property
    def automatic(self) -> bool:
        """Whether the game itself made this save."""
        return _AUTOSAVE.match(self.slot) is not None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A playthrough that was loaded, and what there is to say about it: one sentence, or nothing."""

    play: Playthrough
    notice: str = ""


class Saves:
    """The saves of one story in one folder, and the autosave of this game."""

    def __init__(self, folder: Path, story: Story) -> None:
        self.folder = folder / story.id
        self.story = story
        self._known: dict[Path, tuple[int, int, int]] = {}  # files that were seen to be sound
        self._autosave = f"auto-{os.getpid()}-{secrets.token_hex(3)}"
        sweep(self.folder)

    # --- writing ----------------------------------------------------------------

    def save(self, play: Playthrough, slot: str = QUICK, title: str = "") -> None:
        """Save a playthrough under a name.

        Raises SaveError if the name can't be one, or nothing could be written; the old save is
        then as it was.
        """
        _check(slot)
        record = Record(
            story=self.story.id,
            fingerprint=self.story.fingerprint,
            title=title,
            chapter=play.chapter.title,
            place=play.place,
            start=None if play.start is None else snapshot(self.story, play.start),
            earlier=play.earlier,
            log=tuple(play.log),
            snapshot=snapshot(self.story, play.state),
        )
        path = self._path(slot)
        try:
            replace(path, encode(record), self._sound)
            self._remember(path)
        except OSError as error:
            raise SaveError(f"nothing was saved: {_reason(error)}") from None

    def autosave(self, play: Playthrough) -> None:
        """Save to this game's own autosave; older games' autosaves beyond three are deleted."""
        first = not self._path(self._autosave).exists()
        self.save(play, self._autosave)
        if first:
            self._thin_out()

    def delete(self, slot: str) -> None:
        """Delete a save and its backup. Raises SaveError if there is none."""
        path = self._existing(slot)
        try:
            path.unlink(missing_ok=True)
            backup(path).unlink(missing_ok=True)
        except OSError as error:
            raise SaveError(f"`{slot}` could not be deleted: {_reason(error)}") from None

    def _thin_out(self) -> None:
        automatic = [info for info in self.list() if info.automatic]
        for info in automatic[AUTOSAVES:]:
            match = _AUTOSAVE.match(info.slot)
            if match and not alive(int(match.group(1))):
                with suppress(SaveError):
                    self.delete(info.slot)

    # --- reading ----------------------------------------------------------------

    def list(self) -> list[SaveInfo]:
        """List the saves, the newest first."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return []
        slots = {name.removesuffix(".bak").removesuffix(".json") for name in names if ".json" in name}
        found = [self._info(slot) for slot in slots if _SLOT.match(slot)]
        return sorted((info for info in found if info), key=lambda info: (-info.when, info.slot))

    def newest_autosave(self) -> str:
        """Give the slot of the newest autosave. Raises SaveError if there is none."""
        for info in self.list():
            if info.automatic:
                return info.slot
        raise SaveError("there is no game to continue")

    def load(self, slot: str = QUICK) -> Loaded:
        """Load a save; if it is damaged, the one before it.

        Raises SaveError if there is none, if it is another story's, or if nothing of it can be used.
        """
        path = self._existing(slot)
        record, notice = self._read_or_backup(path, slot)
        if record.story != self.story.id:
            raise SaveError(f"`{slot}` is a save of another story, `{record.story}`")
        return _continue(self.story, record, notice)

    def _read_or_backup(self, path: Path, slot: str) -> tuple[Record, str]:
        try:
            return self._read(path), ""
        except DamagedError:
            lost = f"`{slot}` is damaged"
            with suppress(OSError):
                set_aside(path)
        except FileNotFoundError:
            lost = f"`{slot}` is missing"
        except OSError as error:
            raise SaveError(f"`{slot}` can't be read: {_reason(error)}") from None
        try:
            return self._read(backup(path)), f"{lost}; this is the save before it."
        except (DamagedError, OSError):
            raise SaveError(f"{lost}, and there is no sound copy of it") from None

    def _read(self, path: Path) -> Record:
        with path.open("rb") as file:
            record = decode(file.read(4 * 1024 * 1024 + 1))
        self._remember(path)
        return record

    def _info(self, slot: str) -> SaveInfo | None:
        path = self._path(slot)
        for one in (path, backup(path)):
            with suppress(SaveError, OSError):
                record = self._read(one)
                when = one.stat().st_mtime
                return SaveInfo(slot, record.title, record.chapter, record.place, when, len(record.log))
        with suppress(OSError):
            return SaveInfo(slot, "", "", "", path.stat().st_mtime, 0, sound=False)
        return None

    # --- files ------------------------------------------------------------------

    def _path(self, slot: str) -> Path:
        return self.folder / f"{slot}.json"

    def _existing(self, slot: str) -> Path:
        _check(slot)
        path = self._path(slot)
        if not path.exists() and not backup(path).exists():
            raise SaveError(f"there is no save `{slot}`")
        return path

    def _sound(self, path: Path) -> bool:
        """Whether a file is a save as it was written; one this game wrote is not read again."""
        if self._known.get(path) == _stamp(path):
            return True
        try:
            self._read(path)
        except SaveError as error:
            return not isinstance(error, DamagedError)
        return True

    def _remember(self, path: Path) -> None:
        self._known[path] = _stamp(path)


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _check(slot: str) -> None:
    if not _SLOT.match(slot) or slot in _DEVICES:
        raise SaveError(
            f"`{slot}` can't be the name of a save: use small letters, digits, `-` and `_`, at most 32"
        )


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


# --- going on -----------------------------------------------------------------


def _continue(story: Story, record: Record, notice: str) -> Loaded:
    """Play a record's log again, in a story that may have changed since."""
    start = None if record.start is None else restore(story, record.start)
    if record.start is not None and start is None:
        return _from_snapshot(story, record, (), notice, "the place it goes on from is gone")
    table = Table(story)
    state, fitting = _replay(table, record, start)
    if len(fitting) < len(record.log):
        scene, key = record.log[len(fitting)]
        what = f"step {len(fitting) + 1} took `{key}` in `{scene}`, which can't be taken now"
        return _from_snapshot(story, record, fitting, notice, what)
    same = story.fingerprint == record.fingerprint
    if same and snapshot(story, state) != record.snapshot:
        raise SaveError("the save is damaged: its choices do not lead to where it says")
    if state.scene != record.snapshot.scene:
        notice = notice or "The story has changed since this save, and its choices now lead elsewhere."
    return Loaded(Playthrough(story, record.log, start=start, earlier=record.earlier), notice)


def _replay(table: Table, record: Record, start: State | None) -> tuple[State, tuple[tuple[str, str], ...]]:
    """Play as many steps as fit; give the state they lead to, and them."""
    state = table.start() if start is None else table.settle(start)
    for number, (scene, key) in enumerate(record.log):
        try:
            if scene != state.scene:
                return state, record.log[:number]
            state = table.step(state, key)
        except (ChoiceError, StoryError):
            return state, record.log[:number]
    return state, record.log


def _from_snapshot(
    story: Story, record: Record, fitting: tuple[tuple[str, str], ...], notice: str, what: str
) -> Loaded:
    """Go on from the snapshot if it fits the story, else from the last step that does."""
    start = None if record.start is None else restore(story, record.start)
    if record.start is not None and start is None:
        told = Playthrough(story)
        earlier = record.earlier
    else:
        told = Playthrough(story, fitting, start=start, earlier=record.earlier)
        earlier = "\n\n".join(filter(None, (record.earlier, str(told.transcript()))))
    changed = f"The story has changed since this save: {what}"
    state = restore(story, record.snapshot)
    if state is not None:
        play = Playthrough(story, start=state, earlier=earlier)
        return Loaded(play, notice or f"{changed}; you go on where you were.")
    return Loaded(told, notice or f"{changed}; you go on from the last step that fits.")
