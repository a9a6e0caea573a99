"""story.yaml, pages.yaml and walkthroughs: what a story declares about itself."""

from __future__ import annotations

import re

from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.language.operators import Type
from game.story.language.symbols import Item, Value
from game.story.model import GAME_KEYS, Chapter, Page, Walkthrough
from game.story.reader.fields import Fields, IncompleteFields
from game.story.reader.values import Reader
from game.story.reader.variables import read_variables
from game.story.sanitize import clean
from game.story.text.template import Text
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_of

FORMAT = 1
_STORY_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class Head:
    """What story.yaml says, apart from the names it declares, which go to the reader's names."""

    def __init__(self) -> None:
        self.id = ""
        self.title = ""
        self.byline = ""
        self.version = ""
        self.about: Text | None = None
        self.content_notes: tuple[str, ...] = ()
        self.start = ""
        self.start_place: SourceSpan | None = None
        self.status: Text | None = None
        self.chapters: tuple[Chapter, ...] = ()


def read_head(reader: Reader, root: Node) -> Head | None:
    """Read story.yaml; what it declares is in the reader's names afterwards.

    None if it is not a story that this game could read at all.
    """
    head = Head()
    entries = root.entries if type(root) is Mapping else {}
    if "format" in entries and not _good_format(reader, entries["format"][1]):
        return None
    fields = reader.fields(root, "story")
    if fields is None:
        return None
    if isinstance(fields, IncompleteFields) and not ("variables" in fields and "items" in fields):
        reader.context.names_lost = True
    if "variables" in fields:
        read_variables(reader, fields["variables"][1])
    if "items" in fields:
        _read_items(reader, fields["items"][1])
    if "id" in fields:
        head.id = _story_id(reader, fields["id"][1])
    if "start" in fields:
        scalar = reader.scalar(fields["start"][1], "the first scene")
        if scalar:
            head.start, head.start_place = scalar.value, place_of(reader.file, scalar)
            reader.note("scene", scalar.value, "entered", scalar)
    if "chapters" in fields:
        head.chapters = _read_chapters(reader, fields["chapters"][1])
    head.title = _plain(reader, fields, "title")
    head.byline = _plain(reader, fields, "byline")
    head.version = _plain(reader, fields, "version")
    head.content_notes = (
        _texts(reader, fields["content_notes"][1], "content notes") if "content_notes" in fields else ()
    )
    head.about = reader.text(fields["about"][1], "the text") if "about" in fields else None
    head.status = reader.text(fields["status"][1], "the status line") if "status" in fields else None
    return head


def _good_format(reader: Reader, node: Node) -> bool:
    number = reader.number(node, "the format")
    if number is not None and number != FORMAT:
        known = "is newer than this game knows" if number > FORMAT else "is no format"
        reader.problem("S105", f"format {number} {known}: it reads format {FORMAT}", node)
    return number == FORMAT


def _story_id(reader: Reader, node: Node) -> str:
    scalar = reader.scalar(node, "the story's id")
    if scalar is None:
        return ""
    value = scalar.value
    if not value or len(value) > 64 or not _STORY_ID.issuperset(value) or value[0] in "-_":
        message = f"`{value}` can't be the id of a story: at most 64 small letters, digits, `-` and `_`"
        good = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
        reader.problem("S104", message, scalar, f"write `{good}`" if 0 < len(good) <= 64 else "")
        return ""
    return value


def _plain(reader: Reader, fields: Fields, name: str) -> str:
    return clean(reader.plain(fields[name][1], f"the {name}")) if name in fields else ""


def _texts(reader: Reader, node: Node, what: str) -> tuple[str, ...]:
    return tuple(clean(reader.plain(item, "a text")) for item in reader.items(node, what))


def _read_chapters(reader: Reader, node: Node) -> tuple[Chapter, ...]:
    found = []
    for key, value in reader.entries(node, "chapters", "write each as `folder: Title`"):
        name = key.value
        if name in ("", ".", "..", "walkthroughs") or name.startswith(".") or "/" in name or "\\" in name:
            reader.problem("S104", f"`{name}` can't be the folder of a chapter", key)
            reader.context.scenes_lost = True
            continue
        reader.note("chapter", name, "declared", key)
        found.append(
            Chapter(name, clean(reader.plain(value, "the title of a chapter")), place_of(reader.file, key))
        )
    if type(node) is Mapping and not node.entries:
        reader.problem("S103", "a story has at least one chapter", node)
    return tuple(found)


def _read_items(reader: Reader, node: Node) -> None:
    for key, value in reader.entries(node, "items", _as_items(node)):
        if not reader.name(key, "the name of an item") or _taken(reader, key):
            continue
        fields = reader.fields(value, "item", key)
        if fields is None:
            reader.poison(key.value)
            continue
        about = _plain(reader, fields, "about")
        reader.note("item", key.value, "declared", key)
        index = len(reader.symbols.variables) + len(reader.symbols.items)
        title = _plain(reader, fields, "name")
        reader.symbols.items[key.value] = Item(key.value, index, title, about, place_of(reader.file, key))


def _as_items(node: Node) -> str:
    """Give the help for a list of items: how the first is written."""
    first = node.items[0] if type(node) is Sequence and node.items else None
    word = re.sub(r"[^a-z0-9]+", "_", first.value.lower()).strip("_") if type(first) is Scalar else ""
    return f"write `{word}: {{name: {word.replace('_', ' ').capitalize()}}}`" if word else ""


def _taken(reader: Reader, key: Scalar) -> bool:
    """Whether a name already stands for something else; if so, the problem is added."""
    symbols = reader.symbols
    what = "a variable" if key.value in symbols.variables else "a word" if key.value in symbols.words else ""
    if what:
        reader.problem("R204", f"`{key.value}` is already {what}", key)
        reader.poison(key.value)
    return bool(what)


# --- pages and walkthroughs -------------------------------------------------


def read_pages(reader: Reader, root: Node | None) -> tuple[Page, ...]:
    """Read pages.yaml."""
    found: list[Page] = []
    ids: dict[str, SourceSpan] = {}
    keys: dict[str, SourceSpan] = {}
    for node in reader.items(root, "pages") if root else []:
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


def read_walkthroughs(reader: Reader, root: Node | None) -> list[Walkthrough]:
    """Read one file of walkthroughs."""
    found = []
    for node in reader.items(root, "walkthroughs") if root else []:
        fields = reader.fields(node, "walkthrough")
        if fields is None or "choose" not in fields:
            continue
        choose = []
        for item in reader.items(fields["choose"][1], "choices"):
            scalar = reader.scalar(item, "the key of a choice")
            if scalar:
                choose.append(scalar.value)
                reader.note("choice", f".{scalar.value}", "taken", scalar)
                reader.context.chosen.append((scalar.value, place_of(reader.file, scalar)))
        expect = _expectations(reader, fields["expect"][1]) if "expect" in fields else ()
        found.append(
            Walkthrough(_plain(reader, fields, "name"), tuple(choose), expect, place_of(reader.file, node))
        )
    return found


def _expectations(reader: Reader, node: Node) -> tuple[tuple[str, Value], ...]:
    found: list[tuple[str, Value]] = []
    for key, value in reader.entries(node, "expectations"):
        scalar = reader.scalar(value, "what is expected")
        if scalar is None:
            continue
        if key.value in ("ending", "scene"):
            reader.context.scenes.append((scalar.value, place_of(reader.file, scalar)))
            reader.note("scene", scalar.value, "expected", scalar)
            found.append((key.value, scalar.value))
            continue
        expected = _expected_value(reader, key, scalar)
        if expected is not None:
            found.append((key.value, expected))
    return tuple(found)


def _expected_value(reader: Reader, key: Scalar, scalar: Scalar) -> Value | None:
    symbols = reader.symbols
    if key.value in reader.context.poisoned:
        return None
    reader.note("item" if key.value in symbols.items else "variable", key.value, "expected", key)
    type_: Type
    if key.value in symbols.items:
        type_ = "bool"
    elif key.value in symbols.variables:
        type_ = symbols.variables[key.value].type
    else:
        help = reader.context.suggestions.did_you_mean(
            key.value, (*symbols.variables, *symbols.items, "ending", "scene")
        )
        problem = Problem("R202", f"there is no variable `{key.value}`", place_of(reader.file, key), help)
        reader.context.faults.append((problem, key.value))
        return None
    if type_ == "bool":
        return reader.truth(scalar, f"`{key.value}`")
    if type_ == "int":
        variable = symbols.variables[key.value]
        if scalar.value in variable.words:
            number = variable.low + variable.words.index(scalar.value)
            message = f"`{scalar.value}` is what a text prints for `{key.value}`, and its number belongs here"
            reader.problem("S103", message, scalar, f"write `{number}`")
            return None
        return reader.number(scalar, f"`{key.value}`")
    variable = symbols.variables[key.value]
    if scalar.value not in variable.values:
        help = reader.context.suggestions.did_you_mean(scalar.value, variable.values)
        message = f"`{variable.name}` is never `{scalar.value}`"
        problem = Problem("R206", message, place_of(reader.file, scalar), help)
        reader.context.faults.append((problem, f"{key.value} {scalar.value}"))
        return None
    reader.note("word", scalar.value, "expected", scalar)
    return scalar.value
