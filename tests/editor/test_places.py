"""Places: counted as an editor counts, followed while somebody types, and found in half-typed YAML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.editor.moved import Moved, Position
from game.editor.units import UNITS
from game.story.diagnostics.problem import Problem
from game.story.diagnostics.source_text import SourceFile
from game.story.yaml.known_nodes import KnownNodes
from game.story.yaml.unfinished import end_of

LINES = st.lists(st.text(alphabet="ab😀남 ", max_size=6), min_size=1, max_size=6)


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 7), ("utf-16", 3), ("utf-32", 2)])
def test_units_are_those_of_the_encoding(encoding: str, units: int) -> None:
    line = "남😀x"
    assert UNITS[encoding].before(line, 2) == units
    assert UNITS[encoding].column(line, units) == 2
    assert UNITS[encoding].column(line, 99) == 3


def test_half_a_sign_is_its_start() -> None:
    assert UNITS["utf-16"].column("😀x", 1) == 0


@given(LINES, st.integers(0, 5), st.integers(0, 5), LINES)
def test_what_was_not_typed_over_is_the_same_word_after_it(
    old: list[str], start: int, count: int, fresh: list[str]
) -> None:
    """Lines are put in the place of others; whatever place is found again has the same signs beside it."""
    new = [*old[:start], *fresh, *old[start + count :]]
    moved = Moved(old, new)
    for number, line in enumerate(old):
        for column in range(len(line) + 1):
            there = moved.forward(Position(number, column))
            if there is None:
                continue
            assert 0 <= there.line < len(new)
            assert 0 <= there.column <= len(new[there.line])
            kept = line[:column] == new[there.line][: there.column]
            assert kept or line[column:] == new[there.line][there.column :]
            if number < start and number < len(new):
                assert there == Position(number, column)


def test_places_of_one_line_follow_what_is_typed_before_them() -> None:
    moved = Moved(["to: hall"], ["go to: hall"])
    assert moved.forward(Position(0, 4)) == Position(0, 7)
    assert moved.back(Position(0, 7)) == Position(0, 4)
    assert Moved(["to: hall"], ["to: halo"]).forward(Position(0, 8)) == Position(0, 8)
    assert Moved(["a", "b", "c"], ["a", "c"]).forward(Position(1, 0)) is None
    assert Moved(["a", "b", "c"], ["a", "c"]).forward(Position(2, 1)) == Position(1, 1)


@pytest.mark.parametrize(
    ("text", "keys", "is_key", "before"),
    [
        ("hall:\n  te", ["hall"], False, "te"),
        ("hall:\n  text: Hello\n  ch", ["hall", None], True, "ch"),
        ("a:\n  choices:\n    - {text: Go, to: ha", ["a", "choices", None, "to"], False, "ha"),
        ("a:\n  choices:\n    - text: Go\n      i", ["a", "choices", None, None], True, "i"),
        ('a:\n  if: "trust =', ["a", "if"], False, "trust ="),
        ("a:\n  text: 'It''s {tr", ["a", "text"], False, "It's {tr"),
        ("a:\n  text: |\n    You\n    and {tr", ["a", "text"], False, "You\nand {tr"),
        ("a:\n  do: [x = 1, y", ["a", "do", None], False, "y"),
        ("- name: x\n  choose:\n    - ", [None, "choose", None], False, ""),
        ("a: *b\nc", [None], True, "c"),
        ("", [], False, ""),
    ],
)
def test_the_end_of_half_a_file_is_found(
    text: str, keys: list[str | None], is_key: bool, before: str
) -> None:
    found = end_of(text)
    assert found is not None
    assert ([step.key for step in found.steps], found.is_key, found.before) == (keys, is_key, before)


@pytest.mark.parametrize("text", ["a: # wor", "\x00", " \ta", "a: ]", "%YAML 9\n"])
def test_where_yaml_is_none_nothing_is_found(text: str) -> None:
    assert end_of(text) is None


@given(st.text(alphabet="ab:-{}[]\"'|>,#&*!%@`\\ \n\t😀", max_size=40))
def test_whatever_is_typed_breaks_nothing(text: str) -> None:
    end_of(text)


def test_a_file_is_read_again_only_when_its_text_is_another() -> None:
    known = KnownNodes()
    told: list[Problem] = []
    first = known.read(SourceFile("a.yaml", "a: 1\na: 2\n"), told)
    assert [problem.code for problem in told] == ["Y106"]
    assert known.read(SourceFile("a.yaml", "a: 1\na: 2\n"), told) is first
    assert [problem.code for problem in told] == ["Y106", "Y106"]
    assert known.read(SourceFile("a.yaml", "b: 1\n"), told) is not first
    assert len(told) == 2
