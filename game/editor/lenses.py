"""A line above each scene that says how to play the story from there."""

from __future__ import annotations

import shlex

from lsprotocol import types as lsp

from game.editor.view import Document, View

COMMAND = "escape.commandLine"


def lenses(view: View, document: Document) -> list[lsp.CodeLens]:
    """Return the command line that plays from each scene of a file; the command shows it."""
    names = view.analysis.files.get(str(document.path))
    found = []
    for use in names.uses if names else ():
        range_ = view.range(use.place) if use.kind == "scene" and use.role == "declared" else None
        if range_ is not None:
            line = f"escape play {shlex.quote(str(view.analysis.folder))} --at {use.name}"
            found.append(lsp.CodeLens(range_, lsp.Command("Play from this scene", COMMAND, "", [line])))
    return found
