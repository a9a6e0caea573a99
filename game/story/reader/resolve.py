"""Names looked up when every file is read: what is told of those that there are not.

One mistake is told once. What follows from a name that is declared with a mistake, or from a file that
can't be read, is not told at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.story.diagnostics.problem import Place, Problem
from game.story.diagnostics.suggest import did_you_mean, resembles
from game.story.reader.fields import Findings

_ABOUT_NAMES = frozenset(("R202", "R203", "R206", "E303", "E304", "E307"))


def look_up(findings: Findings, start: tuple[str, Place] | None) -> None:
    """Add to the problems what is wrong with the names of scenes, choices, variables and items."""
    told = [problem for problem, source in findings.faults if not _follows(problem, source, findings)]
    named = [*findings.scenes, *findings.visited, *([start] if start else [])]
    if not findings.scenes_lost:
        told += _missing("R201", "there is no scene `{}`", named, findings.declared, findings)
        if not findings.choices_lost:
            message = "no choice of the story has the key `{}`"
            told += _missing("R207", message, findings.chosen, findings.choices, findings)
    findings.problems += _once(told)


def _missing(
    code: str, message: str, named: Iterable[tuple[str, Place]], known: set[str], findings: Findings
) -> Iterator[Problem]:
    for name, place in named:
        if name not in known and not _doubtful(name, findings):
            yield Problem(code, message.format(name), place, did_you_mean(name, known))


def _follows(problem: Problem, source: str, findings: Findings) -> bool:
    """Whether a fault in a condition or effect may come from a mistake that is told elsewhere."""
    if findings.names_lost and problem.code in _ABOUT_NAMES:
        return True
    return bool(findings.unsure) and any(_doubtful(word, findings) for word in re.findall(r"\w+", source))


def _doubtful(name: str, findings: Findings) -> bool:
    """Whether a name is one that is declared with a mistake, or was most likely meant by one."""
    return name in findings.unsure or resembles(name, findings.unsure)


def _once(problems: list[Problem]) -> Iterator[Problem]:
    """Tell a name that there is not only at its first place: it is forgotten, or declared otherwise."""
    same: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.code.startswith("R"):
            name = problem.message.split("`")[1]
            same.setdefault((problem.code, name), []).append(problem)
        else:
            yield problem
    for group in same.values():
        first = min(group, key=lambda problem: problem.place)
        more = len(group) - 1
        also = f", here and in {more} more place{'s' if more > 1 else ''}" if more else ""
        yield first._replace(message=first.message + also)
