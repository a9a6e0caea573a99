"""Changes to an author's files: every other byte stays, and either all files are new or all are old.

Each file is read and each change checked before the first byte is written. The new files are then written
beside the old ones, a list of them is put into the story's folder, and they take their places one by one.
Who is killed before the list is there has changed nothing; after it, `finish` does the rest.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import GameError, SourceSpan
from game.story.diagnostics.source_text import SourceFiles, leads_out

PENDING = ".escape-changes.json"
_LINE_END = re.compile(r"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"

Files = Mapping[Path, bytes]


class TextEdit(NamedTuple):
    """Words that begin at a place of a file, perhaps of several lines, and others that take their place.

    Where `old` is empty, `new` is a key put in before the first key of a map that begins there.
    """

    place: SourceSpan
    old: str
    new: str


def changed(changes: Iterable[TextEdit]) -> dict[Path, bytes]:
    """Return the files as they would be. Raises GameError where a file is not as it was read."""
    ordered = sorted(changes, key=lambda change: (change.place.file, change.place.line, change.place.column))
    return {
        Path(file): _changed(Path(file).read_bytes(), list(group))
        for file, group in groupby(ordered, key=lambda change: change.place.file)
    }


def _changed(data: bytes, changes: list[TextEdit]) -> bytes:
    mark = _BOM if data.startswith(_BOM) else b""
    text = data[len(mark) :].decode("utf-8")
    for start, end, new in reversed(list(edits(text, changes))):
        text = text[:start] + new + text[end:]
    return mark + text.encode("utf-8")


def edits(text: str, changes: Iterable[TextEdit]) -> Iterator[tuple[int, int, str]]:
    """Yield each change of a file as what stands from one offset of its text to another, and what then does.

    Raises GameError where the text is not as it was read.
    """
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]  # of lines
    for change in changes:
        line = starts[min(change.place.line, len(starts)) - 1]
        start = line + change.place.column - 1
        if not text.startswith(change.old, start):
            raise GameError(f"{change.place}: `{change.old}` is written here in a way that can't be changed")
        new = change.new if change.old else change.new + _parting(text, line, start)
        yield start, start + len(change.old), new


def _parting(text: str, line: int, start: int) -> str:
    """Return what parts a key from the next one of its map: a line's end and as many blanks, or a comma."""
    if set(text[line:start]) <= set(" -"):
        end = _LINE_END.search(text, start)
        return (end.group() if end else "\n") + " " * (start - line)
    return ", "


def difference(files: Files) -> Iterator[str]:
    """Yield the lines of a diff of files as they are and as they would be."""
    for path, data in files.items():
        old, new = (text.decode("utf-8").splitlines(keepends=True) for text in (path.read_bytes(), data))
        for line in difflib.unified_diff(old, new, str(path), str(path)):
            yield line.rstrip("\r\n")


def as_changed(files: Files) -> SourceFiles:
    """Return the files of a story with the changes in them, to see what it would be."""
    return SourceFiles({path: data.decode("utf-8") for path, data in files.items()})


def write(folder: Path, files: Files, moves: Iterable[tuple[Path, Path]] = ()) -> None:
    """Write files of a story, and move folders in it, all or none. Raises GameError if that can't be done."""
    fresh = {path.with_name(f".{path.name}.new"): path for path in files}
    try:
        for beside, path in fresh.items():
            _write(beside, files[path])
            shutil.copymode(path, beside)
        pairs = [[str(one.relative_to(folder)) for one in pair] for pair in (*fresh.items(), *moves)]
        _write(folder / f"{PENDING}.new", json.dumps(pairs).encode("ascii"))
        (folder / f"{PENDING}.new").replace(folder / PENDING)
    except OSError as error:
        for beside in (*fresh, folder / f"{PENDING}.new"):
            with suppress(OSError):
                beside.unlink()
        raise GameError(f"nothing was changed: {system_reason(error)}") from None
    finish(folder)


def finish(folder: Path) -> None:
    """Finish changes that were broken off. Raises GameError if that can't be done."""
    try:
        for old, path in _pending(folder):
            if old.exists():
                old.replace(path)
        (folder / PENDING).unlink(missing_ok=True)
    except OSError as error:
        raise GameError(
            f"the changes are not all in their places yet: {system_reason(error)}; do it once more"
        ) from None


def _pending(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield new files that wait beside the old ones, and folders to be moved; none that are not just so."""
    with suppress(OSError, ValueError, TypeError):
        found = json.loads((folder / PENDING).read_bytes())
        for beside, path in found:
            inside = not leads_out(folder, folder / path)
            waits = Path(beside) == Path(path).with_name(f".{Path(path).name}.new")
            moves = (folder / beside).is_dir() and Path(beside).name == beside and Path(path).name == path
            if inside and (waits or (moves and not os.path.lexists(folder / path))):
                yield folder / beside, folder / path


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
