"""Conditions said in plain words, for those who don't read the language of stories."""

from __future__ import annotations

from collections.abc import Callable

from game.story.language.parser import Term
from game.story.language.symbols import SymbolTable

_COMPARED = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_COUNTED = {"visits": "times in", "chosen": "times chosen:"}
_ONCE = {"visits": "has been in", "chosen": "has chosen"}
_JOINED = {"and": ", and ", "or": ", or "}
_REST: dict[str, Callable[..., str]] = {
    "not": lambda one: f"not ({one})",
    "neg": lambda one: f"-{one}",
    "min": lambda one, other: f"the lesser of {one} and {other}",
    "max": lambda one, other: f"the greater of {one} and {other}",
    "count": lambda *all_: f"how many of these: {'; '.join(all_)}",
}


def in_words(term: Term, symbols: SymbolTable) -> str:
    """Say a condition in plain words: `trust >= 3 and ring` is "trust is at least 3, and has Ring"."""
    if term.op in _COUNTED:
        return f"{_COUNTED[term.op]} {term.text}"
    if term.op == "item":
        return f"has {symbols.items[term.text].title}"
    if not term.args:
        return term.text.lower() if term.op == "truth" else term.text
    if term.op == ">" and term.args[0].op in _ONCE and term.args[1].text == "0":
        return f"{_ONCE[term.args[0].op]} {term.args[0].text}"
    said = [in_words(arg, symbols) for arg in term.args]
    if term.op in _JOINED:
        return _JOINED[term.op].join(said)
    if term.op in _REST:
        return _REST[term.op](*said)
    return f" {_COMPARED.get(term.op, term.op)} ".join(said)
