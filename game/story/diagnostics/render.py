"""Problems as a person reads them, as lines of JSON, and as GitHub's annotations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from game.story.cells import cells
from game.story.diagnostics.codes import OF_WHOLE_FILES
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.diagnostics.source_text import ON_DISK, SourceError, SourceFiles
from game.story.sanitize import visible, visible_names

_LONG_NAME = re.compile(r"`([^`]{60})[^`]{10,}`")
_NAMED = 5  # places where the same is wrong that are named to a person
_WIDEST = 160  # characters of one line that are shown; a longer one is cut round the place


class Sources:
    """The lines of an author's files, read again when they are shown."""

    def __init__(self, files: SourceFiles = ON_DISK) -> None:
        self._files = files
        self._lines: dict[str, list[str]] = {}
        self._holders: dict[str, list[int]] = {}

    def line(self, file: str, number: int) -> str | None:
        """Return one line, counted from 1; None if the file can't be read or has no such line."""
        lines = self.lines(file)
        return lines[number - 1] if number <= len(lines) else None

    def lines(self, file: str) -> list[str]:
        """Return every line of a file; none if it can't be read."""
        if file not in self._lines:
            try:
                self._lines[file] = self._files.read(Path(file), errors="replace").lines
            except SourceError:
                self._lines[file] = []
        return self._lines[file]

    def holder(self, file: str, number: int) -> int:
        """Return the nearest line above that is indented less, counted from 1; 0 if there is none."""
        if file not in self._holders:
            self._holders[file] = list(_holders(self.lines(file)))
        holders = self._holders[file]
        return holders[number - 1] if number <= len(holders) else 0


def _holders(lines: Iterable[str]) -> Iterator[int]:
    """Yield for each line the number of the one that holds it; an empty line counts as very deep."""
    above: list[tuple[int, int]] = []  # indentation and number, each deeper than the one before
    for number, line in enumerate(lines, 1):
        indent = len(line) - len(line.lstrip())
        if line.strip():
            while above and above[-1][0] >= indent:
                above.pop()
        yield above[-1][1] if above else 0
        if line.strip():
            above.append((indent, number))


def as_text(problems: Iterable[Problem], strict: bool = False) -> Iterator[str]:
    """Show each problem with the author's own line under it, and a count at the end."""
    sources = Sources()
    counts = {"error": 0, "warning": 0}
    for problem in problems:
        severity = problem.severity_if(strict)
        counts[severity] += 1
        yield "\n".join(_report(problem, severity, sources)) + "\n"
    told = [how_many(count, name) for name, count in counts.items() if count]
    if told:
        yield ", ".join(told)


def _report(problem: Problem, severity: str, sources: Sources) -> Iterator[str]:
    yield f"{severity}[{problem.code}]: {brief(problem.message)}"
    places = [problem.place] if problem.other is None else [problem.place, problem.other]
    margin = " " * len(str(max(place.line for place in places)))
    yield f"{margin}--> {problem.place}"
    marks = [(problem.place, "^", "")]
    other = problem.other
    if other is not None and other.file == problem.place.file:
        marks.append((other, "-", problem.other_label))
        marks.sort(key=lambda mark: mark[0].line)
    if problem.code not in OF_WHOLE_FILES:
        yield from _snippet(marks, margin, sources)
    if other is not None and other.file != problem.place.file:
        yield f"{margin}::: {other}"
        yield from _snippet([(other, "-", problem.other_label)], margin, sources)
    if problem.more:
        named = ", ".join(str(place) for place in problem.more[:_NAMED])
        left = len(problem.more) - _NAMED
        yield f"{margin} = also: {named}{f' and {left:,} more' if left > 0 else ''}"
    if problem.help:
        yield f"{margin} = help: {brief(problem.help)}"


def _snippet(marks: list[tuple[SourceSpan, str, str]], margin: str, sources: Sources) -> Iterator[str]:
    """Draw the lines of some places of one file, each place underlined with its sign."""
    shown = 0
    for place, sign, label in marks:
        line = sources.line(place.file, place.line)
        if line is None:
            continue
        start, end = place.column - 1, max(place.end_column - 1, place.column)
        cut = max(0, start - _WIDEST // 2) if len(line) > _WIDEST else 0
        piece = line[cut : cut + _WIDEST]
        before, after = "…" if cut else "", "…" if cut + _WIDEST < len(line) else ""
        if place.line != shown:
            yield f"{margin} |" if not shown or place.line - shown == 1 else "..."
            yield f"{place.line:>{len(margin)}} | {before}{visible(piece)}{after}"
        blanks = " " * len(before) + _blanks(line[cut:start])
        underline = sign * max(1, _width(line[start : min(end, cut + _WIDEST)]))
        yield f"{margin} | {blanks}{underline}{' ' + visible(label) if label else ''}"
        shown = place.line


def brief(message: str) -> str:
    """Cut the names of a message, of any length, each to what a person reads."""
    return _LONG_NAME.sub(r"`\1…`", visible_names(message))


def _blanks(text: str) -> str:
    """Return blanks as wide as `text` is on a terminal; a tab stays a tab."""
    return "".join("\t" if sign == "\t" else " " * _width(sign) for sign in text)


def _width(text: str) -> int:
    """Count the cells that `text` takes on a terminal, stand-ins included."""
    return cells(visible(text))


def as_json(problems: Iterable[Problem], strict: bool = False) -> Iterator[str]:
    """Yield each problem as one JSON object on a line of its own."""
    for problem in problems:
        place = problem.place
        yield json.dumps(
            {
                **_where(place),
                "code": problem.code,
                "severity": problem.severity_if(strict),
                "message": brief(problem.message),
                "help": brief(problem.help),
                "also": [_where(one) for one in problem.more],
            }
        )


def _where(place: SourceSpan) -> dict[str, str | int]:
    return {"file": place.file, "line": place.line, "column": place.column, "end_column": place.end_column}


def as_github(problems: Iterable[Problem], strict: bool = False) -> Iterator[str]:
    """Yield each problem as a workflow command that GitHub shows beside the line.

    GitHub counts the last column in, so `endColumn` is one less than ours.
    """
    for problem in problems:
        place = problem.place
        where = f"file={_property(place.file)},line={place.line},endLine={place.line}"
        columns = f"col={place.column},endColumn={place.end_column - 1}"
        help = f"%0Ahelp: {_escaped(brief(problem.help))}" if problem.help else ""
        told = _escaped(brief(problem.message)) + help
        yield f"::{problem.severity_if(strict)} {where},{columns},title={problem.code}::{told}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(visible(text)).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
