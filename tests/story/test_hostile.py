"""Hostile stories: one clean message each, within little time and memory, which `tests/bench` measures."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from game.lint.check_story import lint
from game.story.diagnostics.render import as_text
from tests.support.hostile import STORIES

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def test_there_are_a_hundred() -> None:
    assert len(STORIES) >= 100


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and links are of Unix")
@pytest.mark.parametrize("name", STORIES)
def test_a_hostile_story_gets_one_clean_message(name: str, tmp_path: Path) -> None:
    STORIES[name](tmp_path / "story")
    problems = lint(tmp_path / "story")
    errors = [problem for problem in problems if problem.severity == "error"]
    assert len(errors) == (not name.endswith("_is_fine")), errors
    for report in as_text(problems):
        assert not RAW.search(report)
        assert len(report) < 2000
