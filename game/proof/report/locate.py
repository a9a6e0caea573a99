"""Where in an author's file a part of a story stands, down to a brace inside a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.proof.program.queries import Where
from game.story.diagnostics.problem import Place
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence, SourceFile
from game.story.yaml.parse import SourceError, read_file, read_nodes


class Locator:
    """Finds places in files, which are read again only for that."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[Place, tuple[SourceFile, Scalar]]] = {}

    def place(self, where: Where) -> Place:
        """Return the place; that of the whole text if the file is not what it was."""
        if where.offset is None:
            return where.place
        name = where.place.file
        if name not in self._texts:
            self._texts[name] = dict(_scalars(name))
        found = self._texts[name].get(where.place)
        return where.place if found is None else found[0].place_in(found[1], where.offset)


def _scalars(name: str) -> Iterator[tuple[Place, tuple[SourceFile, Scalar]]]:
    try:
        file = read_file(Path(name), name)
    except SourceError:
        return
    root = read_nodes(file, [])
    waiting: list[Node] = [root] if root else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield file.place(node), (file, node)
        elif isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            waiting += (value for _, value in node.entries.values())
