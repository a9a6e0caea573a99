"""What an author asks for while writing: lint, schema, new, graph, stats."""

from __future__ import annotations

import argparse
from pathlib import Path

from game.commands.common import FINDINGS, OK, Arguments, Verb, add_story, load, near, put, story_folder
from game.story.diagnostics.problem import visible


def _lint_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="how to tell it")
    parser.add_argument("--strict", action="store_true", help="count warnings as errors")
    parser.add_argument("--explain", metavar="CODE", help="tell what a code means, with an example")


def lint(arguments: Arguments) -> int:
    """Tell what is wrong with a story."""
    if arguments.explain is not None:
        return _explain(arguments.explain)
    from game.lint.run import lint as find_problems
    from game.story.diagnostics.render import FORMATS

    problems = find_problems(near(story_folder(arguments)))
    for line in FORMATS[arguments.format](problems, arguments.strict):
        print(line)
    bad = any(problem.severity_if(arguments.strict) == "error" for problem in problems)
    return FINDINGS if bad else OK


def _explain(code: str) -> int:
    from game.story.diagnostics.explain import explain

    print(explain(code))
    return OK


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """Take none."""


def schema(_: Arguments) -> int:
    """Print the JSON Schema of a story's files."""
    from game.story.authoring.json_schema import as_json

    print(as_json(), end="")
    return OK


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="an empty folder, or one to be made")


def new(arguments: Arguments) -> int:
    """Write a small story to begin with."""
    from game.story.authoring.scaffold import begin

    begin(Path(arguments.folder))
    print(f"a story stands in {visible(arguments.folder)}: play it, lint it, change it")
    return OK


def _graph_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    formats = ("mermaid", "dot", "svg")
    parser.add_argument("--format", choices=formats, default="mermaid", help="how to draw it")
    parser.add_argument("--chapter", metavar="C", help="one chapter only: its folder, number or title")
    parser.add_argument("--heat", action="store_true", help="colour scenes by how likely they are to be seen")
    parser.add_argument("-o", "--output", metavar="FILE", help="write into this file")


def graph(arguments: Arguments) -> int:
    """Draw the scenes of a story and the ways between them."""
    from game.overview.drawing import FORMATS
    from game.overview.story_map import story_map

    drawn = story_map(load(story_folder(arguments)), arguments.chapter, arguments.heat)
    put(FORMATS[arguments.format](drawn), arguments.output)
    return OK


def _stats_arguments(parser: argparse.ArgumentParser) -> None:
    add_story(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it")


def stats(arguments: Arguments) -> int:
    """Count a story: words, choices, and how long it takes to read."""
    from game.overview.statistics import as_json, as_lines
    from game.overview.statistics import stats as count

    counted = count(load(story_folder(arguments)))
    print(as_json(counted) if arguments.format == "json" else "\n".join(as_lines(counted)))
    return OK


LINT = Verb("tell what is wrong with a story", _lint_arguments, lint)
SCHEMA = Verb("print the JSON Schema of a story's files, for editors", _no_arguments, schema)
NEW = Verb("write a small story to begin with", _new_arguments, new)
GRAPH = Verb("draw the scenes of a story and the ways between them", _graph_arguments, graph)
STATS = Verb("count a story: words, choices, and how long it takes to read", _stats_arguments, stats)
