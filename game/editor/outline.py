"""The outline of files: scenes with their choices, what is declared, and what can be folded."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from game.editor.analysis import declares
from game.editor.view import Document, View
from game.editor.words import has_letters
from game.story.reader.uses import Kind, Use

MOST = 200  # symbols of a whole story that are given at once

_SORTS: dict[Kind, lsp.SymbolKind] = {
    "scene": lsp.SymbolKind.Class,
    "choice": lsp.SymbolKind.Method,
    "variable": lsp.SymbolKind.Variable,
    "item": lsp.SymbolKind.Object,
    "chapter": lsp.SymbolKind.Package,
    "page": lsp.SymbolKind.File,
}


def document_symbols(view: View, document: Document) -> list[lsp.DocumentSymbol]:
    """Return what a file declares, choices below their scenes."""
    found: list[lsp.DocumentSymbol] = []
    inside: dict[str, list[lsp.DocumentSymbol]] = {}  # what stands in each scene, by its name
    for use in _declared(view, str(document.path)):
        range_ = view.range(use.place)
        if range_ is None:
            continue
        holder, _, key = use.name.rpartition(".")
        children: list[lsp.DocumentSymbol] = []
        whole = lsp.Range(range_.start, _end(document, range_.start.line))
        title = _title(view, use.name) if use.kind == "scene" else None
        symbol = lsp.DocumentSymbol(key, _SORTS[use.kind], whole, range_, title, children=children)
        if use.kind == "scene":
            inside[use.name] = children
        inside.get(holder, found).append(symbol)
    return found


def workspace_symbols(view: View, query: str) -> list[lsp.WorkspaceSymbol]:
    """Return the things of a story whose names have the letters of the query in that order."""
    found: list[lsp.WorkspaceSymbol] = []
    for kind, sort in _SORTS.items():
        for name, uses in view.analysis.names.get(kind, {}).items():
            if has_letters(query, name) and len(found) < MOST:
                places = view.locations(use for use in uses if declares(use))
                found += [lsp.WorkspaceSymbol(place, name, sort) for place in places]
    return found


def folds(document: Document) -> list[lsp.FoldingRange]:
    """Return every stretch of lines that stand deeper than the one above them."""
    found: list[lsp.FoldingRange] = []
    above: list[tuple[int, int]] = []  # indentation and line, each deeper than the one before
    last = 0
    for number, line in [*enumerate(document.lines), (len(document.lines), "end")]:
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        while above and above[-1][0] >= indent:
            _, start = above.pop()
            if last > start:
                found.append(lsp.FoldingRange(start, last))
        above.append((indent, number))
        last = number
    return sorted(found, key=lambda fold: fold.start_line)


def _declared(view: View, file: str) -> Iterator[Use]:
    names = view.analysis.files.get(file)
    return (use for use in (names.uses if names else ()) if use.kind in _SORTS and declares(use))


def _title(view: View, name: str) -> str | None:
    scene = view.analysis.scenes.get(name)
    text = (scene.title or scene.place) if scene else None
    return text.source if text else None


def _end(document: Document, line: int) -> lsp.Position:
    """Return the end of what begins on a line: of the last line that is deeper, blank ones left out."""
    head = document.line(line)
    indent = len(head) - len(head.lstrip())
    end = line
    for number in range(line + 1, len(document.lines)):
        text = document.line(number)
        if text.strip() and len(text) - len(text.lstrip()) <= indent:
            break
        end = number if text.strip() else end
    last = document.line(end)
    return document.range(end, len(last), len(last)).end
