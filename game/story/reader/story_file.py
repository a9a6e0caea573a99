"""story.yaml: what a story declares about itself."""

from __future__ import annotations

import re

from game.story.diagnostics.problem import SourceSpan, instead
from game.story.language.conditions import Condition
from game.story.language.symbols import Item
from game.story.model import Chapter
from game.story.reader.discover import WALKTHROUGHS
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
        self.carried: Condition | None = None
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
    _read_names(reader, fields)
    if "id" in fields:
        head.id = _story_id(reader, fields["id"][1])
    if "start" in fields:
        scalar = reader.scalar(fields["start"][1], "the first scene")
        if scalar:
            head.start, head.start_place = scalar.value, place_of(reader.file, scalar)
            reader.note("scene", scalar.value, "entered", scalar)
    if "chapters" in fields:
        head.chapters = _read_chapters(reader, fields["chapters"][1])
    if "content_notes" in fields:
        head.content_notes = _texts(reader, fields["content_notes"][1], "content notes")
    head.title, head.byline, head.version = (
        reader.line(fields, name) for name in ("title", "byline", "version")
    )
    head.about = reader.text(fields["about"][1], "the text") if "about" in fields else None
    head.carried = reader.condition(fields["carried"][1]) if "carried" in fields else None
    head.status = reader.text(fields["status"][1], "the status line") if "status" in fields else None
    return head


def _read_names(reader: Reader, fields: Fields) -> None:
    """Read the variables and items into the reader's symbols."""
    if isinstance(fields, IncompleteFields) and not ("variables" in fields and "items" in fields):
        reader.context.names_lost = True
    if "variables" in fields:
        read_variables(reader, fields["variables"][1])
    if "items" in fields:
        _read_items(reader, fields["items"][1])


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
        reader.problem("S104", message, scalar, instead(good) if 0 < len(good) <= 64 else "")
        return ""
    return value


def _texts(reader: Reader, node: Node, what: str) -> tuple[str, ...]:
    return tuple(clean(reader.plain(item, "a text")) for item in reader.items(node, what))


def _read_chapters(reader: Reader, node: Node) -> tuple[Chapter, ...]:
    found = []
    for key, value in reader.entries(node, "chapters", "write each as `folder: Title`"):
        name = key.value
        if name in ("", ".", "..", WALKTHROUGHS) or name.startswith(".") or "/" in name or "\\" in name:
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
        about = reader.line(fields, "about")
        reader.note("item", key.value, "declared", key)
        index = len(reader.symbols.variables) + len(reader.symbols.items)
        title = reader.line(fields, "name")
        reader.symbols.items[key.value] = Item(key.value, index, title, about, place_of(reader.file, key))


def _as_items(node: Node) -> str:
    """Return the help for a list of items: how the first is written."""
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
