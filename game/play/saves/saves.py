"""The saves of a story: a playthrough put into a slot and fetched again.

A playthrough is its choices: a save holds the log, and beside it the state the
log led to. Loading plays the log again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from game.play.playthrough import Playthrough
from game.play.saves.record import DamagedError, Record, SaveError, label, snapshot
from game.play.saves.restore import Loaded, resume
from game.play.saves.slots import SaveInfo, SlotError, Slots, autosave_name, is_autosave, reason
from game.story.model import Story

__all__ = ["QUICK", "Loaded", "SaveInfo", "Saves"]

QUICK = "quick"


class Saves:
    """The saves of one story in one folder, and the autosave of this game."""

    def __init__(self, folder: Path, story: Story) -> None:
        self.story = story
        self._folder = folder
        self._slots = Slots(folder, story.id)
        self._autosave = autosave_name()
        self._thinned: tuple[str, bool] | None = None  # for which autosave, and whether it was played

    def save(self, play: Playthrough, slot: str = QUICK, title: str | None = None) -> None:
        """Save a playthrough under a name; without a title it keeps the one that the slot has.

        Raises SlotError if the name can't be one, and SaveError if nothing could be written; the
        old save is then as it was.
        """
        if is_autosave(slot):
            raise SlotError(f"`{slot}` is a name for the game's own saves")
        self._write(play, slot, self._title(slot) if title is None else label(title))

    def autosave(self, play: Playthrough) -> None:
        """Save to this game's own autosave; those of earlier games are thinned out.

        That is done once before the first choice and again with it: a game without a choice must
        not push out one that was played.

        Raises SaveError if nothing could be written.
        """
        self._write(play, self._autosave, "")
        stands = self._autosave, bool(play.log or play.start)
        if stands != self._thinned:
            self._thinned = stands
            with suppress(SaveError):
                self._slots.thin_out(self._autosave)

    def list(self) -> list[SaveInfo]:
        """List the saves, the newest first. Raises SaveError if the folder can't be read."""
        return self._slots.list()

    def delete(self, slot: str) -> None:
        """Delete a save and its backup. Raises SlotError or SaveError."""
        self._slots.delete(slot)

    def load_newest(self) -> Loaded:
        """Load the newest autosave with choices; one that can't be used gives the one before, and is named.

        Where no game has any, it is the newest. Raises SaveError if there is none.
        """
        said = ""
        for info in sorted(self.list(), key=lambda info: not info.played):
            if info.automatic:
                try:
                    loaded = self.load(info.slot)
                except SaveError as error:
                    said = said or str(error)
                    continue
                return _with_notice(f"{said}; this is the game before it.", loaded) if said else loaded
        raise SaveError(said or "there is no game to continue")

    def load(self, slot: str = QUICK) -> Loaded:
        """Load a save; if it is damaged, the one before it.

        What was played until now keeps its autosave: this game goes on with another one. Raises
        SlotError if the name can't be one, and SaveError if there is no such save, if it is
        another story's, or if nothing of it can be used.
        """
        if not self._slots.exists(slot):
            raise SaveError(self._where_is(slot))
        try:
            loaded = self._resume(slot)
        except DamagedError:
            self._slots.set_aside(slot)
            loaded = self._load_backup(slot, f"`{slot}` is damaged")
        except FileNotFoundError:
            loaded = self._load_backup(slot, f"`{slot}` is missing")
        except OSError as error:
            loaded = self._load_backup(slot, f"`{slot}` can't be read: {reason(error)}")
        if not loaded.whole:
            self._slots.keep_old(slot)
        self._autosave = autosave_name()
        return loaded

    def _where_is(self, slot: str) -> str:
        """Say that there is no such save, and whose it is if another story has one."""
        others = [one.story for one in Slots.of_all_stories(self._folder) if one.exists(slot)]
        whose = f" of this story, only of `{'`, `'.join(others)}`" if others else ""
        return f"there is no save `{slot}`{whose}"

    def _load_backup(self, slot: str, lost: str) -> Loaded:
        try:
            loaded = self._resume(slot, spare=True)
        except (DamagedError, OSError) as error:
            if isinstance(error, DamagedError):
                self._slots.set_aside(slot, spare=True)
            raise SaveError(f"{lost}, and there is no sound copy of it") from None
        choices = f"{len(loaded.play.log)} choice{'' if len(loaded.play.log) == 1 else 's'} long"
        return _with_notice(f"{lost}; this is the save before it, {choices}.", loaded)

    def _resume(self, slot: str, spare: bool = False) -> Loaded:
        record = self._slots.read(slot, spare)
        if record.story != self.story.id:
            raise SaveError(f"`{slot}` is a save of another story, `{record.story}`")
        return resume(self.story, record)

    def _write(self, play: Playthrough, slot: str, title: str) -> None:
        self._slots.write(slot, record_of(play, title))

    def _title(self, slot: str) -> str:
        with suppress(SaveError, OSError):
            return self._slots.read(slot).title
        return ""


def record_of(play: Playthrough, title: str = "") -> Record:
    """Give what a save of a playthrough holds."""
    story = play.story
    return Record(
        story=story.id,
        fingerprint=story.fingerprint,
        title=title,
        chapter=label(play.chapter.title),
        place=label(play.place),
        start=None if play.start is None else snapshot(story, play.start),
        earlier=play.earlier,
        log=tuple(play.log),
        snapshot=snapshot(story, play.state),
    )


def _with_notice(first: str, loaded: Loaded) -> Loaded:
    return loaded._replace(notice=f"{first} {loaded.notice}".rstrip())
