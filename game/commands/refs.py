"""The verb `refs`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import OK, Arguments, Verb, add_story, near, story_folder
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.story.reader.uses import Use


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    named = "a scene, variable, item, word, chapter or page; a choice as scene.key"
    parser.add_argument("name", metavar="NAME", help=named)
    add_story(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it")


def _run(arguments: Arguments) -> int:
    from game.story.index.index import read_index
    from game.walkthroughs.name_choices import name_choices

    index = name_choices(read_index(near(story_folder(arguments, tell=True))))
    found = index.named(arguments.name)
    unread = index.unread()
    for place in unread:
        said = f"{place.file} can't be read (line {place.line}): its names are missing here"
        print(visible(said), file=sys.stderr)
    if not found and unread:
        raise GameError(f"`{arguments.name}` is not found in what can be read of this story")
    if not found:
        raise GameError(index.unknown(arguments.name))
    lines = _Lines()
    if arguments.format == "json":
        print(json.dumps([_object(use, lines.of(use)) for use in found], indent=2, ensure_ascii=False))
    else:
        for use in found:
            print(f"{use.place}: {use.kind} {use.role}: {visible(lines.of(use).strip())}")
    return OK


class _Lines:
    """The lines of files, each read once."""

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def of(self, use: Use) -> str:
        """Return the line that a use stands on; empty if its file has gone since."""
        from game.story.diagnostics.source_text import SourceError, read_file

        file = use.place.file
        if file not in self._files:
            try:
                self._files[file] = read_file(Path(file), file).lines
            except SourceError:
                self._files[file] = []
        lines = self._files[file]
        return lines[use.place.line - 1] if use.place.line <= len(lines) else ""


def _object(use: Use, line: str) -> dict[str, object]:
    return {
        "file": use.place.file,
        "line": use.place.line,
        "column": use.place.column,
        "end_column": use.place.end_column,
        "kind": use.kind,
        "name": use.name,
        "role": use.role,
        "text": line,
    }


VERB = Verb("find where a name is declared and used", _add_arguments, _run)
