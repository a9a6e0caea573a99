"""The grammar of conditions and effects: a source read into a tree of terms.

Problem: authors type conditions by hand, so what is wrong has to be told at its place and in their words.
Method: recursive descent, a method for each level of precedence, over tokens that keep their offsets; the
first fault ends the reading. The signs are a few of Python's, so precedence is Python's too:

    either (or) > both (and) > inverse (not) > comparison > sum (+ -) > product (*) > unary (-) > atom

    trust > 2 and not met      and(>(trust, 2), not(met))

Length, depth and signs of arithmetic are bounded, which bounds the recursion of everything that walks a tree.
What a name means, and whether kinds go together, is `types`' to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from game.story.diagnostics.problem import Remedy, instead
from game.story.language.operators import COMPARISONS, FUNCTIONS

COUNTED = ("visits", "chosen")  # the terms that look at a counter
MAX_SOURCE = 500
MAX_DEPTH = 30
MAX_DIGITS = 9
MAX_SIGNS = 60  # of arithmetic in one source, which bounds how deep its tree can be


class Fault(NamedTuple):
    """What is wrong with a source: from which character, how many, and what would mend it."""

    code: str
    message: str
    offset: int
    length: int
    help: str = ""
    names: tuple[str, ...] = ()  # what a misspelt name may have meant
    otherwise: str = ""  # what would mend it if none of the names was meant
    mends: tuple[int, int] = (0, 0)  # from `offset`, and how many: what a remedy replaces, if it is more


class Term(NamedTuple):
    """A node of the tree: an operation on terms, or a leaf with its text.

    `op` is `number`, `truth`, `word`, `name`, `item`, `visits` or `chosen` (looks at the counter of a
    scene or of a `scene.choice`), a sign of the language, `neg`, or the name of a function that computes.
    """

    op: str
    text: str
    args: tuple[Term, ...]
    offset: int
    length: int


def moved(term: Term, offset: int, length: int) -> Term:
    """Return a tree all of which stands at one place: what an author wrote shorter."""
    args = tuple(moved(arg, offset, length) for arg in term.args)
    return term._replace(args=args, offset=offset, length=length)


def leaves(term: Term) -> Iterator[Term]:
    """Yield the leaves of the tree: names, items, looks at counters, constants."""
    if not term.args:
        yield term
    for arg in term.args:
        yield from leaves(arg)


_TOKEN = re.compile(r"\s*(?:(\d+)|([^\W\d]\w*(?:\.\w+)*)|(==|!=|<=|>=|[<>+\-*(),])|(\S))")
_ODD = re.compile(r"=>|=<|<>|&&|\|\||\S")
_HELP = {
    "=": Remedy("to compare, write `==`", "=="),
    "=>": instead(">="),
    "=<": instead("<="),
    "<>": instead("!="),
    "≥": instead(">="),
    "≤": instead("<="),
    "≠": instead("!="),
    "&": instead("and"),
    "&&": instead("and"),
    "|": instead("or"),
    "||": instead("or"),
    "!": instead("not"),
    "{": "names stand here without braces",
    '"': "words stand here without quotes",
    "'": "words stand here without quotes",
}
_PLAIN_WORDS = {"is": "==", "equals": "==", "isnt": "!=", "AND": "and", "OR": "or", "NOT": "not"}
_NAMED = tuple(name for name, function in FUNCTIONS.items() if function.compute is None)
_TRUTHS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


class _Token(NamedTuple):
    kind: str  # number, name, sign, end
    text: str
    offset: int


class _FaultFound(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def parse(source: str, faults: list[Fault], start: int = 0) -> Term | None:
    """Read the source from `start` to its end; None with a fault added if it can't be read."""
    try:
        if len(source) > MAX_SOURCE:
            raise _FaultFound(too_long(source))
        return _Parser(source, start).whole()
    except _FaultFound as found:
        faults.append(found.fault)
        return None


def _tokens(source: str, start: int) -> Iterator[_Token]:
    position = start
    while match := _TOKEN.match(source, position):
        number, name, sign, odd = match.groups()
        offset = match.start(match.lastindex or 0)
        if odd:
            sign = _ODD.match(source, offset)
            odd = sign.group() if sign else odd
            message = f"`{odd}` is not part of the language"
            if odd == "=":
                message = (
                    "`=` sets, and this only compares" if start else "`=` sets, and a condition compares"
                )
            raise _FaultFound(Fault("E302", message, offset, len(odd), _HELP.get(odd, "")))
        if number:
            if len(number) > MAX_DIGITS or (len(number) > 1 and number[0] == "0") or not number.isascii():
                message = f"`{number}` is no number: at most {MAX_DIGITS} digits, and no zero in front"
                plain = number.lstrip("0")
                help = instead(plain) if 0 < len(plain) <= MAX_DIGITS and plain.isascii() else ""
                raise _FaultFound(Fault("E302", message, offset, len(number), help))
            yield _Token("number", number, offset)
        elif name:
            yield _Token("name", name, offset)
        else:
            yield _Token("sign", sign, offset)
        position = match.end()
    yield _Token("end", "", len(source.rstrip()))


class _Parser:
    """Recursive descent, one method a level of precedence, lowest first."""

    def __init__(self, source: str, start: int) -> None:
        self.source = source
        self.start = start
        self.tokens = list(_tokens(source, start))
        self.at = 0
        self.depth = 0
        self.signs = 0
        self.naming = False  # inside a call that names a scene, a choice or an item

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def advance(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def taken(self, *texts: str) -> str:
        token = self.token
        if token.kind != "end" and token.text in texts:
            self.at += 1
            return token.text
        return ""

    def whole(self) -> Term:
        if self.token.kind == "end":
            what = "a value" if self.start else "a condition"
            raise _FaultFound(Fault("E301", f"{what} is missing here", max(self.token.offset - 1, 0), 1))
        term = self.either()
        if self.token.kind != "end":
            token = self.token
            before = self.tokens[self.at - 1]
            if before.text in _NAMED and token.kind == "name":
                message = f"`{before.text}` wants a name in parentheses"
                call = instead(f"{before.text}({token.text})")
                end = token.offset + len(token.text) - before.offset
                raise _FaultFound(
                    Fault("E305", message, before.offset, len(before.text), call, mends=(0, end))
                )
            message = f"`{token.text}` is one too many here"
            help = instead(_PLAIN_WORDS[token.text]) if token.text in _PLAIN_WORDS else ""
            raise _FaultFound(Fault("E301", message, token.offset, len(token.text), help))
        return term

    def either(self) -> Term:
        return self.chain("or", self.both)

    def both(self) -> Term:
        return self.chain("and", self.inverse)

    def chain(self, word: str, below: Callable[[], Term]) -> Term:
        terms = [below()]
        while self.taken(word):
            terms.append(below())
        return terms[0] if len(terms) == 1 else self.term(word, terms)

    def inverse(self) -> Term:
        token = self.token
        if not self.taken("not"):
            return self.comparison()
        self.deeper(token)
        term = self.inverse()
        self.depth -= 1
        return Term("not", "", (term,), token.offset, term.offset + term.length - token.offset)

    def comparison(self) -> Term:
        left = self.sum()
        sign = self.taken(*COMPARISONS)
        if not sign:
            return left
        term = self.term(sign, [left, self.sum()])
        if self.token.text in COMPARISONS:
            token = self.token
            message = "two comparisons can't be chained"
            raise _FaultFound(
                Fault("E301", message, token.offset, len(token.text), "join two comparisons by `and`")
            )
        return term

    def sum(self) -> Term:
        left = self.product()
        while sign := self.taken("+", "-"):
            left = self.reckon(sign, left, self.product)
        return left

    def product(self) -> Term:
        left = self.unary()
        while self.taken("*"):
            left = self.reckon("*", left, self.unary)
        return left

    def reckon(self, sign: str, left: Term, below: Callable[[], Term]) -> Term:
        self.signs += 1
        if self.signs > MAX_SIGNS:
            message = f"more than {MAX_SIGNS} signs of arithmetic"
            raise _FaultFound(Fault("E306", message, self.token.offset, 1))
        return self.term(sign, [left, below()])

    def unary(self) -> Term:
        token = self.token
        if not self.taken("-"):
            return self.atom()
        self.deeper(token)
        term = self.unary()
        self.depth -= 1
        return Term("neg", "", (term,), token.offset, term.offset + term.length - token.offset)

    def atom(self) -> Term:
        token = self.advance()
        if token.kind == "number":
            return Term("number", token.text, (), token.offset, len(token.text))
        if token.text == "(" and token.kind == "sign":
            return self.parenthesis(token)
        if token.kind == "name" and token.text not in ("and", "or", "not"):
            if self.token.text == "(":
                return self.call(token)
            if "." in token.text and not self.naming:
                raise _FaultFound(_dotted(token))
            op = "truth" if token.text in ("true", "false") else "name"
            return Term(
                op,
                token.text.capitalize() if op == "truth" else token.text,
                (),
                token.offset,
                len(token.text),
            )
        raise self.unexpected(token)

    def parenthesis(self, token: _Token) -> Term:
        self.deeper(token)
        term = self.either()
        if not self.taken(")"):
            raise _FaultFound(Fault("E301", "this parenthesis never closes", token.offset, 1))
        self.depth -= 1
        return term

    def call(self, name: _Token) -> Term:
        opening = self.advance()
        self.deeper(opening)
        args: list[Term] = []
        outer, self.naming = self.naming, name.text in _NAMED
        if self.token.text != ")":
            args.append(self.either())
            while self.taken(","):
                args.append(self.either())
        self.naming = outer
        end = self.token
        if not self.taken(")"):
            raise _FaultFound(Fault("E301", "this parenthesis never closes", opening.offset, 1))
        self.depth -= 1
        return Term(name.text, "()", tuple(args), name.offset, end.offset + 1 - name.offset)

    def unexpected(self, token: _Token) -> _FaultFound:
        if token.kind == "end":
            last = self.tokens[self.at - 2]
            message = f"something is missing after `{last.text}`"
            return _FaultFound(Fault("E301", message, last.offset, len(last.text)))
        message = f"a name or a number is missing before `{token.text}`"
        if token.text in ("+", "-") and self.source[: token.offset].endswith("="):
            message, help = f"`={token.text}` is not part of the language", instead(f"{token.text}=")
            return _FaultFound(Fault("E302", message, token.offset - 1, 2, help))
        return _FaultFound(Fault("E301", message, token.offset, len(token.text)))

    def deeper(self, token: _Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _FaultFound(
                Fault("E306", f"parentheses are nested deeper than {MAX_DEPTH}", token.offset, 1)
            )

    @staticmethod
    def term(op: str, args: list[Term]) -> Term:
        start, end = args[0].offset, args[-1].offset + args[-1].length
        return Term(op, "", tuple(args), start, end - start)


def _dotted(token: _Token) -> Fault:
    """Say that a dot has no place in a name here."""
    offset = token.offset + token.text.index(".")
    return Fault("E302", "`.` is not part of the language", offset, 1)


def truth_meant(name: str) -> str:
    """Return the help for a word that other languages have for `true` or `false`; empty for any other."""
    meant = _TRUTHS.get(name.lower())
    return instead(meant) if meant else ""


def too_long(source: str) -> Fault:
    """Say that a source is too long."""
    return Fault("E306", f"a condition or effect has at most {MAX_SOURCE} characters", 0, len(source))
