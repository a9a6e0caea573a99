"""Terms checked against what a story declares: what each name is, and that types go together."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from game.story.diagnostics.problem import Remedy, instead
from game.story.language.bounds import counts_that_matter
from game.story.language.operators import (
    AT,
    CLAIM_FUNCTIONS,
    COMPARISONS,
    EFFECTS,
    FUNCTIONS,
    OPERATORS,
    Function,
    Type,
)
from game.story.language.parser import Fault, Term, truth_meant
from game.story.language.symbols import SymbolTable

TYPE_WORDS: dict[Type, str] = {"int": "a number", "bool": "true or false", "enum": "a word"}
_CONSTANTS = ("number", "truth", "word")
_FEW = 10  # words that a help line lists
_IN_WORDS = {1: "one", 2: "two", 3: "three"}


class Checked(NamedTuple):
    """A term with its names found, and its type."""

    term: Term
    type: Type


class Checker:
    """Finds what each name is, and that types go together; None where a fault was added.

    `scene` is the one that the terms stand in; empty outside of scenes.
    """

    def __init__(self, symbols: SymbolTable, faults: list[Fault], scene: str = "") -> None:
        self.symbols = symbols
        self.faults = faults
        self.scene = scene

    def check(self, term: Term, words: Iterable[str] = ()) -> Checked | None:
        """Return the term with its names found, and its type.

        `words` are the bare words that would do here.
        """
        if term.op == "number":
            return Checked(term, "int")
        if term.op == "truth":
            return Checked(term, "bool")
        if term.op == "name":
            return self._name(term, tuple(words))
        if term.text == "()":
            return self._call(term)
        if term.op in COMPARISONS:
            return self._compare(term)
        sign = OPERATORS[term.op]
        assert sign.takes is not None  # noqa: S101 - all others compare
        args = self._each(term.args, [sign.takes] * len(term.args), term.op)
        return Checked(term._replace(args=args), sign.gives) if args is not None else None

    def check_counts(self, term: Term, most: float = inf) -> bool:
        """Whether it can be told how far the counters that a term looks at must go; if not, add the fault.

        `most` is the value of the term beyond which more makes no difference.
        """
        for leaf, enough in counts_that_matter(term, self.symbols, most):
            if enough == inf:
                message = f"it can't be told how far `{leaf.op}` must count here"
                self._fault("E305", message, leaf, "compare it with a number, like `>= 2`")
                return False
        return True

    def _each(self, terms: tuple[Term, ...], wants: list[Type], op: str) -> tuple[Term, ...] | None:
        found = [self.check(term) for term in terms]
        good = True
        for term, result, want in zip(terms, found, wants, strict=True):
            if result is not None and result.type != want:
                sign = {"neg": "-"}.get(op, op)
                message = f"`{sign}` wants {TYPE_WORDS[want]}, and this is {TYPE_WORDS[result.type]}"
                help = comparison_help(term, self.symbols) if want == "bool" else ""
                self._fault("E303", message, term, help)
                good = False
        kept = [result.term for result in found if result is not None]
        return tuple(kept) if good and len(kept) == len(terms) else None

    def _name(self, term: Term, words: tuple[str, ...]) -> Checked | None:
        name = term.text
        if name in self.symbols.variables:
            return Checked(term, self.symbols.variables[name].type)
        if name in self.symbols.items:
            return Checked(term._replace(op="item"), "bool")
        if name in self.symbols.words:
            return Checked(term._replace(op="word"), "enum")
        help = truth_meant(name)
        shown = next((one for one in self.symbols.variables.values() if name in one.words), None)
        if shown:
            message = f"`{name}` is what a text prints for `{shown.name}`, and conditions see its number"
            self._fault("E303", message, term, instead(str(shown.low + shown.words.index(name))))
        elif name in FUNCTIONS or name in EFFECTS:
            self._fault("E305", f"`{name}` wants its arguments in parentheses", term)
        elif words:
            alike = (one.name for one in self.symbols.variables.values() if one.type == "enum")
            known = (*words, *alike)
            self._fault("R202", f"there is no word or variable `{name}`", term, help, known, _listed(words))
        else:
            known = (*self.symbols.variables, *self.symbols.items)
            self._fault("R202", f"there is no variable `{name}`", term, help, known)
        return None

    def _compare(self, term: Term) -> Checked | None:
        one, two = term.args
        sides = (self.check(one, self._words_beside(two)), self.check(two, self._words_beside(one)))
        if sides[0] is None or sides[1] is None:
            return None
        (left, type_), (right, other) = sides[0], sides[1]
        if type_ != other:
            odd = left if left.op in _CONSTANTS and right.op not in _CONSTANTS else right
            message = f"{TYPE_WORDS[type_]} can't be compared with {TYPE_WORDS[other]}"
            self._fault("E303", message, odd)
            return None
        if type_ != "int" and term.op not in ("==", "!="):
            self._fault("E303", f"`{term.op}` orders numbers, and this is {TYPE_WORDS[type_]}", left)
            return None
        checked = term._replace(args=(left, right))
        if type_ == "int" and not self.check_counts(checked):
            return None
        return Checked(checked, "bool") if self._words_fit(left, right) else None

    def _words_beside(self, term: Term) -> Iterable[str]:
        """Return the words that a term may be compared with."""
        variable = self.symbols.variables.get(term.text) if term.op == "name" else None
        if variable is not None:
            return variable.values
        return self.symbols.words if term.op == "name" and term.text not in self.symbols.items else ()

    def _words_fit(self, left: Term, right: Term) -> bool:
        for word, other in ((left, right), (right, left)):
            if word.op == "word" and other.op == "name":
                variable = self.symbols.variables[other.text]
                if word.text not in variable.values:
                    message = f"`{variable.name}` is never `{word.text}`, only {one_of(variable.values)}"
                    self._fault("R206", message, word, "", variable.values)
                    return False
        return True

    # --- functions --------------------------------------------------------------

    def _call(self, term: Term) -> Checked | None:
        known = {**FUNCTIONS, **CLAIM_FUNCTIONS} if self.symbols.is_for_claims else FUNCTIONS
        function = known.get(term.op)
        if function is not None and function.compute is None:
            return self._named(term, function)
        if function is not None:
            return self._computed(term, function)
        if term.op in EFFECTS:
            self._fault("E305", f"`{term.op}` is an effect, not a condition", term)
        elif term.op in CLAIM_FUNCTIONS:
            help = "`visited` asks whether a scene was ever entered"
            self._fault("E305", f"`{term.op}` is for claims alone", term, help)
        else:
            fault = Fault("E305", f"there is no function `{term.op}`", term.offset, len(term.op))
            self.faults.append(fault._replace(names=(*known,)))
        return None

    def _computed(self, term: Term, function: Function) -> Checked | None:
        wants: list[Type] = [want for want in function.takes if want == "int" or want == "bool"]
        if function.repeats:
            wants += wants[-1:] * (len(term.args) - len(wants))
        if len(term.args) != len(wants):
            what = f"{_IN_WORDS[len(wants)]} numbers" if wants[0] == "int" else "something to count"
            self._fault("E305", f"`{term.op}` wants {what}", term)
            return None
        args = self._each(term.args, wants, term.op)
        return Checked(term._replace(args=args), function.gives) if args is not None else None

    def _named(self, term: Term, function: Function) -> Checked | None:
        """Read a call that names a scene, a choice or an item."""
        (what,) = function.takes
        arg = term.args[0] if len(term.args) == 1 else None
        if arg is None or arg.op not in ("name", "and", "or") or arg.args:
            self._fault("E305", f"`{term.op}` wants the name of one {what}", term)
            return None
        if what == "item":
            return self._item(term, arg)
        if what == "choice" and "." not in arg.text:
            if not self.scene:
                message = f"`{term.op}` wants the choice's scene too outside of scenes"
                self._fault("E305", message, arg, f"write `{term.op}(scene.{arg.text})`")
                return None
            arg = arg._replace(text=f"{self.scene}.{arg.text}")
        if term.op == AT:
            return Checked(arg._replace(op=AT), "bool")
        leaf = arg._replace(op="chosen" if what == "choice" else "visits")
        if function.gives == "int":
            return Checked(leaf, "int")
        ever = (leaf, Term("number", "0", (), leaf.offset, leaf.length))
        return Checked(Term(">", "", ever, term.offset, term.length), "bool")

    def _item(self, term: Term, arg: Term) -> Checked | None:
        if arg.text in self.symbols.items:
            return Checked(Term("item", arg.text, (), term.offset, term.length), "bool")
        help = (
            f"`{arg.text}` is a variable: write it without `has`"
            if arg.text in self.symbols.variables
            else ""
        )
        self._fault("R203", f"there is no item `{arg.text}`", arg, help, tuple(self.symbols.items))
        return None

    def _fault(
        self,
        code: str,
        message: str,
        term: Term,
        help: str = "",
        names: tuple[str, ...] = (),
        otherwise: str = "",
    ) -> None:
        self.faults.append(Fault(code, message, term.offset, term.length, help, names, otherwise))


def comparison_help(term: Term, symbols: SymbolTable) -> str:
    """Return the help for a number or word that stands alone where true or false belongs; else nothing."""
    if term.op == "visits":
        return "compare it, like `>= 1`"
    variable = symbols.variables.get(term.text) if term.op == "name" else None
    if variable is None or variable.type == "bool":
        return ""
    test = f">= {variable.low + 1}" if variable.type == "int" else f"== {variable.values[0]}"
    return Remedy(f"compare it, like `{variable.name} {test}`", f"{variable.name} {test}")


def words_of(term: Term, symbols: SymbolTable) -> tuple[str, ...]:
    """Return the words that a term of words can be."""
    return (term.text,) if term.op == "word" else symbols.variables[term.text].values


def _listed(words: tuple[str, ...]) -> str:
    """Return the help for a word that is none of some: they, if they are few."""
    return f"write {one_of(words)}" if len(words) <= _FEW else ""


def one_of(words: tuple[str, ...]) -> str:
    """Say which words there are to choose from."""
    return " or ".join(f"`{word}`" for word in words)
