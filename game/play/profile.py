"""What one player has seen of one story, over all runs. Losing it costs nothing else."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from game.play.engine.passage import Passage
from game.play.engine.rules import ChoiceError
from game.play.playthrough import Playthrough, Step
from game.play.saves.atomic_write import stamp_of
from game.play.saves.former_names import FormerNames
from game.play.saves.json_file import odd_file, read_object, write_object
from game.play.saves.ownership import key_of
from game.story.diagnostics.problem import StoryError
from game.story.model import Story
from game.story.sanitize import clean

_SETS = ("scenes", "read", "chosen", "lessons")  # fields of a profile that are sets of texts, and so kept


class FoundEnding(NamedTuple):
    """An ending that was found: its title, in which run (0: not known), and on which day (ISO 8601)."""

    title: str
    run: int = 0
    day: str = ""


class ChapterArrival(NamedTuple):
    """How the start of a chapter was come to: the choices, in which run, and the status line there."""

    log: tuple[Step, ...]
    run: int = 0
    status: str = ""


class Profile:
    """What was found, seen, read and told over all runs; other sittings add to the same file.

    `found` are endings by id, `scenes` those seen, `ways` how each chapter was last come to, `read`
    passages that were read to their end, `chosen` choices that were taken, `lessons` what a front end
    has taught and needs to teach no more.
    """

    def __init__(self, folder: Path, story: Story) -> None:
        self.story = story
        self._path = folder / f"profile-{key_of(folder, story)}.json"
        self.found: dict[str, FoundEnding] = {}
        self.scenes: set[str] = set()
        self.ways: dict[str, ChapterArrival] = {}
        self.read: set[str] = set()
        self.chosen: set[str] = set()
        self.lessons: set[str] = set()
        self._there: dict[str, Any] = {}  # what the file holds, with what newer games have put into it
        self._stamp: object = None  # of the file when that was read or written
        self._read_file()
        self._find_renamed_chapters()
        self._written = self._as_written()

    def note(self, play: Playthrough, run: int = 0) -> None:
        """Take note of where a playthrough stands."""
        self.scenes.add(play.scene)
        if play.log:
            self.chosen.add(".".join(play.log[-1]))
        if play.start is None and first_in_chapter(play):
            self.ways[play.chapter.id] = ChapterArrival(play.log, run, play.status)
        ending = play.ending
        if ending is not None and ending.id not in self.found:
            self.found[ending.id] = FoundEnding(ending.title, run, date.today().isoformat())

    def was_read(self, passage: Passage) -> bool:
        """Whether a passage with the same words was read to its end before."""
        return _digest(passage) in self.read

    def note_read(self, passage: Passage) -> None:
        """Take note that a passage was read to its end."""
        self.read.add(_digest(passage))

    def write(self) -> None:
        """Keep it on disk, if anything is new, with what other sittings have found meanwhile.

        Where that can't be done, nothing is said.
        """
        if self._as_written() == self._written:
            return
        if self._stamp_now != self._stamp:
            self._read_file()
        now = self._as_written()
        with suppress(OSError):
            write_object(self._path, {**self._there, **now})
            self._written, self._stamp = now, self._stamp_now

    @property
    def notice(self) -> str:
        """What there is to say about its file; mostly nothing."""
        return odd_file(self._path)

    @property
    def endings(self) -> dict[str, str]:
        """The titles of the endings found, by id."""
        return {id_: found.title for id_, found in self.found.items()}

    def title_of(self, ending: str) -> str:
        """Return the title of an ending that was found, as the story says it now, in whatever language."""
        scene = self.story.scenes.get(ending)
        words = scene.ending.title.words if scene and scene.ending else None
        return words or self.found[ending].title

    @property
    def all_endings(self) -> tuple[str, ...]:
        """The ids of the story's endings, in its order."""
        return tuple(scene.id for scene in self.story.scenes.values() if scene.ending is not None)

    @property
    def chapters(self) -> dict[str, tuple[Step, ...]]:
        """The chapters whose start was reached, in the story's order, with the choices that led there."""
        return {one.id: self.ways[one.id].log for one in self.story.chapters if one.id in self.ways}

    def playthrough(self, chapter: str) -> Playthrough | None:
        """Return a playthrough that has just come to a chapter; None if the story has changed too much."""
        try:
            log = map(FormerNames(self.story).step, self.ways[chapter].log)
            return Playthrough(self.story, log)
        except (ChoiceError, StoryError, KeyError):
            return None

    def _find_renamed_chapters(self) -> None:
        """Keep what is known of chapters that are called otherwise now: the way leads there all the same."""
        known = {chapter.id for chapter in self.story.chapters}
        for old in self.ways.keys() - known:
            play = self.playthrough(old)
            if play is not None and first_in_chapter(play):
                self.ways.setdefault(play.chapter.id, self.ways[old])

    @property
    def _stamp_now(self) -> tuple[int, ...] | None:
        with suppress(OSError):
            return stamp_of(self._path)
        return None

    def _read_file(self) -> None:
        self._stamp = self._stamp_now
        self._there = read_object(self._path)
        self._take_in(self._there)

    def _take_in(self, found: dict[str, Any]) -> None:
        """Add what a file holds; what this sitting knows better stays."""
        endings, more = _titles(found.get("endings")), _objects(found.get("found"))
        for id_, title in endings.items():
            said = more.get(id_, {})
            self.found.setdefault(id_, FoundEnding(title, _number(said.get("run")), _line(said.get("day"))))
        ways, more = _ways(found.get("chapters")), _objects(found.get("reached"))
        for chapter, log in ways.items():
            said = more.get(chapter, {})
            self.ways.setdefault(
                chapter, ChapterArrival(log, _number(said.get("run")), _line(said.get("status")))
            )
        for name in _SETS:
            getattr(self, name).update(_texts(found.get(name)))

    def _as_written(self) -> dict[str, Any]:
        return {
            "endings": dict(self.endings),
            "found": {id_: {"run": one.run, "day": one.day} for id_, one in self.found.items()},
            "chapters": {chapter: [list(step) for step in way.log] for chapter, way in self.ways.items()},
            "reached": {id_: {"run": way.run, "status": way.status} for id_, way in self.ways.items()},
            **{name: sorted(getattr(self, name)) for name in _SETS},
        }


def first_in_chapter(play: Playthrough) -> bool:
    """Whether the playthrough has just come to its chapter and was never in it before."""
    chapter = play.chapter.id
    return all(play.story.scenes[step.scene].chapter != chapter for step in play.log)


def _digest(passage: Passage) -> str:
    words = "\n\n".join(str(part.paragraph) for part in passage.parts)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


# --- a file that anybody may have written ---------------------------------------


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _titles(value: object) -> dict[str, str]:
    items = value.items() if isinstance(value, dict) else ()
    return {name: clean(title) for name, title in items if isinstance(title, str)}


def _objects(value: object) -> dict[str, dict[str, Any]]:
    items = value.items() if isinstance(value, dict) else ()
    return {name: one for name, one in items if isinstance(one, dict)}


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else 0


def _line(value: object) -> str:
    return " ".join(clean(value).split())[:200] if isinstance(value, str) else ""


def _ways(value: object) -> dict[str, tuple[Step, ...]]:
    items = value.items() if isinstance(value, dict) else ()
    return {
        chapter: tuple(Step(*_texts(pair)) for pair in log)
        for chapter, log in items
        if isinstance(log, list) and all(len(_texts(pair)) == 2 for pair in log)
    }
