r"""Texts read into templates, by recursive descent over this grammar.

    text  = { words | brace }
    brace = "{" name "}"                                  what a variable is, or the choice
          | "{" head ":" [blank] text { "|" text } "}"    one of several texts
    head  = a name in ALTERNATIVES, as "seq" | variable | condition

A backslash makes the next sign itself: `\{`, `\}`, `\|`, `\*`, `\\`. A brace, bar or star without a
partner is itself too, but for an opening brace. What is wrong in a brace ends with that brace, and the
rest of the text is read as if nothing were there: `{trsut} and {mod: a|b}` has two faults, each at its
place. A brace that never closes takes all to the end with it, so only the innermost one is told.
"""

from __future__ import annotations

import re
from zlib import crc32

from game.story.diagnostics.guesses.braces import guess_braces
from game.story.diagnostics.guesses.conditions import guess_condition
from game.story.diagnostics.problem import SourceSpan
from game.story.language.conditions import Condition, read_condition
from game.story.language.parser import MAX_SOURCE, Fault
from game.story.language.symbols import SymbolTable, Variable
from game.story.sanitize import clean
from game.story.text.alternatives import ALTERNATIVES, CHOICE
from game.story.text.stress import ESCAPED_STAR, STAR, pair_stars
from game.story.text.template import (
    Alternatives,
    Conditional,
    Piece,
    PrintedChoice,
    PrintedValue,
    Select,
    Template,
    Text,
)

MAX_NESTING = 20

_FEW = 12  # values of a variable that are named one by one
_HEAD_END = re.compile(r"[:{}]")
_NAME = re.compile(r"[^\W\d]\w*")
_DOUBLED = re.compile(r"\{(\{\s*\$?\w+\s*)\}\}")
_MARK = re.compile(r"[{}|\\]")


def is_plain(source: str) -> bool:
    """Whether a text reads the same whatever happens, and so has nothing in it to be read."""
    return "{" not in source and "\\" not in source


def read_text(
    source: str,
    place: SourceSpan,
    symbols: SymbolTable,
    faults: list[Fault],
    scene: str = "",
    says: bool = False,
) -> Text:
    """Read a text that stands in a scene; what is wrong with it is added to `faults`, with offsets.

    `says` tells that it is said to a choice, whose words it may print.
    """
    if is_plain(source):
        return Text(source, place, None)
    return Text(source, place, _Parser(source, symbols, faults, scene, says).pieces(""))


class _Parser:
    """Reads pieces up to a sign that ends them; faults carry offsets into the whole source."""

    def __init__(
        self, source: str, symbols: SymbolTable, faults: list[Fault], scene: str, says: bool
    ) -> None:
        self.source = source
        self.symbols = symbols
        self.faults = faults
        self.scene = scene
        self.says = says
        self.at = 0
        self.depth = 0
        self.given_up = False  # the rest of the source makes no sense

    def pieces(self, ends: str) -> Template:
        """Read until one of the `ends` signs, which is left standing, or the end of the source."""
        found: list[str | Piece] = []
        start = self.at
        while match := _MARK.search(self.source, self.at):
            sign = match.group()
            if sign in ends:
                found.append(clean(self.source[start : match.start()]))
                self.at = match.start()
                return pair_stars(found)
            self.at = match.end()
            if sign == "\\" and self.source[self.at : self.at + 1] in ("{", "}", "*", "|", "\\"):
                found.append(clean(self.source[start : match.start()]))
                escaped = self.source[self.at]
                found.append(ESCAPED_STAR if escaped == STAR else escaped)
                self.at += 1
                start = self.at
            elif sign == "{":
                found.append(clean(self.source[start : match.start()]))
                piece = self.braces(match.start())
                if piece is not None:
                    found.append(piece)
                start = self.at
        found.append(clean(self.source[start:]))
        self.at = len(self.source)
        return pair_stars(found)

    def braces(self, opening: int) -> Piece | None:
        """Read what stands in braces; the cursor is behind the opening one."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.given_up = True
            self.fault("E306", f"braces are nested deeper than {MAX_NESTING}", opening, 1)
            self.at = len(self.source)
            return None
        head_end = self.head_end()
        head = self.source[self.at : head_end]
        start, sign = self.at, self.source[head_end : head_end + 1]
        self.at = head_end + 1
        before = len(self.faults)
        piece: Piece | None
        if sign == ":":
            piece = self.alternatives(opening, head, start)
        elif sign == "}":
            piece = self.value(opening, head, start)
        else:
            self.not_closed(opening)
            piece = None
        if len(self.faults) > before:
            self.guess(opening, before)
        self.depth -= 1
        return piece

    def guess(self, opening: int, before: int) -> None:
        """Say instead of what is wrong in braces what was meant by them, if it is something well known."""
        if self.given_up:
            doubled = _DOUBLED.match(self.source, opening)
            inside = doubled.group(1) if doubled and self.faults[before].code == "S112" else ""
        else:
            at = "@" if self.source[opening - 1 : opening] == "@" else ""
            inside = at + self.source[opening + 1 : self.at - 1]
        if not 0 < len(inside) <= MAX_SOURCE:
            return
        first = self.faults[before]
        head, colon, words = inside.partition(":")
        guess = guess_braces(inside)
        if guess is None and colon and first.code.startswith("E"):
            guess = guess_condition(head, lambda condition: f"{{{condition}:{words}}}")
        if guess:
            code = "S112" if first.code.startswith("R") else first.code
            length = first.length if first.offset != opening else max(1, self.at - opening)
            mends = (0, 0) if self.given_up else (opening - first.offset, self.at - opening)
            self.faults[before:] = [
                Fault(code, guess.message, first.offset, length, guess.remedy, mends=mends)
            ]

    def head_end(self) -> int:
        """Find the sign that ends the condition or name: `:`, `}`, or one that has no place here."""
        match = _HEAD_END.search(self.source, self.at)
        return match.start() if match else len(self.source)

    def not_closed(self, opening: int) -> None:
        """Tell of the innermost brace that never closes; those around it can't close either."""
        if not self.given_up:
            help = "for a brace in the text itself write `\\{`"
            self.fault("S112", "this brace never closes", opening, 1, help)
        self.given_up = True
        self.at = len(self.source)

    def alternatives(self, opening: int, head: str, start: int) -> Piece | None:
        if self.source[self.at : self.at + 1] in (" ", "\n"):
            self.at += 1  # one blank behind the `:` belongs to the form, every other to the author
        found: list[tuple[int, Template]] = []
        while True:
            begin = self.at
            found.append((begin, self.pieces("|}")))
            if self.at >= len(self.source):
                self.not_closed(opening)
                return None
            self.at += 1
            if self.source[self.at - 1] == "}":
                break
        word = head.strip()
        templates = tuple(template for _, template in found)
        if word in ALTERNATIVES:
            return Alternatives(word, templates, opening, crc32(self.source.encode(), opening))
        variable = self.symbols.variables.get(word)
        if variable is not None and variable.type != "bool":
            return self.select(variable, templates, opening)
        condition = self.condition(head, start, opening)
        if len(found) > 2:
            help = f"put another condition into the second: `{{{word}: …|{{…: …|…}}}}`"
            self.fault("S112", "a condition has two alternatives at most", found[2][0] - 1, 1, help)
            return None
        if condition is None:
            return None
        return Conditional(
            condition, templates[0], templates[1] if len(found) > 1 else (), len(found) > 1, opening
        )

    def select(self, variable: Variable, templates: tuple[Template, ...], opening: int) -> Select | None:
        """Check that there is one alternative for each value."""
        names = variable.values or variable.words
        count = len(names) or variable.high - variable.low + 1
        if len(templates) == count:
            return Select(variable, templates, opening)
        are = "alternative stands" if len(templates) == 1 else "alternatives stand"
        message = f"`{variable.name}` has {count:,} values, and {len(templates):,} {are} here"
        help = f"write a condition: `{{{variable.name} >= {variable.low + 1}: …|…}}`"
        if names or count <= _FEW:
            told = names or [str(number) for number in range(variable.low, variable.high + 1)]
            help = (
                f"write one for each, in this order: {', '.join(told[:_FEW])}{', …' if count > _FEW else ''}"
            )
        self.fault("S112", message, opening, 1, help)
        return None

    def condition(self, head: str, start: int, opening: int) -> Condition | None:
        if not head.strip():
            self.fault("E301", "a condition is missing before the colon", opening, 1)
            return None
        faults: list[Fault] = []
        condition = read_condition(head, self.symbols, faults, self.scene)
        if faults and head.strip().isidentifier():
            faults = [fault._replace(names=(*fault.names, *ALTERNATIVES)) for fault in faults]
        self.faults.extend(fault._replace(offset=fault.offset + start) for fault in faults)
        return condition

    def value(self, opening: int, head: str, start: int) -> PrintedValue | PrintedChoice | None:
        name = head.strip()
        offset = start + len(head) - len(head.lstrip())
        if not name:
            self.fault(
                "S112", "these braces are empty", opening, 2, "for a brace in the text itself write `\\{`"
            )
        elif name == CHOICE:
            if self.says:
                return PrintedChoice(opening)
            message = "`{choice}` prints the words of a choice in its own `say`, and this is none"
            self.fault("E307", message, offset, len(name))
        elif name in ALTERNATIVES:
            self.fault(
                "S112", f"`{name}` has no alternatives here", offset, len(name), f"write `{{{name}: …|…}}`"
            )
        elif "|" in name:
            *kinds, last = (f"`{kind}`" for kind in ALTERNATIVES)
            message = f"alternatives need a condition, {', '.join(kinds)} or {last} and a `:` in front"
            self.fault("S112", message, offset, len(name))
        elif not _NAME.fullmatch(name):
            self.fault(
                "E307", "braces hold the name of a variable, or a condition and a `:`", offset, len(name)
            )
        elif name in self.symbols.variables:
            variable = self.symbols.variables[name]
            if variable.type != "bool":
                return PrintedValue(variable, offset)
            self.fault(
                "E307",
                f"`{name}` is true or false, and can't be printed",
                offset,
                len(name),
                f"write `{{{name}: …|…}}`",
            )
        elif name in self.symbols.items:
            self.fault(
                "E307",
                f"`{name}` is an item, and can't be printed",
                offset,
                len(name),
                f"write `{{{name}: …|…}}`",
            )
        else:
            known = tuple(self.symbols.variables)
            self.faults.append(Fault("R202", f"there is no variable `{name}`", offset, len(name), "", known))
        return None

    def fault(self, code: str, message: str, offset: int, length: int, help: str = "") -> None:
        self.faults.append(Fault(code, message, offset, length, help))
