"""What one player has seen of one story, over all games. Losing it costs nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from game.play.engine.rules import ChoiceError
from game.play.playthrough import Playthrough, Step
from game.play.settings import read_object, write_object
from game.story.diagnostics.problem import StoryError
from game.story.model import Story
from game.story.text.styled import clean


class Profile:
    """Endings found with their titles, scenes seen, and how each chapter was last come to."""

    def __init__(self, folder: Path, story: Story) -> None:
        self.story = story
        self._path = folder / f"profile-{story.id}.json"
        found = read_object(self._path)
        self.endings = _titles(found.get("endings"))
        self.scenes = set(_texts(found.get("scenes")))
        self._ways = _ways(found.get("chapters"))
        self._written = self._as_written()

    def note(self, play: Playthrough) -> None:
        """Take note of where a playthrough stands."""
        self.scenes.add(play.scene)
        if play.start is None and first_in_chapter(play):
            self._ways[play.chapter.id] = play.log
        if play.ending is not None:
            self.endings[play.ending.id] = play.ending.title

    def write(self) -> None:
        """Keep it on disk, if anything is new; where that can't be done, nothing is said."""
        now = self._as_written()
        if now != self._written:
            with suppress(OSError):
                write_object(self._path, now)
                self._written = now

    @property
    def all_endings(self) -> tuple[str, ...]:
        """The ids of the story's endings, in its order."""
        return tuple(scene.id for scene in self.story.scenes.values() if scene.ending is not None)

    @property
    def chapters(self) -> dict[str, tuple[Step, ...]]:
        """The chapters whose start was reached, in the story's order, with the choices that led there."""
        return {one.id: self._ways[one.id] for one in self.story.chapters if one.id in self._ways}

    def playthrough(self, chapter: str) -> Playthrough | None:
        """Give a playthrough that stands at the start of a chapter; None if the way there is gone."""
        with suppress(ChoiceError, StoryError, KeyError):
            return Playthrough(self.story, self._ways[chapter])
        return None

    def _as_written(self) -> dict[str, Any]:
        return {
            "endings": dict(self.endings),
            "scenes": sorted(self.scenes),
            "chapters": {chapter: [list(step) for step in log] for chapter, log in self._ways.items()},
        }


def first_in_chapter(play: Playthrough) -> bool:
    """Whether the playthrough has just come to its chapter and was never in it before."""
    chapter = play.chapter.id
    return all(play.story.scenes[step.scene].chapter != chapter for step in play.log)


# --- a file that anybody may have written ---------------------------------------


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _titles(value: object) -> dict[str, str]:
    items = value.items() if isinstance(value, dict) else ()
    return {name: clean(title) for name, title in items if isinstance(title, str)}


def _ways(value: object) -> dict[str, tuple[Step, ...]]:
    items = value.items() if isinstance(value, dict) else ()
    return {
        chapter: tuple(Step(*_texts(pair)) for pair in log)
        for chapter, log in items
        if isinstance(log, list) and all(len(_texts(pair)) == 2 for pair in log)
    }
