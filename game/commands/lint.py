"""The verb `lint`."""

from __future__ import annotations

import argparse

from game.commands.common import FINDINGS, OK, Arguments, Verb, add_story, near, story_folder


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="how to tell it")
    parser.add_argument("--strict", action="store_true", help="count warnings as errors")
    parser.add_argument("--explain", metavar="CODE", help="tell what a code means, with an example")


def _run(arguments: Arguments) -> int:
    if arguments.explain is not None:
        return _explain(arguments.explain)
    from game.lint.check_story import lint
    from game.story.diagnostics.render import FORMATS

    problems = lint(near(story_folder(arguments, tell=True)))
    for line in FORMATS[arguments.format](problems, arguments.strict):
        print(line)
    bad = any(problem.severity_if(arguments.strict) == "error" for problem in problems)
    return FINDINGS if bad else OK


def _explain(code: str) -> int:
    from game.lint.code_pages import explain

    print(explain(code))
    return OK


VERB = Verb("tell what is wrong with a story", _add_arguments, _run)
