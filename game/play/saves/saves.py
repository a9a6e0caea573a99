"""The saves of a story: a playthrough put into a slot and fetched again, and the runs there are.

A playthrough is its choices: a save holds the log, and beside it the state the
log led to. Loading plays the log again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from game.locale.messages import ntr, tr
from game.play.playthrough import Playthrough
from game.play.saves.atomic_write import replace
from game.play.saves.ownership import home_of, key_of, remember_owner
from game.play.saves.record import MOST_CHOICES, DamagedError, Record, SaveError, label, snapshot
from game.play.saves.restore import Loaded, restore
from game.play.saves.run import Run
from game.play.saves.slot_names import is_run, slot_for
from game.play.saves.slots import SaveInfo, SlotError, Slots, Writer
from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import GameError
from game.story.model import Story

__all__ = ["QUICK", "Loaded", "SaveInfo", "Saves"]

QUICK = "quick"
QUICKS = (QUICK, "quick-2", "quick-3")  # quick saves take turns


class TakenError(GameError):
    """A save would take the place of another one; `info` is that one."""

    def __init__(self, info: SaveInfo) -> None:
        super().__init__(tr("there is a save of that name, `{name}`", name=info.name))
        self.info = info


class Saves:
    """The saves of one story in one folder."""

    def __init__(self, folder: Path, story: Story, write_file: Writer = replace) -> None:
        self.story = story
        self._folder = folder
        self._slots = Slots(folder, key_of(folder, story), write_file)
        self._remembered = ""  # the fingerprint of the story that the folder is known to be of

    # --- saves with a name --------------------------------------------------------

    def save(
        self,
        play: Playthrough,
        slot: str = QUICK,
        title: str | None = None,
        *,
        run: int = 0,
        pages: Iterable[tuple[str, int]] = (),
    ) -> None:
        """Save a playthrough in a slot; without a title it keeps the one that the slot has.

        Raises SlotError if the name can't be a slot's, and SaveError if nothing could be written; the
        old save is then as it was.
        """
        if is_run(slot):
            raise SlotError(tr("`{name}` is a name for the game's own saves", name=slot))
        title = self._title(slot) if title is None else label(title)
        self._slots.write(slot, record_of(play, title, run, pages))
        self._remember()

    def find(self, name: str) -> SaveInfo | None:
        """Find the save that a player means by a name: slot, title, or `run 3`; None if there is none."""
        return self._slots.find(name)

    def named(self, name: str) -> SaveInfo:
        """Return the save that a player means by a name. Raises SaveError if there is none."""
        info = self.find(name)
        if info is None:
            others = [one.story for one in Slots.of_all_stories(self._folder) if one.find(name)]
            whose = tr(" of this story, only of `{stories}`", stories="`, `".join(others)) if others else ""
            raise SaveError(tr("there is no save `{name}`{whose}", name=name, whose=whose))
        return info

    def slot_of(self, name: str) -> str:
        """Return the slot that a save of this name is in, or would be."""
        info = None
        with suppress(SaveError):  # it will be said when it is written
            info = self.find(name)
        return slot_for(name) if info is None or info.automatic or info.copy else info.slot

    def quick_slot(self) -> str:
        """Return the slot for the next quick save: one that is free, or else the oldest."""
        with suppress(SaveError):
            there = {info.slot: info.order for info in self.list()}
            return min(QUICKS, key=lambda slot: there.get(slot, -1))
        return QUICK

    def newest_quick(self) -> str:
        """Return the slot of the newest quick save."""
        found = (info.slot for info in self.list() if info.slot in QUICKS)
        return next(found, QUICK)

    def list(self) -> list[SaveInfo]:
        """List runs and saves, the newest first. Raises SaveError if the folder can't be read."""
        return self._slots.list()

    def delete(self, slot: str) -> None:
        """Delete a save and its backup. Raises SlotError or SaveError."""
        self._slots.delete(slot)

    def rename(self, slot: str, title: str) -> None:
        """Rename a save or a run. Raises SlotError or SaveError."""
        try:
            record = self._slots.read(slot)
        except OSError as error:
            raise SaveError(
                tr("`{name}` can't be read: {reason}", name=slot, reason=system_reason(error))
            ) from None
        self._slots.write(slot, record._replace(title=label(title)))

    def load(self, slot: str = QUICK) -> Loaded:
        """Load a save; if it is damaged, the one before it.

        Raises SlotError if the name can't be a slot's, and SaveError if there is no such save, if it
        is another story's, or if nothing of it can be used.
        """
        if not self._slots.exists(slot):
            self.named(slot)
        try:
            loaded = self._restore(slot)
        except DamagedError:
            self._slots.set_aside(slot)
            loaded = self._load_backup(slot, tr("`{name}` is damaged", name=slot))
        except FileNotFoundError:
            loaded = self._load_backup(slot, tr("`{name}` is missing", name=slot))
        except OSError as error:
            loaded = self._load_backup(
                slot, tr("`{name}` can't be read: {reason}", name=slot, reason=system_reason(error))
            )
        if not loaded.whole:
            self._slots.keep_old(slot)
        return loaded

    # --- runs -----------------------------------------------------------------------

    def runs(self) -> Sequence[SaveInfo]:
        """List the runs, the newest first. Raises SaveError if the folder can't be read."""
        return [info for info in self.list() if info.automatic]

    def load_newest(self) -> Loaded:
        """Load the newest run. Raises SaveError if there is none."""
        return self.newest_run()[1]

    def newest_run(self) -> tuple[SaveInfo, Loaded]:
        """Load the newest run with choices; one that can't be used gives the one before, and is named.

        Where no run has any, it is the newest. Raises SaveError if there is none.
        """
        said = ""
        for info in sorted(self.runs(), key=lambda info: not info.played):
            try:
                loaded = self.load(info.slot)
            except SaveError as error:
                said = said or str(error)
                continue
            if said:
                loaded = _with_notice(tr("{reason}; this is the game before it.", reason=said), loaded)
            return info, loaded
        raise SaveError(said or tr("there is no game to continue"))

    def new_run(self, origin: str = "") -> Run:
        """Return a run that is not on disk yet."""
        return Run(self._slots, label(origin))

    def reopen(self, info: SaveInfo) -> Run:
        """Go on in a run. Raises OpenElsewhereError if another sitting has it open."""
        return Run.reopened(self._slots, info)

    def keep(self, run: Run, play: Playthrough, pages: Iterable[tuple[str, int]] = ()) -> str:
        """Save the playthrough of a run, and say so if it has to go on as another one. Raises SaveError."""
        said = run.keep(record_of(play, "", 0, pages))
        self._remember()
        return said

    def stands_at(self, play: Playthrough) -> bool:
        """Whether there is a run that stands just where a playthrough does, by the same choices."""
        found = record_of(play)
        for info in self.runs():
            if info.choices == len(play.log):
                with suppress(SaveError, OSError):
                    record = self._slots.read(info.slot)
                    if (record.log, record.start, record.seed) == (found.log, found.start, found.seed):
                        return True
        return False

    def pages_of(self, slot: str) -> dict[str, int]:
        """Return which pages were opened in a save, with how many choices had been taken then."""
        for spare in (False, True):
            with suppress(SaveError, OSError):
                return dict(self._slots.read(slot, spare).pages)
        return {}

    # --- how --------------------------------------------------------------------------

    def _remember(self) -> None:
        """Write down whose saves these are."""
        if self._remembered != self.story.fingerprint:
            remember_owner(self._folder, self._slots.story, self.story)
            self._remembered = self.story.fingerprint

    def _load_backup(self, slot: str, lost: str) -> Loaded:
        try:
            loaded = self._restore(slot, spare=True)
        except (DamagedError, OSError) as error:
            if isinstance(error, DamagedError):
                self._slots.set_aside(slot, spare=True)
            raise SaveError(tr("{reason}, and there is no sound copy of it", reason=lost)) from None
        choices = ntr("{number} choice long", "{number} choices long", len(loaded.play.log))
        return _with_notice(
            tr("{reason}; this is the save before it, {choices}.", reason=lost, choices=choices), loaded
        )

    def _restore(self, slot: str, spare: bool = False) -> Loaded:
        record = self._slots.read(slot, spare)
        if record.story != self.story.id:
            raise SaveError(
                tr("`{name}` is a save of another story, `{story}`", name=slot, story=record.story)
            )
        if len(record.log) > MOST_CHOICES:
            raise SaveError(
                tr(
                    "`{name}` holds {number} choices: {most} can be played again",
                    name=slot,
                    number=f"{len(record.log):,}",
                    most=f"{MOST_CHOICES:,}",
                )
            )
        return restore(self.story, record)

    def _title(self, slot: str) -> str:
        with suppress(SaveError, OSError):
            return self._slots.read(slot).title
        return ""


def record_of(
    play: Playthrough, title: str = "", run: int = 0, pages: Iterable[tuple[str, int]] = ()
) -> Record:
    """Return what a save of a playthrough holds."""
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
        home=home_of(story.folder),
        run=run,
        status=label(play.status),
        ending="" if play.ending is None else label(play.ending.title),
        pages=tuple(sorted(pages)),
        seed=play.seed,
    )


def _with_notice(first: str, loaded: Loaded) -> Loaded:
    return loaded._replace(notice=f"{first} {loaded.notice}".rstrip())
