from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from game.story.text.styled import Paragraph, Run
from game.terminal.wrap import cells, wrap, wrap_text


def lines(text: str, width: int, drawn: bool = False) -> list[str]:
    return ["".join(run.text for run in line) for line in wrap(Paragraph((Run(text),), drawn), width)]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("abc", 3), ("규남", 4), ("e\u0301", 1), ("—", 1), ("\u200b", 0), ("全", 2), ("ﾊ", 1)],
)
def test_cells(text: str, count: int) -> None:
    assert cells(text) == count


@pytest.mark.parametrize("text", ["abc", "규남 waits", "café — “x”", "한글과 English", "e\u0301"])
def test_cells_are_what_the_terminal_library_counts(text: str) -> None:
    assert cells(text) == get_cwidth(text)


@pytest.mark.parametrize(
    ("text", "width", "wrapped"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("one two three", 13, ["one two three"]),
        ("one  two", 20, ["one two"]),
        ("unbreakable", 4, ["unbr", "eaka", "ble"]),
        ("a unbreakable", 4, ["a", "unbr", "eaka", "ble"]),
        ("규남 규남", 5, ["규남", "규남"]),
        ("규남규남", 5, ["규남", "규남"]),
        ("규", 1, ["규"]),
        ("ab", 1, ["a", "b"]),
    ],
)
def test_words_flow(text: str, width: int, wrapped: list[str]) -> None:
    assert lines(text, width) == wrapped


def test_drawn_lines_are_kept_and_broken_only_where_they_are_too_wide() -> None:
    assert lines("+--+\n|  |\n\n+--+", 4, drawn=True) == ["+--+", "|  |", "", "+--+"]
    assert lines("abcdef\ngh", 4, drawn=True) == ["abcd", "ef", "gh"]


def test_stress_goes_on_over_the_end_of_a_line() -> None:
    paragraph = Paragraph((Run("one "), Run("two three", True), Run(" four")))
    assert wrap(paragraph, 7) == [(Run("one "), Run("two", True)), (Run("three", True),), (Run("four"),)]


def test_a_stressed_word_and_its_comma_are_one_word() -> None:
    assert lines_of(Paragraph((Run("is "), Run("out", True), Run(", and"))), 6) == ["is", "out,", "and"]


def lines_of(paragraph: Paragraph, width: int) -> list[str]:
    return ["".join(run.text for run in line) for line in wrap(paragraph, width)]


def test_later_lines_hang_under_the_first() -> None:
    assert wrap_text("one two three", 8, "   ", "1. ") == "1. one\n   two\n   three"
    assert wrap_text("one two three", None, "   ", "1. ") == "1. one two three"


@given(st.lists(st.text("ab규é—e\u0301 ", max_size=12), max_size=8).map(" ".join), st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    wrapped = lines(text, width)
    assert all(cells(line) <= width for line in wrapped)
    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")
