"""Where names stand in a story's files: told by the reader as it reads, to whoever wants to know.

Most who read a story want to play it, and ask for none of this: then nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from game.story.diagnostics.problem import SourceSpan

Kind = Literal["scene", "choice", "variable", "item", "word", "chapter", "page"]
Role = Literal["declared", "derived", "entered", "asked about", "taken", "expected", "read", "printed", "set"]


class Use(NamedTuple):
    """One place where a name stands.

    `token` is what stands there, and may be less than the whole name. A choice is named `scene.key`; in a
    walkthrough, which says only the key, `.key`. The role `derived` is for what has no name of its own in
    the file: a choice whose key is made of its text, at the first of its keys, and a scene written inside
    another, at the first of its own. There no token stands.
    """

    kind: Kind
    name: str
    role: Role
    place: SourceSpan
    token: str = ""


def in_file_order(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Sort uses in order of files and lines, each once."""
    return tuple(sorted(dict.fromkeys(uses), key=_in_order))


def _in_order(use: Use) -> tuple[str, int, int]:
    return use.place.file, use.place.line, use.place.column
