"""The index of a story: each name with the place of its declaration and of every use.

It is made by the loader's own reading, so that it can't say anything else than what is played; of a story
with errors it has as much as could be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.diagnostics.source_text import ON_DISK, SourceFiles
from game.story.diagnostics.suggest import did_you_mean
from game.story.language.symbols import SymbolTable
from game.story.model import Scene, Story
from game.story.reader.load import ReadNodes, read_parts
from game.story.reader.uses import Use, in_file_order
from game.story.yaml.parse import read_nodes

DECLARING = ("declared", "derived")


class Index(NamedTuple):
    """The uses of every name, in order of files and lines.

    `story` is None if it has errors, which are among the `problems`, and where it was read without what it
    takes to play it, as for an editor; `symbols` and `scenes` are then those that could be read.
    """

    uses: tuple[Use, ...]
    story: Story | None
    problems: Sequence[Problem]
    symbols: SymbolTable
    scenes: Mapping[str, Scene]

    def named(self, name: str) -> tuple[Use, ...]:
        """Return every use of a name, of whatever kind."""
        return tuple(use for use in self.uses if use.name == name)

    def declared(self, name: str) -> tuple[Use, ...]:
        """Return where a name is declared: once for each kind of thing that has it."""
        return tuple(use for use in self.named(name) if use.role in DECLARING)

    def unknown(self, name: str) -> str:
        """Say that there is no such name, and which was perhaps meant."""
        help = did_you_mean(name, self.names)
        return f"there is no `{name}` in this story{f': {help}' if help else ''}"

    def unread(self) -> tuple[SourceSpan, ...]:
        """Return where each file is wrong that has no uses here because its YAML can't be read."""
        known = {use.place.file for use in self.uses}
        faults: dict[str, SourceSpan] = {}
        for problem in self.problems:
            if problem.code.startswith("Y") and problem.severity == "error":
                faults.setdefault(problem.place.file, problem.place)
        return tuple(place for file, place in faults.items() if file not in known)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that is declared."""
        return tuple(dict.fromkeys(use.name for use in self.uses if use.role in DECLARING))


def read_index(folder: Path, files: SourceFiles = ON_DISK, nodes: ReadNodes = read_nodes) -> Index:
    """Read the index of a story."""
    uses: list[Use] = []
    read = read_parts(folder, uses, files, nodes)
    return Index(in_file_order(uses), *read)
