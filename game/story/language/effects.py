"""Effects: read, checked for types, compiled when they are first needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from game.story.diagnostics.problem import SourceSpan, instead
from game.story.language.codegen import compile_change
from game.story.language.conditions import scene_that_matters
from game.story.language.operators import EFFECTS, TARGET_TYPES, Type
from game.story.language.parser import MAX_SOURCE, Fault, Term, moved, parse, too_long
from game.story.language.symbols import Change, Item, SymbolTable, Variable
from game.story.language.types import TYPE_WORDS, Checker, one_of, words_of


class Assignment(NamedTuple):
    """One effect: the variable or item and the term that gives its new value.

    `scene` is the one it stands in, if it means something else in another; else it is empty.
    """

    target: Variable | Item
    term: Term
    source: str
    scene: str
    place: SourceSpan | None = None


class Effects(NamedTuple):
    """Effects done in order, each seeing the ones before."""

    assignments: tuple[Assignment, ...]
    symbols: SymbolTable

    @property
    def change(self) -> Change:
        """The effects compiled: a function of (values, counters) that gives the new values."""
        changes = self.symbols.changes
        meaning = tuple((one.source, one.scene) for one in self.assignments)
        if meaning not in changes:
            pairs = ((one.target, one.term) for one in self.assignments)
            changes[meaning] = compile_change(pairs, self.symbols)
        return changes[meaning]


_SET = re.compile(r"\s*([A-Za-z_]\w*)\s*(\+=|-=|=(?!=))")
_NEXT = re.compile(r"[,;](?=\s*([A-Za-z_]\w*)\s*(\+=|-=|=(?!=)|\())")
_CALL = re.compile(r"\s*([A-Za-z_]\w*)\s*\(\s*(\w+)\s*\)\s*\Z")


def read_effect(source: str, symbols: SymbolTable, faults: list[Fault], scene: str = "") -> Assignment | None:
    """Read one effect that stands in a scene; None with faults added if it is not one."""
    if len(source) > MAX_SOURCE:
        faults.append(too_long(source))
        return None
    reader = _EffectReader(source, symbols, faults, scene_that_matters(source, scene))
    call, setting = _CALL.match(source), _SET.match(source)
    if call and call[1] in EFFECTS:
        return reader.called(call)
    if setting:
        return reader.set(setting)
    faults.append(_not_an_effect(source))
    return None


class _EffectReader:
    def __init__(self, source: str, symbols: SymbolTable, faults: list[Fault], scene: str) -> None:
        self.source = source
        self.symbols = symbols
        self.faults = faults
        self.scene = scene

    def called(self, match: re.Match[str]) -> Assignment | None:
        """Read a call: what its row in EFFECTS says is set, as if the author had written that."""
        verb, name = match.groups()
        effect = EFFECTS[verb]
        target: Variable | Item | None
        if effect.takes == "item":
            target = self.item(name, match.start(2))
        else:
            target = self.variable(verb, name, match.start(2))
        term = parse(effect.value.format(it=name), self.faults) if target else None
        checked = Checker(self.symbols, self.faults, self.scene).check(term) if term else None
        if target is None or checked is None:
            return None
        value = moved(checked.term, match.start(1), len(verb))
        return Assignment(target, value, self.source, self.scene)

    def item(self, name: str, offset: int) -> Item | None:
        """Find the item that a call names."""
        if name not in self.symbols.items:
            known = tuple(self.symbols.items)
            self.fault("R203", f"there is no item `{name}`", offset, len(name), "", known)
        return self.symbols.items.get(name)

    def variable(self, verb: str, name: str, offset: int) -> Variable | None:
        """Find the variable that a call names, which is of the type that the call takes."""
        target = self.target(name, offset)
        wanted = TARGET_TYPES[EFFECTS[verb].takes]
        if target is None or target.type == wanted:
            return target
        message = f"`{verb}` wants {TYPE_WORDS[wanted]}, and `{name}` is {TYPE_WORDS[target.type]}"
        self.fault("E303", message, offset, len(name))
        return None

    def set(self, match: re.Match[str]) -> Assignment | None:
        """Read `name = value`, `name += 1`, `name -= 1`."""
        name, sign = match.groups()
        before = len(self.faults)
        for several in _NEXT.finditer(self.source, match.end()):
            if several[2] != "(" or several[1] in EFFECTS:
                self.faults.append(_second_effect(self.source, several.start()))
                return None
        target = self.target(name, match.start(1))
        term = parse(self.source, self.faults, match.end())
        checker = Checker(self.symbols, self.faults, self.scene)
        checked = checker.check(term, target.values if target else self.symbols.words) if term else None
        if target is None or checked is None:
            return None
        value, type_ = checked
        if sign != "=" and self.counts(sign, match.start(1), target, value, type_):
            here = Term("name", name, (), match.start(1), len(name))
            value = Term(sign[0], "", (here, value), value.offset, value.length)
        elif sign == "=":
            self.fits(target, value, type_)
        if target.type == "int" and len(self.faults) == before:
            checker.check_counts(value, target.high)
        return Assignment(target, value, self.source, self.scene) if len(self.faults) == before else None

    def target(self, name: str, offset: int) -> Variable | None:
        """Find the variable that is set."""
        if name in self.symbols.variables:
            return self.symbols.variables[name]
        if name in self.symbols.items:
            calls = one_of(tuple(f"{verb}({name})" for verb, one in EFFECTS.items() if one.takes == "item"))
            self.fault("E303", f"`{name}` is an item", offset, len(name), f"write {calls}")
        else:
            known = tuple(self.symbols.variables)
            self.fault("R202", f"there is no variable `{name}`", offset, len(name), "", known)
        return None

    def counts(self, sign: str, offset: int, target: Variable, value: Term, type_: Type) -> bool:
        """Whether a number is counted by a number; if not, the fault is added."""
        if target.type == type_ == "int":
            return True
        wrong, start, length = (type_, value.offset, value.length)
        if target.type != "int":
            wrong, start, length = (target.type, offset, len(target.name))
        self.fault("E303", f"`{sign}` counts, and this is {TYPE_WORDS[wrong]}", start, length)
        return False

    def fits(self, target: Variable, value: Term, type_: Type) -> None:
        """Add the fault of a value that the variable can't have."""
        if type_ != target.type:
            message = f"`{target.name}` is {TYPE_WORDS[target.type]}, and this is {TYPE_WORDS[type_]}"
            self.fault("E303", message, value.offset, value.length)
        elif type_ == "enum" and (odd := set(words_of(value, self.symbols)) - set(target.values)):
            message = f"`{target.name}` is never `{min(odd)}`, only {one_of(target.values)}"
            self.fault("R206", message, value.offset, value.length, "", target.values)

    def fault(
        self, code: str, message: str, offset: int, length: int, help: str = "", names: tuple[str, ...] = ()
    ) -> None:
        self.faults.append(Fault(code, message, offset, length, help, names))


# --- what an effect that isn't one lacks ------------------------------------------


def _second_effect(source: str, offset: int) -> Fault:
    message = f"a second effect starts after this `{source[offset]}`"
    return Fault("E301", message, offset, 1, "put several effects in `[` and `]`")


def _bare_call(match: re.Match[str], length: int) -> Fault | None:
    verb, name = match.groups()
    if verb not in EFFECTS:
        return None
    return Fault("E301", _wants_one(verb), match.start(1), length, instead(f"{verb}({name})"))


def _stepped(match: re.Match[str], length: int) -> Fault:
    name, sign = match.groups()
    message = f"`{sign}` is not part of the language"
    start, end = match.start(1) - match.start(2), match.end(2) - match.start(1)
    return Fault("E302", message, match.start(2), 2, instead(f"{name} {sign[0]}= 1"), mends=(start, end))


def _second_call(match: re.Match[str], length: int) -> Fault | None:
    return _second_effect(match.string, match.start(2)) if match[1] in EFFECTS else None


def _compared(match: re.Match[str], length: int) -> Fault:
    return Fault("E302", "`==` compares, and an effect sets", match.start(1), 2, instead("="))


def _wants_one(verb: str) -> str:
    return f"`{verb}` wants one {EFFECTS[verb].takes} in parentheses"


def _other_call(match: re.Match[str], length: int) -> Fault:
    name = match.group(1)
    if name in EFFECTS:
        return Fault("E301", _wants_one(name), match.start(1), length)
    return Fault("E305", f"there is no effect `{name}`", match.start(1), len(name), "", tuple(EFFECTS))


# What authors write for an effect, and what is said of it: the first that fits.
_MISTAKES: list[tuple[re.Pattern[str], Callable[[re.Match[str], int], Fault | None]]] = [
    (re.compile(r"\s*([A-Za-z_]\w*)\s+(\w+)\s*\Z"), _bare_call),
    (re.compile(r"\s*([A-Za-z_]\w*)\s*(\+\+|--)\s*\Z"), _stepped),
    (re.compile(r"\s*([A-Za-z_]\w*)\s*\(\s*\w+\s*\)\s*([,;])"), _second_call),
    (re.compile(r"\s*[A-Za-z_]\w*\s*(==)"), _compared),
    (re.compile(r"\s*([A-Za-z_]\w*)\s*\("), _other_call),
]


def _not_an_effect(source: str) -> Fault:
    """Say what an effect that isn't one lacks."""
    text = source.strip()
    if not text:
        return Fault("E301", "an effect is missing here", 0, 1)
    for pattern, mistake in _MISTAKES:
        match = pattern.match(source)
        fault = mistake(match, len(text)) if match else None
        if fault:
            return fault
    *others, last = (f"`{name}({effect.takes})`" for name, effect in EFFECTS.items())
    message = f"an effect is `name = value`, `name += 1`, `name -= 1`, {', '.join(others)} or {last}"
    return Fault("E301", message, len(source) - len(source.lstrip()), len(text))
