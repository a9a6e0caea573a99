"""Names in the editor: where they are declared, where they stand, and another one for them everywhere.

Renaming is that of `escape rename`, made of the texts that are open instead of what is on disk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from lsprotocol import types as lsp

from game.editor.analysis import Analysis, declares
from game.editor.moved import Position
from game.editor.units import Units
from game.editor.view import Document, View, uri_of
from game.story.diagnostics.problem import GameError
from game.story.diagnostics.source_text import SourceFile
from game.story.index.file_changes import TextEdit, edits
from game.story.index.rename import rename
from game.story.reader.uses import Use


def name_at(view: View, document: Document, position: lsp.Position) -> Use | None:
    """Return the name that stands at a place; one that was typed a moment ago too, if it means one thing."""
    found = _named_at(view, document, document.spot(position))
    return found[0] if found else None


def _named_at(view: View, document: Document, spot: Position) -> tuple[Use, lsp.Range] | None:
    """Return the name at a place, and where it stands now."""
    use = view.use_at(document, spot)
    range_ = view.range(use.place) if use else None
    if use and range_:
        return use, range_
    start, end = document.word_at(spot)
    word = document.line(spot.line)[start:end] if view.is_new(document, spot) else ""
    uses = [use for named in view.analysis.names.values() for use in named.get(word, ()) if declares(use)]
    if len({use.kind for use in uses}) != 1:
        return None
    return uses[0]._replace(token=word), document.range(spot.line, start, end)


def definition(view: View, document: Document, position: lsp.Position) -> list[lsp.Location]:
    """Return where the thing is declared that a name means."""
    use = name_at(view, document, position)
    uses = view.analysis.named(use.kind, use.name) if use else []
    return view.locations(use for use in uses if declares(use))


def references(
    view: View, document: Document, position: lsp.Position, with_declaration: bool
) -> list[lsp.Location]:
    """Return every place where the same thing is meant."""
    use = name_at(view, document, position)
    uses = view.analysis.named(use.kind, use.name) if use else []
    return view.locations(use for use in uses if with_declaration or not declares(use))


def prepare_rename(
    view: View, document: Document, position: lsp.Position
) -> lsp.PrepareRenamePlaceholder | None:
    """Return the word that another name would take the place of; nothing where none can."""
    found = _named_at(view, document, document.spot(position))
    return lsp.PrepareRenamePlaceholder(found[1], found[0].token) if found else None


def new_name(analysis: Analysis, use: Use, new: str, units: Units) -> dict[Path, list[lsp.TextEdit]]:
    """Return the edits that make the name of something another one. Raises GameError where that can't be.

    They are found in the index alone, in the files as they were when it was made.
    """
    if not analysis.is_sound:
        raise GameError("a story with errors can't be renamed in: mend them first")
    if use.kind == "chapter":
        raise GameError("the folder of a chapter is renamed with it: `escape rename` does both")
    by_file: defaultdict[str, list[TextEdit]] = defaultdict(list)
    for change in rename(analysis.index, use.name, new, use.kind).changes:
        by_file[change.place.file].append(change)
    return {
        Path(file): list(_edits(analysis.files[file].file, several, units))
        for file, several in by_file.items()
    }


def _edits(file: SourceFile, changes: list[TextEdit], units: Units) -> Iterator[lsp.TextEdit]:
    """Yield the edits of one file; none of them goes over the end of a line."""
    ordered = sorted(changes, key=lambda change: change.place)
    for change, (start, end, new) in zip(ordered, edits(file.text, ordered), strict=True):
        line, column = change.place.line - 1, change.place.column - 1
        text = file.lines[line]
        ends = (units.before(text, one) for one in (column, column + end - start))
        yield lsp.TextEdit(lsp.Range(*(lsp.Position(line, one) for one in ends)), new)


def as_workspace_edit(
    found: dict[Path, list[lsp.TextEdit]], documents: Mapping[Path, Document]
) -> lsp.WorkspaceEdit:
    """Return edits of several files as an editor wants them."""
    uris = {path: documents[path].uri if path in documents else uri_of(path) for path in found}
    return lsp.WorkspaceEdit(changes={uris[path]: edits_ for path, edits_ in found.items()})
