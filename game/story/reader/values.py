"""Conditions, effects, texts and ways on read from nodes."""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf
from sys import intern
from typing import assert_never

from game.story.counters import Asked
from game.story.diagnostics.guesses import Guess, guess_condition, guess_effect
from game.story.diagnostics.problem import Problem, Remedy
from game.story.diagnostics.source_text import SourceFile
from game.story.diagnostics.suggest import closest
from game.story.format import KNOWN
from game.story.language.bounds import counts_that_matter
from game.story.language.conditions import Condition, read_condition, scene_that_matters
from game.story.language.effects import Assignment, Effects, read_effect
from game.story.language.parser import Fault, Term, leaves
from game.story.language.symbols import SymbolTable, Variable
from game.story.model import Block, Blocks, Target
from game.story.reader.commas import whole_effects, whole_items
from game.story.reader.fields import FieldReader, Fields
from game.story.reader.read_context import EVERYWHERE, Counted, ReadContext
from game.story.reader.uses import Kind, Role
from game.story.sanitize import clean, invisible
from game.story.text.alternatives import ALTERNATIVES
from game.story.text.parser import is_plain, read_text
from game.story.text.template import Alternatives, Conditional, PrintedValue, Text, walk
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_in, place_of

_KINDS: dict[str, Kind] = {
    "name": "variable",
    "item": "item",
    "word": "word",
    "visits": "scene",
    "at": "scene",
    "chosen": "choice",
}
_SEVERAL = re.compile(r"[\w-]+(\s*,\s*[\w-]+)+\Z")


Write = Callable[[Mapping], str]  # reads a scene that is written in another, and gives its id


def guessed(faults: list[Fault], guess: Guess | None, length: int) -> list[Fault]:
    """Return faults as what was meant by their source of some length, if that is something well known."""
    if guess is None or not faults:
        return faults
    code = "E301" if faults[0].code.startswith("R") else faults[0].code
    fault = faults[0]._replace(code=code, message=guess.message, help=guess.remedy, names=())
    if guess.length:
        fault = fault._replace(offset=guess.offset, length=guess.length)
    return [fault._replace(mends=(-fault.offset, length))]


class Reader(FieldReader):
    """Reads the fields of one file into values, adding what is wrong to the context.

    `scene` is the id of the one being read, and `counted` says by what a `seq` goes that stands here:
    the scene's entries, or how often a choice was taken.
    """

    def __init__(self, file: SourceFile, symbols: SymbolTable, context: ReadContext) -> None:
        super().__init__(file, symbols, context)
        self.scene = ""
        self.counted: Counted = EVERYWHERE

    # --- language -----------------------------------------------------------

    def condition(self, node: Node) -> Condition | None:
        """Read a condition."""
        if type(node) is Sequence:
            items = whole_items(self.file, node)
            terms = [item.value for item in items if type(item) is Scalar and item.value]
            help = f"write `{' and '.join(terms)}`" if len(terms) == len(items) > 0 else ""
            self.problem("S103", "a condition is one text, and no list", node, help)
            return None
        scalar = self.scalar(node, "a condition")
        if scalar is None:
            return None
        meaning = scalar.value, scene_that_matters(scalar.value, self.scene)
        faults = self.context.failed.get(meaning, [])
        known = None if faults else read_condition(scalar.value, self.symbols, faults, self.scene)
        if known is None:
            self.context.failed[meaning] = faults
            self.faults(scalar, guessed(faults, guess_condition(scalar.value), len(scalar.value)))
            return None
        self.note_counts(known.term, scalar)
        self.note_names(known.term, scalar)
        return known._replace(place=place_of(self.file, scalar))

    def effects(self, node: Node) -> Effects | None:
        """Read one effect or several: a list of them, or one a line."""
        found: list[Assignment] = []
        for item in whole_effects(self.file, node, self.context.problems):
            scalar = self.scalar(item, "an effect")
            if scalar is None:
                continue
            lines = scalar.value.split("\n") if "\n" in scalar.value else [scalar.value]
            offset = 0
            for line in lines:
                if line.strip() or len(lines) == 1:
                    found += self.effect(line, scalar, offset, len(lines) > 1)
                offset += len(line) + 1
        return Effects(tuple(found), self.symbols) if found else None

    def effect(self, source: str, scalar: Scalar, offset: int, is_line: bool) -> list[Assignment]:
        """Read one effect, which starts so far behind the start of its scalar; none if it is not one."""
        meaning = source, scene_that_matters(source, self.scene)
        known = self.context.effects.get(meaning)
        if known is None:
            faults: list[Fault] = []
            known = read_effect(source, self.symbols, faults, self.scene)
            if faults:
                faults = guessed(faults, guess_effect(source, type(self.counted) is str), len(source))
            self.faults(scalar, [fault._replace(offset=fault.offset + offset) for fault in faults])
            if known is None:
                return []
            self.context.effects[meaning] = known
        most = known.target.high if isinstance(known.target, Variable) else inf
        self.note_counts(known.term, scalar, offset, most)
        self.note_effect(known, source, scalar, offset)
        length = len(source.strip())
        start = offset + len(source) - len(source.lstrip())
        place = place_in(self.file, scalar, start, length) if is_line else place_of(self.file, scalar)
        return [known._replace(place=place)]

    def note_counts(self, term: Term, scalar: Scalar, start: int = 0, most: float = inf) -> None:
        """Remember the scenes and choices whose counts are asked about, to be looked up at the end."""
        for leaf, enough in counts_that_matter(term, self.symbols, most):
            place = place_in(self.file, scalar, start + leaf.offset, leaf.length)
            asked = Asked(max(1, int(enough)))
            if leaf.op == "visits":
                self.context.asked_scenes.append((leaf.text, place))
                self.context.counted.setdefault(leaf.text, []).append(asked)
            else:
                scene, _, key = leaf.text.rpartition(".")
                self.context.asked_choices.append((leaf.text, place))
                self.context.counted.setdefault((scene, key), []).append(asked)

    def note_names(self, term: Term, scalar: Scalar, start: int = 0, stop: int = 0) -> None:
        """Note the names in a term, which starts so far behind its scalar's start; none before `stop`."""
        if self.context.uses is None:
            return
        for leaf in leaves(term):
            kind = _KINDS.get(leaf.op)
            if kind is None or leaf.offset < stop:
                continue
            offset, length = start + leaf.offset, leaf.length
            if leaf.op == "item":  # perhaps within `has(…)`
                offset = scalar.value.index(leaf.text, offset)
                length = len(leaf.text)
            role: Role = "read" if kind in ("variable", "item", "word") else "asked about"
            self.note(kind, leaf.text, role, scalar, offset, length)

    def note_effect(self, effect: Assignment, source: str, scalar: Scalar, start: int) -> None:
        """Note the names in an effect: the one that is set, and those that it is set by."""
        if self.context.uses is None:
            return
        name = effect.target.name
        kind: Kind = "variable" if isinstance(effect.target, Variable) else "item"
        found = re.search(rf"\b{re.escape(name)}\b", source)
        if found:
            self.note(kind, name, "set", scalar, start + found.start(), len(name))
            self.note_names(effect.term, scalar, start, found.end())

    def faults(self, scalar: Scalar, faults: list[Fault]) -> None:
        """Turn faults in a scalar's value into problems in the file."""
        for fault in faults:
            place = place_in(self.file, scalar, fault.offset, fault.length)
            word = scalar.value[fault.offset : fault.offset + fault.length]
            help = fault.help or self.context.suggestions.did_you_mean(word, fault.names) or fault.otherwise
            if word and invisible(word):
                help = Remedy("delete it: it can't be seen", "")
            help = self.remedy(scalar, fault, help)
            start = scalar.value.rfind("{", 0, fault.offset + 1) + 1
            end = re.compile(r"[:}]|\Z").search(scalar.value, fault.offset)
            source = scalar.value[start : end.start() if end else None]
            self.context.faults.append((Problem(fault.code, fault.message, place, help), source))

    def remedy(self, scalar: Scalar, fault: Fault, help: str) -> str:
        """Return the help with the place that it mends, on one line; words alone where it is on several."""
        if not isinstance(help, Remedy):
            return help
        start, length = fault.mends
        first, length = fault.offset + start, length or fault.length
        place, end = (place_in(self.file, scalar, one, 1) for one in (first, first + length - 1))
        if place.line != end.line or end.column - place.column != length - 1:
            return str(help)
        around = scalar.value[max(first - 1, 0) : first], scalar.value[first + length :][:1]
        before, behind = (" " if help.new.isalpha() and sign.isalnum() else "" for sign in around)
        whole = place._replace(end_column=place.column + length) if fault.mends[1] else None
        return Remedy(help, before + help.new + behind, whole)

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
