"""A story that is played while its author writes: read again when a file changes, the place kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from game.play.engine.claims import breaches, situation
from game.play.hot_reload.relocate import relocate, renamed
from game.play.playthrough import Playthrough, Step
from game.play.saves.record import Record
from game.play.saves.restore import Loaded
from game.play.saves.saves import record_of
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError, Problem, SourceSpan, StoryError
from game.story.diagnostics.render import as_text
from game.story.model import Story
from game.story.reader.load import read_story
from game.story.translation.load import in_language

INTERVAL = 0.15  # seconds between two looks at the files


class News(NamedTuple):
    """What became of a story that was changed: the playthrough in it, None if it can't be played now."""

    loaded: Loaded | None
    problems: tuple[Problem, ...]

    @property
    def told(self) -> str:
        """What there is to say about it in a line."""
        if self.loaded is None:
            return "The story can't be played as it is now: you go on with the last good version."
        count = len(self.problems)
        warnings = f"`escape lint` shows {how_many(count, 'warning')}." if count else ""
        return " ".join(filter(None, ("The story was read again.", self.loaded.notice, warnings)))

    @property
    def report(self) -> tuple[str, ...]:
        """The problems one by one, with the author's lines, where the story can't be played."""
        return tuple(as_text(self.problems)) if self.loaded is None else ()


class Follower:
    """Looks after the files of a story, and takes a playthrough along when they change."""

    def __init__(self, folder: Path, language: str = "") -> None:
        self._folder = folder
        self._language = language
        self._stamps = dict(_stamps(folder))
        self._writing = False
        # Where the player came by choosing: sought again after each change, until the player chooses.
        self._sought: Record | None = None
        self._looked: tuple[Story, tuple[str, ...]] | None = None  # last held against the claims
        self._broken: set[str] = set()  # claims that are told
        self._given: tuple[Playthrough, tuple[Step, ...]] | None = None

    def changed(self) -> bool:
        """Whether a file has changed since this was last so, and nothing has since this was last asked."""
        now = dict(_stamps(self._folder))
        was_writing, self._writing = self._writing, now != self._stamps
        self._stamps = now
        return was_writing and not self._writing

    def follow(self, play: Playthrough) -> News:
        """Read the story again and find the place of a playthrough in it."""
        story, problems = read_story(self._folder)
        if story is None:
            return News(None, tuple(problems))
        try:
            story = in_language(story, self._language)
        except GameError as error:
            return News(None, (self._problem("Y121", str(error)),))
        if story.id != play.story.id:
            return News(None, (self._another(play.story.id),))
        record = renamed(self._record(play), play.story, story)
        try:
            loaded = relocate(record, story)
        except StoryError as error:
            return News(None, error.problems)
        self._sought, self._given = record, (loaded.play, loaded.play.log)
        return News(loaded, tuple(problems))

    def broken(self, play: Playthrough) -> str:
        """Say which claims a playthrough has come to break since this was last asked; empty if none."""
        keys = tuple(step.key for step in play.log)
        if (play.story, keys) == self._looked or play.start is not None or not play.story.claims.claims:
            return ""
        self._looked = play.story, keys
        found = {one.claim.name: one for one in breaches(play.story, keys)}
        new = [one for name, one in found.items() if name not in self._broken]
        self._broken = set(found)
        said = (f"The claim `{one.claim.name}` is broken {situation(play.story, one)}." for one in new)
        return " ".join(said)

    def _another(self, id_: str) -> Problem:
        message = f"the story is not `{id_}` any more, so its saves are not this game's: start it again"
        return self._problem("S104", message)

    def _problem(self, code: str, message: str) -> Problem:
        return Problem(code, message, SourceSpan(str(self._folder / "story.yaml"), 1, 1, 2))

    def _record(self, play: Playthrough) -> Record:
        """Return the place that the player chose: where the last change led, if it is that one still."""
        if self._sought is not None and self._given == (play, play.log):
            return self._sought
        return record_of(play)


def _stamps(folder: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield every file of a story with what changes when it is written."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.endswith((".yaml", ".yml", ".po")):
                file = os.path.join(path, name)  # noqa: PTH118 - some hundred times a second
                try:
                    found = os.stat(file)  # noqa: PTH116
                except OSError:  # it was there a moment ago
                    continue
                yield file, (found.st_mtime_ns, found.st_size, found.st_ino)
