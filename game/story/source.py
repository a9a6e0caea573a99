"""YAML events read into nodes that know their place; the only importer of yaml.

Every scalar stays the text that was typed and no node can become an object:
the field that reads a node decides what it means. Anchors, aliases, merge
keys, tags, directives and second documents are refused.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

import yaml

from game.story.nodes import Mapping, Node, Scalar, Sequence, SourceFile
from game.story.problems import Place, Problem

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 40

_Parser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", None)
if _Parser is None:  # an installation of PyYAML without libyaml: slower, and the same events

    class _PythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
        def __init__(self, stream: str) -> None:
            yaml.reader.Reader.__init__(self, stream)
            yaml.scanner.Scanner.__init__(self)
            yaml.parser.Parser.__init__(self)

    _Parser = _PythonParser


class SourceError(Exception):
    """A file that can't be read into nodes; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_file(path: Path, name: str, errors: str = "strict") -> SourceFile:
    """Read one regular file, or raise SourceError saying why it is refused.

    The caller sees to it that a symlink does not leave the story's folder. `errors` is what to do
    about bytes that are not UTF-8, as `bytes.decode` has it.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise _refusal("Y101", "this is not a regular file", name)
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise _refusal("Y101", f"this file can't be read: {reason}", name) from None
    if len(data) > MAX_BYTES:
        raise _refusal("Y103", "this file is larger than 2 MiB", name)
    try:
        text = data.decode("utf-8", errors)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        line = len(re.findall(r"\r\n|\r|\n", before))
        column = len(re.split(r"\r\n|\r|\n", before)[-1])
        place = Place(name, line + 1, column + 1, column + 2)
        help = "save the file as UTF-8 in your editor"
        raise SourceError(Problem("Y102", "this file is not UTF-8 here", place, help)) from None
    return SourceFile(name, text.removeprefix("\ufeff"))


def _refusal(code: str, message: str, name: str) -> SourceError:
    return SourceError(Problem(code, message, Place(name, 1, 1, 2)))


# What libyaml's reader refuses, found first so that the place is exact.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# YAML 1.1 breaks lines at these; no editor does, so they are blanks to us.
_ODD_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")


def read_nodes(file: SourceFile, problems: list[Problem]) -> Node | None:
    """Read a file's nodes; None if it is empty or, with a problem added, not to be read.

    A key given twice is a problem, and the first one counts.
    """
    odd = _UNREADABLE.search(file.text)
    if odd:
        line = file.text.count("\n", 0, odd.start())
        column = odd.start() - (file.text.rfind("\n", 0, odd.start()) + 1)
        message = f"the character U+{ord(odd.group()):04X} may not stand in a text file"
        problems.append(Problem("Y105", message, file.place_at(line, column), "delete it"))
        return None
    try:
        return _Builder(file, problems).document()
    except SourceError as error:
        problems.append(error.problem)
    except yaml.MarkedYAMLError as error:
        problems.append(_parse_problem(file, error))
    return None


class _Builder:
    """Nodes from events, one pass, going no deeper than MAX_DEPTH."""

    def __init__(self, file: SourceFile, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.next = _Parser(file.text.translate(_ODD_BREAKS)).get_event

    def document(self) -> Node | None:
        self.next()  # the start of the stream
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if event.version or event.tags:
            raise self.refuse("Y108", "a story file has no `%` directives", event)
        node = self.node(self.next(), 0)
        self.next()  # the end of the document
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise self.refuse(
                "Y108", "a second document starts here", event, "one file, one document: delete the `---`"
            )
        return None if isinstance(node, Scalar) and node.blank else node

    def node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self.refuse(
                "Y107", f"`*{event.anchor}` is read as an alias", event, "put the text in quotes"
            )
        if event.anchor is not None:
            raise self.refuse(
                "Y107", f"`&{event.anchor}` is read as an anchor", event, "put the text in quotes"
            )
        if event.tag is not None:
            raise self.refuse(
                "Y107",
                "a text can't start with `!` here: it is read as a tag",
                event,
                "put the text in quotes",
            )
        if kind is yaml.ScalarEvent:
            return Scalar(event.value, event.style or "", event.start_mark, event.end_mark)
        if depth >= MAX_DEPTH:
            raise self.refuse("Y104", f"lists and maps are nested deeper than {MAX_DEPTH}", event)
        if kind is yaml.MappingStartEvent:
            return self.mapping(event, depth + 1)
        node = Sequence(event.start_mark, bool(event.flow_style))
        while type(child := self.next()) is not yaml.SequenceEndEvent:
            node.items.append(self.node(child, depth + 1))
        return node

    def mapping(self, event: Any, depth: int) -> Mapping:
        node = Mapping(event.start_mark, bool(event.flow_style))
        entries = node.entries
        while type(child := self.next()) is not yaml.MappingEndEvent:
            key = self.node(child, depth)
            value = self.node(self.next(), depth)
            if type(key) is not Scalar:
                raise self.refuse(
                    "Y109",
                    "a key must be one word",
                    child,
                    "put the text in quotes if the braces belong to it",
                )
            if key.value == "<<" and not key.style:
                raise self.refuse("Y107", "merge keys are not part of the format", child)
            if key.value in entries:
                first = self.file.place(entries[key.value][0])
                self.problems.append(
                    Problem(
                        "Y106",
                        f"the key `{key.value}` is given twice",
                        self.file.place(key),
                        "",
                        first,
                        "first given here",
                    )
                )
            else:
                entries[key.value] = (key, value)
        return node

    def refuse(self, code: str, message: str, event: Any, help: str = "") -> SourceError:
        mark = event.start_mark
        return SourceError(Problem(code, message, self.file.place_at(mark.line, mark.column), help))


def _parse_problem(file: SourceFile, error: Any) -> Problem:
    """Say in plain words what a parser's error means, at the place that causes it."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    said = f"{error.context or ''} {error.problem or ''}"
    opened = error.context_mark
    if "quoted scalar" in said and opened:
        return Problem(
            "Y110",
            "this quote never closes",
            file.place_at(opened.line, opened.column),
            "a quote inside a text in quotes is written twice ('') or after a backslash (\\\")",
        )
    if (
        "cannot start any token" in said
        and column < len(file.lines[line])
        and file.lines[line][column] == "\t"
    ):
        return Problem(
            "Y111", "a tab stands where spaces belong", file.place_at(line, column), "indent with spaces"
        )
    if "mapping values are not allowed" in said:
        return Problem(
            "Y109",
            "a `: ` inside a text is read as a key",
            file.place_at(line, column),
            "put the text in quotes, or under `|` on lines of its own",
        )
    if ("flow mapping" in said or "flow sequence" in said) and opened:
        sign = file.lines[opened.line][opened.column : opened.column + 1]
        return Problem(
            "Y109",
            f"the `{sign}` that opens here is never closed as it should be",
            file.place_at(opened.line, opened.column),
            "put a text that starts with a brace or bracket in quotes",
        )
    line = min(line, len(file.lines) - 1)
    return Problem(
        "Y109",
        "this line does not fit what stands before it",
        file.place_at(line, min(column, len(file.lines[line]))),
        "look at the indentation here and on the line above, and at quotes that close too early",
    )
