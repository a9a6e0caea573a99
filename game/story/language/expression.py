"""Conditions and effects: read, checked for kinds, compiled when they are first needed."""

from __future__ import annotations

import re
from typing import NamedTuple

from game.story.diagnostics.problem import SourceSpan
from game.story.language.codegen import compile_change, compile_test
from game.story.language.parser import MAX_SOURCE, Fault, Term, parse, too_long
from game.story.language.symbols import Change, Item, SymbolTable, Test, Variable
from game.story.language.types import TYPE_WORDS, Checker, comparison_help, one_of, words_of


class Condition(NamedTuple):
    """A condition that can hold or not. `place` is None where it stands inside a text."""

    source: str
    term: Term
    symbols: SymbolTable
    place: SourceSpan | None = None

    @property
    def test(self) -> Test:
        """The condition compiled: a function of (values, counters)."""
        tests = self.symbols.tests
        if self.source not in tests:
            tests[self.source] = compile_test(self.term, self.symbols)
        return tests[self.source]


class Assignment(NamedTuple):
    """One effect: the variable or item and the term that gives its new value."""

    target: Variable | Item
    term: Term
    source: str
    place: SourceSpan | None = None


class Effects(NamedTuple):
    """Effects done in order, each seeing the ones before."""

    assignments: tuple[Assignment, ...]
    symbols: SymbolTable

    @property
    def change(self) -> Change:
        """The effects compiled: a function of (values, counters) that gives the new values."""
        changes, sources = self.symbols.changes, tuple(one.source for one in self.assignments)
        if sources not in changes:
            pairs = ((one.target, one.term) for one in self.assignments)
            changes[sources] = compile_change(pairs, self.symbols)
        return changes[sources]


def read_condition(source: str, symbols: SymbolTable, faults: list[Fault]) -> Condition | None:
    """Read a condition; None with faults added if it is not one. The same source gives the same one again."""
    if source in symbols.conditions:
        known: Condition = symbols.conditions[source]
        return known
    term = parse(source, faults)
    if term is None:
        return None
    checked = Checker(symbols, faults).check(term)
    if checked is None:
        return None
    if checked[1] != "bool":
        message = "a condition must be true or false, and this is " + TYPE_WORDS[checked[1]]
        faults.append(Fault("E304", message, term.offset, term.length, comparison_help(term, symbols)))
        return None
    read = symbols.conditions[source] = Condition(source, checked[0], symbols)
    return read


_EFFECT = re.compile(r"\s*([A-Za-z_]\w*)\s*(\+=|-=|=(?!=))")
_SEVERAL = re.compile(r"[,;]\s*(?:[A-Za-z_]\w*\s*(?:\+=|-=|=(?!=))|(?:take|drop)\s*\()")
_CARRY = re.compile(r"\s*(take|drop)\s*\(\s*(\w+)\s*\)\s*\Z")


def read_effect(source: str, symbols: SymbolTable, faults: list[Fault]) -> Assignment | None:
    """Read one effect; None with faults added if it is not one."""
    if len(source) > MAX_SOURCE:
        faults.append(too_long(source))
        return None
    carry = _CARRY.match(source)
    if carry:
        return _read_carry(carry, source, symbols, faults)
    match = _EFFECT.match(source)
    if not match:
        _not_an_effect(source, symbols, faults)
        return None
    name, sign = match.groups()
    faults_before = len(faults)
    several = _SEVERAL.search(source, match.end())
    if several:
        message = f"a second effect starts after this `{source[several.start()]}`"
        faults.append(Fault("E301", message, several.start(), 1, "put several effects in `[` and `]`"))
        return None
    target = _target(name, match.start(1), sign, symbols, faults)
    term = parse(source, faults, match.end())
    words = target.values if target else symbols.words
    checked = Checker(symbols, faults).check(term, words) if term else None
    if target is None or term is None or checked is None or len(faults) > faults_before:
        return None
    value, kind = checked
    if sign != "=":
        if target.type != "int" or kind != "int":
            wrong = (
                (match.start(1), len(name), target.type)
                if target.type != "int"
                else (term.offset, term.length, kind)
            )
            message = f"`{sign}` counts, and this is {TYPE_WORDS[wrong[2]]}"
            faults.append(Fault("E303", message, wrong[0], wrong[1]))
            return None
        here = Term("name", name, (), match.start(1), len(name))
        value = Term(sign[0], "", (here, value), term.offset, term.length)
    elif kind != target.type:
        message = f"`{name}` is {TYPE_WORDS[target.type]}, and this is {TYPE_WORDS[kind]}"
        faults.append(Fault("E303", message, term.offset, term.length))
        return None
    elif kind == "enum" and not set(words_of(value, symbols)) <= set(target.values):
        odd = sorted(set(words_of(value, symbols)) - set(target.values))
        message = f"`{name}` is never `{odd[0]}`, only {one_of(target.values)}"
        faults.append(Fault("R206", message, term.offset, term.length, "", target.values))
        return None
    return Assignment(target, value, source)


def _read_carry(
    match: re.Match[str], source: str, symbols: SymbolTable, faults: list[Fault]
) -> Assignment | None:
    verb, name = match.groups()
    item = symbols.items.get(name)
    if item is None:
        faults.append(
            Fault("R203", f"there is no item `{name}`", match.start(2), len(name), "", tuple(symbols.items))
        )
        return None
    return Assignment(item, Term("truth", str(verb == "take"), (), match.start(1), len(verb)), source)


def _target(name: str, offset: int, sign: str, symbols: SymbolTable, faults: list[Fault]) -> Variable | None:
    if name in symbols.variables:
        return symbols.variables[name]
    if name in symbols.items:
        help = f"write `take({name})` or `drop({name})`"
        faults.append(Fault("E303", f"`{name}` is an item", offset, len(name), help))
    else:
        message = f"there is no variable `{name}`"
        faults.append(Fault("R202", message, offset, len(name), "", tuple(symbols.variables)))
    return None


def _not_an_effect(source: str, symbols: SymbolTable, faults: list[Fault]) -> None:
    """Say what an effect that isn't one lacks."""
    text = source.strip()
    start = len(source) - len(source.lstrip())
    equal = re.match(r"\s*[A-Za-z_]\w*\s*(==)", source)
    call = re.match(r"\s*([A-Za-z_]\w*)\s*\(", source)
    step = re.fullmatch(r"([A-Za-z_]\w*)\s*(\+\+|--)", text)
    second = re.match(r"\s*(?:take|drop)\s*\(\s*\w+\s*\)\s*([,;])", source)
    bare = re.fullmatch(r"(take|drop)\s+(\w+)", text)
    if bare:
        help = f"write `{bare.group(1)}({bare.group(2)})`"
        message = f"`{bare.group(1)}` wants one item in parentheses"
        faults.append(Fault("E301", message, start, len(text), help))
    elif step:
        help = f"write `{step.group(1)} {step.group(2)[0]}= 1`"
        message = f"`{step.group(2)}` is not part of the language"
        faults.append(Fault("E302", message, start + step.start(2), 2, help))
    elif second:
        message = f"a second effect starts after this `{second.group(1)}`"
        faults.append(Fault("E301", message, second.start(1), 1, "put several effects in `[` and `]`"))
    elif equal:
        faults.append(Fault("E302", "`==` compares, and an effect sets", equal.start(1), 2, "write `=`"))
    elif call and call.group(1) in ("take", "drop"):
        message = f"`{call.group(1)}` wants one item in parentheses"
        faults.append(Fault("E301", message, start, max(len(text), 1)))
    elif call:
        message = f"there is no effect `{call.group(1)}`"
        faults.append(Fault("E305", message, call.start(1), len(call.group(1)), "", ("take", "drop")))
    elif not text:
        faults.append(Fault("E301", "an effect is missing here", 0, 1))
    else:
        message = "an effect is `name = value`, `name += 1`, `name -= 1`, `take(item)` or `drop(item)`"
        faults.append(Fault("E301", message, start, len(text)))
