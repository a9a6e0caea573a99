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
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError
from game.story.sanitize import visible

if TYPE_CHECKING:  # imported late: a title is on the screen before anything of the story is needed
    from game.story.model import Story


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--random", type=count, metavar="N", help="take N random playthroughs too")
    parser.add_argument("--seed", type=count, metavar="S", help="the same seed takes the same playthroughs")
    coverage = "tell what no walkthrough takes, by chapter"
    parser.add_argument("--coverage", action="store_true", help=coverage)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell the coverage")
    parser.add_argument("--record", metavar="FILE", help="write a saved game into FILE as a walkthrough")
    parser.add_argument("--load", metavar="SLOT", help="the saved game to record; without it, the newest")
    add_save_dir(parser, None)


def _run(arguments: Arguments) -> int:
    from game.walkthroughs.runner import as_lines, run_walkthroughs

    if arguments.format == "json" and not arguments.coverage:
        raise GameError("`--format json` is how to tell the coverage: add `--coverage`")
    story = load(near(story_folder(arguments, tell=True)))
    if arguments.record is not None:
        return _record(arguments, story)
    found = list(run_walkthroughs(story))
    good = not any(failure for _, failure in found)
    if arguments.format == "json":
        from game.walkthroughs.coverage import as_json, covered

        print(as_json(found, covered(story)))
        return OK if good else FINDINGS
    print("\n".join(as_lines(found)))
    if arguments.coverage:
        from game.walkthroughs import coverage

        print("\n" + "\n".join(coverage.as_lines(coverage.covered(story))))
    if arguments.random is not None:
        good = _cover(story, arguments.random, arguments.seed) and good
    return OK if good else FINDINGS


def _cover(story: Story, number: int, seed: int | None) -> bool:
    """Take random playthroughs, and say whether all of them ended, and no claim was broken."""
    from secrets import randbelow

    from game.walkthroughs.random_coverage import as_lines, cover_at_random

    covered = cover_at_random(story, number, randbelow(1_000_000) if seed is None else seed)
    print("\n" + "\n".join(as_lines(covered)))
    return not covered.wrong and not covered.broken


def _record(arguments: Arguments, story: Story) -> int:
    from game.play.saves.saves import Saves
    from game.walkthroughs.write import as_walkthrough

    saves = Saves(save_folder(arguments.save_dir), story)
    if arguments.load is None and not saves.runs():
        story_named = f" {arguments.story}" if arguments.story else ""
        raise GameError(
            f"there is no game to record: play the story as far as the walkthrough should go, with "
            f"`escape play{story_named}`, leave it, and call this again"
        )
    loaded = saves.load_newest() if arguments.load is None else saves.load(arguments.load)
    if loaded.notice:
        print(visible(loaded.notice), file=sys.stderr)
    file = Path(arguments.record)
    if file.exists():
        raise GameError(f"there is a file `{arguments.record}` already")
    file.write_text(as_walkthrough(loaded.play, file.stem.replace("_", " ")), encoding="utf-8")
    print(f"Wrote {how_many(len(loaded.play.log), 'choice')} into `{arguments.record}`.")
    return OK


VERB = Verb("play the walkthroughs of a story again, and random ones", _add_arguments, _run)
