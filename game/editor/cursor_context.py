"""What may stand at a place of a half-typed file: a key of a map, a scene, a condition, a text.

The file is read up to the place by `story.yaml.unfinished`; what each map and list on the way there is, is
told by the one table of keys.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from game.editor.moved import Position
from game.editor.view import Document
from game.story.format import KINDS, KNOWN, SHAPES, Key
from game.story.yaml.unfinished import OpenNode, end_of

_FILES = {"pages.yaml": "page[]", "claims.yaml": "claim[]", "story.yaml": "story"}
_OF_LISTS = {"blocks": "block", "targets": "target", "texts": "text", "ids": "id", "effects": "effects"}
_OF_MAPS = {"blocks": "block", "targets": "target", "id or scene": "scene"}


class CursorContext(NamedTuple):
    """What may stand at a place.

    `shape` is that of the map whose keys may stand there, and `keys` are those that it has already;
    `kind` is the kind of value that may stand there. Either may be empty. `before` is what is typed of it,
    `is_key` whether a key stands there, and no value that may be a map yet.
    """

    steps: tuple[OpenNode, ...]
    shape: str
    keys: frozenset[str]
    kind: str
    before: str
    is_key: bool

    @property
    def key(self) -> str:
        """The key whose value this is, or a part of it."""
        return next((step.key for step in reversed(self.steps) if step.key), "")


def cursor_context(folder: Path, document: Document, spot: Position) -> CursorContext | None:
    """Say what may stand at a place; None where nothing is known of it."""
    kind = _kind_of_file(folder, document.path)
    first = 0 if kind == "story" else _entry(document, spot.line)
    text = "\n".join([*document.lines[first : spot.line], document.line(spot.line)[: spot.column]])
    found = end_of(text)
    if found is None:
        return None
    for step in found.steps[:-1] if found.is_key else found.steps:
        kind = _inside(kind, step)
    if found.is_key:
        shape = _shape(kind, found.steps[-1])
        keys = frozenset(found.steps[-1].entries)
        return CursorContext(
            found.steps, shape, keys, kind if kind.endswith("{}") else "", found.before, True
        )
    return CursorContext(found.steps, _shape(kind, None), frozenset(), kind, found.before, False)


def key_row(place: CursorContext, name: str) -> Key | None:
    """Return the row of the table of keys for a key at a place."""
    return next((key for key in SHAPES.get(place.shape, ()) if key.name == name), None)


def _kind_of_file(folder: Path, path: Path) -> str:
    if path.parent == folder:
        return _FILES.get(path.name, "")
    return "walkthrough[]" if path.is_relative_to(folder / "walkthroughs") else "scene{}"


def _entry(document: Document, line: int) -> int:
    """Return the line where the outermost entry starts that a line belongs to."""
    while line > 0 and document.line(line)[:1] in ("", " ", "\t", "#", "}", "]"):
        line -= 1
    return line


def _inside(kind: str, step: OpenNode) -> str:
    """Return the kind of what stands in a list, or behind a key of a map."""
    if step.key is None:
        return kind[:-2] if kind.endswith("[]") else _OF_LISTS.get(kind, "")
    if kind.endswith("{}"):
        return kind[:-2]
    return KINDS.get(_shape(kind, step), {}).get(step.key, "")


def _shape(kind: str, step: OpenNode | None) -> str:
    """Return the shape of a map that stands where a kind of value may; empty if none may."""
    kind = _OF_MAPS.get(kind, kind)
    if kind == "target" and step is not None and KNOWN["target"].isdisjoint(step.entries):
        return "scene" if not KNOWN["scene"].isdisjoint(step.entries) else "target"
    return kind if kind in SHAPES else ""
