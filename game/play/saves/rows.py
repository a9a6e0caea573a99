"""Runs and saves as they are said in a line, the same in every list."""

from __future__ import annotations

from typing import NamedTuple

from game.play.saves.slots import SaveInfo
from game.story.sanitize import visible

COPY, HERE = "a copy under another name", "you are here"


class SaveRow(NamedTuple):
    """A run or a save in a line: its name, where it stands, when it was made, what else to say."""

    name: str
    chapter: str
    status: str
    place: str
    when: str
    choices: str
    note: str


def row(info: SaveInfo, here: bool = False) -> SaveRow:
    """Say a run or a save in a line; `here` if it is the run being played."""
    when = info.time.strftime("%Y-%m-%d %H:%M")
    if info.fault:
        return SaveRow(visible(info.name), f"({info.fault})", "", "", when, "", "")
    chapter = f"The end: {info.ending}" if info.ending else info.chapter
    called = "" if info.name == label_of(info) else label_of(info)
    began = f"from {info.origin}" if info.origin else ""
    note = "; ".join(filter(None, (called, began, COPY if info.copy else "", HERE if here else "")))
    return SaveRow(
        visible(info.name), chapter, info.status, info.place, when, count_of(info.choices, "choice"), note
    )


def label_of(info: SaveInfo) -> str:
    """Give what a run is called for good, whatever name it was given; a save's name else."""
    return f"run {info.run}" if info.automatic and info.run else info.name


def count_of(number: int, what: str) -> str:
    """Say how many of something there are: `1 choice`, `2 choices`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
