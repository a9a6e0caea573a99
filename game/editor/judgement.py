"""What lint has to say of a whole story, and where its walkthroughs lead: what takes longer than a key.

For both the story is put together so that it could be played.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from game.editor.analysis import Analysis
from game.lint.check_story import check
from game.lint.rules import RULES
from game.story.diagnostics.problem import Problem
from game.story.diagnostics.source_text import SourceFiles
from game.story.reader.load import ReadNodes, read_story
from game.story.yaml.parse import read_nodes
from game.walkthroughs.name_choices import taken_keys

_CODES = frozenset(rule.CODE for rule in RULES)


class Judgement(NamedTuple):
    """All the problems of a story, and the story as it was read, with the choices that walkthroughs take."""

    analysis: Analysis
    problems: Sequence[Problem]

    @property
    def by_rules(self) -> list[Problem]:
        """What the rules of lint found, of a story that could be played."""
        return [problem for problem in self.problems if problem.code in _CODES]


def judge(analysis: Analysis, nodes: ReadNodes = read_nodes) -> Judgement:
    """Ask the rules of lint about a story, and play its walkthroughs."""
    if not analysis.is_sound:
        return Judgement(analysis, analysis.problems)
    files = SourceFiles(analysis.unsaved)
    story, problems = read_story(analysis.folder, files=files, nodes=nodes)
    found = check(story, problems, files)
    uses = (use for use in analysis.uses if use.role == "taken")
    keys = taken_keys(story) if story else ()
    taken = {use.place: key for use, key in zip(uses, keys, strict=False) if key}
    return Judgement(analysis.taking(taken), found)
