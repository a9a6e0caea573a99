"""The one table of keys: what an author may write where.

Reading, the hints for misspelt keys and the schema for editors are made from it.
"""

from __future__ import annotations

from typing import NamedTuple

STORY_FILE = "story.yaml"  # the head of every story's folder
PENDING = ".escape-changes.json"  # in a story's folder, the list of changes that are being made to its files


class Key(NamedTuple):
    """One key of a map: what kind of value it holds and what it is for.

    `kind` is `text`, `blocks`, `id`, `names`, `id or scene`, `number`, `truth`, `condition`, `effects`,
    `targets`, `texts`, `value`, `ids`, or the name of a shape, with `[]` for a list of it and `{}` for a map
    to it.
    """

    name: str
    kind: str
    about: str
    required: bool = False


SHAPES: dict[str, tuple[Key, ...]] = {
    "story": (
        Key("format", "number", "the version of the story format: 1", required=True),
        Key("id", "id", "a short name that saves are kept under", required=True),
        Key("title", "text", "the title of the story", required=True),
        Key("byline", "text", "who wrote it, or after what"),
        Key("version", "text", "the version of the story"),
        Key("start", "id", "the scene a new game starts with", required=True),
        Key("about", "text", "shown from the title screen"),
        Key("content_notes", "texts", "what a reader may want to know before starting"),
        Key("chapters", "chapter{}", "chapter folders and their titles, in order", required=True),
        Key("variables", "variable{}", "what the story keeps count of"),
        Key("items", "item{}", "what can be carried"),
        Key("carried", "condition", "what is carried is shown only while this holds"),
        Key("status", "text", "the status line"),
    ),
    "variable": (
        Key("range", "range", "the lowest and the highest value"),
        Key("values", "ids", "the words it can be"),
        Key("start", "value", "its value at the start", required=True),
        Key("words", "texts", "what a text prints for each value of the range"),
        Key("about", "text", "what it means, for authors, or for readers too where it is shown"),
        Key("show", "truth", "readers are told how it stands, with its `words` and its `about`"),
    ),
    "item": (
        Key("name", "text", "what the reader calls it", required=True),
        Key("about", "text", "what it looks like"),
    ),
    "scene": (
        Key("title", "text", "a heading over the scene"),
        Key("place", "text", "where it happens, for the head of the screen"),
        Key("do", "effects", "done on entering, before the text"),
        Key("text", "blocks", "what the reader reads"),
        Key("choices", "choice[]", "what can be done here"),
        Key("then", "targets", "where every choice leads that has neither `to` nor `stay`"),
        Key("to", "targets", "where the story goes when no choice is open"),
        Key("ending", "ending", "ends the game"),
        Key("was", "names", "the name that it had before, by which old saves know it; or several"),
    ),
    "block": (
        Key("if", "condition", "shown only if this holds"),
        Key("text", "text", "the text", required=True),
        Key("else", "text", "shown if the condition does not hold"),
    ),
    "choice": (
        Key("text", "text", "what can be done, as the reader sees it", required=True),
        Key("id", "id", "keeps saves and walkthroughs valid when the text changes"),
        Key("if", "condition", "offered only if this holds"),
        Key("locked", "blocks", "shown instead, greyed, while the condition does not hold"),
        Key("once", "truth", "gone after it has been taken"),
        Key("do", "effects", "done when it is taken"),
        Key("say", "blocks", "the answer, shown after the effects"),
        Key("to", "targets", "the scene it leads to; without it, where `then` leads, or the player stays"),
        Key("stay", "truth", "the player stays, although the scene has a `then`"),
        Key("outcomes", "outcome[]", "what it may come to, the first that holds"),
        Key("was", "names", "the key that it had before, by which old saves know it; or several"),
    ),
    "outcome": (
        Key("if", "condition", "comes about only if this holds"),
        Key("do", "effects", "done when it comes about"),
        Key("say", "blocks", "the answer, shown after the effects"),
        Key("to", "targets", "the scene it leads to; without it, where `then` leads, or the player stays"),
        Key("stay", "truth", "the player stays, although the scene has a `then`"),
    ),
    "target": (
        Key("if", "condition", "goes there only if this holds"),
        Key("scene", "id or scene", "the scene to go to, or a scene written here", required=True),
    ),
    "ending": (
        Key("title", "text", "the name of the ending", required=True),
        Key("text", "blocks", "its last words"),
    ),
    "page": (
        Key("id", "id", "the name of the page", required=True),
        Key("title", "text", "its title", required=True),
        Key("key", "text", "the key that opens it on the screen"),
        Key("text", "blocks", "what stands on it", required=True),
    ),
    "claim": (
        Key("name", "text", "what must hold, in words", required=True),
        Key("never", "condition", "this may hold nowhere"),
        Key("always", "condition", "this must hold everywhere"),
        Key("when", "condition", "wherever this holds"),
        Key("then", "condition", "this must hold too"),
        Key("about", "text", "why, for authors"),
    ),
    "walkthrough": (
        Key("name", "text", "what this playthrough shows", required=True),
        Key("choose", "ids", "the keys of the choices, in order", required=True),
        Key("expect", "value{}", "the ending or scene it comes to, and variables"),
    ),
}

KNOWN: dict[str, frozenset[str]] = {
    shape: frozenset(key.name for key in keys) for shape, keys in SHAPES.items()
}
KINDS: dict[str, dict[str, str]] = {
    shape: {key.name: key.kind for key in keys} for shape, keys in SHAPES.items()
}
ALL_KEYS: frozenset[str] = frozenset().union(*KNOWN.values())
REQUIRED: dict[str, tuple[str, ...]] = {
    shape: tuple(key.name for key in keys if key.required) for shape, keys in SHAPES.items()
}
