"""The verb `rename`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from game.commands.common import OK, Arguments, Verb, add_story, near, story_folder
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import StoryError
from game.story.diagnostics.source_text import ON_DISK, SourceFiles
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from pathlib import Path

    from game.story.index.index import Index

NAME_KINDS = ("scene", "choice", "variable", "item", "word", "page", "chapter")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "old", metavar="OLD", help="a scene, variable, item, word, page or chapter; a choice as scene.key"
    )
    parser.add_argument("new", metavar="NEW", help="its new name; of a choice, its new key")
    add_story(parser)
    parser.add_argument(
        "--kind", choices=NAME_KINDS, help="which is meant where several things have the name"
    )
    keep = "write the old name beside the new one, so that saves made before go on"
    parser.add_argument("--keep-saves", action="store_true", help=keep)
    parser.add_argument("--dry-run", action="store_true", help="print what would change, and change nothing")


def _run(arguments: Arguments) -> int:
    from game.story.index.file_changes import as_changed, changed, difference, write
    from game.story.index.rename import check_renamed, rename
    from game.story.translation.catalogue import languages

    folder = near(story_folder(arguments, tell=True))
    index = _index(folder)
    renaming = rename(index, arguments.old, arguments.new, arguments.kind, keep_saves=arguments.keep_saves)
    files = changed(renaming.changes)
    if not renaming.moves:  # the files in a folder that moves are not where they will be read
        check_renamed(index, _index(folder, as_changed(files)), renaming)
    if arguments.dry_run:
        for line in difference(files):
            print(visible(line))
        for old, new in renaming.moves:
            print(visible(f"the folder {old} becomes {new}"))
        return OK
    write(folder, files, renaming.moves)
    said = f"{how_many(len(renaming.changes), 'place')} in {how_many(len(files), 'file')}"
    moved = ", and its folder" if renaming.moves else ""
    print(f"`{arguments.old}` is `{arguments.new}` now: {said}{moved}.")
    for language in languages(folder):
        print(f"`escape translate {language}` takes its translation along.")
    return OK


def _index(folder: Path, files: SourceFiles = ON_DISK) -> Index:
    """Return the index of a story. Raises StoryError if it has errors."""
    from game.story.index.index import read_index
    from game.walkthroughs.name_choices import name_choices

    index = read_index(folder, files)
    if index.story is None:
        raise StoryError(problem for problem in index.problems if problem.severity == "error")
    return name_choices(index)


VERB = Verb("give something another name, everywhere", _add_arguments, _run)
