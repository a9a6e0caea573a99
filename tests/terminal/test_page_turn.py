"""Windows on a text: nothing is skipped, and what they lose to ends of paragraphs is little."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from game.terminal.widgets.page_turn import Window, is_last, tops, window_end

PARAGRAPHS = st.lists(st.integers(1, 12), min_size=1, max_size=30)


def ends_of(paragraphs: list[int]) -> list[int]:
    """Return the rows before which paragraphs end, a blank row between two of them."""
    return [end + number for number, end in enumerate(accumulate(paragraphs))]


@given(PARAGRAPHS, st.integers(1, 40), st.data())
def test_no_row_is_skipped_and_the_last_window_leaves_its_room(
    paragraphs: list[int], height: int, data: st.DataObject
) -> None:
    ends = ends_of(paragraphs)
    window = Window(height, data.draw(st.integers(1, height)))
    found = tops(0, ends[-1], ends, window)
    assert found[0] == 0
    assert is_last(found[-1], ends[-1], window)
    for top, following in pairwise(found):
        end = window_end(top, ends[-1], ends, window)
        assert top < following <= end <= top + height
        assert not is_last(top, ends[-1], window)


@given(PARAGRAPHS, st.integers(6, 40), st.data())
def test_a_window_ends_with_a_paragraph_where_that_costs_at_most_a_third(
    paragraphs: list[int], height: int, data: st.DataObject
) -> None:
    ends = ends_of(paragraphs)
    window = Window(height, data.draw(st.integers(1, height)))
    for top in tops(0, ends[-1], ends, window)[:-1]:
        end = window_end(top, ends[-1], ends, window)
        near = [one for one in ends if top + height - height // 3 <= one <= top + height]
        closing = [one for one in ends if top + height - height // 2 <= one <= top + height]
        if is_last(end - 1, ends[-1], window) and end in closing[:-1]:
            assert not any(is_last(one - 1, ends[-1], window) for one in closing if one < end)
        else:
            assert end in near if near else end in (*closing, min(top + height, ends[-1]))


@given(PARAGRAPHS, st.integers(6, 40), st.data())
def test_beside_what_can_be_done_stand_as_many_paragraphs_as_there_is_room_for(
    paragraphs: list[int], height: int, data: st.DataObject
) -> None:
    ends = ends_of(paragraphs)
    window = Window(height, data.draw(st.integers(1, height - 1)))
    found = tops(0, ends[-1], ends, window)
    if len(found) > 1:
        before = found[-2]
        early = [one for one in ends if before + height - height // 2 <= one <= before + height]
        fits = [one for one in early if one < ends[-1] and is_last(one - 1, ends[-1], window)]
        assert not fits or window_end(before, ends[-1], ends, window) == fits[0]


def test_the_question_stands_on_the_window_with_its_answers() -> None:
    ends = [1, 5, 9, 15, 18, 21]
    assert tops(0, 21, ends, Window(20, 15)) == [0, 14]
    assert window_end(0, 21, ends, Window(20, 15)) == 15
