"""Runs and saves as they are said in a line, the same in every list."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from game.locale.messages import ntr, tr, tr_later
from game.play.saves.slots import SaveInfo
from game.story.sanitize import visible

COPY, YOU_ARE_HERE = tr_later("a copy under another name"), tr_later("you are here")
COUNTABLE = {
    "choice": (tr_later("{number} choice"), "{number} choices"),
    "run": (tr_later("{number} run"), "{number} runs"),
    "save": (tr_later("{number} save"), "{number} saves"),
    "ending": (tr_later("{number} ending"), "{number} endings"),
    "thing": (tr_later("{number} thing"), "{number} things"),
}


class SaveRow(NamedTuple):
    """A run or a save in a line: its name, where it stands, when it was made, what else to say."""

    name: str
    chapter: str
    status: str
    place: str
    when: str
    choices: str
    note: str


def date_of(info: SaveInfo, form: Literal["minute", "short", "ISO 8601"] = "minute") -> str:
    """Say when a run or a save was made, by the clock here: its day and minute.

    `short` is for a narrow column: the hour and minute if it was today, else the day. `ISO 8601` is for
    scripts: to the second, with the offset from UTC.
    """
    if form == "ISO 8601":
        return info.time.isoformat(timespec="seconds")
    if form == "minute":
        return info.time.strftime("%Y-%m-%d %H:%M")
    return info.time.strftime("%H:%M" if info.time.date() == datetime.now().date() else "%Y-%m-%d")


def row(info: SaveInfo, here: bool = False) -> SaveRow:
    """Say a run or a save in a line; `here` if it is the run being played."""
    when = date_of(info)
    if info.fault:
        return SaveRow(visible(info.name), f"({tr(info.fault)})", "", "", when, "", "")
    chapter = tr("The end: {ending}", ending=info.ending) if info.ending else info.chapter
    called = "" if info.name == label_of(info) else label_of(info)
    began = tr("from {origin}", origin=info.origin) if info.origin else ""
    note = "; ".join(
        filter(None, (called, began, tr(COPY) if info.copy else "", tr(YOU_ARE_HERE) if here else ""))
    )
    return SaveRow(
        visible(info.name), chapter, info.status, info.place, when, count_of(info.choices, "choice"), note
    )


def what_stands_in(info: SaveInfo) -> str:
    """Say what a save holds, to somebody who may replace it."""
    if info.fault:
        return tr(info.fault)
    where = info.status.split(" · ")[0], info.place, count_of(info.choices, "choice")
    return ", ".join(filter(None, where))


def label_of(info: SaveInfo) -> str:
    """Return what a run is called for good, whatever name it was given; a save's name else."""
    return tr("run {number}", number=info.run) if info.automatic and info.run else info.name


def count_of(number: int, what: str) -> str:
    """Say how many of something there are: `1 choice`, `2 choices`."""
    return ntr(*COUNTABLE[what], number)
