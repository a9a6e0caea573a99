"""What was found out about a story the last time that its author rested: its names and where they stand.

It is made in a thread of its own and never changed. Where a file can't be read just now, as in the middle
of a line, what was read of it before is kept: an author wants help most when the file is half typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from game.lint.run import check
from game.story.diagnostics.problem import Problem
from game.story.diagnostics.render import Sources
from game.story.diagnostics.source_text import SourceFiles
from game.story.index.index import DECLARING, Index, read_index
from game.story.language.symbols import SymbolTable
from game.story.model import Scene, Story
from game.story.reader.load import ReadNodes
from game.story.reader.uses import Kind, Use
from game.story.yaml.parse import read_nodes
from game.walkthroughs.name_choices import name_choices

Texts = Mapping[Path, str]


class FileNames(NamedTuple):
    """The names that stand in one file, and the lines of it as they were then."""

    uses: tuple[Use, ...]
    sources: Sources


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A story as it was read with unsaved texts in place of some files.

    `index` and `sources` are of this reading. `files`, `names` with the same by kind and name, `symbols`,
    `scenes` and `story` are what is known best: where this reading found nothing because of an error, they
    are those of the one before.
    """

    folder: Path
    unsaved: Texts
    index: Index
    sources: Sources
    files: Mapping[str, FileNames]
    names: Mapping[Kind, Mapping[str, Sequence[Use]]]
    symbols: SymbolTable
    scenes: Mapping[str, Scene]
    story: Story | None

    def named(self, kind: Kind, name: str) -> Sequence[Use]:
        """Give every use of something, in order of files and lines."""
        return self.names.get(kind, {}).get(name, ())

    def declared(self, kind: Kind) -> list[str]:
        """Give the names of all things of a kind that are declared, in order of files and lines."""
        return [name for name, uses in self.names.get(kind, {}).items() if any(map(declares, uses))]

    def lines_of(self, file: str) -> Sources:
        """Give what has the lines of a file as they were when its names were found."""
        return self.files[file].sources if file in self.files else self.sources


def declares(use: Use) -> bool:
    """Whether something gets its name here."""
    return use.role in DECLARING


def read(
    folder: Path, unsaved: Texts, before: Analysis | None = None, nodes: ReadNodes = read_nodes
) -> Analysis:
    """Read a story; `before` is what is known of it already."""
    files = SourceFiles(unsaved)
    index = name_choices(read_index(folder, files, nodes))
    sources = Sources(files)
    names = {
        file: FileNames(tuple(uses), sources)
        for file, uses in groupby(index.uses, key=lambda use: use.place.file)
    }
    lost = _lost(index, names, before) if before else frozenset()
    scenes = dict(index.scenes)
    for file in lost if before else ():
        assert before is not None  # noqa: S101 - nothing is lost that was not there
        names[file] = before.files[file]
        scenes |= {id: scene for id, scene in before.scenes.items() if scene.where.file == file}
    names = dict(sorted(names.items()))
    is_head_lost = before is not None and str(folder / "story.yaml") in lost
    return Analysis(
        folder=folder,
        unsaved=unsaved,
        index=index,
        sources=sources,
        files=names,
        names=_by_kind(use for file in names.values() for use in file.uses),
        symbols=before.symbols if before and is_head_lost else index.symbols,
        scenes=scenes,
        story=index.story or (before.story if before else None),
    )


def _by_kind(uses: Iterable[Use]) -> dict[Kind, dict[str, list[Use]]]:
    found: dict[Kind, dict[str, list[Use]]] = {}
    for use in uses:
        found.setdefault(use.kind, {}).setdefault(use.name, []).append(use)
    return found


def _lost(index: Index, names: Mapping[str, FileNames], before: Analysis) -> frozenset[str]:
    """Give the files of which nothing could be read now, and something before."""
    faulty = {problem.place.file for problem in index.problems if problem.severity == "error"}
    head = str(before.folder / "story.yaml")
    if head in faulty and head not in names:  # then no file of a chapter may have been read
        return frozenset(before.files) - frozenset(names)
    return frozenset(file for file in faulty if file in before.files and file not in names)


def judge(analysis: Analysis, by_rules: bool = True) -> list[Problem]:
    """Give what lint has to say of a story as it was read; without its rules that takes no time."""
    story = analysis.index.story if by_rules else None
    return check(story, analysis.index.problems, SourceFiles(analysis.unsaved))
