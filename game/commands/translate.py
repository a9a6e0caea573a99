"""The verb `translate`."""

from __future__ import annotations

import argparse

from game.commands.common import OK, Arguments, Verb, add_story, load, near, story_folder, write_whole
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("language", metavar="LANG", help="the language, as `ko` or `pt_BR`")
    add_story(parser)


def _run(arguments: Arguments) -> int:
    from game.story.diagnostics.source_text import leads_out, read_file
    from game.story.translation.catalogue import FOLDER, LANGUAGE, MOST_BYTES, read_catalogue
    from game.story.translation.update import update_catalogue

    language = arguments.language.replace("-", "_")
    if not LANGUAGE.match(language):
        raise GameError(f"`{arguments.language}` is no language: write its code, as `ko` or `pt_BR`")
    folder = near(story_folder(arguments, tell=True))
    path = folder / FOLDER / f"{language}.po"
    if leads_out(folder, path):
        raise GameError(f"`{path}` leads out of the story's folder")
    now = ""
    if path.exists():
        read_catalogue(path)  # says what is wrong with it, if something is
        now = read_file(path, str(path), most=MOST_BYTES).text
    updated = update_catalogue(load(folder), language, now)
    path.parent.mkdir(exist_ok=True)
    write_whole(str(path), updated.document.encode("utf-8"))
    again = f", {updated.fuzzy:,} to look at again" if updated.fuzzy else ""
    print(f"{visible(str(path))}: {updated.pieces:,} pieces, {updated.translated:,} translated{again}")
    return OK


VERB = Verb("write what is to be translated of a story, or bring it up to date", _add_arguments, _run)
