"""The verb `verify`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from game.commands.common import (
    FINDINGS,
    OK,
    OUR_BUG,
    Arguments,
    Verb,
    add_story,
    count,
    load,
    near,
    progress,
    story_folder,
)
from game.story.sanitize import visible


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it")
    states = "how many states to list one by one, before reckoning with sets of them"
    parser.add_argument("--max-states", type=count, metavar="N", help=states)
    parser.add_argument("--max-seconds", type=count, metavar="N", help="how much CPU time to take at most")
    shortest = "don't prove that walkthroughs are the shortest: they are short then"
    parser.add_argument("--no-shortest", action="store_true", help=shortest)
    walkthroughs = "write a small set of walkthroughs into DIR that together take every choice"
    parser.add_argument("--walkthroughs", metavar="DIR", help=walkthroughs)


def _run(arguments: Arguments) -> int:
    from game.proof.report.render import as_json, as_lines
    from game.proof.report.validate import Disagreement
    from game.proof.verify import Limits, verify
    from game.walkthroughs.cover import cover, free_folder, write_walkthroughs

    story = load(near(story_folder(arguments, tell=True)))
    limits = Limits()
    if arguments.max_states is not None:
        limits = limits._replace(states=arguments.max_states)
    if arguments.max_seconds is not None:
        limits = limits._replace(seconds=arguments.max_seconds)
    limits = limits._replace(shortest=not arguments.no_shortest)
    folder = free_folder(Path(arguments.walkthroughs)) if arguments.walkthroughs is not None else None
    try:
        with progress() as tell:
            verdict = verify(story, limits, tell)
            if folder is not None:
                tell("walkthroughs for every choice")
                covering = cover(story, verdict.taken)
                write_walkthroughs(story, folder, covering)
    except Disagreement as error:
        print(visible(str(error)), file=sys.stderr)
        return OUR_BUG
    print(as_json(verdict) if arguments.format == "json" else "\n".join(as_lines(verdict)))
    if folder is not None:
        print(f"{len(covering)} walkthroughs take every choice", file=sys.stderr)
    return OK if verdict.proved and not verdict.findings else FINDINGS


VERB = Verb("prove a story: every playthrough there can be", _add_arguments, _run)
