"""The verb `play`."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import Arguments, Verb, add_story, count, near, progress, story_folder
from game.play.saves.paths import save_folder
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.play.saves.restore import Loaded
    from game.story.model import Story


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument(
        "--plain", action="store_true", help="lines of text only, for screen readers and scripts"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--continue", dest="go_on", action="store_true", help="go on where you left off")
    which.add_argument("--load", metavar="SLOT", help="go on from a saved game")
    which.add_argument("--at", metavar="SCENE", help="begin in this scene, as it can be come to")
    setting = "begin there with this variable or item so; may be given more than once"
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=setting)
    parser.add_argument("--watch", action="store_true", help="read the story again when a file of it changes")
    seed = "play with the chance of this number: the same one shows the same words"
    parser.add_argument("--seed", type=count, metavar="N", help=seed)
    language = "in this language, as `ko`; without it, the one that is set, or the system's"
    parser.add_argument("--lang", metavar="LANG", help=language)
    parser.add_argument("--save-dir", metavar="DIR", help="the folder for saved games")
    parser.add_argument("--width", type=_width, metavar="N", help="wrap the text at N columns")
    parser.add_argument("--ascii", action="store_true", help="draw with letters and signs of ASCII only")


def _width(text: str) -> int:
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError("a width is a number of columns, 1 to 1000")
    return int(text)


def _run(arguments: Arguments) -> int:
    from game.terminal.launch import LaunchOptions, start

    folder = near(story_folder(arguments))
    given = arguments.width, arguments.plain, arguments.ascii, arguments.go_on, arguments.load
    begin = _beginning(arguments.at, arguments.set)
    options = LaunchOptions(
        folder,
        save_folder(arguments.save_dir),
        _command_to_go_on(arguments.story, arguments.save_dir),
        *given,
        begin,
        arguments.watch,
        arguments.seed,
        arguments.lang,
    )
    return start(options, sys.stdin, sys.stdout)


def _command_to_go_on(story: str | None, save_dir: str | None) -> str:
    """Return the command that goes on with this story, from here, said as this one was."""
    script = Path(sys.argv[0])
    if script.name == "__main__.py":
        begun = [sys.orig_argv[0], "-m", "game"]
    else:  # by its name alone where a shell finds it so
        begun = [script.name if str(script.parent) in os.get_exec_path() else str(script)]
    where = ["play", story] if story is not None else []
    kept = ["--save-dir", save_dir] if save_dir is not None else []
    return visible(shlex.join([*begun, *where, *kept, "--continue"]))


def _beginning(scene: str | None, settings: Sequence[str]) -> Callable[[Story], Loaded] | None:
    """Return what begins in a scene, if one is asked for."""
    if scene is None:
        if settings:
            raise GameError("`--set` says how it is in a scene: name that with `--at SCENE`")
        return None

    def begin(story: Story) -> Loaded:
        from game.proof.reach_scene import begin_at

        with progress() as tell:
            tell(f"looking for the shortest way to {scene}")
            return begin_at(story, scene, settings)

    return begin


VERB = Verb("play a story; what `escape` alone does", _add_arguments, _run)
