"""The verb `publish`."""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from typing import TYPE_CHECKING

from game.commands.common import (
    FINDINGS,
    OK,
    Arguments,
    Verb,
    add_story,
    load,
    progress,
    story_folder,
    write_whole,
)
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.story.model import Story

RANDOM_PLAYTHROUGHS = 200


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    output = "the page's name; one that ends in .zip holds it as index.html; without it, the story's id"
    parser.add_argument("-o", "--output", metavar="FILE", help=output)
    languages = "in this language, as `ko`; in several, as `en,ko`, with a switch in the page"
    parser.add_argument("--lang", metavar="LANG", default="", help=languages)
    check = f"first play every walkthrough and {RANDOM_PLAYTHROUGHS} random playthroughs in the page's player"
    parser.add_argument("--check", action="store_true", help=check)
    program = "print the compiled story as JSON instead: what the page plays"
    parser.add_argument("--program", action="store_true", help=program)


def _run(arguments: Arguments) -> int:
    from game.publish.compile import as_json, compile_story
    from game.publish.html_page import page

    told = _told_in(load(story_folder(arguments)), arguments.lang)
    (language, story), *others = told.items()
    if arguments.check and not all(map(_check, told.values())):
        return FINDINGS
    if arguments.program:
        print(as_json(compile_story(story)))
        return OK
    file = f"{story.id}.html" if arguments.output is None else arguments.output
    document = page(story, language, dict(others)).encode()
    data = _zipped(document) if file.lower().endswith(".zip") else document
    write_whole(file, data)
    print(f"{visible(file)}: {_size(len(data))}")
    return OK


def _told_in(story: Story, languages: str) -> dict[str, Story]:
    """Return the story in each language asked for, or as it is written. Raises GameError if it is not."""
    from game.locale.messages import LANGUAGES
    from game.story.model import story_texts
    from game.story.text.scripts import written_in
    from game.story.translation import catalogue
    from game.story.translation.load import in_language

    there = catalogue.languages(story.folder)
    wanted = [one.strip().replace("-", "_") for one in languages.split(",") if one.strip()]
    for one in wanted:
        if one not in there and one not in LANGUAGES:
            known = ", ".join(sorted({*there, *LANGUAGES}))
            raise GameError(f"there is no language `{one}` here: there are {known}")
    if not wanted:
        return {written_in("".join(text.source for text in story_texts(story))): story}
    return {one: in_language(story, one) for one in wanted}


def _check(story: Story) -> bool:
    """Hold the page's player to the game's own, and say where it would show something else."""
    from game.publish.check import differences, find_runtime, walks

    runtime = find_runtime()
    if runtime is None:
        raise GameError("--check needs what runs JavaScript: node, deno, bun, or the extra `publish`")
    taken = tuple(walks(story, RANDOM_PLAYTHROUGHS))
    with progress() as tell:
        for number, difference in enumerate(differences(story, taken, runtime), 1):
            tell(f"playthrough {number} of {len(taken)} in the page's player")
            if difference is not None:
                print(_lines(str(difference)), file=sys.stderr)
                return False
    print(f"{how_many(len(taken), 'playthrough')}: every word in the page is the same", file=sys.stderr)
    return True


def _lines(text: str) -> str:
    """Show a text of several lines, with stand-ins for what must not reach a terminal."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _zipped(document: bytes) -> bytes:
    """Pack the page as itch.io wants it; the same page gives the same bytes."""
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        index = ZipInfo("index.html")
        index.compress_type = ZIP_DEFLATED
        index.external_attr = 0o644 << 16
        archive.writestr(index, document)
    return packed.getvalue()


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} KB"


VERB = Verb("write one HTML file that plays a story in any browser", _add_arguments, _run)
