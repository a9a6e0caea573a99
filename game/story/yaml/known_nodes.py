"""Nodes of files that were read before, so that of a story only the files that changed are read again."""

from __future__ import annotations

from game.story.diagnostics.problem import Problem
from game.story.diagnostics.source_text import SourceFile
from game.story.yaml.nodes import Node
from game.story.yaml.parse import read_nodes


class KnownNodes:
    """Reads files as `read_nodes` does, each again only when its text is another one.

    Nodes are never changed, so that many readings can share them.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Node | None, list[Problem]]] = {}  # by the name of the file

    def read(self, file: SourceFile, problems: list[Problem]) -> Node | None:
        """Read a file's nodes; see `read_nodes`."""
        known = self._known.get(file.name)
        if known is None or known[0] != file.text:
            found: list[Problem] = []
            known = self._known[file.name] = file.text, read_nodes(file, found), found
        problems.extend(known[2])
        return known[1]
