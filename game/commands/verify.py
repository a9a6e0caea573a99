"""The verb `verify`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from game.proof.verify import Limits


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it")
    states = "how many states to list one by one, before reckoning with sets of them"
    parser.add_argument("--max-states", type=count, metavar="N", help=states)
    parser.add_argument("--max-seconds", type=count, metavar="N", help="how much CPU time to take at most")
    shortest = "don't prove that walkthroughs are the shortest: they are short then"
    parser.add_argument("--no-shortest", action="store_true", help=shortest)
    watch = "go on, and tell what each edit breaks or mends, with walkthroughs that are short"
    parser.add_argument("--watch", action="store_true", help=watch)
    walkthroughs = "write a small set of walkthroughs into DIR that together take every choice"
    parser.add_argument("--walkthroughs", metavar="DIR", help=walkthroughs)


def _run(arguments: Arguments) -> int:
    folder = near(story_folder(arguments, tell=True))
    if arguments.watch:
        from game.commands.verify_watch import watch

        watch(folder, _limits(arguments), _memory_file(folder))
    return _once(arguments, folder)


def _limits(arguments: Arguments) -> Limits:
    from game.proof.verify import Limits

    limits = Limits(states=arguments.max_states, shortest=not arguments.no_shortest)
    return limits if arguments.max_seconds is None else limits._replace(seconds=arguments.max_seconds)


def _memory_file(folder: Path) -> Path:
    """Return where it is kept what is known of a story."""
    from game.play.saves.paths import cache_folder
    from game.proof.memory.disk import file_of

    return file_of(folder, cache_folder())


def _once(arguments: Arguments, story: Path) -> int:
    from game.proof.memory.disk import read_memory, write_memory
    from game.proof.report.render import as_json, as_lines
    from game.proof.report.validate import Disagreement
    from game.proof.verify import verify
    from game.walkthroughs.cover import cover, free_folder, write_walkthroughs

    folder = free_folder(Path(arguments.walkthroughs)) if arguments.walkthroughs is not None else None
    file = _memory_file(story)
    try:
        with progress() as tell:
            memory = read_memory(file)
            verdict = verify(load(story), _limits(arguments), tell, memory=memory)
            if memory.program:
                write_memory(file, memory)
            if folder is not None:
                tell("walkthroughs for every choice")
                covering = cover(verdict.story, verdict.taken)
                write_walkthroughs(verdict.story, folder, covering)
    except Disagreement as error:
        print(visible(str(error)), file=sys.stderr)
        return OUR_BUG
    print(as_json(verdict) if arguments.format == "json" else "\n".join(as_lines(verdict)))
    if folder is not None:
        print(f"{len(covering)} walkthroughs take every choice", file=sys.stderr)
    return OK if verdict.proved and not verdict.findings else FINDINGS


VERB = Verb("prove a story: every playthrough there can be", _add_arguments, _run)
