"""Checked terms compiled to functions of (values, counters).

Only names, whole numbers and signs that are written here ever reach Python's compiler. It is slow, and
conditions are much alike: what differs between them, numbers and words, is written as names, so that each
shape is compiled once and the others are made from it:

    has(ring) and trust > 2     lambda k0, k1, k2: lambda v, m: v[k0] and v[k1] > k2     made with (4, 0, 2)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from game.story.language.operators import FUNCTIONS, OPERATORS
from game.story.language.parser import COUNTED, Term
from game.story.language.symbols import Change, Item, SymbolTable, Test, Value, Variable

_ATOM = 9  # binds closer than any sign
_COMPARED = 4
_SHAPES = 4096  # of conditions and effects that are kept compiled
_SCOPE: dict[str, Any] = {
    "__builtins__": {},
    "list": list,
    "tuple": tuple,
    **{name: function.compute for name, function in FUNCTIONS.items() if function.compute},
}


class _Writer:
    """Writes terms as Python; `constants` are what stands for their names, in order."""

    def __init__(self, symbols: SymbolTable) -> None:
        self.constants: list[Value] = []
        self._symbols = symbols

    def constant(self, value: Value) -> str:
        """Return the name of one more constant."""
        self.constants.append(value)
        return f"k{len(self.constants) - 1}"

    def made(self, python: str) -> Any:
        """Return the function of the shape that was written, with the constants of this one."""
        names = ", ".join(f"k{number}" for number in range(len(self.constants)))
        return _compiled(f"def make({names}):\n{python}")(*self.constants)

    def term(self, term: Term) -> str:
        """Write a checked term; parentheses only where precedence needs them."""
        op, symbols = term.op, self._symbols
        if op == "number":
            return self.constant(int(term.text))
        if op == "truth":
            return term.text
        if op == "word":
            return self.constant(term.text)
        if op in ("name", "item"):
            known = symbols.variables if op == "name" else symbols.items
            return f"v[{self.constant(known[term.text].index)}]"
        if op in COUNTED:
            return f"m[{self.constant(symbols.counters[op, term.text])}]"
        if op in FUNCTIONS:
            return f"{op}({', '.join(map(self.term, term.args))})"
        level = OPERATORS[op].level
        if op in ("not", "neg"):
            return f"{'not ' if op == 'not' else '-'}{self._at(term.args[0], level)}"
        if op in ("and", "or"):
            return f" {op} ".join(self._at(arg, level + 1) for arg in term.args)
        left, right = term.args
        return f"{self._at(left, level + (level == _COMPARED))} {op} {self._at(right, level + 1)}"

    def _at(self, term: Term, level: int) -> str:
        text = self.term(term)
        binds = OPERATORS[term.op].level if term.op in OPERATORS else _ATOM
        return f"({text})" if binds < level else text

    def assignment(self, target: Variable | Item, term: Term) -> Iterable[str]:
        """Write lines that give a variable or an item its new value, clamped to what it can have."""
        value, index = self.term(term), self.constant(target.index)
        if isinstance(target, Variable) and target.type == "int":
            low, high = self.constant(target.low), self.constant(target.high)
            yield f"  t = {value}"
            yield f"  v[{index}] = {low} if t < {low} else {high} if t > {high} else t"
        else:
            yield f"  v[{index}] = {value}"


@lru_cache(maxsize=_SHAPES)
def _compiled(python: str) -> Callable[..., Any]:
    """Compile what makes functions of a shape."""
    scope: dict[str, Any] = {}
    exec(python, dict(_SCOPE), scope)  # noqa: S102 - written here, from a checked tree
    made: Callable[..., Any] = scope["make"]
    return made


def compile_test(term: Term, symbols: SymbolTable) -> Test:
    """Make the function that tells whether a condition holds."""
    writer = _Writer(symbols)
    test: Test = writer.made(f" return lambda v, m: {writer.term(term)}")
    return test


def compile_change(assignments: Iterable[tuple[Variable | Item, Term]], symbols: SymbolTable) -> Change:
    """Make the function that does effects on a copy of the values, clamping what is assigned."""
    writer = _Writer(symbols)
    done = [line for target, term in assignments for line in writer.assignment(target, term)]
    lines = [" def change(v, m):", "  v = list(v)", *done, "  return tuple(v)", " return change"]
    change: Change = writer.made("\n".join(lines))
    return change
