"""What is known of a story at a key of its author's: its names, where they stand, and what is wrong.

It is made in a thread of its own and never changed. Where a file can't be read just now, as in the middle
of a line, what was read of it before is kept: an author wants help most when the file is half typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from game.lint.check_story import check
from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.diagnostics.render import Sources
from game.story.diagnostics.source_text import SourceFile, SourceFiles
from game.story.format import STORY_FILE
from game.story.index.index import DECLARING, Index
from game.story.language.symbols import SymbolTable
from game.story.model import Page, Scene
from game.story.reader.known_files import KnownFiles
from game.story.reader.load import read_files
from game.story.reader.uses import Kind, Use

Texts = Mapping[Path, str]
NamesByKind = Mapping[Kind, Mapping[str, Sequence[Use]]]


class FileNames(NamedTuple):
    """The names that stand in one file, and the file as it was then.

    `as_read` are the same without the scenes of choices that a walkthrough takes.
    """

    uses: tuple[Use, ...]
    file: SourceFile
    as_read: tuple[Use, ...]


@dataclass(frozen=True, eq=False)
class Analysis:
    """A story as it was read with unsaved texts in place of some files.

    `problems`, `uses` and `sources` are of this reading. `files`, `names`, `symbols`, `scenes` and `pages`
    are what is known best: where this reading found nothing because of an error, they are those of the one
    before.
    """

    folder: Path
    unsaved: Texts
    problems: Sequence[Problem]
    is_sound: bool  # whether it could be played
    uses: tuple[Use, ...]
    sources: Sources
    files: Mapping[str, FileNames]
    symbols: SymbolTable
    scenes: Mapping[str, Scene]
    pages: Sequence[Page]
    taken: TakenChoices

    @cached_property
    def names(self) -> NamesByKind:
        """Every use of every name by kind and name, in order of files and lines."""
        found: dict[Kind, dict[str, list[Use]]] = {}
        for use in (use for file in self.files.values() for use in file.uses):
            found.setdefault(use.kind, {}).setdefault(use.name, []).append(use)
        return found

    @property
    def index(self) -> Index:
        """The index of the story as it was read."""
        return Index(self.uses, None, self.problems, self.symbols, self.scenes)

    def taking(self, by_place: Mapping[SourceSpan, str]) -> Analysis:
        """Return the same, where it was found out which choices walkthroughs take."""
        taken = self.taken._replace(by_place=by_place)
        files = {file: names._replace(uses=taken.named(names.as_read)) for file, names in self.files.items()}
        return replace(self, uses=taken.named(self.uses), files=files, taken=taken)

    def named(self, kind: Kind, name: str) -> Sequence[Use]:
        """Return every use of something, in order of files and lines."""
        return self.names.get(kind, {}).get(name, ())

    def declared(self, kind: Kind) -> list[str]:
        """Return the names of all things of a kind that are declared, in order of files and lines."""
        return [name for name, uses in self.names.get(kind, {}).items() if any(map(declares, uses))]

    def lines_of(self, file: str) -> list[str]:
        """Return the lines of a file as they were when its names were found."""
        return self.files[file].file.lines if file in self.files else self.sources.lines(file)


class TakenChoices(NamedTuple):
    """Which choices walkthroughs take, which say only a key: by where one stands, and else by a key alone.

    `by_key` has those keys, as `.key`, that only one choice of the story has.
    """

    by_place: Mapping[SourceSpan, str] = MappingProxyType({})
    by_key: Mapping[str, str] = MappingProxyType({})

    def named(self, uses: tuple[Use, ...]) -> tuple[Use, ...]:
        """Return the uses of a file with the choices that are taken there named as `scene.key`."""
        if not any(use.role == "taken" for use in uses):
            return uses
        return tuple(use._replace(name=self._name(use)) if use.role == "taken" else use for use in uses)

    def _name(self, use: Use) -> str:
        return self.by_place.get(use.place) or self.by_key.get(use.name) or use.name

    def with_keys(self, scenes: Iterable[Scene]) -> TakenChoices:
        """Return the same with the keys of some scenes; the same object, if they are those it has."""
        found: dict[str, str] = {}
        for scene in scenes:
            for choice in scene.choices:
                key = f".{choice.key}"
                found[key] = "" if key in found else f"{scene.id}{key}"
        return self if found == self.by_key else self._replace(by_key=found)


def declares(use: Use) -> bool:
    """Whether something gets its name here."""
    return use.role in DECLARING


def read(
    folder: Path, unsaved: Texts, before: Analysis | None = None, known: KnownFiles | None = None
) -> Analysis:
    """Read a story, of the `known` files only those that changed; `before` is the last time it was read."""
    texts = SourceFiles(unsaved)
    found = read_files(folder, texts, known or KnownFiles())
    taken = (before.taken if before else TakenChoices()).with_keys(found.scenes.values())
    names: dict[str, FileNames] = {}
    for part in sorted((read for read in found.files if read.uses), key=lambda read: read.file.name):
        same = before.files.get(part.file.name) if before and before.taken is taken else None
        named = same.uses if same and same.as_read is part.uses else taken.named(part.uses)
        names[part.file.name] = FileNames(named, part.file, part.uses)
    all_uses = tuple(use for file in names.values() for use in file.uses)
    scenes, symbols = dict(found.scenes), found.symbols
    if before:
        lost = _lost(folder, found.problems, names, before)
        names |= {file: before.files[file] for file in lost}
        scenes |= {id: scene for id, scene in before.scenes.items() if scene.span.file in lost}
        symbols = before.symbols if str(folder / STORY_FILE) in lost else symbols
    is_sound = all(problem.severity != "error" for problem in found.problems)
    return Analysis(
        folder=folder,
        unsaved=unsaved,
        is_sound=is_sound,
        problems=check(None, found.problems, texts),
        uses=all_uses,
        sources=Sources(texts),
        files=dict(sorted(names.items())),
        symbols=symbols,
        scenes=scenes,
        pages=found.pages if is_sound or not before else before.pages,
        taken=taken,
    )


def _lost(
    folder: Path, problems: Iterable[Problem], names: Mapping[str, FileNames], before: Analysis
) -> frozenset[str]:
    """Return the files of which nothing could be read now, and something before."""
    faulty = {problem.place.file for problem in problems if problem.severity == "error"}
    head = str(folder / STORY_FILE)
    if head in faulty and head not in names:  # then no file of a chapter may have been read
        return frozenset(before.files) - frozenset(names)
    return frozenset(file for file in faulty if file in before.files and file not in names)
