"""How wide a text stands on a terminal."""

from __future__ import annotations

from functools import cache


def cells(text: str) -> int:
    """Count the cells a text takes: two for a wide East Asian character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


@cache
def _cell(character: str) -> int:
    from wcwidth import wcwidth  # late: a text of ASCII alone does without it

    return max(wcwidth(character), 0)
