"""The verb `new`."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.commands.common import OK, Arguments, Verb
from game.story.sanitize import visible


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="an empty folder, or one to be made")


def _run(arguments: Arguments) -> int:
    from game.story.authoring.scaffold import begin

    begin(Path(arguments.folder))
    print(f"a story stands in {visible(arguments.folder)}: play it, lint it, change it")
    return OK


VERB = Verb("write a small story to begin with", _add_arguments, _run)
