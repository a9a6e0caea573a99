"""A folder of files read into a Story, or every problem found in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from game.story.claims import Claim, ClaimTable
from game.story.counters import Asked, CounterTable
from game.story.diagnostics.problem import Problem, SourceSpan, StoryError
from game.story.diagnostics.source_text import ON_DISK, SourceError, SourceFile, SourceFiles
from game.story.format import STORY_FILE
from game.story.language.symbols import SymbolTable
from game.story.model import Page, Scene, Story, Walkthrough
from game.story.reader.claims import read_claims
from game.story.reader.counting import extend_counters, lay_out_counters
from game.story.reader.cycles import endless_loops
from game.story.reader.discover import StoryFiles, list_files, refusal
from game.story.reader.known_files import NONE_YET, FileRead, KnownFiles, Meanings
from game.story.reader.no_collection import no_collection
from game.story.reader.pages import read_pages
from game.story.reader.read_context import EVERYWHERE, Counted, ReadContext
from game.story.reader.resolve import look_up
from game.story.reader.scenes import read_scenes
from game.story.reader.story_file import Head, read_head
from game.story.reader.uses import Use
from game.story.reader.values import Reader
from game.story.reader.walkthroughs import read_walkthroughs
from game.story.yaml.nodes import Node
from game.story.yaml.parse import read_nodes

ReadNodes = Callable[[SourceFile, list[Problem]], Node | None]


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
    folder: Path | str,
    uses: list[Use] | None = None,
    files: SourceFiles = ON_DISK,
    nodes: ReadNodes = read_nodes,
) -> tuple[Story | None, list[Problem]]:
    """Read a story and everything that is wrong with it, in order of files and lines.

    The story is None if a problem is an error. Where its names stand is added to `uses`.
    """
    read = read_parts(folder, uses, files, nodes)
    return read.story, read.problems


class LoadResult(NamedTuple):
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
) -> LoadResult:
    """Read a story as `read_story` does, and give of one with errors what could be read of it."""
    with no_collection():
        loading = _Loading(Path(folder), files, nodes)
        loading.context.uses = uses
        story = loading.story()
        return LoadResult(story, loading.problems(), loading.symbols, loading.scenes)


class FilesRead(NamedTuple):
    """What is in a story's files, read without what it takes to play them."""

    problems: list[Problem]
    symbols: SymbolTable
    scenes: Mapping[str, Scene]
    pages: Sequence[Page]
    files: Sequence[FileRead]


def read_files(folder: Path, files: SourceFiles, known: KnownFiles) -> FilesRead:
    """Read a story as `read_story` does, only those files again that are no longer as they are known.

    The problems are the same, and so are the names and where they stand. The scenes are as their author
    wrote them, but what they count is not laid out: they can't be played.
    """
    with no_collection():
        loading = _Loading(folder, files, known.nodes.read, known)
        loading.context.uses = []
        parts = loading.parts()
        pages = parts.pages if parts else ()
        return FilesRead(loading.problems(), loading.symbols, loading.scenes, pages, loading.files_read)


# What stands at the start of a line of a broken file, so that its scenes count as being there.
_TOP_KEY = re.compile(r"^(\w[\w-]*)[ \t]*:", re.MULTILINE)


class _Claims(NamedTuple):
    """The claims as they are read, what they speak of, and what they ask of counts."""

    claims: Sequence[Claim]
    symbols: SymbolTable
    counted: dict[Counted, list[Asked]]


class _Parts(NamedTuple):
    """What the files of a story gave, before it is put together."""

    head: Head
    pages: Sequence[Page]
    walkthroughs: list[Walkthrough]
    claims: _Claims


_ReadFile = Callable[[Reader, Node], Sequence[Any]]


class _Loading:
    """One reading of one folder; `known` is what is known of its files already."""

    def __init__(
        self, folder: Path, files: SourceFiles, read_nodes: ReadNodes, known: KnownFiles | None = None
    ) -> None:
        self.folder = folder
        self.files = files
        self.read_nodes = read_nodes
        self.known = known
        self.context = ReadContext()
        self.symbols = SymbolTable()
        self.poisoned: frozenset[str] = frozenset()  # names that story.yaml declares with a mistake
        self.meanings: Meanings = NONE_YET
        self.scenes: dict[str, Scene] = {}
        self.read: list[str] = []  # the names of the files, in order
        self.files_read: list[FileRead] = []

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.context.problems)

    def problems(self) -> list[Problem]:
        """Return what is wrong, in order of files and lines."""
        return in_order(self.context.problems, self.read)

    def story(self) -> Story | None:
        """Read the story; None if it has errors."""
        parts = self.parts()
        return None if parts is None or self.failed else self.assemble(parts)

    def parts(self) -> _Parts | None:
        """Read every file; None if there is nothing that could be a story."""
        head = self.head()
        if head is None:
            return None
        files = list_files(self.folder, head.chapters, self.context.problems)
        if len(files.chapters) < len(head.chapters):
            self.context.scenes_lost = True
        self.read_chapters(files)
        pages = self.read_file(files.pages, read_pages) if files.pages else ()
        walkthroughs = [one for path in files.walkthroughs for one in self.read_file(path, read_walkthroughs)]
        claims = self.read_claims(files)
        look_up(self.context, (head.start, head.start_place) if head.start_place else None)
        if not self.failed:
            self.context.problems.extend(endless_loops(self.scenes))
        return _Parts(head, pages, walkthroughs, claims)

    # --- files ------------------------------------------------------------------

    def head(self) -> Head | None:
        """Read story.yaml; None if it can't be one at all."""
        path = self.folder / STORY_FILE
        refused = refusal(self.folder)
        if refused:
            self.context.problems.append(refused)
            return None
        read = self.part(path, _read_head, SymbolTable(), self.context.for_file(()))
        if read is None or not read.found:
            if not self.context.problems:
                place = SourceSpan(str(path), 1, 1, 2)
                self.context.problems.append(Problem("S102", "story.yaml is empty", place))
                return None
            self.context.names_lost = True
            self.take_known_names()
            return Head()
        head: Head | None
        head, self.symbols = read.found
        self.context.count(read.context.counted)
        self.poisoned = frozenset(read.context.poisoned)
        if self.known:
            self.known.declare(self.symbols, self.poisoned)
            self.take_known_names()
        return head

    def take_known_names(self) -> None:
        """Take the names that story.yaml declared when it could last be read, if anything is known of it."""
        if self.known:
            self.symbols = self.known.symbols.unread()
            self.poisoned, self.meanings = self.known.poisoned, self.known.meanings

    def open(self, path: Path) -> SourceFile | None:
        """Open a file; None if that can't be done, which is then a problem."""
        self.read.append(str(path))
        try:
            return self.known.open(path, self.files) if self.known else self.files.read(path)
        except SourceError as error:
            self.context.problems.append(error.problem)
            self.context.scenes_lost = True
            return None

    def nodes(self, file: SourceFile, context: ReadContext) -> Node | None:
        """Read a file's nodes; None if it is empty or can't be read, which is then a problem."""
        before = len(context.problems)
        root = self.read_nodes(file, context.problems)
        if root is None and len(context.problems) > before:
            found = _TOP_KEY.findall(file.text)
            context.declared.update(found)
            context.scenes_lost = context.scenes_lost or not found
            context.choices_lost = True
        return root

    def read_file(self, path: Path, read: _ReadFile) -> Sequence[Any]:
        """Read a file of the story, and take what is asked of counts in it."""
        found = self.part(path, read, self.symbols, self.context.for_file(self.poisoned))
        if found is None:
            return ()
        self.context.count(found.context.counted)
        return found.found

    def part(
        self, path: Path, read: _ReadFile, symbols: SymbolTable, context: ReadContext
    ) -> FileRead | None:
        """Read a file, or take what is known of it; None if it can't be opened."""
        file = self.open(path)
        if file is None:
            return None
        found = self.known.get(file, self.meanings) if self.known else None
        if found is None:
            root = self.nodes(file, context)
            found = FileRead.of(file, context, read(Reader(file, symbols, context), root) if root else ())
            if self.known:
                self.known.keep(found, self.meanings)
        self.context.add(found.context)
        self.files_read.append(found)
        return found

    def read_chapters(self, files: StoryFiles) -> None:
        """Read the scenes; of two with one name the first counts."""
        for chapter, paths in files.chapters.items():
            for path in paths:
                for scene in self.read_file(path, partial(read_scenes, chapter=chapter)):
                    first = self.scenes.setdefault(scene.id, scene)
                    if first is not scene and not scene.written_in:
                        message = f"there are two scenes `{scene.id}`"
                        self.context.problems.append(
                            Problem("R204", message, scene.span, "", first.span, "the first is here")
                        )

    def read_claims(self, files: StoryFiles) -> _Claims:
        """Read claims.yaml with names and counts of its own, so that nobody pays for it who only plays."""
        symbols = self.symbols.for_claims()
        context = self.context.for_file(self.poisoned)
        context.failed, context.effects = {}, {}
        found = self.part(files.claims, read_claims, symbols, context) if files.claims else None
        return _Claims(found.found if found else (), symbols, found.context.counted if found else {})

    # --- the whole --------------------------------------------------------------

    def fingerprint(self) -> str:
        """Return a digest of every file."""
        found = hashlib.sha256()
        for read in self.files_read:
            file = Path(read.file.name).relative_to(self.folder).as_posix()
            text = read.file.text
            found.update(f"{file}\0{len(text)}\0{text}".encode("utf-8", "surrogateescape"))
        return found.hexdigest()

    def assemble(self, parts: _Parts) -> Story:
        """Put a story together that has no errors."""
        head, pages, walkthroughs, claims = parts
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
            carried=head.carried,
            status=head.status,
            chapters=head.chapters,
            scenes=MappingProxyType(self.scenes),
            pages=tuple(pages),
            walkthroughs=tuple(walkthroughs),
            claims=ClaimTable(tuple(claims.claims), claims.symbols, counted_for_claims),
            symbols=self.symbols,
            counters=counters,
            fingerprint=self.fingerprint(),
            warnings=tuple(self.problems()),
        )


def _read_head(reader: Reader, root: Node) -> tuple[Head | None, SymbolTable]:
    return read_head(reader, root), reader.symbols


def _name_counters(symbols: SymbolTable, counters: CounterTable) -> None:
    """Tell what is asked of a count by where it is counted."""
    for scene, counter in counters.scenes.items():
        symbols.counters["visits", scene] = counter.index
    for (scene, key), counter in counters.choices.items():
        symbols.counters["chosen", f"{scene}.{key}"] = counter.index


def in_order(problems: list[Problem], files: Iterable[str]) -> list[Problem]:
    """Sort problems by file, in the order given and then as they come, then by line and column."""
    rank: dict[str, int] = {}
    for file in (*files, *(problem.place.file for problem in problems)):
        rank.setdefault(file, len(rank))
    return sorted(
        problems, key=lambda problem: (rank[problem.place.file], problem.place.line, problem.place.column)
    )
