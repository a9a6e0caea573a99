"""Everything that is wrong with a story, or not as meant, that can be told without playing it.

Reading the files finds what is wrong with their form. The rules of lint are about use and about the
graph of scenes, so they look only at a story that could be played.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from game.lint.def_use import Uses
from game.lint.rules import RULES
from game.lint.suppress import silenced
from game.story.diagnostics.problem import Problem
from game.story.diagnostics.render import Sources
from game.story.diagnostics.source_text import ON_DISK, SourceFiles
from game.story.model import Story
from game.story.reader.load import in_order, read_story


def lint(folder: Path | str) -> list[Problem]:
    """Find every problem of a story that nobody has silenced, in the order of its files and lines."""
    return check(*read_story(folder))


def check(story: Story | None, problems: Sequence[Problem], files: SourceFiles = ON_DISK) -> list[Problem]:
    """Return the problems of a story that was read, and what the rules say of it if it could be played."""
    if story is not None:
        uses = Uses(story, files)
        found = [problem for rule in RULES for problem in rule.check(story, uses)]
        problems = in_order([*problems, *found], _files(story))
    sources = Sources(files)
    return [problem for problem in problems if not silenced(problem, sources)]


def _files(story: Story) -> list[str]:
    scenes = (scene.span.file for scene in story.scenes.values())
    return list(dict.fromkeys((str(story.folder / "story.yaml"), *scenes)))
