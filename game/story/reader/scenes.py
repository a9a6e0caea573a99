"""Scenes, choices and outcomes read from the nodes of a chapter's file."""

from __future__ import annotations

import re

from game.story.diagnostics.problem import SourceSpan
from game.story.language.expression import Condition
from game.story.model import Blocks, Choice, EndingText, Outcome, Scene
from game.story.reader.fields import Fields, IncompleteFields
from game.story.reader.values import Reader, has_condition, is_choice
from game.story.text.template import Text
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_of

MAX_SLUG = 40
_SLUG_WORD = re.compile(r"[a-z0-9]+")


def slug(text: str) -> str:
    """Make a choice's key from its text as written; empty if the text leaves nothing."""
    return "_".join(_SLUG_WORD.findall(text.lower()))[:MAX_SLUG].rstrip("_")


def read_scenes(reader: Reader, chapter: str, root: Node | None) -> list[Scene]:
    """Read every scene of one file of a chapter."""
    if root is None:
        return []
    if type(root) is not Mapping:
        reader.not_a_map(root, "chapter file")
        return []
    reader.context.declared.update(root.entries)
    return [scene for key, node in root.entries.values() if (scene := _scene(reader, chapter, key, node))]


def _scene(reader: Reader, chapter: str, key: Scalar, node: Node) -> Scene | None:
    good = reader.is_id(key, "the name of a scene")
    if not good:
        reader.poison(key.value)
    fields = reader.fields(node, "scene", key)
    if fields is None:
        return None
    _check_ways_on(reader, key, fields)
    turns = len(reader.context.turns)
    scene = Scene(
        id=key.value,
        chapter=chapter,
        title=_text(reader, fields, "title"),
        place=_text(reader, fields, "place"),
        effects=reader.effects(fields["do"][1]) if "do" in fields else None,
        text=_blocks(reader, fields, "text"),
        choices=_choices(reader, fields["choices"][1]) if "choices" in fields else (),
        targets=reader.targets(fields["to"][1]) if "to" in fields else (),
        ending=_ending(reader, fields["ending"][1]) if "ending" in fields else None,
        where=place_of(reader.file, key),
    )
    if len(reader.context.turns) > turns:
        reader.context.turning[key.value] = reader.context.turns[turns:]
    return scene if good else None


def _check_ways_on(reader: Reader, key: Scalar, fields: Fields) -> None:
    if "ending" in fields:
        for other in ("choices", "to"):
            if other in fields:
                message = f"a scene with an `ending` has no `{other}`"
                first = place_of(reader.file, fields["ending"][0])
                reader.problem("S107", message, fields[other][0], "", first, "the ending is here")
    choices = fields["choices"][1] if "choices" in fields else None
    empty = type(choices) is Sequence and not choices.items
    if "to" in fields or "ending" in fields or isinstance(fields, IncompleteFields):
        return
    text = fields["text"][1] if "text" in fields else None
    if type(text) is Sequence and any(is_choice(item) for item in text.items):
        return
    if choices is None or empty:
        message = f"the scene `{key.value}` has no way on: no `choices`, no `to`, no `ending`"
        reader.problem("S106", message, key)


def _text(reader: Reader, fields: Fields, name: str) -> Text | None:
    return reader.text(fields[name][1], f"the {name}") if name in fields else None


def _blocks(reader: Reader, fields: Fields, name: str) -> Blocks:
    return reader.blocks(fields[name][1], f"`{name}`") if name in fields else ()


def _ending(reader: Reader, node: Node) -> EndingText | None:
    fields = reader.fields(node, "ending")
    if fields is None:
        return None
    title = _text(reader, fields, "title")
    text = _blocks(reader, fields, "text")
    return EndingText(title, text, place_of(reader.file, node)) if title else None


def _choices(reader: Reader, node: Node) -> tuple[Choice, ...]:
    found: list[Choice] = []
    seen: dict[str, Node] = {}
    for item in reader.items(node, "choices"):
        choice = _choice(reader, item, seen)
        if choice:
            found.append(choice)
    return tuple(found)


def _choice(reader: Reader, node: Node, seen: dict[str, Node]) -> Choice | None:
    fields = reader.fields(node, "choice")
    if fields is None:
        reader.context.choices_lost = True
        return None
    first = next(iter(fields.values()), (node,))[0]
    place = place_of(reader.file, first)
    text = _text(reader, fields, "text")
    key = _choice_key(reader, fields, seen)
    choice = Choice(
        key=key,
        text=text or Text("", place, None),
        condition=_condition(reader, fields),
        locked=_blocks(reader, fields, "locked"),
        once=bool(reader.truth(fields["once"][1], "`once`")) if "once" in fields else False,
        outcomes=_outcomes(reader, fields, first, place),
        place=place,
    )
    return choice if text and key else None


def _choice_key(reader: Reader, fields: Fields, seen: dict[str, Node]) -> str:
    """Give a choice's key, unlike the others of its scene; empty with a problem if it has none."""
    if "id" in fields:
        node = fields["id"][1]
        key = reader.id(node, "the id of a choice") or ""
        if not key and type(node) is Scalar:
            reader.poison(node.value)
    elif "text" in fields and type(fields["text"][1]) is Scalar:
        node = fields["text"][1]
        key = slug(node.value)
        if not key and not node.blank:
            reader.problem(
                "S104", "this text leaves no key for saves and walkthroughs", node, "give the choice an `id`"
            )
    else:
        reader.context.choices_lost = True
        return ""
    if key in seen and key:
        message = f"two choices of this scene have the key `{key}`"
        reader.problem(
            "S113",
            message,
            node,
            "give one of them an `id`",
            place_of(reader.file, seen[key]),
            "the first is here",
        )
        return ""
    seen[key] = node
    reader.context.choices.add(key)
    return key


def _condition(reader: Reader, fields: Fields) -> Condition | None:
    return reader.condition(fields["if"][1]) if "if" in fields else None


def _outcomes(reader: Reader, fields: Fields, first: Node, place: SourceSpan) -> tuple[Outcome, ...]:
    own = [name for name in ("do", "say", "to") if name in fields]
    if "outcomes" not in fields:
        if not own and isinstance(fields, IncompleteFields):
            return ()
        if not own:
            reader.problem("S108", "this choice does nothing: no `to`, no `do`, no `say`", first)
            return ()
        return (_outcome(reader, fields, None, place),)
    key, node = fields["outcomes"]
    if own:
        message = f"`{own[0]}` stands either on the choice or in its outcomes"
        reader.problem(
            "S107", message, fields[own[0]][0], "", place_of(reader.file, key), "the outcomes are here"
        )
    items = reader.items(node, "outcomes")
    if type(node) is Sequence and not items:
        reader.problem("S108", "this choice does nothing: it has no outcome", key)
    for item in items[:-1]:
        if type(item) is Mapping and not has_condition(item):
            reader.problem("S109", "the outcomes after this one never come about: it has no `if`", item)
            break
    found = []
    for item in items:
        inner = reader.fields(item, "outcome")
        if inner is not None:
            found.append(_outcome(reader, inner, _condition(reader, inner), place_of(reader.file, item)))
    return tuple(found)


def _outcome(reader: Reader, fields: Fields, condition: Condition | None, place: SourceSpan) -> Outcome:
    return Outcome(
        condition=condition,
        effects=reader.effects(fields["do"][1]) if "do" in fields else None,
        say=_blocks(reader, fields, "say"),
        targets=reader.targets(fields["to"][1]) if "to" in fields else (),
        place=place,
    )
