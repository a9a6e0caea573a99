"""The shipped story with one character changed: whatever it does to it, lint tells it in its place."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from game import Problem
from game.lint.check_story import lint
from game.story.diagnostics.render import as_text
from game.story.yaml.errors.explain import NOT_UNDERSTOOD
from tests.support.places import SHIPPED
from tests.support.sampling import sample

SIGNS = ["a", "z", " ", '"', "'", *"{}[]:#|>-*&!%@`,.?=<>09()\\~", "\t", "\n", "가", "\u202e", "\x00", "  "]


def edits(folder: Path, count: int, seed: int) -> list[tuple[str, list[Problem]]]:
    """Make edits, one after the other, and give for each the file's text and what lint found."""
    chance = random.Random(seed)
    files = sorted(folder.rglob("*.yaml"))
    found = []
    for _ in range(count):
        path = chance.choice(files)
        text = path.read_text(encoding="utf-8")
        at = chance.randrange(len(text))
        kept = chance.choice((at, at + 1))  # the character is kept behind what is put in, or replaced
        put = chance.choice(SIGNS) if kept == at else chance.choice(["", *SIGNS])
        path.write_text(text[:at] + put + text[kept:], encoding="utf-8")
        found.append((str(path), lint(folder)))
        assert all(as_text(found[-1][1]))
        path.write_text(text, encoding="utf-8")
    return found


@pytest.mark.parametrize(
    ("count", "seed"),
    [(20, 1), pytest.param(len(sample(range(200), 60)), 2, marks=pytest.mark.slow)],
    ids=["some", "many"],
)
def test_an_edit_of_one_character_is_told_where_it_is(count: int, seed: int, tmp_path: Path) -> None:
    folder = tmp_path / "scenes"
    shutil.copytree(SHIPPED, folder)
    before = {(problem.code, problem.message) for problem in lint(folder)}
    told = 0
    for path, problems in edits(folder, count, seed):
        new = [problem for problem in problems if (problem.code, problem.message) not in before]
        told += bool(new)
        for problem in new:
            assert problem.place.line >= 1
            assert problem.place.end_column > problem.place.column >= 1
        broken = [problem for problem in new if problem.code.startswith("Y") and problem.severity == "error"]
        assert len(broken) <= 1
        assert all(problem.place.file == path for problem in broken)
        assert not [problem for problem in broken if problem.message == NOT_UNDERSTOOD]
    assert told >= count // 5
