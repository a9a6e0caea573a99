"""What the verbs share: a story's folder, exit codes, progress."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from game.play.saves.paths import shipped_story
from game.story.diagnostics.phrases import how_many, system_reason
from game.story.diagnostics.problem import GameError
from game.story.diagnostics.source_text import ON_DISK, SourceFiles
from game.story.format import PENDING, STORY_FILE
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.story.model import Story

OK, FINDINGS, USAGE, UNUSABLE_SAVE, BROKEN_OUTPUT, OUR_BUG, HUNG_UP = 0, 1, 2, 3, 74, 70, 129
Arguments = argparse.Namespace


class Verb(NamedTuple):
    """A verb of the command: what it is for, its arguments, and what it does."""

    about: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Arguments], int]


def story_folder(arguments: Arguments, tell: bool = False) -> Path:
    """Return the story to work on: the one named, else the one of this folder, else the game's own.

    Where none was named, `tell` says on standard error which one is meant. A change to its files that was
    broken off is finished first. Raises GameError if there is no such folder, none that can be read, or
    one whose change can't be finished without losing an edit.
    """
    folder = _named_folder(arguments, tell)
    if (folder / PENDING).is_file():
        _finish_changes(folder, getattr(arguments, "dry_run", False))
    return folder


def _finish_changes(folder: Path, is_dry: bool) -> None:
    """Finish a change that was broken off, and say so; where that can't be, go on reading."""
    from game.story.index.file_changes import finish

    if is_dry:
        raise GameError(
            "a change to this story was broken off in the middle: `--dry-run` changes nothing, "
            "and any command without it finishes that first"
        )
    try:
        said = f"is finished now: {how_many(finish(near(folder)), 'file')} put in place"
    except OSError as error:
        said = f"can't be finished here, so that some files are new and some old: {system_reason(error)}"
    print(visible(f"a change to this story was broken off; it {said}"), file=sys.stderr)


def _named_folder(arguments: Arguments, tell: bool) -> Path:
    if arguments.story is None:
        here = _story_here()
        if tell:
            whose = f"the story in `{here}`" if here else "the game's own; name a folder for another"
            print(f"no story named: this is {visible(whose)}", file=sys.stderr)
        return here or shipped_story()
    folder = Path(arguments.story)
    try:
        if folder.name == STORY_FILE and folder.is_file():
            folder = folder.parent
        if folder.is_dir():
            return folder
    except OSError as error:  # a name that is too long, a folder above that is closed
        why = system_reason(error)
        raise GameError(f"the story folder `{arguments.story}` can't be read: {why}") from None
    raise GameError(f"there is no story folder `{arguments.story}`")


def _story_here() -> Path | None:
    """Return the story whose folder, or a folder in whose, this is."""
    try:
        here = Path.cwd()
    except OSError:  # this folder was deleted
        return None
    return next((folder for folder in (here, *here.parents) if (folder / STORY_FILE).is_file()), None)


def load(folder: Path, files: SourceFiles = ON_DISK) -> Story:
    """Load a story. Raises StoryError."""
    from game.story.reader.load import load_story

    return load_story(folder, files)


def add_story(
    parser: argparse.ArgumentParser, otherwise: str = "the one of this folder, or the game's own"
) -> None:
    """Let a verb be told which story; `otherwise` says what it works on without one."""
    parser.add_argument(
        "story", nargs="?", metavar="STORY", help=f"a story's folder; without it, {otherwise}"
    )


def add_save_dir(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Let a verb be told where saved games are."""
    parser.add_argument("--save-dir", metavar="DIR", default=default, help="the folder for saved games")


def near(folder: Path) -> Path:
    """Return a folder as seen from here, if it is below here."""
    with suppress(ValueError, OSError):  # it is not below; the folder where we are was deleted
        return folder.relative_to(Path.cwd())
    return folder


def count(text: str) -> int:
    """Read a limit from the command line."""
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError("this is a whole number of at most nine digits")
    return int(text)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tell how long work goes on, by what is yielded: one line of a terminal, nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    try:
        yield lambda line: print(f"\r\x1b[K{visible(line)[:70]}", end="", file=sys.stderr, flush=True)
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def write_whole(file: str, data: bytes) -> None:
    """Write a file whole or not at all; what stood there before is replaced only by the whole.

    Raises GameError, which says why, if it can't be written; everything is then as it was.
    """
    try:
        path = Path(os.path.realpath(file))
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if path.exists() and not path.is_file():  # a device or a pipe: there is nothing to be replaced
            path.write_bytes(data)
            return
        fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            fresh.write_bytes(data)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except (OSError, ValueError) as error:  # the latter where no file can have such a name
        raise GameError(f"can't write `{file}`: {system_reason(error)}") from None


def put(document: str, file: str | None) -> None:
    """Print a document, or write it into a file."""
    if file is None:
        sys.stdout.write(document)
    else:
        Path(file).write_text(document, encoding="utf-8")
