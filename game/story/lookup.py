"""Names looked up when every file is read: what is told of those that there are not.

One mistake is told once. What follows from a name that is declared with a mistake, or from a file that
can't be read, is not told at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from game.story.problems import Place, Problem
from game.story.reading import Findings
from game.story.suggest import did_you_mean

_ABOUT_NAMES = frozenset(("R202", "R203", "R206", "E303", "E304", "E307"))
_SAME_MISTAKE = 3  # a name that is wrong so often is meant: it is the declaration that differs


def look_up(findings: Findings, start: tuple[str, Place] | None) -> None:
    """Add to the problems what is wrong with the names of scenes, choices, variables and items."""
    faults = [fault for fault in findings.faults if not _follows(fault, findings)]
    findings.problems += _once([problem for problem, _ in faults])
    named = [*findings.scenes, *findings.visited, *([start] if start else [])]
    if not findings.scenes_lost:
        findings.problems += _once(list(_missing_scenes(named, findings)))
    if not findings.scenes_lost and not findings.choices_lost:
        findings.problems += _missing_choices(findings)


def _follows(fault: tuple[Problem, str], findings: Findings) -> bool:
    """Whether a fault may come from a mistake that is told elsewhere."""
    problem, source = fault
    if findings.names_lost and problem.code in _ABOUT_NAMES:
        return True
    return bool(findings.unsure) and not findings.unsure.isdisjoint(re.findall(r"\w+", source))


def _missing_scenes(named: Iterable[tuple[str, Place]], findings: Findings) -> Iterator[Problem]:
    for scene, place in named:
        if scene not in findings.declared:
            help = did_you_mean(scene, findings.declared)
            yield Problem("R201", f"there is no scene `{scene}`", place, help)


def _missing_choices(findings: Findings) -> Iterator[Problem]:
    for key, place in findings.chosen:
        if key not in findings.choices and findings.unsure.isdisjoint(re.findall(r"\w+", key)):
            help = did_you_mean(key, findings.choices)
            yield Problem("R207", f"no choice of the story has the key `{key}`", place, help)


def _once(problems: list[Problem]) -> Iterator[Problem]:
    """Tell a missing name at its first place only, if it is no slip but forgotten, or declared otherwise."""
    same: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.code in ("R201", "R202", "R203"):
            same.setdefault((problem.code, problem.message), []).append(problem)
        else:
            yield problem
    for group in same.values():
        first = min(group, key=lambda problem: problem.place)
        more = len(group) - 1
        if more and (not first.help or len(group) >= _SAME_MISTAKE):
            also = f", here and in {more} more place{'s' if more > 1 else ''}"
            yield first._replace(message=first.message + also)
        else:
            yield from group
