"""The verb `schema`."""

from __future__ import annotations

import argparse

from game.commands.common import OK, Arguments, Verb


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def _run(_: Arguments) -> int:
    from game.story.authoring.json_schema import as_json

    print(as_json(), end="")
    return OK


VERB = Verb("print the JSON Schema of a story's files, for editors", _add_arguments, _run)
