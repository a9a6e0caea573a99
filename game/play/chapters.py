"""The chapters that can be begun again, and what each is called."""

from __future__ import annotations

import re
from typing import NamedTuple

from game.play.playthrough import Playthrough
from game.play.profile import Profile
from game.story.model import Chapter


class ChapterStart(NamedTuple):
    """A chapter that can be begun again. `run` is the run that came to it, `own` says that it is this one.

    `choices` were taken up to it, and `status` is the status line as it stood there.
    """

    chapter: Chapter
    run: int
    own: bool
    here: bool
    choices: int
    status: str


def chapter_starts(play: Playthrough, run: int, profile: Profile) -> tuple[ChapterStart, ...]:
    """List the chapters that this run came to, or that another one has, in the story's order."""
    starts = (_start(chapter, play, run, profile) for chapter in play.story.chapters)
    return tuple(filter(None, starts))


def start_of(chapter: str, play: Playthrough, profile: Profile) -> Playthrough | None:
    """Return a playthrough that has just come to a chapter, as this one did, or else as the last one did.

    None if none has, or if the story has changed and the way is gone.
    """
    steps = _steps_to(chapter, play)
    return profile.playthrough(chapter) if steps is None else play_after(play, steps)


def play_after(play: Playthrough, choices: int) -> Playthrough:
    """Return a playthrough as it stood after so many choices."""
    return Playthrough(play.story, play.log[:choices], start=play.start, earlier=play.earlier, seed=play.seed)


def chapter_number(chapter: Chapter) -> str:
    """Return the number that a chapter's folder has, empty if it has none."""
    number = re.match(r"\d+", chapter.id)
    return number.group() if number else ""


def chapter_name(chapter: Chapter) -> str:
    """Return a chapter's title, with its number if its folder has one."""
    return f"{chapter_number(chapter)} {chapter.title}".lstrip()


def _start(chapter: Chapter, play: Playthrough, run: int, profile: Profile) -> ChapterStart | None:
    here, way = play.chapter.id == chapter.id, profile.ways.get(chapter.id)
    steps = _steps_to(chapter.id, play)
    if steps is not None:
        return ChapterStart(chapter, run, True, here, steps, play_after(play, steps).status)
    if way is not None:
        return ChapterStart(chapter, way.run, False, here, len(way.log), way.status)
    return None


def _steps_to(chapter: str, play: Playthrough) -> int | None:
    """Count the choices up to where a playthrough first came to a chapter; None if it never did."""
    if play.start is not None:
        return None
    scenes = [*(step.scene for step in play.log), play.scene]
    chapters = (play.story.scenes[scene].chapter for scene in scenes)
    return next((steps for steps, one in enumerate(chapters) if one == chapter), None)
