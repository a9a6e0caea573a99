"""The verb `lsp`."""

from __future__ import annotations

import argparse
import sys
from importlib.util import find_spec

from game.commands.common import OK, Arguments, Verb
from game.commands.crash_report import write_down
from game.story.diagnostics.problem import GameError


def _add_arguments(_: argparse.ArgumentParser) -> None:
    """Take none."""


def _run(_: Arguments) -> int:
    if find_spec("pygls") is None:
        raise GameError("`escape lsp` needs the extra `editor`: pip install 'escape-account[editor]'")
    if sys.stdin.isatty():
        raise GameError("an editor starts this and speaks to it: the guide says how, under `Your editor`")
    from game.editor.server import serve

    serve(write_down)
    return OK


VERB = Verb("help in your editor while you write: a language server", _add_arguments, _run)
