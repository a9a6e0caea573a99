"""A run: one playthrough from its birth on, and the one file that keeps it.

A run is born by a new game, by the start of a chapter, by going back in history and by going on from a
save; it is on disk from its first choice on. Whoever continues it goes on in the same file. No run ever
writes over another: its file has a name that no other has, a sitting that has it open holds a lock
(`saves.lock`), and where another has written the file all the same, where files can't be locked or on a
folder that two machines keep alike, this run goes on in a file of its own.
"""

from __future__ import annotations

from contextlib import suppress

from game.locale.messages import tr
from game.play.saves.lock import HeldError, Lock
from game.play.saves.record import Record
from game.play.saves.slot_names import run_slot
from game.play.saves.slots import SaveInfo, Slots


class OpenElsewhereError(Exception):
    """Another sitting has the run open."""


class Run:
    """A run that is being played. `number` is 0 and `slot` empty until it is on disk."""

    def __init__(self, slots: Slots, origin: str = "") -> None:
        self.number = 0
        self.slot = ""
        self.title = ""
        self.origin = origin
        self._slots = slots
        self._lock: Lock | None = None

    @classmethod
    def reopened(cls, slots: Slots, info: SaveInfo) -> Run:
        """Go on in a run that is on disk. Raises OpenElsewhereError."""
        run = cls(slots, info.origin)
        run.number, run.slot, run.title = info.run, info.slot, info.title
        run._take_lock()
        slots.touched(run.slot)  # from now on
        return run

    def keep(self, record: Record) -> str:
        """Write what stands in it now, and say so in a sentence if it has to go on as another run.

        Raises SaveError if that can't be done; the file is then as it was.
        """
        said, slot, number = "", self.slot, self.number
        if slot and self._slots.touched(slot):
            slot, number = "", 0
        if not number:
            number = self._slots.next_run()
        if self.slot and not slot:
            said = tr(
                "Another sitting has gone on with {run}: you go on with a copy of it, run {number}.",
                run=self.name,
                number=number,
            )
            self.origin = self.name
        slot = slot or run_slot(number)
        record = record._replace(run=number, origin=self.origin, title=record.title or self.title)
        self._slots.write(slot, record)
        if slot != self.slot:
            self.close()
            self.number, self.slot = number, slot
            with suppress(OpenElsewhereError):  # no other sitting can know its name yet
                self._take_lock()
        self.number = number
        return said

    @property
    def name(self) -> str:
        """What the run is called in a sentence."""
        return tr("run {number}", number=self.number) if self.number else tr("this run")

    def close(self) -> None:
        """Let other sittings go on in it."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _take_lock(self) -> None:
        try:
            self._lock = Lock(self._slots.folder / f".{self.slot}.lock")
        except HeldError:
            raise OpenElsewhereError from None
        except OSError:  # files can't be locked here, or nothing can be written
            self._lock = None
