"""Changes to an author's files: every other byte stays, and either all files are new or all are old.

Each file is read and each change checked before the first byte is written. The new files are then written
beside the old ones, a list of them is put into the story's folder, and they take their places one by one.
Who is killed before the list is there has changed nothing; after it, `finish` does the rest, which whoever
opens the story next asks for. The list says what each old file was, so that an edit made since is not lost.
"""

from __future__ import annotations

import difflib
import hashlib
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
from game.story.diagnostics.source_text import SourceError, SourceFiles, leads_out, read_file
from game.story.format import PENDING

FRESH = ".new"  # the end of the name of a new file, while it waits beside the old one
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
    if (folder / PENDING).is_file():
        raise GameError("nothing was changed: another change is not finished yet")
    fresh = {path.with_name(f".{path.name}{FRESH}"): path for path in files}
    try:
        _remove_left_over(folder)
        digests = {path: _digest(path) for path in files}
        for beside, path in fresh.items():
            _write(beside, files[path])
            shutil.copymode(path, beside)
        steps = [_Step(*pair, digests.get(pair[1])).in_list(folder) for pair in (*fresh.items(), *moves)]
        _write(folder / f"{PENDING}{FRESH}", json.dumps(steps).encode("ascii"))
        (folder / f"{PENDING}{FRESH}").replace(folder / PENDING)
    except OSError as error:
        for beside in (*fresh, folder / f"{PENDING}{FRESH}"):
            with suppress(OSError):
                beside.unlink()
        raise GameError(f"nothing was changed: {system_reason(error)}") from None
    try:
        finish(folder)
    except OSError as error:
        reason = system_reason(error)
        raise GameError(
            f"the changes are not all in their places yet: {reason}; the next command on this story goes on"
        ) from None


def finish(folder: Path) -> int:
    """Finish changes that were broken off, and return how many files and folders took their places.

    Raises GameError where a file was edited since, and OSError where one can't be replaced.
    """
    steps = [step for step in _pending(folder) if step.fresh.exists()]
    for step in steps:
        if step.is_in_the_way():
            raise GameError(
                f"a change to this story was broken off in the middle, and `{step.path}` was changed since, "
                f"so nothing more was put in its place. What the change makes of it waits in `{step.fresh}`: "
                f"make both the same, or delete `{folder / PENDING}` to keep all files as they are now"
            )
    for step in steps:
        with suppress(FileNotFoundError):  # another command has just done the same
            step.fresh.replace(step.path)
    (folder / PENDING).unlink(missing_ok=True)
    return len(steps)


class _Step(NamedTuple):
    """What is to take the place of a file, which had this digest; of a folder to be moved it is None."""

    fresh: Path
    path: Path
    digest: str | None

    def in_list(self, folder: Path) -> list[str | None]:
        """Return the step as the list of a story's folder has it."""
        return [str(self.fresh.relative_to(folder)), str(self.path.relative_to(folder)), self.digest]

    def is_in_the_way(self) -> bool:
        """Whether something else stands there now, which nobody may lose."""
        if self.digest is None:
            return os.path.lexists(self.path)
        return _digest(self.path) not in (self.digest, _digest(self.fresh))


def _pending(folder: Path) -> Iterator[_Step]:
    """Yield the steps of a change that was broken off; none that lead anywhere else than they may."""
    with suppress(SourceError, ValueError, TypeError, RecursionError):
        for fresh, path, digest in json.loads(read_file(folder / PENDING, PENDING).text):
            inside = not leads_out(folder, folder / path)
            waits = Path(fresh) == Path(path).with_name(f".{Path(path).name}{FRESH}")
            moves = (folder / fresh).is_dir() and Path(fresh).name == fresh and Path(path).name == path
            if inside and (moves if digest is None else waits):
                yield _Step(folder / fresh, folder / path, digest)


def _remove_left_over(folder: Path) -> None:
    """Remove new files whose change was broken off before any of them took its place."""
    for path in folder.rglob(f".*.yaml{FRESH}"):
        if path.with_name(path.name[1 : -len(FRESH)]).is_file() and not leads_out(folder, path.parent):
            path.unlink()


def _digest(path: Path) -> str:
    """Return a digest of a file; empty if there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
