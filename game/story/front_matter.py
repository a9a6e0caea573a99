"""The title of a story, read without the rest of it: what a title screen shows first."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from game.story.diagnostics.problem import Problem
from game.story.diagnostics.source_text import SourceError, leads_out, read_file
from game.story.sanitize import visible
from game.story.yaml.nodes import Mapping, Node, Scalar
from game.story.yaml.parse import read_nodes


class Title(NamedTuple):
    """What story.yaml says a story is called."""

    id: str
    title: str
    byline: str


def read_title(folder: Path) -> Title | None:
    """Read the title of the story in a folder; None if something is wrong there, which loading will tell."""
    path = folder / "story.yaml"
    if leads_out(folder, path):
        return None
    problems: list[Problem] = []
    try:
        root = read_nodes(read_file(path, str(path)), problems)
    except SourceError:
        return None
    words = _words(root)
    if problems or not words.get("id") or not words.get("title"):
        return None
    return Title(words["id"], words["title"], words.get("byline", ""))


def _words(root: Node | None) -> dict[str, str]:
    if not isinstance(root, Mapping):
        return {}
    return {
        key: visible(value.value) for key, (_, value) in root.entries.items() if isinstance(value, Scalar)
    }
