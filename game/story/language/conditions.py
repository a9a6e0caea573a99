"""Conditions: read, checked for types, compiled when they are first needed."""

from __future__ import annotations

from typing import NamedTuple

from game.story.diagnostics.problem import SourceSpan
from game.story.language.codegen import compile_test
from game.story.language.parser import Fault, Term, parse
from game.story.language.symbols import SymbolTable, Test
from game.story.language.types import TYPE_WORDS, Checker, comparison_help


class Condition(NamedTuple):
    """A condition that can hold or not. `place` is None where it stands inside a text.

    `scene` is the one it stands in, if it means something else in another; else it is empty.
    """

    source: str
    scene: str
    term: Term
    symbols: SymbolTable
    place: SourceSpan | None = None

    @property
    def meaning(self) -> tuple[str, str]:
        """What conditions that say the same have in common."""
        return self.source, self.scene

    @property
    def test(self) -> Test:
        """The condition compiled: a function of (values, counters)."""
        meaning = self.source, self.scene
        test = self.symbols.tests.get(meaning)
        if test is None:
            test = self.symbols.tests[meaning] = compile_test(self.term, self.symbols)
        return test


def read_condition(
    source: str, symbols: SymbolTable, faults: list[Fault], scene: str = ""
) -> Condition | None:
    """Read a condition that stands in a scene; None with faults added if it is not one.

    The same source gives the same one again.
    """
    scene = scene_that_matters(source, scene)
    if (source, scene) in symbols.conditions:
        known: Condition = symbols.conditions[source, scene]
        return known
    term = parse(source, faults)
    if term is None:
        return None
    checked = Checker(symbols, faults, scene).check(term)
    if checked is None:
        return None
    if checked[1] != "bool":
        message = "a condition must be true or false, and this is " + TYPE_WORDS[checked[1]]
        faults.append(Fault("E304", message, term.offset, term.length, comparison_help(term, symbols)))
        return None
    read = symbols.conditions[source, scene] = Condition(source, scene, checked[0], symbols)
    return read


def scene_that_matters(source: str, scene: str) -> str:
    """Return the scene if a source may mean something else in another: a choice can be named by its key."""
    return scene if "chosen" in source else ""
