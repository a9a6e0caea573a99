"""The files of an author as text: read with no trust in them, and shown again in messages."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import Problem, SourceSpan

MAX_BYTES = 2 * 1024 * 1024


class SourceFile:
    """One file of a story as text, and the places in it. `name` is how it is shown."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines of the file, without their ends."""
        if self._lines is None:
            self._lines = re.split(r"\r\n|\r|\n", self.text)
        return self._lines

    def place_at(self, line: int, column: int) -> SourceSpan:
        """Where a line and a column, both counted from 0, are."""
        return SourceSpan(self.name, line + 1, column + 1, column + 2)


class SourceError(Exception):
    """A file that can't be read into nodes; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def leads_out(folder: Path, path: Path) -> bool:
    """Whether a path is a link, or stands behind one, that leads out of the folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def read_file(path: Path, name: str, errors: str = "strict", most: int = MAX_BYTES) -> SourceFile:
    """Read one regular file, or raise SourceError saying why it is refused.

    The caller sees to it that a symlink does not leave the story's folder. `errors` is what to do
    about bytes that are not UTF-8, as `bytes.decode` has it; `most` is how many bytes it may have.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _refusal("Y101", "this is not a regular file", name)
            data = file.read(most + 1)
    except OSError as error:
        raise _refusal("Y101", f"this file can't be read: {system_reason(error)}", name) from None
    if len(data) > most:
        raise _refusal("Y103", f"this file is larger than {most // 2**20} MiB", name)
    try:
        text = data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        line = len(re.findall(r"\r\n|\r|\n", before))
        column = len(re.split(r"\r\n|\r|\n", before)[-1])
        place = SourceSpan(name, line + 1, column + 1, column + 2)
        message = "this is not UTF-8: the file was saved in another encoding"
        raise SourceError(Problem("Y102", message, place, "save it as UTF-8")) from None
    return SourceFile(name, text.removeprefix("\ufeff"))


class SourceFiles:
    """The files of a story: what is on disk, and texts that take the place of some of them.

    An editor has texts that are not saved yet, and whoever changes a story wants to see first what it
    would be. `texts` has them by path; they are not changed afterwards.
    """

    def __init__(self, texts: Mapping[Path, str] = MappingProxyType({})) -> None:
        self.texts = texts

    def read(self, path: Path, errors: str = "strict") -> SourceFile:
        """Read one file of the story, or raise SourceError saying why it is refused; see `read_file`."""
        if path not in self.texts:
            return read_file(path, str(path), errors)
        text = self.texts[path]
        if len(text) > MAX_BYTES:
            raise _refusal("Y103", "this file is larger than 2 MiB", str(path))
        return SourceFile(str(path), text.removeprefix("\ufeff"))


ON_DISK = SourceFiles()


def _refusal(code: str, message: str, name: str) -> SourceError:
    return SourceError(Problem(code, message, SourceSpan(name, 1, 1, 2)))
