"""What stands in the braces of a text, apart from its words: what has to be the same in other words of it."""

from __future__ import annotations

from collections import Counter
from typing import assert_never

from game.story.text.alternatives import CHOICE
from game.story.text.template import (
    Alternatives,
    Conditional,
    Piece,
    PrintedChoice,
    PrintedValue,
    Select,
    Text,
    walk,
)


def braces(text: Text) -> Counter[str]:
    """Return each brace without the words in it: `{trust >= 3: …|…}`, `{trust}`."""
    return Counter(map(_brace, walk(text.template or ())))


def other_braces(original: Text, told: Text) -> str:
    """Say which brace of the original is missing in other words of it, or is there besides; empty if none."""
    lost, more = braces(original) - braces(told), braces(told) - braces(original)
    if lost and more:
        return f"`{next(iter(more))}` stands here, and not `{next(iter(lost))}`"
    if lost:
        return f"`{next(iter(lost))}` is missing here"
    return f"`{next(iter(more))}` stands here besides" if more else ""


def _brace(piece: Piece) -> str:
    match piece:
        case PrintedValue():
            return f"{{{piece.variable.name}}}"
        case PrintedChoice():
            return f"{{{CHOICE}}}"
        case Conditional():
            condition = " ".join(piece.condition.source.split())
            return f"{{{condition}: {'…|…' if piece.has_no else '…'}}}"
        case Select():
            return f"{{{piece.variable.name}: {_words(len(piece.alternatives))}}}"
        case Alternatives():
            return f"{{{piece.kind}: {_words(len(piece.alternatives))}}}"
    assert_never(piece)


def _words(count: int) -> str:
    return "|".join("…" * count)
