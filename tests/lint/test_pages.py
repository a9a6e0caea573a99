"""Every code has a page, and the examples on it do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game import GameError
from game.lint.check_story import lint
from game.lint.code_pages import explain, pages_by_code
from game.story.diagnostics.codes import CODES, WARNINGS

HEAD = """\
format: 1
id: example
title: Example
start: hall
chapters: {one: One}
variables:
  trust: {range: [0, 5], start: 1}
  mood: {values: [calm, angry, afraid], start: calm}
  weather: {values: [dark, bright], start: dark}
  knows_ring: {start: false}
  luck: {range: [0, 5], start: 1}
items:
  ring: {name: Ring on a cord}
  coin: {name: Coin}
"""
HALL = "hall:\n  choices:\n    - text: Go out.\n      id: go_out\n      to: out\n"
OUT = "out: {ending: {title: Out}}\n"
EXAMPLE = re.compile(r"^(Wrong|Right)(?: in (\S+))?:\n\n```(?:yaml|po)\n(.*?)```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(code, kind, file, text, id=f"{code}-{kind}")
    for code, page in pages_by_code().items()
    for kind, file, text in EXAMPLE.findall(page)
]


def test_every_code_has_a_page() -> None:
    assert list(pages_by_code()) == list(CODES)
    for code, title in CODES.items():
        assert explain(code).splitlines()[0].removesuffix(".") == f"{code}: {title}"
    assert set(CODES) >= WARNINGS


def test_most_pages_show_a_wrong_and_a_right_example() -> None:
    shown = {code for code, page in pages_by_code().items() if len(EXAMPLE.findall(page)) == 2}
    assert set(CODES) - shown == {
        *("Y101", "Y102", "Y103", "Y104", "Y105", "Y112", "Y121", "S116"),  # about files, not lines
        *(code for code in CODES if code.startswith("G5")),  # about playthroughs
    }


def test_a_code_that_is_none() -> None:
    with pytest.raises(GameError, match="R202"):
        explain("R2O2")
    with pytest.raises(GameError, match=f"from Y101 to {[*CODES][-1]}$"):
        explain("nope")


@pytest.mark.parametrize(("code", "kind", "file", "text"), EXAMPLES)
def test_an_example_does_what_it_says(code: str, kind: str, file: str, text: str, tmp_path: Path) -> None:
    written = {"story.yaml": HEAD, "one/scenes.yaml": HALL + OUT}
    if file:
        written[file] = text
    else:
        written["one/scenes.yaml"] = text if "---" in text or OUT in text else text + OUT
    for name, content in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    problems = lint(tmp_path)
    told = [problem.code for problem in problems if problem.severity == "error" or problem.code == code]
    assert told == ([code] if kind == "Wrong" else [])
