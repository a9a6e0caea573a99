"""YAML events read into nodes that know their place.

Every scalar stays the text that was typed and no node can become an object: the field that reads a node
decides what it means, so `no`, `010` and `1:30` are what the author wrote. Anchors, aliases, merge keys,
tags, directives and second documents are refused, and nesting deeper than MAX_DEPTH is counted here, one
event after the other: the parser keeps its own stack, and nothing recurses further.

A file is read once, by the quickest parser there is. Only if that refuses it, is the entry where it gave
up read again by one whose steps can be watched (`errors.watch`), for an answer to what the author meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from game.story.diagnostics.codes import ALLOW, CODES
from game.story.diagnostics.problem import Problem, Remedy, SourceSpan
from game.story.diagnostics.source_text import SourceError, SourceFile
from game.story.diagnostics.suggest import did_you_mean
from game.story.yaml.errors.wording import ODD_BLANK, odd_blank, sign_in_front, surrogates
from game.story.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    Parser,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    YAMLError,
    parsable,
)
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence, scalars
from game.story.yaml.positions import place_in, place_of

MAX_DEPTH = 40
MAX_READ_AGAIN = 256 * 1024  # characters; reading again takes a second for a megabyte


# What a reader of YAML refuses, found first so that the place is exact. Compiled only where there is
# anything that isn't printed: that takes as long as reading a chapter.
_UNREADABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_ODD_START = re.compile(f"[{ODD_BLANK}]")


def read_nodes(file: SourceFile, problems: list[Problem]) -> Node | None:
    """Read a file's nodes; None if it is empty or, with a problem added, not to be read.

    A key given twice is a problem, and the first one counts.
    """
    printed = file.text.replace("\n", "").isprintable()
    odd = None if printed else re.search(_UNREADABLE, file.text)
    if odd:
        line = file.text.count("\n", 0, odd.start())
        column = odd.start() - (file.text.rfind("\n", 0, odd.start()) + 1)
        message = f"the character U+{ord(odd.group()):04X} may not stand in a text file"
        problems.append(Problem("Y105", message, file.place_at(line, column), Remedy("delete it", "")))
        return None
    builder = _Builder(file, problems, Parser(parsable(file.text)))
    try:
        node = builder.document()
        if "\\u" in file.text or "\\U" in file.text:
            _refuse_surrogates(file, node)
        if " #" in file.text or "\t#" in file.text:
            problems.extend(_cut_texts(file, node))
        if "escape:" in file.text:
            problems.extend(_unknown_codes(file))
        return node
    except SourceError as error:
        problems.append(error.problem)
    except YAMLError as error:
        problems.append(_parse_problem(file, builder.entry, error))
    return None


def _refuse_surrogates(file: SourceFile, node: Node | None) -> None:
    r"""Refuse `"\ud83d\ude00"`: JSON writes a sign in two halves, YAML knows only whole ones."""
    for scalar in scalars(node, keys=True):
        found = None if scalar.value.isascii() else re.search("[\ud800-\udfff]+", scalar.value)
        if found:
            message, help = surrogates(found.group())
            place = place_in(file, scalar, found.start(), 6 * len(found.group()))
            raise SourceError(Problem("Y120", message, place, help))


def _cut_texts(file: SourceFile, node: Node | None) -> Iterator[Problem]:
    """Warn of a `#` behind a text with no blank after it: no comment looks like that."""
    for scalar in scalars(node):
        if not scalar.style and scalar.value:
            rest = file.lines[scalar.end_line][scalar.end_column :]
            comment = re.match(r"[ \t]+#(?=[^\s#])", rest)
            if comment:
                place = file.place_at(scalar.end_line, scalar.end_column + comment.end() - 1)
                yield Problem("Y118", "this `#` starts a comment, and the text ends before it", place)


def _unknown_codes(file: SourceFile) -> Iterator[Problem]:
    """Warn of a comment that would silence a code that there is not."""
    for number, line in enumerate(file.lines):
        for comment in ALLOW.finditer(line):
            for code in re.finditer(r"\w+", line[: comment.end()][comment.start(1) :]):
                if code.group() not in CODES:
                    start = comment.start(1) + code.start() + 1
                    place = SourceSpan(file.name, number + 1, start, start + len(code.group()))
                    help = did_you_mean(code.group(), CODES)
                    yield Problem("S118", f"there is no code `{code.group()}`", place, help)


class _Builder:
    """Nodes from events, one pass, going no deeper than MAX_DEPTH."""

    def __init__(self, file: SourceFile, problems: list[Problem], parser: Any) -> None:
        self.file = file
        self.problems = problems
        self.next = parser.get_event
        self.entry = 0  # the line of the outermost entry that is being read

    def document(self) -> Node | None:
        self.next()  # the start of the stream
        event = self.next()
        if isinstance(event, StreamEndEvent):
            return None
        if event.version or event.tags:
            raise self.refuse("Y108", "a story file has no `%` directives", event)
        node = self.node(self.next(), 0)
        self.next()  # the end of the document
        event = self.next()
        if not isinstance(event, StreamEndEvent):
            raise self.refuse(
                "Y108", "a second document starts here", event, "one file, one document: delete the `---`"
            )
        return None if isinstance(node, Scalar) and node.blank else node

    def node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is AliasEvent or event.anchor is not None or event.tag is not None:
            raise self.reference(event)
        if kind is ScalarEvent:
            return Scalar(event)
        if depth >= MAX_DEPTH:
            raise self.refuse("Y104", f"lists and maps are nested deeper than {MAX_DEPTH}", event)
        if kind is MappingStartEvent:
            return self.mapping(event, depth + 1)
        node = Sequence(event)
        while type(child := self.next()) is not SequenceEndEvent:
            if depth == 0 and not node.flow:
                self.entry = self.dash_above(child.start_mark.line)
            node.items.append(self.node(child, depth + 1))
        return node

    def mapping(self, event: Any, depth: int) -> Mapping:
        node = Mapping(event)
        entries = node.entries
        next_event, plain, end = self.next, ScalarEvent, MappingEndEvent
        while type(child := next_event()) is not end:
            if depth == 1 and not node.flow:
                self.entry = child.start_mark.line
            key = Scalar(child) if type(child) is plain else self.node(child, depth)
            following = next_event()
            # Most values are texts without an anchor or tag: those need no look at what they may be.
            if type(following) is plain and following.anchor is None and following.tag is None:
                value: Node = Scalar(following)
            else:
                value = self.node(following, depth)
            if type(key) is not Scalar:
                raise self.long_key(child)
            if child.anchor is not None or child.tag is not None:
                raise self.reference(child)
            if key.value in entries:
                self.twice(key, entries)
            elif not key.value.isascii() and not key.style and _ODD_START.match(key.value):
                raise SourceError(odd_blank(key.value[0], self.file.place_at(key.line, key.column)))
            elif key.value == "<<" and not key.style:
                raise self.refuse("Y107", "merge keys are not part of the format", child)
            else:
                entries[key.value] = (key, value)
        return node

    def dash_above(self, line: int) -> int:
        """Return the line of the dash that an entry of the outermost list starts with."""
        while line and not self.file.lines[line].lstrip().startswith("-"):
            line -= 1
        return line

    def twice(self, key: Scalar, entries: dict[str, tuple[Scalar, Node]]) -> None:
        """Add the problem that a key stands twice in a map.

        Where the first key of an entry of a list comes again, the dash of the next entry is missing,
        and what is twice behind it is the same mistake.
        """
        first = entries[key.value][0]
        head = next(iter(entries.values()))[0]
        listed = self.file.lines[head.line][: head.column].endswith("- ")
        problem = Problem(
            "Y106",
            f"the key `{key.value}` is given twice",
            place_of(self.file, key),
            "a new entry of the list starts with `- `" if listed and first is head else "",
            place_of(self.file, first),
            "first given here",
        )
        told = listed and self.problems and self.problems[-1].other == place_of(self.file, head)
        if not told:
            self.problems.append(problem)

    def long_key(self, event: Any) -> SourceError:
        """Say that a key is no map and no list: a text starts with the sign of one, or a line with `? `."""
        line, column = event.start_mark.line, event.start_mark.column
        if self.file.lines[line][column] not in "{[":
            column = max(self.file.lines[line].rfind("? ", 0, column), 0)
        sign = self.file.lines[line][column]
        place = self.file.place_at(line, column)
        return SourceError(sign_in_front(self.file, sign if sign in "{[" else "?", place))

    def reference(self, event: Any) -> SourceError:
        """Say that there are no anchors, aliases and tags: most often a text starts with their sign."""
        line, column = event.start_mark.line, event.start_mark.column
        place = self.file.place_at(line, column)
        text = self.file.lines[line]
        problem = sign_in_front(self.file, text[column], place)._replace(code="Y107")
        if re.search(r"\bif: *!\w", text[: column + 2]):
            problem = problem._replace(help=Remedy("write `not`, and a space", "not "))
        return SourceError(problem)

    def refuse(self, code: str, message: str, event: Any, help: str = "") -> SourceError:
        mark = event.start_mark
        return SourceError(Problem(code, message, self.file.place_at(mark.line, mark.column), help))


def _parse_problem(file: SourceFile, entry: int, refusal: YAMLError) -> Problem:
    """Say in plain words what is wrong with a file that the parser refused, at the place that causes it.

    What stands before the outermost entry that it was reading was in order. From there on the file is
    read again by the parser whose steps can be watched, unless that is more than anybody writes in one.
    """
    from game.story.yaml.errors.context import ParseFailure  # late: most files have no such error
    from game.story.yaml.errors.explain import explain_fault
    from game.story.yaml.errors.watch import Watched

    mark = getattr(refusal, "problem_mark", None)
    if mark and sum(map(len, file.lines[entry : mark.line])) + mark.column > MAX_READ_AGAIN:
        return explain_fault(ParseFailure.of(file, refusal))
    watched = Watched("\n" * entry + parsable("\n".join(file.lines[entry:])))
    try:
        _refuse_surrogates(file, _Builder(file, [], watched).document())
    except SourceError as error:
        return error.problem
    except YAMLError as error:
        refusal = error
    return explain_fault(ParseFailure.of(file, refusal, watched))
