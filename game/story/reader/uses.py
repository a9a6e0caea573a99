"""Where names stand in a story's files: told by the reader as it reads, to whoever wants to know.

Most who read a story want to play it, and ask for none of this: then nothing is kept.
"""

from __future__ import annotations

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
