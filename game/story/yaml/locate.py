"""Where in an author's file a character of a text stands, found again when something is told of it.

A story keeps the place of each text and none of its lines: most stories are played, not mended.
"""

from __future__ import annotations

from pathlib import Path

from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import ON_DISK, SourceError, SourceFile, SourceFiles
from game.story.yaml.nodes import Scalar, scalars
from game.story.yaml.parse import read_nodes
from game.story.yaml.positions import PlacesIn


class Locator:
    """Finds places inside texts, in files that are read again only for that, each once."""

    def __init__(self, files: SourceFiles = ON_DISK) -> None:
        self._source = files
        self._last: PlacesIn | None = None  # many places are looked for in one text, one after the other
        self._files: dict[str, tuple[SourceFile, dict[tuple[int, int], Scalar]] | None] = {}

    def place(self, text: SourceSpan, offset: int | None, length: int = 1) -> SourceSpan:
        """Return where some characters of a text stand, which itself stands at `text`.

        Return that of the whole text without an offset, or if the file is not what it was.
        """
        if offset is None:
            return text
        if text.file not in self._files:
            self._files[text.file] = _read(Path(text.file), self._source)
        found = self._files[text.file]
        scalar = found[1].get((text.line, text.column)) if found else None
        if found is None or scalar is None:
            return text
        if self._last is None or self._last.node is not scalar:
            self._last = PlacesIn(found[0], scalar)
        return self._last.place(offset, length)


def _read(path: Path, files: SourceFiles) -> tuple[SourceFile, dict[tuple[int, int], Scalar]] | None:
    """Read the texts of a file by line and column, counted from 1."""
    try:
        file = files.read(path)
    except SourceError:
        return None
    return file, {(scalar.line + 1, scalar.column + 1): scalar for scalar in scalars(read_nodes(file, []))}
