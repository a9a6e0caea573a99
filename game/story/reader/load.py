"""A folder of files read into a Story, or every problem found in it."""

from __future__ import annotations

import gc
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from game.story.claims import Claim, ClaimTable
from game.story.counters import Asked, CounterTable
from game.story.diagnostics.problem import Problem, SourceSpan, StoryError
from game.story.diagnostics.source_text import ON_DISK, SourceError, SourceFile, SourceFiles
from game.story.language.symbols import SymbolTable
from game.story.model import Page, Scene, Story, Walkthrough
from game.story.reader.claims import read_claims
from game.story.reader.counting import extend_counters, lay_out_counters
from game.story.reader.cycles import endless_rings
from game.story.reader.discover import StoryFiles, leads_out, list_files
from game.story.reader.fields import EVERYWHERE, Counted, ReadContext
from game.story.reader.pages import read_pages
from game.story.reader.resolve import look_up
from game.story.reader.scenes import read_scenes
from game.story.reader.story_file import Head, read_head
from game.story.reader.uses import Use
from game.story.reader.values import Reader
from game.story.reader.walkthroughs import read_walkthroughs
from game.story.yaml.nodes import Node
from game.story.yaml.parse import read_nodes


def load_story(folder: Path | str, files: SourceFiles = ON_DISK) -> Story:
    """Load a story to be played.

    Raises StoryError with every problem found, if any of them is an error. Warnings are kept in
    the story's `warnings`.
    """
    story, problems = read_story(folder, files=files)
    if story is None:
        raise StoryError(problem for problem in problems if problem.severity == "error")
    return story


def read_story(
    folder: Path | str, uses: list[Use] | None = None, files: SourceFiles = ON_DISK
) -> tuple[Story | None, list[Problem]]:
    """Read a story and everything that is wrong with it, in order of files and lines.

    The story is None if a problem is an error. Where its names stand is added to `uses`.
    """
    read = read_parts(folder, uses, files)
    return read.story, read.problems


ReadNodes = Callable[[SourceFile, list[Problem]], Node | None]


class Reading(NamedTuple):
    """What there is of a story, be it with errors: then `story` is None, and the parts are what was read."""

    story: Story | None
    problems: list[Problem]
    symbols: SymbolTable
    scenes: Mapping[str, Scene]


def read_parts(
    folder: Path | str,
    uses: list[Use] | None = None,
    files: SourceFiles = ON_DISK,
    nodes: ReadNodes = read_nodes,
) -> Reading:
    """Read a story as `read_story` does, and give of one with errors what could be read of it."""
    with _no_collection():
        loading = _Loading(Path(folder), files, nodes)
        loading.context.uses = uses
        story, problems = loading.story()
        return Reading(story, problems, loading.symbols, loading.scenes)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the cyclic garbage collector from walking the nodes again and again while they are made.

    Freezing and unfreezing puts what was made among the oldest objects, without a walk.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()


# What stands at the start of a line of a broken file, so that its scenes count as being there.
_TOP_KEY = re.compile(r"^(\w[\w-]*)[ \t]*:", re.MULTILINE)


class _Claims(NamedTuple):
    """The claims as they are read, what they speak of, and what they ask of counts."""

    claims: tuple[Claim, ...]
    symbols: SymbolTable
    counted: dict[Counted, list[Asked]]


class _Loading:
    """One reading of one folder."""

    def __init__(self, folder: Path, files: SourceFiles, read_nodes: ReadNodes) -> None:
        self.folder = folder
        self.files = files
        self.read_nodes = read_nodes
        self.context = ReadContext()
        self.symbols = SymbolTable()
        self.hash = hashlib.sha256()
        self.scenes: dict[str, Scene] = {}
        self.read: list[str] = []  # the files, in order

    @property
    def problems(self) -> list[Problem]:
        return self.context.problems

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def story(self) -> tuple[Story | None, list[Problem]]:
        head_file = self.folder / "story.yaml"
        refused = _refusal(self.folder, head_file)
        if refused:
            return None, [refused]
        root = self.nodes(head_file)
        if root is None and not self.problems:
            return None, [Problem("S102", "story.yaml is empty", SourceSpan(str(head_file), 1, 1, 2))]
        head = read_head(self.reader(root[0]), root[1]) if root else Head()
        if head is None:
            return None, in_order(self.problems, self.read)
        self.context.names_lost = self.context.names_lost or root is None
        files = list_files(self.folder, head.chapters, self.problems)
        if len(files.chapters) < len(head.chapters):
            self.context.scenes_lost = True
        self.read_chapters(files)
        pages = self.read_pages(files)
        walkthroughs = self.read_walkthroughs(files)
        claims = self.read_claims(files)
        look_up(self.context, (head.start, head.start_place) if head.start_place else None)
        if not self.failed:
            self.problems.extend(endless_rings(self.scenes))
        problems = in_order(self.problems, self.read)
        if self.failed:
            return None, problems
        return self.assemble(head, pages, walkthroughs, claims, problems), problems

    def nodes(self, path: Path) -> tuple[SourceFile, Node] | None:
        """Read a file's nodes; None if it is empty or can't be read, which is then a problem."""
        self.read.append(str(path))
        try:
            file = self.files.read(path)
        except SourceError as error:
            self.problems.append(error.problem)
            self.context.scenes_lost = True
            return None
        relative = path.relative_to(self.folder).as_posix()
        self.hash.update(f"{relative}\0{len(file.text)}\0{file.text}".encode("utf-8", "surrogateescape"))
        before = len(self.problems)
        root = self.read_nodes(file, self.problems)
        if root is None and len(self.problems) > before:
            found = _TOP_KEY.findall(file.text)
            self.context.declared.update(found)
            self.context.scenes_lost = self.context.scenes_lost or not found
            self.context.choices_lost = True
        return (file, root) if root else None

    def reader(self, file: SourceFile) -> Reader:
        return Reader(file, self.symbols, self.context)

    def read_chapters(self, files: StoryFiles) -> None:
        for chapter, paths in files.chapters.items():
            for path in paths:
                found = self.nodes(path)
                for scene in read_scenes(self.reader(found[0]), chapter, found[1]) if found else []:
                    first = self.scenes.setdefault(scene.id, scene)
                    if first is not scene:
                        message = f"there are two scenes `{scene.id}`"
                        self.problems.append(
                            Problem("R204", message, scene.where, "", first.where, "the first is here")
                        )

    def read_pages(self, files: StoryFiles) -> tuple[Page, ...]:
        found = self.nodes(files.pages) if files.pages else None
        return read_pages(self.reader(found[0]), found[1]) if found else ()

    def read_walkthroughs(self, files: StoryFiles) -> list[Walkthrough]:
        walkthroughs = []
        for path in files.walkthroughs:
            found = self.nodes(path)
            walkthroughs += read_walkthroughs(self.reader(found[0]), found[1]) if found else []
        return walkthroughs

    def read_claims(self, files: StoryFiles) -> _Claims:
        """Read claims.yaml with names and counts of its own, so that nobody pays for it who only plays."""
        context = copy(self.context)
        context.counted, context.failed, context.effects = {}, {}, {}
        symbols = self.symbols.for_claims()
        found = self.nodes(files.claims) if files.claims else None
        claims = read_claims(Reader(found[0], symbols, context), found[1]) if found else ()
        return _Claims(claims, symbols, context.counted)

    def assemble(
        self,
        head: Head,
        pages: tuple[Page, ...],
        walkthroughs: list[Walkthrough],
        claims: _Claims,
        problems: list[Problem],
    ) -> Story:
        counters = lay_out_counters(self.scenes, self.context.counted, everywhere=EVERYWHERE)
        counted_for_claims = extend_counters(counters, self.scenes, self.context.counted, claims.counted)
        _name_counters(self.symbols, counters)
        _name_counters(claims.symbols, counted_for_claims)
        return Story(
            folder=self.folder,
            id=head.id,
            title=head.title,
            byline=head.byline,
            version=head.version,
            about=head.about,
            content_notes=head.content_notes,
            start=head.start,
            status=head.status,
            chapters=head.chapters,
            scenes=MappingProxyType(self.scenes),
            pages=pages,
            walkthroughs=tuple(walkthroughs),
            claims=ClaimTable(claims.claims, claims.symbols, counted_for_claims),
            symbols=self.symbols,
            counters=counters,
            fingerprint=self.hash.hexdigest(),
            warnings=tuple(problems),
        )


def _name_counters(symbols: SymbolTable, counters: CounterTable) -> None:
    """Tell what is asked of a count by where it is counted."""
    for scene, counter in counters.scenes.items():
        symbols.counters["visits", scene] = counter.index
    for (scene, key), counter in counters.choices.items():
        symbols.counters["chosen", f"{scene}.{key}"] = counter.index


def _refusal(folder: Path, head_file: Path) -> Problem | None:
    """Say why a folder can't be a story at all; None if it may be one."""
    if not folder.exists():
        message, place = "there is no such folder", folder
    elif not folder.is_dir():
        message, place = "a story is a folder, and this is a file", folder
    elif not os.path.lexists(head_file):
        message, place = "there is no story.yaml in this folder", folder
    elif leads_out(folder, head_file):
        message, place = "this link leads out of the story's folder", head_file
    else:
        return None
    return Problem("Y101", message, SourceSpan(str(place), 1, 1, 2))


def in_order(problems: list[Problem], files: Iterable[str]) -> list[Problem]:
    """Sort problems by file, in the order given and then as they come, then by line and column."""
    rank: dict[str, int] = {}
    for file in (*files, *(problem.place.file for problem in problems)):
        rank.setdefault(file, len(rank))
    return sorted(
        problems, key=lambda problem: (rank[problem.place.file], problem.place.line, problem.place.column)
    )
