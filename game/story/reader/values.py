"""Texts and ways on read from nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from sys import intern
from typing import assert_never

from game.story.counters import Asked
from game.story.diagnostics.problem import Remedy
from game.story.diagnostics.suggest import closest
from game.story.format import KNOWN
from game.story.language.parser import Fault
from game.story.model import Block, Blocks, Target
from game.story.reader.expressions import ExpressionReader
from game.story.reader.fields import Fields
from game.story.sanitize import clean
from game.story.text.alternatives import ALTERNATIVES
from game.story.text.parser import is_plain, read_text
from game.story.text.template import Alternatives, Conditional, PrintedValue, Text, walk
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_of

_SEVERAL = re.compile(r"[\w-]+(\s*,\s*[\w-]+)+\Z")


Write = Callable[[Mapping], str]  # reads a scene that is written in another, and gives its id


class Reader(ExpressionReader):
    """Reads the fields of one file into values, adding what is wrong to the context."""

    # --- text ---------------------------------------------------------------

    def text(self, node: Node, what: str, says: bool = False) -> Text | None:
        """Read a text with its braces; `says` if it is said to a choice."""
        good = type(node) is Scalar and (node.value or node.style)
        scalar = node if good else self.words(node, what)
        if type(scalar) is not Scalar:
            return None
        source, place = scalar.value, place_of(self.file, scalar)
        if is_plain(source):
            return Text(source, place, None)
        faults: list[Fault] = []
        text = read_text(source, place, self.symbols, faults, self.scene, says)
        if faults:
            self.faults(scalar, faults)
        for piece in walk(text.template or ()):
            if isinstance(piece, Alternatives):
                for asked in _asked_by(piece):
                    self.context.counted.setdefault(self.counted, []).append(asked)
            elif isinstance(piece, Conditional):
                self.note_counts(piece.condition.term, scalar, piece.offset + 1)
                self.note_names(piece.condition.term, scalar, piece.offset + 1)
            elif isinstance(piece, PrintedValue):
                name = piece.variable.name
                self.note("variable", name, "printed", scalar, piece.offset, len(name))
        return text

    def plain(self, node: Node, what: str) -> str:
        """Read a text whose words are always the same, as one line."""
        scalar = self.words(node, what)
        return " ".join(scalar.value.split()) if scalar else ""

    def line(self, fields: Fields, name: str) -> str:
        """Read a field whose words are always the same, cleaned; empty if it is not there."""
        return clean(self.plain(fields[name][1], f"the {name}")) if name in fields else ""

    def blocks(self, node: Node, what: str, says: bool = False) -> Blocks:
        """Read a text, or a list of texts and of blocks with conditions."""
        if type(node) is not Sequence:
            if type(node) is Mapping and "text" in node.entries and not node.flow:
                self.problem(
                    "S103", f"{what} is a text or a list of blocks", node, "start the block with `- `"
                )
                return ()
            text = self.text(node, what, says)
            return (Block(text, None, None, text.place),) if text else ()
        stray = next((item for item in node.items if is_choice(item)), None)
        if stray is not None:
            self.context.choices_lost = True
            help = "choices stand under `choices`; a text alone changes nothing and leads nowhere"
            self.problem("S103", "a choice stands here, in a list of texts", stray, help)
            return ()
        found = []
        for item in node.items:
            block = self.block(item, what, says)
            if block:
                found.append(block)
        return tuple(found)

    def block(self, node: Node, what: str, says: bool) -> Block | None:
        """Read one block: a text, or a map with `text` and perhaps `if` and `else`."""
        if type(node) is Scalar:
            text = self.text(node, what, says)
            return Block(text, None, None, text.place) if text else None
        if type(node) is Mapping and "else" in node.entries and "if" not in node.entries:
            message = "this `else` has no `if` in its block"
            self.problem("S109", message, node.entries["else"][0])
            return None
        fields = self.fields(node, "block")
        if fields is None:
            return None
        condition = self.condition(fields["if"][1]) if "if" in fields else None
        text = self.text(fields["text"][1], "the text", says) if "text" in fields else None
        otherwise = self.text(fields["else"][1], "the other text", says) if "else" in fields else None
        if text is None:
            return None
        place = condition.place if condition and condition.place else text.place
        return Block(text, condition, otherwise, place)

    def names(self, node: Node, what: str) -> tuple[str, ...]:
        """Read one name or a list of them."""
        nodes = node.items if type(node) is Sequence else [node]
        return tuple(name for one in nodes if (name := self.id(one, what)))

    # --- ways on ------------------------------------------------------------

    def targets(self, node: Node, write: Write) -> tuple[Target, ...]:
        """Read a `to` or `then`: one scene, or a list tried in order. `write` reads a scene written here."""
        if type(node) is Scalar and "," in node.value and _SEVERAL.match(node.value):
            help = "a list stands in `[` and `]`, and all but its last have an `if`"
            self.problem("S103", "a `to` is one scene, or a list of them", node, help)
            return ()
        link = self.link(node)
        if link:
            help = Remedy(f"write `to: {link[1]}`", link[1])
            self.problem("S103", "a `to` is one scene, or a list of them", node, help)
            return ()
        if type(node) is Scalar and node.value:
            place = place_of(self.file, node)
            self.context.scenes.append((node.value, place))
            self.note("scene", node.value, "entered", node)
            return (Target(intern(node.value), None, place),)  # many lead to the same scene
        if type(node) is not Sequence:
            if has_condition(node):
                self.problem("S110", "a `to` with an `if` may lead nowhere: it wants a list", node)
            target = self.target(node, write)
            return (target,) if target else ()
        if not node.items:
            self.problem("S110", "this list names no scene", node)
        for item in node.items[:-1]:
            if not has_condition(item):
                self.problem("S109", "what stands after this is never reached: it has no `if`", item)
                break
        if node.items and has_condition(node.items[-1]):
            self.problem("S110", "the last of a list must have no `if`: it may lead nowhere", node.items[-1])
        return tuple(target for item in node.items if (target := self.target(item, write)))

    def target(self, node: Node, write: Write) -> Target | None:
        """Read one entry of a `to`: the scene it names, to be looked up at the end, or one written here."""
        condition = None
        if type(node) is Mapping and not is_scene(node):
            fields = self.fields(node, "target")
            if fields is None or "scene" not in fields:
                return None
            condition = self.condition(fields["if"][1]) if "if" in fields else None
            node = fields["scene"][1]
        if type(node) is Mapping:
            scene, place = write(node), place_of(self.file, node)
        else:
            scalar = self.scalar(node, "the name of a scene")
            if scalar is None:
                return None
            scene, place = scalar.value, place_of(self.file, scalar)
            self.context.scenes.append((scene, place))
            self.note("scene", scene, "entered", scalar)
        return Target(scene, condition, condition.place if condition and condition.place else place)


def _asked_by(piece: Alternatives) -> tuple[Asked, ...]:
    """Return what alternatives ask of how often they were shown."""
    count, counts = len(piece.alternatives), ALTERNATIVES[piece.kind].counts
    match counts:
        case "up to the last":
            return (Asked(steady=count),)
        case "round":
            return (Asked(around=count),)
        case "not at all":
            return ()
    assert_never(counts)


def is_scene(node: Mapping) -> bool:
    """Whether a map that stands where a scene is named is a scene itself."""
    if not KNOWN["target"].isdisjoint(node.entries):
        return False
    known = KNOWN["scene"]
    return any(name in known or closest(name, known) is not None for name in node.entries)


def is_choice(node: Node) -> bool:
    """Whether an entry of a list can only be a choice."""
    if type(node) is not Mapping:
        return False
    keys = node.entries.keys()
    return keys <= KNOWN["choice"] and not KNOWN["block"].issuperset(keys)


def has_condition(node: Node) -> bool:
    """Whether an entry of a list has an `if`, good or bad."""
    return type(node) is Mapping and "if" in node.entries
