"""Stars that stand for stress, paired where the author wrote them.

They are paired in the source, before values and alternatives are put in: what a brace prints can't make
a star of the author's into a sign that is printed, or the other way round. Between reading and styling
control characters stand for them, which no text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

STAR, ESCAPED_STAR, STRESSED, UNSTRESSED = "*", "\x01", "\x02", "\x03"
MARKS = re.compile(f"[{STRESSED}{UNSTRESSED}]")

_STAR_OR_END = re.compile(r"\*|\n[ \t]*\n")
_PIECE = "x"  # what stands beside a star where a piece is: something that is no blank

Inset = TypeVar("Inset")


def pair_stars(pieces: Iterable[str | Inset]) -> tuple[str | Inset, ...]:
    """Put marks for the stars that open and close stress; those without a partner stay.

    A star opens before what is no blank and closes behind it, in the same paragraph, and a pair stands
    on one level: both outside a brace, or both in the same alternative.
    """
    merged = _merged(pieces)
    if not any(isinstance(piece, str) and (STAR in piece or ESCAPED_STAR in piece) for piece in merged):
        return tuple(merged)
    letters = {number: list(piece) for number, piece in enumerate(merged) if isinstance(piece, str)}
    opened: tuple[int, int] | None = None
    for number, piece in enumerate(merged):
        for found in _STAR_OR_END.finditer(piece) if isinstance(piece, str) else ():
            at = found.start()
            if found.group() != STAR:
                opened = None
            elif opened and _counts(_beside(merged, number, at - 1)) and opened != (number, at - 1):
                letters[opened[0]][opened[1]], letters[number][at] = STRESSED, UNSTRESSED
                opened = None
            else:
                opened = (number, at) if _counts(_beside(merged, number, at + 1)) else None
    return tuple(
        "".join(letters[number]).replace(ESCAPED_STAR, STAR) if isinstance(piece, str) else piece
        for number, piece in enumerate(merged)
    )


def as_typed(text: str) -> str:
    """Put the stars back into words, where there is no stress: in a drawing."""
    return MARKS.sub(STAR, text)


def _merged(pieces: Iterable[str | Inset]) -> list[str | Inset]:
    """Join words that follow each other: an escaped sign was read as a piece of its own."""
    merged: list[str | Inset] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    return merged


def _beside(pieces: list[str | Inset], number: int, at: int) -> str:
    """Return the sign at a place of a piece, one before its start or one behind its end included."""
    piece = pieces[number]
    if isinstance(piece, str) and 0 <= at < len(piece):
        return piece[at]
    neighbour = number + (1 if at >= 0 else -1)
    return _PIECE if 0 <= neighbour < len(pieces) else " "


def _counts(sign: str) -> bool:
    return not sign.isspace() and sign != STAR
