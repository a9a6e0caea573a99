"""The verb `graph`."""

from __future__ import annotations

import argparse

from game.commands.common import OK, Arguments, Verb, add_story, load, put, story_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from game.overview.drawing import FORMATS

    add_story(parser)
    parser.add_argument("--format", choices=[*FORMATS], default="mermaid", help="how to draw it")
    parser.add_argument("--chapter", metavar="C", help="one chapter only: its folder, number or title")
    parser.add_argument("--heat", action="store_true", help="colour scenes by how likely they are to be seen")
    parser.add_argument("-o", "--output", metavar="FILE", help="write into this file")


def _run(arguments: Arguments) -> int:
    from game.overview.drawing import FORMATS
    from game.overview.story_map import story_map

    drawn = story_map(load(story_folder(arguments)), arguments.chapter, arguments.heat)
    put(FORMATS[arguments.format](drawn), arguments.output)
    return OK


VERB = Verb("draw the scenes of a story and the ways between them", _add_arguments, _run)
