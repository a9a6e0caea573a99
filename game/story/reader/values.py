"""Conditions, effects, texts and ways on read from nodes."""

from __future__ import annotations

import re
from sys import intern

from game.story.diagnostics.problem import Problem
from game.story.diagnostics.suggest import did_you_mean
from game.story.format import KNOWN
from game.story.language.expression import Assignment, Condition, Effects, read_condition, read_effect
from game.story.language.parser import Fault, leaves
from game.story.model import Block, Blocks, Target
from game.story.reader.fields import FieldReader
from game.story.text.parser import is_plain, read_text
from game.story.text.template import Alternatives, Conditional, Text, walk
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_in, place_of

_SEVERAL = re.compile(r"[\w-]+(\s*,\s*[\w-]+)+\Z")


class Reader(FieldReader):
    """Reads the fields of one file into values, adding what is wrong to the context."""

    # --- language -----------------------------------------------------------

    def condition(self, node: Node) -> Condition | None:
        """Read a condition."""
        scalar = self.scalar(node, "a condition")
        if scalar is None:
            return None
        source = scalar.value
        faults = self.context.failed.get(source, [])
        known = None if faults else read_condition(source, self.symbols, faults)
        if known is None:
            self.context.failed[source] = faults
            self.faults(scalar, faults)
            return None
        if "visited" in source:
            self.note_visited(known, scalar, 0)
        return Condition(known.source, known.term, known.symbols, place_of(self.file, scalar))

    def effects(self, node: Node) -> Effects | None:
        """Read one effect or a list of them."""
        found = []
        for item in node.items if type(node) is Sequence else [node]:
            scalar = self.scalar(item, "an effect")
            if scalar is None:
                continue
            source = scalar.value
            known = self.context.effects.get(source)
            if known is None:
                faults: list[Fault] = []
                known = read_effect(source, self.symbols, faults)
                self.faults(scalar, faults)
                if known is None:
                    continue
                if "visited" in source:
                    self.note_visited(Condition(source, known.term, self.symbols), scalar, 0)
                else:
                    self.context.effects[source] = known
            found.append(Assignment(known.target, known.term, known.source, place_of(self.file, scalar)))
        return Effects(tuple(found), self.symbols) if found else None

    def note_visited(self, condition: Condition, scalar: Scalar, start: int) -> None:
        """Remember the scenes a condition asks about, to be looked up when all are known."""
        for leaf in leaves(condition.term):
            if leaf.op == "visited":
                place = place_in(self.file, scalar, start + leaf.offset, leaf.length)
                self.context.visited.append((leaf.text, place))

    def faults(self, scalar: Scalar, faults: list[Fault]) -> None:
        """Turn faults in a scalar's value into problems in the file."""
        for fault in faults:
            place = place_in(self.file, scalar, fault.offset, fault.length)
            word = scalar.value[fault.offset : fault.offset + fault.length]
            help = fault.help or did_you_mean(word, fault.names)
            start = scalar.value.rfind("{", 0, fault.offset + 1) + 1
            end = re.compile(r"[:}]|\Z").search(scalar.value, fault.offset)
            source = scalar.value[start : end.start() if end else None]
            self.context.faults.append((Problem(fault.code, fault.message, place, help), source))

    # --- text ---------------------------------------------------------------

    def text(self, node: Node, what: str) -> Text | None:
        """Read a text with its marks."""
        good = type(node) is Scalar and (node.value or node.style)
        scalar = node if good else self.words(node, what)
        if type(scalar) is not Scalar:
            return None
        source, place = scalar.value, place_of(self.file, scalar)
        if is_plain(source):
            return Text(source, place, None)
        faults: list[Fault] = []
        text = read_text(source, place, self.symbols, faults)
        if faults:
            self.faults(scalar, faults)
        for piece in walk(text.template or ()):
            if isinstance(piece, Alternatives):
                self.context.turns.append(piece)
            elif isinstance(piece, Conditional) and "visited" in piece.condition.source:
                self.note_visited(piece.condition, scalar, piece.offset + 1)
        return text

    def plain(self, node: Node, what: str) -> str:
        """Read a text whose words are always the same, as one line."""
        scalar = self.words(node, what)
        return " ".join(scalar.value.split()) if scalar else ""

    def blocks(self, node: Node, what: str) -> Blocks:
        """Read a text, or a list of texts and of blocks with conditions."""
        if type(node) is not Sequence:
            if type(node) is Mapping and "text" in node.entries and not node.flow:
                self.problem(
                    "S103", f"{what} is a text or a list of blocks", node, "start the block with `- `"
                )
                return ()
            text = self.text(node, what)
            return (Block(text, None, None, text.place),) if text else ()
        stray = next((item for item in node.items if is_choice(item)), None)
        if stray is not None:
            self.context.choices_lost = True
            self.problem("S103", "a choice stands here, in a list of texts", stray)
            return ()
        found = []
        for item in node.items:
            block = self.block(item, what)
            if block:
                found.append(block)
        return tuple(found)

    def block(self, node: Node, what: str) -> Block | None:
        """Read one block: a text, or a map with `text` and perhaps `if` and `else`."""
        if type(node) is Scalar:
            text = self.text(node, what)
            return Block(text, None, None, text.place) if text else None
        if type(node) is Mapping and "else" in node.entries and "if" not in node.entries:
            message = "this `else` has no `if` in its block"
            self.problem("S109", message, node.entries["else"][0])
            return None
        fields = self.fields(node, "block")
        if fields is None:
            return None
        condition = self.condition(fields["if"][1]) if "if" in fields else None
        text = self.text(fields["text"][1], "the text") if "text" in fields else None
        otherwise = self.text(fields["else"][1], "the other text") if "else" in fields else None
        if text is None:
            return None
        place = condition.place if condition and condition.place else text.place
        return Block(text, condition, otherwise, place)

    # --- ways on ------------------------------------------------------------

    def targets(self, node: Node) -> tuple[Target, ...]:
        """Read a `to`: one scene, or a list tried in order."""
        if type(node) is Scalar and "," in node.value and _SEVERAL.match(node.value):
            help = "a list stands in `[` and `]`, and all but its last have an `if`"
            self.problem("S103", "a `to` is one scene, or a list of them", node, help)
            return ()
        if type(node) is Scalar and node.value:
            place = place_of(self.file, node)
            self.context.scenes.append((node.value, place))
            return (Target(intern(node.value), None, place),)  # many lead to the same scene
        if type(node) is not Sequence:
            if has_condition(node):
                self.problem("S110", "a `to` with an `if` may lead nowhere: it wants a list", node)
            target = self.target(node)
            return (target,) if target else ()
        if not node.items:
            self.problem("S110", "this list names no scene", node)
        for item in node.items[:-1]:
            if not has_condition(item):
                self.problem("S109", "what stands after this is never reached: it has no `if`", item)
                break
        if node.items and has_condition(node.items[-1]):
            self.problem("S110", "the last of a list must have no `if`: it may lead nowhere", node.items[-1])
        return tuple(target for item in node.items if (target := self.target(item)))

    def target(self, node: Node) -> Target | None:
        """Read one entry of a `to`, and remember the scene it names."""
        condition = None
        if type(node) is Mapping:
            fields = self.fields(node, "target")
            if fields is None or "scene" not in fields:
                return None
            condition = self.condition(fields["if"][1]) if "if" in fields else None
            node = fields["scene"][1]
        scalar = self.scalar(node, "the name of a scene")
        if scalar is None:
            return None
        place = place_of(self.file, scalar)
        self.context.scenes.append((scalar.value, place))
        return Target(scalar.value, condition, condition.place if condition and condition.place else place)


def is_choice(node: Node) -> bool:
    """Whether an entry of a list can only be a choice."""
    if type(node) is not Mapping:
        return False
    keys = node.entries.keys()
    return keys <= KNOWN["choice"] and not KNOWN["block"].issuperset(keys)


def has_condition(node: Node) -> bool:
    """Whether an entry of a list has an `if`, good or bad."""
    return type(node) is Mapping and "if" in node.entries
