"""The last row: the status has its room before messages and other keys, and what gives way goes whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from game.story.cells import cells
from game.terminal.ui.footer import WITH_EDGE, Hint, footer, own_row
from game.terminal.ui.glyphs import LEAST_WIDTH, LINES
from game.terminal.ui.layout import Row, size_of

WIDTHS = st.integers(LEAST_WIDTH, 120)
STATUS = st.lists(
    st.sampled_from(["Day 60", "failing", "sore", "12 things", "On the record", "꽃"]), max_size=4
)
MESSAGES = st.sampled_from(["", "Saved.", "Enter takes what is marked."])
MARKED = [Hint("Enter", "take"), Hint("? keys", "help"), Hint("m menu", "menu"), Hint("u undo", "undo")]
READING = [Hint("? keys", "help"), Hint("m menu", "menu")]
FIELD = [Hint("Enter accept", "accept"), Hint("Esc", "cancel")]
HINTS = st.sampled_from([MARKED, READING, FIELD])


def words(row: Row) -> str:
    return "".join(text for _, text in row)


@given(WIDTHS, STATUS, MESSAGES, HINTS)
def test_a_part_of_the_status_goes_only_where_there_is_no_room_for_it_beside_the_first_keys(
    width: int, status: list[str], message: str, hints: list[Hint]
) -> None:
    foot = footer(width, status, message, hints, LINES)
    assert size_of(foot.row) <= width
    stands, said, keys = (text for _, text in foot.row)
    shown = [part for part in stands.strip().split(" · ") if part]
    assert shown == status[: len(shown)]
    more = " · ".join(status[: len(shown) + 1])
    first = {"take": "Enter  ?", "help": "?", "accept": "Enter accept  Esc"}[hints[0].does]
    assert shown == status or cells(f"{more}  {first}") > width - 2 * (width >= WITH_EDGE)
    assert message in (said.strip(), foot.unsaid)
    assert keys.split()[0] == hints[0].text.split()[0]


@given(WIDTHS, STATUS, MESSAGES, HINTS)
def test_the_status_gives_way_to_no_message(
    width: int, status: list[str], message: str, hints: list[Hint]
) -> None:
    stands = [footer(width, status, said, hints, LINES).row[0] for said in ("", message)]
    assert stands[0] == stands[1]


HOW = st.sampled_from([["On the record"], ["Day 60", "failing"], ["Day 9", "sore"]])


@given(WIDTHS, HOW, st.integers(0, 99))
def test_what_has_no_room_beside_the_keys_stands_in_a_row_above(
    width: int, how: list[str], carried: int
) -> None:
    status = [*how, f"{carried} things"]
    apart, row = own_row(status, width, ("Enter", "?"), LINES)
    assert size_of(row) <= width
    for hints in (MARKED, [Hint("1-9", ""), *MARKED[1:]]):
        last = footer(width, status[len(apart) :], "", hints, LINES).row[0][1]
        both = [text.strip() for text in (words(row), last) if text.strip()]
        assert " · ".join(both) == " · ".join(status)
