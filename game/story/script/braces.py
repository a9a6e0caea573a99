"""What stands in the braces of a text, apart from its words: what has to be the same in other words of it."""

from __future__ import annotations

from collections import Counter

from game.story.text.template import Conditional, Piece, Text, walk

Brace = tuple[str, ...]


def braces(text: Text) -> Counter[Brace]:
    """Give what each brace is and asks, and how many alternatives it has, whatever words are in it."""
    return Counter(map(_brace, walk(text.template or ())))


def _brace(piece: Piece) -> Brace:
    kind = type(piece).__name__
    if isinstance(piece, Conditional):
        return kind, " ".join(piece.condition.source.split()), str(piece.has_no)
    return (
        kind,
        str(getattr(piece, "kind", "")),
        getattr(getattr(piece, "variable", None), "name", ""),
        str(len(getattr(piece, "alternatives", ()))),
    )
