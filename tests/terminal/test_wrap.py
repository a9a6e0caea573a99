from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from game.story.cells import cells
from game.story.text.scripts import UNSPACED
from game.story.text.styled import Paragraph, TextRun
from game.terminal.line_breaks import NOT_FIRST, NOT_LAST
from game.terminal.wrap import wrap, wrap_text


def lines(text: str, width: int, drawn: bool = False) -> list[str]:
    return ["".join(run.text for run in line) for line in wrap(Paragraph((TextRun(text),), drawn), width)]


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
    paragraph = Paragraph((TextRun("one "), TextRun("two three", True), TextRun(" four")))
    assert wrap(paragraph, 7) == [
        (TextRun("one "), TextRun("two", True)),
        (TextRun("three", True),),
        (TextRun("four"),),
    ]


def test_a_stressed_word_and_its_comma_are_one_word() -> None:
    assert lines_of(Paragraph((TextRun("is "), TextRun("out", True), TextRun(", and"))), 6) == [
        "is",
        "out,",
        "and",
    ]


def lines_of(paragraph: Paragraph, width: int) -> list[str]:
    return ["".join(run.text for run in line) for line in wrap(paragraph, width)]


def test_later_lines_hang_under_the_first() -> None:
    assert wrap_text("one two three", 8, "   ", "1. ") == "1. one\n   two\n   three"
    assert wrap_text("one two three", None, "   ", "1. ") == "1. one two three"


@pytest.mark.parametrize(
    ("text", "width", "wrapped"),
    [
        ("吾輩は猫である。名前はまだ無い。", 10, ["吾輩は猫で", "ある。名前", "はまだ無", "い。"]),
        ("「よし」と言った。", 8, ["「よし」", "と言っ", "た。"]),
        ("あの人が「行く」と言う", 10, ["あの人が", "「行く」と", "言う"]),
        ("コーヒーを一杯", 6, ["コー", "ヒーを", "一杯"]),
        ("東京でPythonを書く", 10, ["東京で", "Pythonを書", "く"]),
        ("他说：“你好，世界。”", 10, ["他说：“你", "好，世", "界。”"]),
        ("바람이 분다. 그는 “가자”라고 했다.", 12, ["바람이 분다.", "그는", "“가자”라고", "했다."]),
        ("아주아주아주아주긴낱말。", 22, ["아주아주아주아주긴낱", "말。"]),
        ("名前 。次", 6, ["名", "前 。", "次"]),
        ("雨雨雨「 雨ッ", 8, ["雨雨雨", "「 雨ッ"]),
        ("規則 (第1条) だ", 8, ["規則 (第", "1条) だ"]),
    ],
)
def test_lines_of_east_asia_end_where_they_may(text: str, width: int, wrapped: list[str]) -> None:
    assert lines(text, width) == wrapped


WORDS = st.sampled_from(
    [
        *"雨が降る夜の道をひとりで歩くッャーっゃ々。、「」（）！，",
        *("你好", "世界", "바람이", "분다.", "그는", "“가자”라고", " ", " "),
        *("the", "word,", "(in", "brackets)", "e\u0301t\u00e9", "2026"),
    ]
)


@given(st.lists(WORDS, max_size=60).map("".join), st.integers(10, 80))
def test_no_line_begins_with_what_may_not_begin_one(text: str, width: int) -> None:
    wrapped = lines(text, width)
    assert all(cells(line) <= width for line in wrapped)
    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")
    for line, after in itertools.pairwise(wrapped):
        if after[0] in NOT_FIRST or line[-1] in NOT_LAST:  # only where no other end was to be had
            assert cells(_unbroken(line, after)) > width


def _unbroken(line: str, after: str) -> str:
    """Return the signs about the end of a line between none of which a line may end."""
    signs = line + after
    first = last = len(line)
    while first and (signs[first] in NOT_FIRST or signs[first - 1] in NOT_LAST or not _is_end(signs, first)):
        first -= 1
    while last < len(signs) and (last == len(line) or not _is_end(signs, last)):
        last += 1
    return signs[first:last]


def _is_end(signs: str, at: int) -> bool:
    beside = UNSPACED.match(signs[at]) or UNSPACED.match(signs[at - 1]) or " " in signs[at - 1 : at + 1]
    return bool(beside) and signs[at] not in NOT_FIRST and signs[at - 1] not in NOT_LAST


@given(st.text("雨が降る夜の道", min_size=1, max_size=200), st.integers(10, 80))
def test_lines_without_blanks_are_filled(text: str, width: int) -> None:
    assert all(cells(line) >= width - 1 for line in lines(text, width)[:-1])


@given(st.lists(st.text("ab규é—e\u0301 ", max_size=12), max_size=8).map(" ".join), st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    wrapped = lines(text, width)
    assert all(cells(line) <= width for line in wrapped)
    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "")
