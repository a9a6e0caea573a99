"""Conditions and effects read from nodes: their names noted, and what is wrong put in its place."""

from __future__ import annotations

import re
from math import inf

from game.story.counters import Asked
from game.story.diagnostics.guesses.conditions import guess_condition
from game.story.diagnostics.guesses.effects import guess_effect
from game.story.diagnostics.guesses.guess import Guess
from game.story.diagnostics.problem import Problem, Remedy
from game.story.diagnostics.source_text import SourceFile
from game.story.language.bounds import counts_that_matter
from game.story.language.conditions import Condition, read_condition, scene_that_matters
from game.story.language.effects import Assignment, Effects, read_effect
from game.story.language.parser import Fault, Term, leaves
from game.story.language.symbols import SymbolTable, Variable
from game.story.reader.commas import whole_effects, whole_items
from game.story.reader.fields import FieldReader
from game.story.reader.read_context import EVERYWHERE, Counted, ReadContext
from game.story.reader.uses import Kind, Role
from game.story.sanitize import invisible
from game.story.yaml.nodes import Node, Scalar, Sequence
from game.story.yaml.positions import place_in, place_of

_KINDS: dict[str, Kind] = {
    "name": "variable",
    "item": "item",
    "word": "word",
    "visits": "scene",
    "at": "scene",
    "chosen": "choice",
}


def _guessed(faults: list[Fault], guess: Guess | None, length: int) -> list[Fault]:
    """Return faults as what was meant by their source of some length, if that is something well known."""
    if guess is None or not faults:
        return faults
    code = "E301" if faults[0].code.startswith("R") else faults[0].code
    fault = faults[0]._replace(code=code, message=guess.message, help=guess.remedy, names=())
    if guess.length:
        fault = fault._replace(offset=guess.offset, length=guess.length)
    return [fault._replace(mends=(-fault.offset, length))]


class ExpressionReader(FieldReader):
    """Reads conditions and effects of one file, adding what is wrong to the context.

    `scene` is the id of the one being read, and `counted` says by what a `seq` goes that stands here:
    the scene's entries, or how often a choice was taken.
    """

    def __init__(self, file: SourceFile, symbols: SymbolTable, context: ReadContext) -> None:
        super().__init__(file, symbols, context)
        self.scene = ""
        self.counted: Counted = EVERYWHERE

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
            self.faults(scalar, _guessed(faults, guess_condition(scalar.value), len(scalar.value)))
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
                faults = _guessed(faults, guess_effect(source, type(self.counted) is str), len(source))
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
