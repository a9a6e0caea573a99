"""What `verify --watch` does: a story proved again whenever a file of it changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from gc import collect
from pathlib import Path
from time import sleep
from typing import NoReturn

from game.commands.common import load, progress
from game.play.hot_reload.watch_files import INTERVAL, Follower
from game.proof.memory.disk import read_memory, write_memory
from game.proof.report.render import (
    FindingName,
    as_lines,
    broken_since,
    changes,
    changes_so_far,
    finding_id,
    is_settled,
)
from game.proof.report.verdict import Verdict
from game.proof.verify import Limits, verify
from game.story.diagnostics.problem import StoryError
from game.story.diagnostics.render import as_text


def watch(folder: Path, limits: Limits, file: Path) -> NoReturn:
    """Tell what is proved of a story, and then what each edit broke or mended.

    What is known of the story is kept in `file`. Walkthroughs are not proved to be the shortest.
    """
    follower = Follower(folder)
    proofs = _Proofs(folder, limits._replace(shortest=False), file)
    while True:
        try:
            proofs.prove()
        except StoryError as error:
            print("\n".join(as_text(error.problems)), flush=True)
        while not follower.changed():
            sleep(INTERVAL)


class _Proofs:
    """One proof after the other of a story that is edited, each held against the last that was finished."""

    def __init__(self, folder: Path, limits: Limits, file: Path) -> None:
        self._folder = folder
        self._limits = limits
        self._file = file
        self._memory = read_memory(file)
        self._before: Verdict | None = None
        self._told: set[FindingName] = set()  # while the proof goes on
        self._is_settled = False  # and whether it was told that no more can come

    def prove(self) -> None:
        """Prove the story as it is now and tell what changed. Raises StoryError if it can't be played."""
        before = self._before
        self._told.clear()
        self._is_settled = False
        limits = self._limits._replace(odds=before is None)
        with progress() as tell:
            so_far = partial(self._tell_broken, tell)
            verdict = verify(load(self._folder), limits, tell, memory=self._memory, so_far=so_far)
        print("\n".join(changes(before, verdict, self._told) if before else as_lines(verdict)), flush=True)
        self._before = verdict
        if self._memory.program:
            write_memory(self._file, self._memory)
        collect()  # what one proof leaves would count as memory of the next

    def _tell_broken(self, tell: Callable[[str], None], now: Verdict) -> None:
        """Tell at once what is broken for certain and was not told yet, or that nothing more can be."""
        if self._before is None:
            return
        broken = set(map(finding_id, broken_since(self._before, now)))
        if not broken <= self._told or is_settled(now) > self._is_settled:
            tell("")
            print("\n".join(changes_so_far(self._before, now, self._told)), flush=True)
            self._told |= broken
            self._is_settled = is_settled(now)
