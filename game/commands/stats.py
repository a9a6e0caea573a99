"""The verb `stats`."""

from __future__ import annotations

import argparse

from game.commands.common import OK, Arguments, Verb, add_story, load, story_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it")


def _run(arguments: Arguments) -> int:
    from game.overview.statistics import as_json, as_lines, stats

    counted = stats(load(story_folder(arguments, tell=True)))
    print(as_json(counted) if arguments.format == "json" else "\n".join(as_lines(counted)))
    return OK


VERB = Verb("count a story: words, choices, and how long it takes to read", _add_arguments, _run)
