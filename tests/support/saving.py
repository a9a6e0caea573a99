"""What the tests of saves share: a story that goes round, and the game as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from game import Playthrough, Story
from game.play.open_session import session_of
from game.play.saves.saves import Loaded, Saves
from game.play.session import Session

Write = Callable[..., Path]
Make = Callable[..., Story]

ROUND = """\
hall:
  title: The hall
  place: Hall, {trust}
  text: "The lamp is {cycle: low|out}."
  choices:
    - {text: Take the ring., once: true, do: [take(ring), trust += 1], say: It is cold.}
    - {text: Go down., do: trust += 1, to: cellar}
    - {text: Leave., if: trust >= 5, to: road}
cellar:
  text: Water, {trust} steps deep.
  choices:
    - {text: Come up., do: [open_gate = true, body -= 1], to: hall}
    - {text: Rest., do: body = 2, say: You rest.}
road: {ending: {title: Out, text: The road.}}
"""


def wander(play: Playthrough, steps: int) -> Playthrough:
    """Take so many choices, always the last open one that is no end."""
    for _ in range(steps):
        play.choose([offer.key for offer in play.offers if offer.open and offer.key != "leave"][-1])
    return play


def same(one: Playthrough, other: Playthrough) -> bool:
    """Whether two playthroughs stand at the same place, with the same choices behind them."""
    return (one.state, one.log, one.start, one.earlier) == (
        other.state,
        other.log,
        other.start,
        other.earlier,
    )


def played(folder: Path, play: Playthrough) -> Session:
    """Play as far as a playthrough goes, in a sitting that is over then, and leaves a run."""
    session = session_of(play.story, folder)
    session.begin(Loaded(play))
    session.close()
    return session


def files(folder: Path) -> set[str]:
    """Return the names of what lies in a folder, but for what says whose saves these are."""
    return set(os.listdir(folder)) - {".story.json", ".story.json.bak"} if folder.is_dir() else set()


def only_saves(folder: Path, *slots: str) -> bool:
    """Whether nothing lies in a folder but these slots, with backups or without."""
    return files(folder) <= {name for slot in slots for name in (f"{slot}.json", f"{slot}.json.bak")}


def autosaves(saves: Saves) -> list[str]:
    """Return the slots of the autosaves, the newest first."""
    return [info.slot for info in saves.list() if info.automatic]


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of the game."""
    return [sys.executable, "-m", "game", *map(str, arguments)]


def plain(story: Path, folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Play in plain mode, from the first line typed to the end of the input."""
    return subprocess.run(
        command("play", story, "--plain", "--save-dir", folder, *arguments),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def until_prompt(game: subprocess.Popen[str]) -> None:
    """Read what a game tells, up to where it asks for the next choice."""
    assert game.stdout is not None
    told = ""
    while not told.endswith("\n> "):
        letter = game.stdout.read(1)
        assert letter, f"the game ended: {told}"
        told += letter
