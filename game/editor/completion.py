"""How a half-typed word may go on: what may stand at the place and has the letters that are typed."""

from __future__ import annotations

import re

from lsprotocol import types as lsp

from game.editor.cursor_context import cursor_context
from game.editor.view import Document, View
from game.editor.words import Word, Words, has_letters

MOST = 100  # words that are offered at once; of more, those that fit are found as one types on
_TYPED = re.compile(r"[\w.-]*\Z")


def complete(view: View, document: Document, position: lsp.Position) -> lsp.CompletionList:
    """Return what may stand at a place, the nearest first."""
    spot = document.spot(position)
    place = cursor_context(view.analysis.folder, document, spot)
    line = document.line(spot.line)
    typed = _TYPED.search(line[: spot.column])
    start = typed.start() if typed else spot.column
    range_ = document.range(spot.line, start, spot.column)
    words = Words(view, document, spot, place).all() if place else ()
    fitting = [word for word in dict.fromkeys(words) if has_letters(line[start : spot.column], word.text)]
    goes_on = line[spot.column :].lstrip().startswith((":", "("))
    items = [_item(word, number, range_, goes_on) for number, word in enumerate(fitting[:MOST])]
    return lsp.CompletionList(is_incomplete=len(fitting) > MOST, items=items)


def _item(word: Word, number: int, range_: lsp.Range, goes_on: bool) -> lsp.CompletionItem:
    text = word.text if goes_on or not word.insert else word.insert
    return lsp.CompletionItem(
        label=word.text,
        kind=word.sort,
        detail=word.detail or None,
        documentation=word.about or None,
        sort_text=f"{number:04}",
        text_edit=lsp.TextEdit(range_, text),
    )
