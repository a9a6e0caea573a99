"""What could do something to a terminal, or can't be seen at all: taken out, thinned out, shown by number."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from game import load_story
from game.lint.check_story import lint
from game.story.diagnostics.render import as_json, as_text
from game.story.diagnostics.suggest import Suggestions
from game.story.sanitize import clean, visible, visible_names
from tests.conftest import WriteStory

ANY_NAME = pytest.mark.skipif(sys.platform != "linux", reason="names of files are Unicode here")
END = "\nz: {ending: {title: Z}}\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("e\u0301" * 9, "e\u0301" * 9),
        ("e" + "\u0301" * 100_000 + " on", "e" + "\u0301" * 8 + " on"),
        ("a" + "\u200d\u0489" * 50_000, "a" + "\u200d\u0489" * 4),
        ("\u1100" + "\u1161" * 1000, "\u1100" + "\u1161" * 8),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("\u0e19\u0e49\u0e33", "\u0e19\u0e49\u0e33"),
        ("\u2500" * 40 + "\u2591" * 40, "\u2500" * 40 + "\u2591" * 40),
        ("\u300c\u2026\u2026\u300d\uff01\uff1f" * 3, "\u300c\u2026\u2026\u300d\uff01\uff1f" * 3),
    ],
)
def test_a_letter_keeps_a_few_marks_and_no_more(text: str, left: str) -> None:
    assert clean(text) == visible(text) == left


def test_a_name_is_shown_with_what_cannot_be_seen_in_it() -> None:
    assert visible_names("no `hall\u200b` and \u200b") == "no `hall<U+200B>` and \u200b"
    assert visible_names("no `na\u00adme`") == "no `na<U+00AD>me`"
    assert visible("a\x1b[31m\nb\u202e") == "a\u241b[31m b<U+202E>"


def test_no_line_is_shown_of_what_a_link_leads_out_to(write_story: WriteStory, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("token: hunter2", encoding="utf-8")
    folder = write_story("a: {to: z}" + END)
    for name in ("one/link.yaml", "stray.yaml", "old.yml", "pages.yaml"):
        (folder / name).symlink_to(tmp_path / "secret")
    told = "\n".join(as_text(lint(folder)))
    assert told.count("Y101") == 2
    assert "hunter2" not in told


@ANY_NAME
def test_names_of_files_are_text(write_story: WriteStory) -> None:
    folder = write_story("a: {to: z}" + END)
    broken = os.fsencode(folder / "one") + b"/b\xff\x1b[31m\n.yaml"
    Path(os.fsdecode(broken)).write_text("b: [", encoding="utf-8")
    problems = lint(folder)
    for line in (*as_text(problems), *as_json(problems)):
        assert line.rstrip("\n").replace("\n", "").isprintable()


@ANY_NAME
def test_a_file_name_that_is_not_utf_8_is_a_name(write_story: WriteStory) -> None:
    folder = write_story("a: {to: b}" + END)
    (folder / os.fsdecode(b"one/b\xff.yaml")).write_text("b: {to: z}", encoding="utf-8")
    assert sorted(load_story(folder).scenes) == ["a", "b", "z"]


def test_folders_are_followed_only_so_deep(write_story: WriteStory) -> None:
    folder = write_story("a: {to: z}" + END)
    (folder / "one" / Path(*["d"] * 60)).mkdir(parents=True)
    assert [problem.code for problem in lint(folder)] == ["Y104"]


def test_suggestions_have_a_budget() -> None:
    known = [f"{number:057d}" for number in range(1000)]
    suggestions = Suggestions(budget=100_000)
    found = [suggestions.did_you_mean(f"x{name}", known) for name in known]
    assert found[0]
    assert not found[-1]
