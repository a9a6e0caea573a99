r"""Text with marks in it: read, checked, rendered.

Braces hold values and alternatives, stars hold stressed words, a backslash
makes the next mark itself. A text without braces is only split into
paragraphs, once, when it is first shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from game.story.expression import Condition, read_condition
from game.story.grammar import Fault
from game.story.names import Marks, Names, Values, Variable
from game.story.problems import Place
from game.story.words import Paragraph, Paragraphs, Run, clean

MAX_NESTING = 20
TURNS = ("seq", "cycle")

# Control characters stand for marks between reading and styling: no text can hold one.
_STAR, _ESCAPED_STAR = "*", "\x01"
_STRESS = re.compile(r"\*(?=[^\s*])([^*]*[^\s*])\*")
_BLANK_LINE = re.compile(r"\n(?:[ \t]*\n)+")
_BLANKS = re.compile("  +")
_DRAWN = "    "


class Shown(NamedTuple):
    """`{trust}`: the variable whose value is printed."""

    variable: Variable


class Either(NamedTuple):
    """`{condition: one|other}`; `offset` is where the brace stands in the source."""

    condition: Condition
    yes: Template
    no: Template
    has_no: bool
    offset: int


class Turns(NamedTuple):
    """`{seq: a|b}` or, with `around`, `{cycle: a|b}`."""

    alternatives: tuple[Template, ...]
    around: bool
    offset: int


Template = tuple["str | Shown | Either | Turns", ...]


class Look(NamedTuple):
    """What rendering needs to know of a playthrough; `turn` is how often the scene was entered."""

    values: Values
    marks: Marks
    turn: int


NO_LOOK = Look((), (), 0)  # enough for what has no braces


class Text:
    """One text of an author, ready to be rendered; `source` is as it was typed."""

    __slots__ = ("_stretches", "place", "source", "template")

    def __init__(self, source: str, place: Place, template: Template | None) -> None:
        self.source = source
        self.place = place
        self.template = template  # None: the same words whatever happens
        self._stretches: tuple[Paragraphs | _Changing, ...] | None = None

    def paragraphs(self, look: Look) -> Paragraphs:
        """Render to paragraphs; those that are always the same are made once, when first shown."""
        if self._stretches is None:
            self._stretches = _stretches((clean(self.source),) if self.template is None else self.template)
        if len(self._stretches) == 1:
            return _shown(self._stretches[0], look)
        return tuple(paragraph for stretch in self._stretches for paragraph in _shown(stretch, look))

    def line(self, look: Look) -> str:
        """Render to words on one line."""
        return " ".join([str(paragraph) for paragraph in self.paragraphs(look)])

    @property
    def words(self) -> str | None:
        """The words on one line, if they are the same whatever happens."""
        return self.line(NO_LOOK) if self.template is None else None


class _Changing(NamedTuple):
    """A stretch of paragraphs with braces in it."""

    template: Template


def _stretches(template: Template) -> tuple[Paragraphs | _Changing, ...]:
    """Part a template at the blank lines that stand outside its braces."""
    parted: list[list[str | Shown | Either | Turns]] = [[]]
    for piece in template:
        first, *others = _BLANK_LINE.split(piece) if isinstance(piece, str) else (piece,)
        parted[-1].append(first)
        parted += [[other] for other in others]
    found: list[Paragraphs | _Changing] = []
    for pieces in parted:
        words = [piece for piece in pieces if isinstance(piece, str)]
        found.append(_paragraphs("".join(words)) if words == pieces else _Changing(tuple(pieces)))
    return tuple(found)


def _shown(stretch: Paragraphs | _Changing, look: Look) -> Paragraphs:
    return (
        _paragraphs("".join(_render(stretch.template, look))) if isinstance(stretch, _Changing) else stretch
    )


def _render(template: Template, look: Look) -> Iterator[str]:
    for piece in template:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Shown):
            yield piece.variable.shown(look.values[piece.variable.slot])
        elif isinstance(piece, Either):
            holds = piece.condition.test(look.values, look.marks)
            yield from _render(piece.yes if holds else piece.no, look)
        else:
            yield from _render(piece.alternatives[turn_index(piece, look.turn)], look)


def turn_index(turns: Turns, turn: int) -> int:
    """Which alternative is shown when the scene has been entered `turn` times."""
    count = len(turns.alternatives)
    turn = max(turn, 1)
    return (turn - 1) % count if turns.around else min(turn, count) - 1


def _paragraphs(text: str) -> Paragraphs:
    """Split rendered text at blank lines; let lines flow, but keep drawn ones (four blanks in front)."""
    found = []
    for part in _BLANK_LINE.split(text.strip("\n")):
        if _DRAWN in part and _is_drawn(part):
            drawing = "\n".join(line[len(_DRAWN) :].rstrip() for line in part.split("\n"))
            found.append(Paragraph((Run(_unescaped(drawing)),), True))
        elif words := _flowing(part):
            found.append(Paragraph(_runs(words)))
    return tuple(found)


def _flowing(part: str) -> str:
    words = part.replace("\n", " ").strip(" ")
    return _BLANKS.sub(" ", words) if "  " in words else words


def _is_drawn(part: str) -> bool:
    return bool(part.strip()) and all(line.startswith(_DRAWN) for line in part.split("\n") if line.strip())


def _runs(words: str) -> tuple[Run, ...]:
    if _STAR not in words:
        return (Run(_unescaped(words)),)
    pieces = _STRESS.split(words)
    return tuple(Run(_unescaped(text), bool(number % 2)) for number, text in enumerate(pieces) if text)


def _unescaped(text: str) -> str:
    return text.replace(_ESCAPED_STAR, _STAR)


# --- reading ----------------------------------------------------------------

_HEAD_END = re.compile(r"[:{}]")
_NAME = re.compile(r"[^\W\d]\w*")
_MARK = re.compile(r"[{}|\\]")


def is_plain(source: str) -> bool:
    """Whether a text reads the same whatever happens, and so has nothing in it to be read."""
    return "{" not in source and "\\" not in source


def read_text(source: str, place: Place, names: Names, faults: list[Fault]) -> Text:
    """Read a text; what is wrong with it is added to `faults`, with offsets into `source`."""
    if is_plain(source):
        return Text(source, place, None)
    return Text(source, place, _Reader(source, names, faults).pieces(""))


class _Reader:
    """Reads pieces up to a sign that ends them; faults carry offsets into the whole source."""

    def __init__(self, source: str, names: Names, faults: list[Fault]) -> None:
        self.source = source
        self.names = names
        self.faults = faults
        self.at = 0
        self.depth = 0
        self.given_up = False  # the rest of the source makes no sense

    def pieces(self, ends: str) -> Template:
        """Read until one of the `ends` signs, which is left standing, or the end of the source."""
        found: list[str | Shown | Either | Turns] = []
        start = self.at
        while match := _MARK.search(self.source, self.at):
            sign = match.group()
            if sign in ends:
                found.append(clean(self.source[start : match.start()]))
                self.at = match.start()
                return tuple(piece for piece in found if piece != "")
            self.at = match.end()
            if sign == "\\" and self.source[self.at : self.at + 1] in ("{", "}", "*", "|", "\\"):
                found.append(clean(self.source[start : match.start()]))
                escaped = self.source[self.at]
                found.append(_ESCAPED_STAR if escaped == _STAR else escaped)
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
        return tuple(piece for piece in found if piece != "")

    def braces(self, opening: int) -> Shown | Either | Turns | None:
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
        piece: Shown | Either | Turns | None
        if sign == ":":
            piece = self.alternatives(opening, head, start)
        elif sign == "}":
            piece = self.value(opening, head, start)
        else:
            self.not_closed(opening)
            piece = None
        self.depth -= 1
        return piece

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

    def alternatives(self, opening: int, head: str, start: int) -> Either | Turns | None:
        found: list[tuple[int, Template]] = []
        while True:
            begin = self.at
            found.append((begin, _trimmed(self.pieces("|}"))))
            if self.at >= len(self.source):
                self.not_closed(opening)
                return None
            self.at += 1
            if self.source[self.at - 1] == "}":
                break
        word = head.strip()
        if word in TURNS:
            return Turns(tuple(template for _, template in found), word == "cycle", opening)
        condition = self.condition(head, start, opening)
        if len(found) > 2:
            self.fault("S112", "a condition has two alternatives at most", found[2][0] - 1, 1)
            return None
        if condition is None:
            return None
        return Either(condition, found[0][1], found[1][1] if len(found) > 1 else (), len(found) > 1, opening)

    def condition(self, head: str, start: int, opening: int) -> Condition | None:
        if not head.strip():
            self.fault("E301", "a condition is missing before the colon", opening, 1)
            return None
        faults: list[Fault] = []
        condition = read_condition(head, self.names, faults)
        if faults and head.strip().isidentifier():
            faults = [fault._replace(names=(*fault.names, *TURNS)) for fault in faults]
        self.faults.extend(fault._replace(offset=fault.offset + start) for fault in faults)
        return condition

    def value(self, opening: int, head: str, start: int) -> Shown | None:
        name = head.strip()
        offset = start + len(head) - len(head.lstrip())
        if not name:
            self.fault(
                "S112", "these braces are empty", opening, 2, "for a brace in the text itself write `\\{`"
            )
        elif "|" in name:
            message = "alternatives need a condition, `seq` or `cycle` and a `:` in front"
            self.fault("S112", message, offset, len(name))
        elif not _NAME.fullmatch(name):
            self.fault(
                "E307", "braces hold the name of a variable, or a condition and a `:`", offset, len(name)
            )
        elif name in self.names.variables:
            variable = self.names.variables[name]
            if variable.kind != "truth":
                return Shown(variable)
            self.fault(
                "E307",
                f"`{name}` is true or false, and can't be printed",
                offset,
                len(name),
                f"write `{{{name}: …|…}}`",
            )
        elif name in self.names.items:
            self.fault(
                "E307",
                f"`{name}` is an item, and can't be printed",
                offset,
                len(name),
                f"write `{{{name}: …|…}}`",
            )
        else:
            known = tuple(self.names.variables)
            self.faults.append(Fault("R202", f"there is no variable `{name}`", offset, len(name), "", known))
        return None

    def fault(self, code: str, message: str, offset: int, length: int, help: str = "") -> None:
        self.faults.append(Fault(code, message, offset, length, help))


def _trimmed(template: Template) -> Template:
    """Take the spaces off both ends of an alternative."""
    pieces = list(template)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip(" \n")
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip(" \n")
    return tuple(piece for piece in pieces if piece != "")


def walk(template: Template) -> Iterator[Either | Turns]:
    """Give every condition and turn of a template, nested ones too."""
    for piece in template:
        if isinstance(piece, Either):
            yield piece
            yield from walk(piece.yes)
            yield from walk(piece.no)
        elif isinstance(piece, Turns):
            yield piece
            for alternative in piece.alternatives:
                yield from walk(alternative)
