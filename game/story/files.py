"""Which files of a folder belong to a story."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from game.story.model import Chapter
from game.story.problems import Place, Problem


@dataclass(slots=True)
class StoryFiles:
    """The files to read, each once; chapters in the author's order, files by path."""

    chapters: dict[str, list[Path]] = field(default_factory=dict)
    pages: Path | None = None
    walkthroughs: list[Path] = field(default_factory=list)


def list_files(folder: Path, chapters: tuple[Chapter, ...], problems: list[Problem]) -> StoryFiles:
    """List the files of a story; what is missing, odd or outside the folder is added to `problems`."""
    search = _Search(folder, problems)
    files = StoryFiles()
    search.allowed(folder / "story.yaml")
    pages = folder / "pages.yaml"
    if os.path.lexists(pages) and search.allowed(pages):
        files.pages = pages
    for chapter in chapters:
        path = folder / chapter.id
        if path.is_dir():
            files.chapters[chapter.id] = list(search.yaml_files(path)) if search.allowed(path) else []
        else:
            problems.append(Problem("S115", f"there is no folder `{chapter.id}`", chapter.place))
    walkthroughs = folder / "walkthroughs"
    if walkthroughs.is_dir() and search.allowed(walkthroughs):
        files.walkthroughs = list(search.yaml_files(walkthroughs))
    search.strays({chapter.id for chapter in chapters})
    return files


class _Search:
    """Walks a story's folder, never out of it, and passes each file once."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.root = Path(os.path.realpath(folder))
        self.problems = problems
        self.passed: set[str] = set()

    def problem(self, code: str, message: str, path: Path) -> None:
        self.problems.append(Problem(code, message, Place(str(path), 1, 1, 2)))

    def allowed(self, path: Path) -> bool:
        """Whether a path stays inside the folder and was not passed before."""
        real = Path(os.path.realpath(path))
        if not real.is_relative_to(self.root):
            self.problem("Y101", "this link leads out of the story's folder", path)
            return False
        first = str(real) not in self.passed
        self.passed.add(str(real))
        return first

    def yaml_files(self, folder: Path) -> Iterator[Path]:
        """Give every YAML file below a folder, by path."""
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            self.problem("Y101", f"this folder can't be read: {(error.strerror or '').lower()}", folder)
            return
        for name in names:
            path = folder / name
            if name.startswith("."):
                continue
            if path.is_dir():
                if self.allowed(path):
                    yield from self.yaml_files(path)
            elif name.endswith(".yaml") and self.allowed(path):
                yield path
            elif name.endswith(".yml"):
                self.problem("Y112", "this file is not read: a story's files end in `.yaml`", path)

    def strays(self, chapters: set[str]) -> None:
        """Warn of what stands in the folder and would not be read."""
        for name in sorted(os.listdir(self.folder)):
            path = self.folder / name
            if (
                name.startswith(".")
                or name in chapters
                or name in ("story.yaml", "pages.yaml", "walkthroughs")
            ):
                continue
            if path.is_dir():
                if any(child.suffix == ".yaml" for child in path.rglob("*.yaml")):
                    self.problem("S116", "no chapter names this folder, so its scenes are not read", path)
            elif name.endswith((".yaml", ".yml")):
                self.problem("Y112", "this file is not read: scenes stand in the folder of a chapter", path)
