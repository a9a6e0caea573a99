"""pages.yaml: what a player can open at any time."""

from __future__ import annotations

from game.key_table import GAME_KEYS
from game.story.diagnostics.problem import SourceSpan
from game.story.model import Page
from game.story.reader.values import Reader
from game.story.yaml.nodes import Node
from game.story.yaml.positions import place_of


def read_pages(reader: Reader, root: Node) -> tuple[Page, ...]:
    """Read pages.yaml."""
    found: list[Page] = []
    ids: dict[str, SourceSpan] = {}
    keys: dict[str, SourceSpan] = {}
    for node in reader.items(root, "pages"):
        fields = reader.fields(node, "page")
        if fields is None:
            continue
        id_ = reader.id(fields["id"][1], "the id of a page") if "id" in fields else None
        if id_ and id_ in ids:
            reader.problem(
                "R204", f"two pages are called `{id_}`", fields["id"][1], "", ids[id_], "the first is here"
            )
        elif id_:
            ids[id_] = place_of(reader.file, fields["id"][1])
            reader.note("page", id_, "declared", fields["id"][1])
        title = reader.text(fields["title"][1], "the title") if "title" in fields else None
        key = _page_key(reader, fields["key"][1], keys) if "key" in fields else ""
        blocks = reader.blocks(fields["text"][1], "`text`") if "text" in fields else ()
        if id_ and title:
            found.append(Page(id_, title, key, blocks, place_of(reader.file, node)))
    return tuple(found)


def _page_key(reader: Reader, node: Node, keys: dict[str, SourceSpan]) -> str:
    scalar = reader.scalar(node, "the key")
    if scalar is None:
        return ""
    key = scalar.value
    if len(key) != 1 or not key.isprintable():
        reader.problem("S104", "the key of a page is one character", scalar)
    elif key.lower() in GAME_KEYS:
        reader.problem("S114", f"the game itself uses the key `{key}`", scalar)
    elif key in keys:
        reader.problem("S114", f"two pages have the key `{key}`", scalar, "", keys[key], "the first is here")
    else:
        keys[key] = place_of(reader.file, scalar)
        return key
    return ""
