"""Claims: what an author says must hold in every playthrough.

A claim is broken in a state where `when` holds and `then` does not. `never: c` is `when: c` without a
`then` that could hold, and `always: c` is `then: c` whenever. `at(scene)` is the one function that only
claims know; in one scene it is simply true or false, so what breaks a claim there is a plain condition:

    never: at(stall) and not has(ring)      in `stall`: not has(ring)      elsewhere: false
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from game.story.counters import CounterTable
from game.story.diagnostics.problem import SourceSpan
from game.story.language.codegen import compile_test
from game.story.language.conditions import Condition
from game.story.language.operators import AT
from game.story.language.parser import Term, leaves
from game.story.language.symbols import SymbolTable, Test

_TRUE, _FALSE = Term("truth", "True", (), 0, 0), Term("truth", "False", (), 0, 0)


@dataclass(frozen=True, slots=True)
class Claim:
    """What must hold: `then` whenever `when` holds. Without `when` always, without `then` never."""

    name: str
    when: Condition | None
    then: Condition | None
    about: str
    place: SourceSpan

    @property
    def scenes(self) -> frozenset[str]:
        """The scenes that it is said to be in; in all others it means the same."""
        return frozenset(leaf.text for leaf in self._leaves() if leaf.op == AT)

    @property
    def names(self) -> list[str]:
        """The variables and items it speaks of, in order."""
        return list(dict.fromkeys(leaf.text for leaf in self._leaves() if leaf.op in ("name", "item")))

    def broken_in(self, scene: str) -> Term:
        """Return the condition that breaks it in a scene."""
        when = _TRUE if self.when is None else _known(self.when.term, scene)
        then = _FALSE if self.then is None else _known(self.then.term, scene)
        return _folded(Term("and", "", (when, _folded(Term("not", "", (then,), 0, 0))), 0, 0))

    def _leaves(self) -> Iterator[Term]:
        for condition in (self.when, self.then):
            if condition is not None:
                yield from leaves(condition.term)


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """The claims of a story, what they may speak of, and the counters that tell all they ask.

    Those have the counters of the story itself in front, so its own conditions read them as well; only
    whoever looks at claims counts the others.
    """

    claims: tuple[Claim, ...]
    symbols: SymbolTable
    counters: CounterTable

    def breaks(self) -> list[Mapping[str, Test]]:
        """Return for each claim, by scene it is said to be in, the test that it is broken; "" for others."""
        return [
            {scene: self.compiled(claim.broken_in(scene)) for scene in ("", *sorted(claim.scenes))}
            for claim in self.claims
        ]

    def compiled(self, term: Term) -> Test:
        """Return a condition compiled: a function of (values, counters)."""
        return compile_test(term, self.symbols)


def _known(term: Term, scene: str) -> Term:
    """Return a condition as it is in a scene, with everything left out that is known there."""
    if term.op == AT:
        return _TRUE if term.text == scene else _FALSE
    return _folded(term._replace(args=tuple(_known(arg, scene) for arg in term.args)))


def _folded(term: Term) -> Term:
    """Return a condition that says the same with fewer constants."""
    if term.op == "not":
        flipped = {_TRUE: _FALSE, _FALSE: _TRUE}
        return flipped.get(_bare(term.args[0]), term)
    if term.op not in ("and", "or"):
        return term
    decides, says_nothing = (_FALSE, _TRUE) if term.op == "and" else (_TRUE, _FALSE)
    args = tuple(arg for arg in term.args if _bare(arg) != says_nothing)
    if any(_bare(arg) == decides for arg in args):
        return decides
    if len(args) < 2:
        return args[0] if args else says_nothing
    return term._replace(args=args)


def _bare(term: Term) -> Term:
    """Return a constant without its place, so that it can be compared."""
    return Term(term.op, term.text, (), 0, 0) if term.op == "truth" else term
