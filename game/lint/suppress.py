"""Warnings that an author has silenced, by `# escape: allow CODE` where they stand."""

from __future__ import annotations

import re

from game.story.diagnostics.codes import ALLOW
from game.story.diagnostics.problem import Problem
from game.story.diagnostics.render import Sources

_BLOCK = re.compile(r"[|>][-+0-9]*\s*#")


def silenced(problem: Problem, sources: Sources) -> bool:
    """Whether a warning is allowed where it stands.

    That is on its line, on a line of comment right above, or, in a text under `|`, on the line of the `|`.
    """
    if problem.severity == "error":
        return False
    file, line, _, _ = problem.place
    here = sources.line(file, line) or ""
    above = sources.line(file, line - 1) or "" if line > 1 else ""
    allowed = ALLOW.findall(here)
    if above.lstrip().startswith("#"):
        allowed += ALLOW.findall(above)
    return any(problem.code in codes for codes in allowed) or _block_allows(problem, sources)


def _block_allows(problem: Problem, sources: Sources) -> bool:
    file, line = problem.place.file, problem.place.line
    while line := sources.holder(file, line):
        text = sources.line(file, line) or ""
        if _BLOCK.search(text):
            return any(problem.code in codes for codes in ALLOW.findall(text))
        if text.rstrip().endswith(":"):
            return False
    return False
