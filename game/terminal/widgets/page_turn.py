"""Where a window on a long text ends, so that it turns like a page.

The text is rows of which some end a paragraph. A window shows `height` of them; the last window has
only `last` rows for words, because what can be done stands under them. A window ends with a paragraph
where that costs it at most a third of its rows; at most half of them, where all that is left then stands
beside what can be done. The next begins with the row that was read last.

With rows 0 to 20 (paragraphs end after rows 14, 17 and 20), 20 rows to a window and 15 to the last one,
the first window ends after row 14: the last then holds the whole question beside its answers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple


class Window(NamedTuple):
    """How much is seen at once: `height` rows, and `last` of them in the window with the last words."""

    height: int
    last: int


def is_last(top: int, total: int, window: Window) -> bool:
    """Whether the words from the row `top` on, of `total`, leave room for what stands under them."""
    return total - top <= window.last


def window_end(top: int, total: int, ends: Sequence[int], window: Window, lines: Sequence[int] = ()) -> int:
    """Return the row before which a window that begins with the row `top` ends.

    `ends` are the rows before which a paragraph ends, ascending; the last of them is `total`. `lines` are
    those before which a line ends, where blank rows stand between lines: no window ends with such a row.
    """
    full = min(top + window.height, total)
    if is_last(top, total, window):
        return full
    half, third = window.height // 2, window.height // 3
    if window.last < window.height:
        for end in _between(ends, top + window.height - half, min(full, total - 1)):
            if is_last(end - 1, total, window):
                return end
    near = _between(ends, top + window.height - third, full)
    return [full, *_between(lines, full - 1, full), *near][-1]


def _between(ends: Sequence[int], first: int, last: int) -> Sequence[int]:
    return ends[bisect_left(ends, first) : bisect_right(ends, last)]


def tops(start: int, total: int, ends: Sequence[int], window: Window, lines: Sequence[int] = ()) -> list[int]:
    """Return the rows in which the windows from the row `start` on begin."""
    found = [start]
    while not is_last(found[-1], total, window):
        found.append(max(window_end(found[-1], total, ends, window, lines) - 1, found[-1] + 1))
    return found
