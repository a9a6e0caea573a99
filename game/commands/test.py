"""The verb `test`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.common import (
    FINDINGS,
    OK,
    Arguments,
    Verb,
    add_save_dir,
    add_story,
    count,
    load,
    near,
    story_folder,
)
from game.play.saves.paths import save_folder
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.story.model import Story


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--random", type=count, metavar="N", help="take N random playthroughs too")
    parser.add_argument("--seed", type=count, metavar="S", help="the same seed takes the same playthroughs")
    parser.add_argument("--record", metavar="FILE", help="write a saved game into FILE as a walkthrough")
    parser.add_argument("--load", metavar="SLOT", help="the saved game to record; without it, the newest")
    add_save_dir(parser, None)


def _run(arguments: Arguments) -> int:
    from game.walkthroughs.run import as_lines, rehearse

    story = load(near(story_folder(arguments, tell=True)))
    if arguments.record is not None:
        return _record(arguments, story)
    found = list(rehearse(story))
    print("\n".join(as_lines(found)))
    good = not any(failure for _, failure in found)
    if arguments.random is not None:
        good = _cover(story, arguments.random, arguments.seed) and good
    return OK if good else FINDINGS


def _cover(story: Story, number: int, seed: int | None) -> bool:
    """Take random playthroughs, and say whether all of them ended, and no claim was broken."""
    from secrets import randbelow

    from game.walkthroughs.random_coverage import as_lines, cover

    covered = cover(story, number, randbelow(1_000_000) if seed is None else seed)
    print("\n" + "\n".join(as_lines(covered)))
    return not covered.wrong and not covered.broken


def _record(arguments: Arguments, story: Story) -> int:
    from game.play.saves.saves import Saves
    from game.walkthroughs.write import as_walkthrough

    saves = Saves(save_folder(arguments.save_dir), story)
    loaded = saves.load_newest() if arguments.load is None else saves.load(arguments.load)
    if loaded.notice:
        print(visible(loaded.notice), file=sys.stderr)
    file = Path(arguments.record)
    if file.exists():
        raise GameError(f"there is a file `{arguments.record}` already")
    file.write_text(as_walkthrough(loaded.play, file.stem.replace("_", " ")), encoding="utf-8")
    print(f"Wrote {len(loaded.play.log)} choices into `{arguments.record}`.")
    return OK


VERB = Verb("play the walkthroughs of a story again, and random ones", _add_arguments, _run)
