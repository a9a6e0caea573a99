"""The verb `script`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import OK, USAGE, Arguments, Verb, add_story, load, near, put, story_folder
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.story.diagnostics.source_text import SourceFiles
    from game.story.model import Story
    from game.story.script.document import Mended


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("-o", "--output", metavar="FILE", help="write into this file")
    which.add_argument("--apply", metavar="FILE", help="bring the changed words of a script back")
    parser.add_argument("--dry-run", action="store_true", help="with --apply: print what would change")


def _run(arguments: Arguments) -> int:
    from game.story.script.document import write_document

    folder = near(story_folder(arguments, tell=True))
    story = load(folder)
    if arguments.apply is not None:
        return _apply_or_refuse(arguments, folder, story)
    if arguments.dry_run:
        raise GameError("`--dry-run` goes with `--apply FILE`")
    put(write_document(story), arguments.output)
    return OK


def _apply_or_refuse(arguments: Arguments, folder: Path, story: Story) -> int:
    """Bring the words of a script back, or tell of each piece of it why that can't be."""
    from game.story.script.apply import RefusedError

    try:
        return _apply(arguments, folder, story)
    except RefusedError as error:
        for line in str(error).splitlines():
            print(visible(line), file=sys.stderr)
        lost = how_many(len(error.reasons), "piece")
        print(f"Nothing was changed: {lost} can't go back.", file=sys.stderr)
        return USAGE


def _apply(arguments: Arguments, folder: Path, story: Story) -> int:
    from game.story.index.file_changes import as_changed, changed, difference, write
    from game.story.index.index import read_index
    from game.story.script.apply import RefusedError, apply
    from game.story.script.document import read_document
    from game.story.script.unmarked import unmarked

    document = _text_of(arguments.apply)
    mended = read_document(document)
    lost, notes = unmarked(story, document)
    for line in notes:
        print(visible(line), file=sys.stderr)
    if lost:
        raise RefusedError(lost)
    changes = apply(story, read_index(folder).uses, mended)
    files = changed(changes)
    _check(story, load(folder, as_changed(files)), as_changed(files), mended)
    if arguments.dry_run:
        for line in difference(files):
            print(visible(line))
        return OK
    write(folder, files)
    pieces = sum(piece.is_changed for piece in mended)
    said = f"{how_many(pieces, 'piece')} of text in {how_many(len(files), 'file')}"
    print(f"Changed {said}." if changes else "Nothing is changed in this script.")
    return OK


def _text_of(file: str) -> str:
    from game.story.diagnostics.source_text import SourceError, read_file

    try:
        return read_file(Path(file), file).text
    except SourceError as error:
        raise GameError(f"`{file}`: {error.problem.message}") from None


def _check(before: Story, after: Story, files: SourceFiles, mended: list[Mended]) -> None:
    """See that a changed story has the mended words, and else the same. Raises RefusedError."""
    from game.story.script.apply import RefusedError, words_by_mark

    wanted = words_by_mark(before)
    wanted.update((piece.mark, piece.words) for piece in mended if piece.is_changed)
    found = words_by_mark(after, files)
    odd = [mark for mark in dict.fromkeys((*wanted, *found)) if wanted.get(mark) != found.get(mark)]
    if odd:
        raise RefusedError(f"`{mark}` can't be written so where it stands" for mark in odd)


VERB = Verb("write all the words of a story as one document, or bring them back", _add_arguments, _run)
