"""Which files of a folder belong to a story."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.diagnostics.source_text import leads_out
from game.story.diagnostics.suggest import did_you_mean
from game.story.format import STORY_FILE
from game.story.model import Chapter

WALKTHROUGHS = "walkthroughs"  # the folder of them, which can be no chapter
MAX_DEPTH = 40  # folders in folders


def refusal(folder: Path) -> Problem | None:
    """Say why a folder can't be a story at all; None if it may be one."""
    head = folder / STORY_FILE
    if not folder.exists():
        message, place = "there is no such folder", folder
    elif not folder.is_dir():
        message, place = "a story is a folder, and this is a file", folder
    elif not os.path.lexists(head):
        message, place = "there is no story.yaml in this folder", folder
    elif leads_out(folder, head):
        message, place = "this link leads out of the story's folder", head
    else:
        return None
    return Problem("Y101", message, SourceSpan(str(place), 1, 1, 2))


class StoryFiles:
    """The files to read, each once; chapters in the author's order, files by path."""

    def __init__(self) -> None:
        self.chapters: dict[str, list[Path]] = {}
        self.pages: Path | None = None
        self.claims: Path | None = None
        self.walkthroughs: list[Path] = []


def list_files(folder: Path, chapters: tuple[Chapter, ...], problems: list[Problem]) -> StoryFiles:
    """List the files of a story; what is missing, odd or outside the folder is added to `problems`."""
    search = _Search(folder, problems)
    files = StoryFiles()
    search.allowed(folder / STORY_FILE)
    pages = folder / "pages.yaml"
    if os.path.lexists(pages) and search.allowed(pages):
        files.pages = pages
    claims = folder / "claims.yaml"
    if os.path.lexists(claims) and search.allowed(claims):
        files.claims = claims
    missing = [chapter for chapter in chapters if not (folder / chapter.id).is_dir()]
    others = search.other_folders({chapter.id for chapter in chapters})
    for chapter in missing:
        help = did_you_mean(chapter.id, (path.name for path in others))
        message = f"there is no folder `{chapter.id}`"
        problems.append(Problem("S115", message, chapter.place, help))
    # Without its chapters known, a story's scenes may stand in any folder.
    unknown = others if missing or not chapters else []
    for path in [folder / chapter.id for chapter in chapters if chapter not in missing] + unknown:
        files.chapters[path.name] = list(search.yaml_files(path)) if search.allowed(path) else []
    walkthroughs = folder / WALKTHROUGHS
    if walkthroughs.is_dir() and search.allowed(walkthroughs):
        files.walkthroughs = list(search.yaml_files(walkthroughs))
    for path in others if not unknown else ():
        message = "no chapter names this folder, so its scenes are not read"
        help = str(did_you_mean(path.name, [WALKTHROUGHS])) or f"add `{path.name}: Title` to `chapters`"
        search.problem("S116", message, path, help)
    search.strays()
    return files


def _has_yaml(folder: Path) -> bool:
    """Whether there is a YAML file in a folder or not too far below it."""
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        with suppress(OSError), os.scandir(here) as entries:
            for entry in entries:
                if entry.name.endswith(".yaml"):
                    return True
                if depth < MAX_DEPTH and entry.is_dir(follow_symlinks=False):
                    waiting.append((here / entry.name, depth + 1))
    return False


class _Search:
    """Walks a story's folder, never out of it, and passes each file once."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.root = Path(os.path.realpath(folder))
        self.problems = problems
        self.passed: set[str] = set()
        self.folders: dict[Path, str] = {}  # where those lead that files stand in

    def problem(self, code: str, message: str, path: Path, help: str = "") -> None:
        self.problems.append(Problem(code, message, SourceSpan(str(path), 1, 1, 2), help))

    def allowed(self, path: Path) -> bool:
        """Whether a path stays inside the folder and was not passed before."""
        real = self.real(path)
        if not Path(real).is_relative_to(self.root):  # as `leads_out`, with what is known of folders
            self.problem("Y101", "this link leads out of the story's folder", path)
            return False
        first = real not in self.passed
        self.passed.add(real)
        return first

    def real(self, path: Path) -> str:
        """Return where a path leads; of the folders above it that is found out once."""
        if path.is_symlink():
            return os.path.realpath(path)
        if path.parent not in self.folders:
            self.folders[path.parent] = os.path.realpath(path.parent)
        return f"{self.folders[path.parent]}{os.sep}{path.name}"

    def yaml_files(self, folder: Path, depth: int = 0) -> Iterator[Path]:
        """Yield every YAML file below a folder, by path."""
        if depth > MAX_DEPTH:
            self.problem("Y104", f"folders are nested deeper than {MAX_DEPTH}", folder)
            return
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            self.problem("Y101", f"this folder can't be read: {system_reason(error)}", folder)
            return
        for name in names:
            path = folder / name
            if name.startswith("."):
                continue
            if path.is_dir():
                if self.allowed(path):
                    yield from self.yaml_files(path, depth + 1)
            elif name.endswith(".yaml") and self.allowed(path):
                yield path
            elif name.endswith(".yml"):
                self.problem("Y112", "this file is not read: a story's files end in `.yaml`", path)

    def other_folders(self, chapters: set[str]) -> list[Path]:
        """Return the folders with YAML files in them that no chapter names."""
        return [
            path
            for name in sorted(os.listdir(self.folder))
            if name not in chapters and name != WALKTHROUGHS and not name.startswith(".")
            if (path := self.folder / name).is_dir() and not path.is_symlink()
            if _has_yaml(path)
        ]

    def strays(self) -> None:
        """Warn of YAML files beside story.yaml, which would not be read."""
        for name in sorted(os.listdir(self.folder)):
            path = self.folder / name
            known = name.startswith(".") or name in (STORY_FILE, "pages.yaml", "claims.yaml")
            if not known and name.endswith((".yaml", ".yml")) and not path.is_dir():
                free = [one for one in ("pages.yaml", "claims.yaml") if not (self.folder / one).exists()]
                help = str(did_you_mean(name, free))
                message = "this file is not read: scenes stand in the folder of a chapter"
                self.problem("Y112", "this file is not read" if help else message, path, help)
