"""The card of a chapter: a picture in characters, shown when the chapter opens."""

from __future__ import annotations

from pathlib import Path

from game.story.diagnostics.source_text import SourceError, leads_out, read_file
from game.story.sanitize import clean

CARD, ASCII_CARD = "card.txt", "card.ascii.txt"
WIDTH, HEIGHT = 60, 12  # the most that is shown of it, in characters and rows


def read_card(story: Path, chapter: str, ascii: bool = False) -> tuple[str, ...]:
    """Read the card in a chapter's folder, one row a line; empty if there is none to be shown.

    What a stranger may have put there is clipped and cleaned, and a link that leaves the story's
    folder is not followed.
    """
    path = story / chapter / (ASCII_CARD if ascii else CARD)
    if leads_out(story, path):
        return ()
    try:
        text = read_file(path, str(path)).text
    except SourceError:
        return ()
    rows = [clean(row.expandtabs(4))[:WIDTH].rstrip() for row in text.splitlines()[:HEIGHT]]
    if ascii:
        rows = [row.encode("ascii", "replace").decode("ascii") for row in rows]
    return tuple(rows) if any(rows) else ()
