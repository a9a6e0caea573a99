"""Checked terms compiled to functions of (values, counters).

Only names, whole numbers and signs that are written here ever reach Python's compiler.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from game.story.language.operators import FUNCTIONS, OPERATORS
from game.story.language.parser import COUNTED, Term
from game.story.language.symbols import Change, Item, SymbolTable, Test, Variable

_ATOM = 9  # binds closer than any sign
_COMPARED = 4
_SCOPE: dict[str, Any] = {
    "__builtins__": {},
    "list": list,
    "tuple": tuple,
    **{name: function.compute for name, function in FUNCTIONS.items() if function.compute},
}


def _python(term: Term, symbols: SymbolTable) -> str:
    """Write a checked term as Python; parentheses only where precedence needs them."""
    op = term.op
    if op in ("number", "truth"):
        return term.text
    if op == "word":
        return repr(term.text)
    if op in ("name", "item"):
        return f"v[{(symbols.variables if op == 'name' else symbols.items)[term.text].index}]"
    if op in COUNTED:
        return f"m[{symbols.counters[op, term.text]}]"
    if op in FUNCTIONS:
        return f"{op}({', '.join(_python(arg, symbols) for arg in term.args)})"
    level = OPERATORS[op].level
    if op in ("not", "neg"):
        return f"{'not ' if op == 'not' else '-'}{_at(term.args[0], level, symbols)}"
    if op in ("and", "or"):
        return f" {op} ".join(_at(arg, level + 1, symbols) for arg in term.args)
    left, right = term.args
    return f"{_at(left, level + (level == _COMPARED), symbols)} {op} {_at(right, level + 1, symbols)}"


def _at(term: Term, level: int, symbols: SymbolTable) -> str:
    text = _python(term, symbols)
    binds = OPERATORS[term.op].level if term.op in OPERATORS else _ATOM
    return f"({text})" if binds < level else text


def compile_test(term: Term, symbols: SymbolTable) -> Test:
    """Make the function that tells whether a condition holds."""
    test: Test = eval(f"lambda v, m: {_python(term, symbols)}", dict(_SCOPE))  # noqa: S307
    return test


def compile_change(assignments: Iterable[tuple[Variable | Item, Term]], symbols: SymbolTable) -> Change:
    """Write the function that does effects on a copy of the values, clamping what is assigned."""
    lines = ["def change(v, m):", " v = list(v)"]
    for target, term in assignments:
        value = _python(term, symbols)
        if isinstance(target, Variable) and target.type == "int":
            low, high = target.low, target.high
            lines.append(f" t = {value}")
            lines.append(f" v[{target.index}] = {low} if t < {low} else {high} if t > {high} else t")
        else:
            lines.append(f" v[{target.index}] = {value}")
    lines.append(" return tuple(v)")
    scope: dict[str, Any] = {}
    exec("\n".join(lines), dict(_SCOPE), scope)  # noqa: S102 - written here, from a checked tree
    change: Change = scope["change"]
    return change
