"""Terms checked against what a story declares: what each name is, and that kinds go together."""

from __future__ import annotations

from collections.abc import Iterable

from game.story.language.parser import COMPARE, Fault, Term, truth_meant
from game.story.language.symbols import FUNCTIONS, SymbolTable, Type

TYPE_WORDS: dict[Type, str] = {"int": "a number", "bool": "true or false", "enum": "a word"}
_WANTS: dict[str, Type] = {
    "+": "int",
    "-": "int",
    "*": "int",
    "neg": "int",
    "and": "bool",
    "or": "bool",
    "not": "bool",
}


class Checker:
    """Finds what each name is, and that kinds go together; None where a fault was added."""

    def __init__(self, symbols: SymbolTable, faults: list[Fault]) -> None:
        self.symbols = symbols
        self.faults = faults

    def check(self, term: Term, words: Iterable[str] = ()) -> tuple[Term, Type] | None:
        """Give the term with its names found, and its kind.

        `words` are the bare words that would do here.
        """
        if term.op == "number":
            return term, "int"
        if term.op == "truth":
            return term, "bool"
        if term.op == "name":
            return self._name(term, tuple(words))
        if term.text == "()":
            return self._call(term)
        if term.op in COMPARE:
            return self._compare(term)
        wants = _WANTS[term.op]
        args = self._each(term.args, wants, term.op)
        return (term._replace(args=args), "int" if wants == "int" else "bool") if args is not None else None

    def _each(self, terms: tuple[Term, ...], wants: Type, op: str) -> tuple[Term, ...] | None:
        found = [self.check(term) for term in terms]
        good = True
        for term, result in zip(terms, found, strict=True):
            if result is not None and result[1] != wants:
                sign = {"neg": "-"}.get(op, op)
                message = f"`{sign}` wants {TYPE_WORDS[wants]}, and this is {TYPE_WORDS[result[1]]}"
                help = comparison_help(term, self.symbols) if wants == "bool" else ""
                self.faults.append(Fault("E303", message, term.offset, term.length, help))
                good = False
        kept = [result[0] for result in found if result is not None]
        return tuple(kept) if good and len(kept) == len(terms) else None

    def _name(self, term: Term, words: tuple[str, ...]) -> tuple[Term, Type] | None:
        name = term.text
        if name in self.symbols.variables:
            return term, self.symbols.variables[name].type
        if name in self.symbols.items:
            return term._replace(op="item"), "bool"
        if name in self.symbols.words:
            return term._replace(op="word"), "enum"
        help = truth_meant(name)
        shown = next((one for one in self.symbols.variables.values() if name in one.words), None)
        if shown:
            message = f"`{name}` is what a text prints for `{shown.name}`, and conditions see its number"
            self._fault("E303", message, term, f"write `{shown.low + shown.words.index(name)}`")
        elif name in FUNCTIONS or name in ("take", "drop"):
            self._fault("E305", f"`{name}` wants its arguments in parentheses", term)
        elif words:
            alike = (one.name for one in self.symbols.variables.values() if one.type == "enum")
            self._fault("R202", f"there is no word or variable `{name}`", term, help, (*words, *alike))
        else:
            known = (*self.symbols.variables, *self.symbols.items)
            self._fault("R202", f"there is no variable `{name}`", term, help, known)
        return None

    def _compare(self, term: Term) -> tuple[Term, Type] | None:
        one, two = term.args
        sides = (self.check(one, self._words_beside(two)), self.check(two, self._words_beside(one)))
        if sides[0] is None or sides[1] is None:
            return None
        (left, kind), (right, other) = sides[0], sides[1]
        if kind != other:
            odd = self._odd_side(left, kind, right, other)
            message = f"{TYPE_WORDS[kind]} can't be compared with {TYPE_WORDS[other]}"
            self._fault("E303", message, odd)
            return None
        if kind != "int" and term.op not in ("==", "!="):
            self._fault("E303", f"`{term.op}` orders numbers, and this is {TYPE_WORDS[kind]}", left)
            return None
        return (term._replace(args=(left, right)), "bool") if self._words_fit(left, right) else None

    def _words_beside(self, term: Term) -> Iterable[str]:
        """Give the words that a term may be compared with."""
        variable = self.symbols.variables.get(term.text) if term.op == "name" else None
        if variable is not None:
            return variable.values
        return self.symbols.words if term.op == "name" and term.text not in self.symbols.items else ()

    @staticmethod
    def _odd_side(left: Term, kind: Type, right: Term, other: Type) -> Term:
        """Of two sides of unlike kinds, the one to point at: the constant beside a variable."""
        return (
            left
            if left.op in ("number", "truth", "word") and right.op not in ("number", "truth", "word")
            else right
        )

    def _words_fit(self, left: Term, right: Term) -> bool:
        for word, other in ((left, right), (right, left)):
            if word.op == "word" and other.op == "name":
                variable = self.symbols.variables[other.text]
                if word.text not in variable.values:
                    message = f"`{variable.name}` is never `{word.text}`, only {one_of(variable.values)}"
                    self._fault("R206", message, word, "", variable.values)
                    return False
        return True

    def _call(self, term: Term) -> tuple[Term, Type] | None:
        if term.op in ("min", "max"):
            if len(term.args) != 2:
                self._fault("E305", f"`{term.op}` wants two numbers", term)
                return None
            args = self._each(term.args, "int", term.op)
            return (term._replace(args=args), "int") if args is not None else None
        if term.op == "count":
            if not term.args:
                self._fault("E305", "`count` wants something to count", term)
                return None
            args = self._each(term.args, "bool", term.op)
            return (term._replace(args=args), "int") if args is not None else None
        if term.op in ("has", "visited"):
            return self._single_name(term)
        if term.op in ("take", "drop"):
            self._fault("E305", f"`{term.op}` is an effect, not a condition", term)
        else:
            known = (*FUNCTIONS,)
            length = len(term.op)
            self.faults.append(
                Fault("E305", f"there is no function `{term.op}`", term.offset, length, "", known)
            )
        return None

    def _single_name(self, term: Term) -> tuple[Term, Type] | None:
        what = "item" if term.op == "has" else "scene"
        if len(term.args) != 1 or term.args[0].op not in ("name", "and", "or") or term.args[0].args:
            self._fault("E305", f"`{term.op}` wants the name of one {what}", term)
            return None
        arg = term.args[0]
        if term.op == "visited":
            return Term("visited", arg.text, (), arg.offset, arg.length), "bool"
        if arg.text not in self.symbols.items:
            known = arg.text in self.symbols.variables
            help = f"`{arg.text}` is a variable: write it without `has`" if known else ""
            self._fault("R203", f"there is no item `{arg.text}`", arg, help, tuple(self.symbols.items))
            return None
        return Term("item", arg.text, (), term.offset, term.length), "bool"

    def _fault(
        self, code: str, message: str, term: Term, help: str = "", names: tuple[str, ...] = ()
    ) -> None:
        self.faults.append(Fault(code, message, term.offset, term.length, help, names))


def comparison_help(term: Term, symbols: SymbolTable) -> str:
    """Give the help for a variable that stands alone where true or false belongs; empty for anything else."""
    variable = symbols.variables.get(term.text) if term.op == "name" else None
    if variable is None or variable.type == "bool":
        return ""
    test = f">= {variable.low + 1}" if variable.type == "int" else f"== {variable.values[0]}"
    return f"compare it, like `{variable.name} {test}`"


def words_of(term: Term, symbols: SymbolTable) -> tuple[str, ...]:
    """Give the words that a term of the kind `word` can be."""
    return (term.text,) if term.op == "word" else symbols.variables[term.text].values


def one_of(words: tuple[str, ...]) -> str:
    """Say which words there are to choose from."""
    return " or ".join(f"`{word}`" for word in words)
