"""What reading each file of a story gave, kept so that of a story only what changed is read again.

What a file gives depends on its own text and on the names that story.yaml declares. A file is read again
if its text is another one, or if it holds a name that means something else now; one in which a condition
or an effect is wrong whenever any name does, since it is told what was perhaps meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from game.story.diagnostics.source_text import SourceFile, SourceFiles
from game.story.language.symbols import SymbolTable
from game.story.reader.read_context import ReadContext
from game.story.reader.uses import Use, in_file_order
from game.story.yaml.known_nodes import KnownNodes

Meanings = Mapping[str, object]  # what story.yaml says of each name, as far as reading goes by it
NONE_YET: Meanings = {}  # before story.yaml is read


class FileRead(NamedTuple):
    """What a file gave: `found` is what is written in it, as scenes or pages; `uses` its names, in order."""

    file: SourceFile
    context: ReadContext
    found: Sequence[Any]
    uses: tuple[Use, ...]

    @classmethod
    def of(cls, file: SourceFile, context: ReadContext, found: Sequence[Any]) -> FileRead:
        """Put together what a file gave."""
        return cls(file, context, found, in_file_order(context.uses or ()))


class KnownFiles:
    """The files of one story as they were last read, by their names."""

    def __init__(self) -> None:
        self.nodes = KnownNodes()
        self._known: dict[str, tuple[FileRead, Meanings]] = {}
        self.symbols = SymbolTable()  # what story.yaml declared when it could last be read
        self.poisoned: frozenset[str] = frozenset()
        self.meanings = NONE_YET  # of those names; the same object as long as they mean the same
        self._opened: dict[Path, tuple[object, SourceFile]] = {}  # from disk, each with what changes with it

    def open(self, path: Path, files: SourceFiles) -> SourceFile:
        """Open a file, one that has not changed on disk as it is known. Raises SourceError."""
        if path in files.texts:
            return files.read(path)
        stamp = _stamp(path)
        known = self._opened.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        file = files.read(path)
        self._opened[path] = stamp, file
        return file

    def declare(self, symbols: SymbolTable, poisoned: frozenset[str]) -> None:
        """Take what story.yaml declares, and which names with a mistake."""
        now = _meanings(symbols, poisoned)
        if now != self.meanings:
            self.meanings = now
        self.symbols, self.poisoned = symbols, poisoned

    def get(self, file: SourceFile, meanings: Meanings) -> FileRead | None:
        """Return what a file gave, if it would give the same again."""
        known = self._known.get(file.name)
        if known is None or known[0].file.text != file.text:
            return None
        read, before = known
        if before is not meanings and not _reads_the_same(read, before, meanings):
            return None
        self._known[file.name] = read, meanings
        return read

    def keep(self, read: FileRead, meanings: Meanings) -> None:
        """Keep what a file gave."""
        self._known[read.file.name] = read, meanings


def _stamp(path: Path) -> object:
    """Return what changes whenever a file does."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _meanings(symbols: SymbolTable, poisoned: frozenset[str]) -> Meanings:
    """Return what the names mean that story.yaml declares, and those that it declares with a mistake."""
    found: dict[str, object] = dict.fromkeys(symbols.words, "word")
    found |= dict.fromkeys(symbols.items, "item")
    for name, one in symbols.variables.items():
        found[name] = one.type, one.low, one.high, one.values, one.words
    return found | {name: ("poisoned", found.get(name)) for name in poisoned}


def _reads_the_same(read: FileRead, before: Meanings, now: Meanings) -> bool:
    changed = [name for name in before.keys() | now.keys() if before.get(name) != now.get(name)]
    return not read.context.faults and not any(_speaks_of(read.file.text, name) for name in changed)


def _speaks_of(text: str, name: str) -> bool:
    if name not in text:  # most often, and quickly told
        return False
    return not name.isidentifier() or bool(re.search(rf"\b{name}\b", text))
