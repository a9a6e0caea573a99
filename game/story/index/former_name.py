"""The name that something had, written beside its new one, so that saves of before find their way."""

from __future__ import annotations

from pathlib import Path

from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import read_file
from game.story.index.file_changes import TextEdit
from game.story.model import Choice, Scene
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.parse import read_nodes
from game.story.yaml.positions import place_in, place_of


def keep_former_name(thing: Scene | Choice, old: str) -> TextEdit:
    """Return the change that writes `was: old` into a scene or a choice, beside those it has."""
    where = thing.span if isinstance(thing, Scene) else thing.place
    file = read_file(Path(where.file), where.file)
    found = _mapping_at(read_nodes(file, []), where, isinstance(thing, Scene))
    first = next(iter(found.entries.values()))[0]
    if "was" not in found.entries:
        return TextEdit(place_of(file, first), "", f"was: {old}")
    names = found.entries["was"][1]
    if isinstance(names, Scalar):
        return TextEdit(place_in(file, names, 0, len(names.value)), names.value, f"[{old}, {names.value}]")
    assert isinstance(names, Sequence)  # noqa: S101 - the story was read
    item = names.items[0]
    assert isinstance(item, Scalar)  # noqa: S101 - the story was read
    parting = ", " if names.flow else "\n" + " " * (item.column - 2) + "- "
    return TextEdit(place_in(file, item, 0, len(item.value)), item.value, f"{old}{parting}{item.value}")


def _mapping_at(node: Node | None, where: SourceSpan, is_under_key: bool) -> Mapping:
    """Find the map of a scene under its key, or that of a choice which begins there."""
    found = _search(node, (where.line - 1, where.column - 1), is_under_key)
    assert found is not None  # noqa: S101 - the story was read
    return found


def _search(node: Node | None, start: tuple[int, int], is_under_key: bool) -> Mapping | None:
    inner: list[Node] = []
    if isinstance(node, Mapping):
        for key, value in node.entries.values():
            if (key.line, key.column) == start:
                return (value if isinstance(value, Mapping) else None) if is_under_key else node
            inner.append(value)
    elif isinstance(node, Sequence):
        inner = node.items
    return next((found for one in inner if (found := _search(one, start, is_under_key))), None)
