"""Scenes, choices and outcomes read from the nodes of a chapter's file.

What an author may leave out is put in here, so that nobody else need know of it. A choice that says
neither `to` nor `stay` leads where its scene's `then` does. A scene written where its id would stand is
a scene like any other, with an id made of where it stands: `count.ask_him` is written in the choice
`ask_him` of `count`, `count.then` in its `then`.
"""

from __future__ import annotations

import re
from functools import partial

from game.story.diagnostics.problem import SourceSpan, instead
from game.story.language.conditions import Condition
from game.story.model import Blocks, Choice, EndingText, Outcome, Scene, Target
from game.story.reader.fields import Fields, IncompleteFields
from game.story.reader.values import Reader, has_condition, is_choice
from game.story.text.template import Text
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_of

MAX_SLUG = 40
MAX_DEPTH = 3  # of scenes written in scenes, before it is told that one wants a name
_SLUG_WORD = re.compile(r"[a-z0-9]+")
_DOES = ("to", "stay", "do", "say")


def slug(text: str) -> str:
    """Make a choice's key from its text as written; empty if the text leaves nothing."""
    return "_".join(_SLUG_WORD.findall(text.lower()))[:MAX_SLUG].rstrip("_")


def read_scenes(reader: Reader, root: Node, chapter: str) -> list[Scene]:
    """Read every scene of one file of a chapter; those written in a scene follow it."""
    if type(root) is not Mapping:
        reader.not_a_map(root, "chapter file")
        return []
    reader.context.declared.update(root.entries)
    found: list[Scene] = []
    for key, node in root.entries.values():
        good = reader.is_id(key, "the name of a scene")
        if not good:
            reader.poison(key.value)
        reader.note("scene", key.value, "declared", key)
        scenes = _SceneReader(reader, chapter, key.value).read(key, node)
        found += scenes if good else scenes[1:]
    return found


class _SceneReader:
    """Reads one scene, and those written in it.

    `inherited` is where the story goes on if the scene itself does not say, `written_in` the id of the
    scene around it, `depth` how many there are around it.
    """

    def __init__(
        self,
        reader: Reader,
        chapter: str,
        id: str,
        inherited: tuple[Target, ...] = (),
        written_in: str = "",
        depth: int = 0,
    ) -> None:
        self.reader = reader
        self.chapter = chapter
        self.id = id
        self.inherited = inherited
        self.written_in = written_in
        self.depth = depth
        self.then: tuple[Target, ...] = ()
        self.written: list[Scene] = []  # in this one, in the author's order

    def read(self, key: Scalar, node: Node) -> list[Scene]:
        """Read the scene; `key` is what it is pointed at by."""
        reader = self.reader
        fields = reader.fields(node, "scene", key)
        if fields is None:
            return []
        outer = reader.scene, reader.counted
        reader.scene = reader.counted = self.id
        self.check_ways_on(key, fields)
        self.read_then(fields)
        last, self.written = self.written, []
        scene = Scene(
            id=self.id,
            chapter=self.chapter,
            title=self.text(fields, "title"),
            place=self.text(fields, "place"),
            effects=reader.effects(fields["do"][1]) if "do" in fields else None,
            text=self.blocks(fields, "text"),
            choices=self.choices(fields["choices"][1]) if "choices" in fields else (),
            targets=self.targets(fields["to"][1], "to") if "to" in fields else self.then,
            then=self.then,
            ending=self.ending(fields["ending"][1]) if "ending" in fields else None,
            written_in=self.written_in,
            span=place_of(reader.file, key),
            was=self.was(fields),
        )
        reader.scene, reader.counted = outer
        return [scene, *self.written, *last]

    # --- ways on ------------------------------------------------------------------

    def check_ways_on(self, key: Scalar, fields: Fields) -> None:
        """Add what is wrong with the keys that say where the story goes on."""
        reader = self.reader
        for one, others in (("ending", ("choices", "to", "then")), ("to", ("then",))):
            for other in others if one in fields else ():
                if other in fields:
                    what = "a scene with an `ending`" if one == "ending" else "a scene with a `to`"
                    first = place_of(reader.file, fields[one][0])
                    message = f"{what} has no `{other}`"
                    reader.problem("S107", message, fields[other][0], "", first, f"the `{one}` is here")
        if not {"to", "then", "ending"}.isdisjoint(fields) or isinstance(fields, IncompleteFields):
            return
        text = fields["text"][1] if "text" in fields else None
        if type(text) is Sequence and any(is_choice(item) for item in text.items):
            return
        choices = fields["choices"][1] if "choices" in fields else None
        if not self.inherited and (choices is None or (type(choices) is Sequence and not choices.items)):
            name = f"the scene `{self.id}`" if not self.written_in else "this scene"
            help = "or give the scene around it a `then`" if self.written_in else ""
            message = f"{name} has no way on: no `choices`, no `to`, no `ending`"
            reader.problem("S106", message, key, help)

    def read_then(self, fields: Fields) -> None:
        """Find where a choice leads that does not say so itself."""
        if "then" in fields:
            # What is written there has this `then` behind it, and goes on where the scene around it does.
            self.then = self.targets(fields["then"][1], "then", self.inherited)
            if "choices" not in fields and "to" not in fields and "ending" not in fields:
                message = "`then` is where choices lead, and there are no choices here"
                self.reader.problem("S107", message, fields["then"][0], instead("to"))
        elif "to" not in fields and "ending" not in fields:
            self.then = self.inherited

    def targets(
        self, node: Node, part: str, inherited: tuple[Target, ...] | None = None
    ) -> tuple[Target, ...]:
        """Read a `to` or `then`; a scene written in it is named after the part of this one it stands in."""
        following = self.then if inherited is None else inherited
        return self.reader.targets(node, partial(self.write, part, following))

    def write(self, part: str, inherited: tuple[Target, ...], node: Mapping) -> str:
        """Read a scene that is written in this one, and give its id."""
        reader = self.reader
        id = name = f"{self.id}.{part}"
        number = 1
        while id in reader.context.declared:
            number += 1
            id = f"{name}.{number}"
        reader.context.declared.add(id)
        key = next(key for key, _ in node.entries.values())
        reader.note("scene", id, "derived", key)
        if self.depth == MAX_DEPTH:
            message = f"this scene is written more than {MAX_DEPTH} deep in others"
            reader.problem("S119", message, key, "give it a name, and write it by itself")
        inner = _SceneReader(reader, self.chapter, id, inherited, self.id, self.depth + 1)
        self.written += inner.read(key, node)
        return id

    def was(self, fields: Fields) -> tuple[str, ...]:
        """Read the names that something had before."""
        return self.reader.names(fields["was"][1], "a name it had before") if "was" in fields else ()

    # --- texts ---------------------------------------------------------------------

    def text(self, fields: Fields, name: str) -> Text | None:
        """Read a text."""
        return self.reader.text(fields[name][1], f"the {name}") if name in fields else None

    def blocks(self, fields: Fields, name: str) -> Blocks:
        """Read a text or a list of blocks."""
        return self.reader.blocks(fields[name][1], f"`{name}`", name == "say") if name in fields else ()

    def ending(self, node: Node) -> EndingText | None:
        """Read an ending."""
        fields = self.reader.fields(node, "ending")
        if fields is None:
            return None
        title = self.text(fields, "title")
        text = self.blocks(fields, "text")
        return EndingText(title, text, place_of(self.reader.file, node)) if title else None

    # --- choices -------------------------------------------------------------------

    def choices(self, node: Node) -> tuple[Choice, ...]:
        """Read the choices; one with a mistake in it is left out."""
        found: list[Choice] = []
        seen: dict[str, Node] = {}
        for item in self.reader.items(node, "choices"):
            choice = self.choice(item, seen)
            if choice:
                found.append(choice)
        return tuple(found)

    def choice(self, node: Node, seen: dict[str, Node]) -> Choice | None:
        """Read a choice; `seen` are the keys of those before it."""
        reader = self.reader
        fields = reader.fields(node, "choice")
        if fields is None:
            reader.context.choices_lost = True
            return None
        first = next(iter(fields.values()), (node,))[0]
        place = place_of(reader.file, first)
        key = _choice_key(reader, fields, seen)
        reader.counted = (self.id, key)
        text = self.text(fields, "text")
        common = fields if "outcomes" in fields else {}
        choice = Choice(
            key=key,
            text=text or Text("", place, None),
            condition=self.condition(fields),
            locked=self.blocks(fields, "locked"),
            once=bool(reader.truth(fields["once"][1], "`once`")) if "once" in fields else False,
            effects=reader.effects(fields["do"][1]) if "do" in common else None,
            say=self.blocks(common, "say"),
            outcomes=self.outcomes(key, fields, first, place),
            place=place,
            was=self.was(fields),
        )
        reader.counted = self.id
        return choice if text and key else None

    def condition(self, fields: Fields) -> Condition | None:
        """Read an `if`."""
        return self.reader.condition(fields["if"][1]) if "if" in fields else None

    def outcomes(self, key: str, fields: Fields, first: Node, place: SourceSpan) -> tuple[Outcome, ...]:
        """Read what a choice comes to: one outcome on the choice itself, or several in a list."""
        if "outcomes" in fields:
            return self.several(key, fields)
        incomplete = isinstance(fields, IncompleteFields) or type(fields["text"][1]) is not Scalar
        if not self.then and not any(name in fields for name in _DOES):
            if not incomplete:
                self.reader.problem("S108", "this choice does nothing: no `to`, no `do`, no `say`", first)
            return ()
        return (self.outcome(key, fields, None, place),)

    def several(self, key: str, fields: Fields) -> tuple[Outcome, ...]:
        """Read outcomes."""
        reader = self.reader
        outcomes, node = fields["outcomes"]
        for name in ("to", "stay"):
            if name in fields:
                message = f"`{name}` stands either on the choice or in its outcomes"
                other = place_of(reader.file, outcomes)
                reader.problem("S107", message, fields[name][0], "", other, "the outcomes are here")
        items = reader.items(node, "outcomes")
        if type(node) is Sequence and not items:
            reader.problem("S108", "this choice does nothing: it has no outcome", outcomes)
        for item in items[:-1]:
            if type(item) is Mapping and not has_condition(item):
                reader.problem("S109", "the outcomes after this one never come about: it has no `if`", item)
                break
        found = []
        for item in items:
            inner = reader.fields(item, "outcome")
            if inner is not None:
                place = place_of(reader.file, item)
                found.append(self.outcome(key, inner, self.condition(inner), place))
        return tuple(found)

    def outcome(self, key: str, fields: Fields, condition: Condition | None, place: SourceSpan) -> Outcome:
        """Read one outcome of a choice."""
        return Outcome(
            condition=condition,
            effects=self.reader.effects(fields["do"][1]) if "do" in fields else None,
            say=self.blocks(fields, "say"),
            targets=self.leads(key, fields),
            place=place,
        )

    def leads(self, key: str, fields: Fields) -> tuple[Target, ...]:
        """Read where an outcome leads; nowhere is to stay."""
        reader = self.reader
        stay = "stay" in fields and reader.truth(fields["stay"][1], "`stay`") is True
        if stay and "to" in fields:
            other = place_of(reader.file, fields["to"][0])
            message = "a choice that stays leads nowhere"
            reader.problem("S107", message, fields["stay"][0], "", other, "it leads on here")
        elif stay and not self.then:
            message = "without a `to` the player stays anyway: this scene has no `then`"
            reader.problem("S107", message, fields["stay"][0], "leave out `stay`")
        if "to" in fields:
            return self.targets(fields["to"][1], key)
        return () if stay else self.then


def _choice_key(reader: Reader, fields: Fields, seen: dict[str, Node]) -> str:
    """Return a choice's key, unlike the others of its scene; empty with a problem if it has none."""
    node = _key_node(fields)
    if node is None:
        reader.context.choices_lost = True
        return ""
    if "id" in fields:
        key = reader.id(node, "the id of a choice") or ""
        if not key and type(node) is Scalar:
            reader.poison(node.value)
    else:
        assert type(node) is Scalar  # noqa: S101 - an `id` may be anything, a text is one here
        key = slug(node.value)
        if not key and not node.blank:
            message = "this text leaves no key for saves and walkthroughs"
            reader.problem("S104", message, node, "give the choice an `id`")
    if key and key in seen:
        first = place_of(reader.file, seen[key])
        message = f"two choices of this scene have the key `{key}`"
        reader.problem("S113", message, node, "give one of them an `id`", first, "the first is here")
        return ""
    seen[key] = node
    reader.context.choices.add((reader.scene, key))
    name = f"{reader.scene}.{key}"
    if "id" in fields:
        reader.note("choice", name, "declared", node)
    else:
        reader.note("choice", name, "derived", next(iter(fields.values()))[0])
    return key


def _key_node(fields: Fields) -> Node | None:
    """Return what a choice's key is made of: its `id`, else its text; None if there is neither."""
    if "id" in fields:
        return fields["id"][1]
    text = fields["text"][1] if "text" in fields else None
    return text if type(text) is Scalar else None
