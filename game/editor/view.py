"""A story as an author has it before their eyes: what is known of it, in the texts as they are now.

An editor counts lines and characters from 0, and the program from 1 where an author reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lsprotocol import types as lsp
from pygls import uris

from game.editor.analysis import Analysis, declares
from game.editor.moved import Moved, Position
from game.editor.units import UTF_16, Units
from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import SourceFile
from game.story.reader.uses import Use

_WORD = re.compile(r"[A-Za-z_][\w.]*")


class Document:
    """One text that is open in the editor, under the address by which the editor knows it."""

    def __init__(self, uri: str, path: Path, text: str, units: Units = UTF_16) -> None:
        self.uri = uri
        self.path = path
        self.units = units
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # no halves of signs
        self.file = SourceFile(str(path), whole.removeprefix("\ufeff"))

    @property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.file.lines

    def line(self, number: int) -> str:
        """Return a line, counted from 0; empty behind the last one."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def spot(self, position: lsp.Position) -> Position:
        """Return a place as the program counts it."""
        line = self.line(position.line)
        return Position(position.line, self.units.column(line, position.character))

    def range(self, line: int, start: int, end: int) -> lsp.Range:
        """Return a stretch of a line, counted from 0, as the editor counts it."""
        ends = (self.units.before(self.line(line), column) for column in (start, end))
        return lsp.Range(*(lsp.Position(line, end) for end in ends))

    def word_at(self, spot: Position) -> tuple[int, int]:
        """Return from which to which column the word at a place goes; nowhere if there is none."""
        for found in _WORD.finditer(self.line(spot.line)):
            if found.start() <= spot.column <= found.end():
                return found.span()
        return spot.column, spot.column


class View:
    """What is known of a story, found in the texts that are open now.

    Places of problems are those of the last reading, places of names may be of one before: a view is for
    the one or the other.
    """

    def __init__(
        self,
        analysis: Analysis,
        documents: Mapping[Path, Document],
        units: Units = UTF_16,
        is_of_problems: bool = False,
    ) -> None:
        self.analysis = analysis
        self.documents = documents
        self._units = units
        self._is_of_problems = is_of_problems
        self._moved: dict[str, Moved] = {}

    def use_at(self, document: Document, spot: Position) -> Use | None:
        """Return the name that stands at a place, with where it stood when the story was read."""
        name = str(document.path)
        old = self._moves(name).back(spot) if name in self.analysis.files else None
        if old is None:
            return None
        line, column = old.line + 1, old.column + 1
        for use in self.analysis.files[name].uses:
            place = use.place
            if use.token and place.line == line and place.column <= column <= place.end_column:
                return _part(use, column)
        return None

    def is_new(self, document: Document, spot: Position) -> bool:
        """Whether a place was typed since the names of its file were read."""
        return self._moves(str(document.path)).back(spot) is None

    def range(self, place: SourceSpan) -> lsp.Range | None:
        """Return where a place that was read is now; None if it was typed over."""
        ends = (Position(place.line - 1, place.column - 1), Position(place.line - 1, place.end_column - 1))
        path = Path(place.file)
        if path not in self.documents:
            line = "".join(self._old_lines(place.file)[place.line - 1 : place.line])
            return lsp.Range(*(lsp.Position(end.line, self._units.before(line, end.column)) for end in ends))
        start, end = (self._moves(place.file).forward(one) for one in ends)
        if start is None or end is None or start.line != end.line:
            return None
        return self.documents[path].range(start.line, start.column, end.column)

    def locations(self, uses: Iterable[Use]) -> list[lsp.Location]:
        """Return where names stand now."""
        return list(self._locations(uses))

    def _locations(self, uses: Iterable[Use]) -> Iterator[lsp.Location]:
        for use in uses:
            found = self.range(use.place)
            if found is not None:
                if use.role == "derived":
                    found = lsp.Range(found.start, found.start)
                yield lsp.Location(self.uri(use.place.file), found)

    def uri(self, file: str) -> str:
        """Return the address of a file, as the editor has it if it is open."""
        document = self.documents.get(Path(file))
        return document.uri if document else uri_of(Path(file))

    def scene_at(self, place: SourceSpan) -> str:
        """Return the id of the scene that stands at a place; empty outside of scenes."""
        heads = [
            use
            for use in (self.analysis.files[place.file].uses if place.file in self.analysis.files else ())
            if use.kind == "scene" and declares(use) and use.place.line <= place.line
        ]
        return heads[-1].name if heads else ""

    def _moves(self, file: str) -> Moved:
        if file not in self._moved:
            old = self._old_lines(file)
            document = self.documents.get(Path(file))
            self._moved[file] = Moved(old, document.lines if document else old)
        return self._moved[file]

    def _old_lines(self, file: str) -> list[str]:
        return self.analysis.sources.lines(file) if self._is_of_problems else self.analysis.lines_of(file)


def _part(use: Use, column: int) -> Use:
    """Return the part of `scene.key` that is meant: the scene in front of the dot, or the choice."""
    scene, dot, key = use.token.rpartition(".")
    if not dot or use.kind != "choice":
        return use
    middle = use.place.column + len(scene)
    if column <= middle:
        place = use.place._replace(end_column=middle)
        return use._replace(kind="scene", name=scene, place=place, token=scene)
    return use._replace(place=use.place._replace(column=middle + 1), token=key)


def path_of(uri: str) -> Path | None:
    """Return the file that an address is of; None if it is of no file."""
    name = uris.to_fs_path(uri)
    return Path(name) if name else None


def uri_of(path: Path) -> str:
    """Return the address of a file."""
    return uris.from_fs_path(str(path)) or ""
