"""Text with braces in it, rendered: values and alternatives, stressed words, paragraphs.

A text without braces is only split into paragraphs, once, when it is first shown. Whoever reads the
pieces of a text goes over them by `walk` and `branches`, or by a `match` that ends in `assert_never`:
a new kind of piece is then an error wherever it is not thought of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, assert_never

from game.story.diagnostics.problem import SourceSpan
from game.story.language.conditions import Condition
from game.story.language.symbols import Counters, Value, Values, Variable
from game.story.sanitize import clean
from game.story.text.alternatives import ALTERNATIVES, Showing
from game.story.text.chance import NO_CHANCE, Chance
from game.story.text.scripts import joined
from game.story.text.stress import MARKS, STRESSED, UNSTRESSED, as_typed, pair_stars
from game.story.text.styled import Paragraph, Paragraphs, TextRun

_BLANK_LINE = re.compile(r"\n(?:[ \t]*\n)+")
_BLANKS = re.compile("  +")
_BLANKS_ROUND_MARKS = re.compile(f" ([{STRESSED}{UNSTRESSED}]+) +")
_BLANK_FIRST = re.compile(f"^([{STRESSED}{UNSTRESSED}]+) +")
_BLANK_LAST = re.compile(f" +([{STRESSED}{UNSTRESSED}]+)$")
_DRAWN = "    "
LONG = 2_000  # letters of a text with braces: a longer one is not kept, for what is kept takes memory
LONGEST_TEXT = 4_000_000  # of one text with braces: more than any file has


class PrintedValue(NamedTuple):
    """`{trust}`: the variable whose value is printed; `offset` is where its name stands in the source."""

    variable: Variable
    offset: int


class PrintedChoice(NamedTuple):
    """`{choice}` in what is said to a choice: the words of the choice, as it was offered."""

    offset: int


class Conditional(NamedTuple):
    """`{condition: one|other}`; `offset` is where the brace stands in the source."""

    condition: Condition
    yes: Template
    no: Template
    has_no: bool
    offset: int


class Select(NamedTuple):
    """`{weather: clear|wet|thick}`: one alternative for each value of a variable, in their order."""

    variable: Variable
    alternatives: tuple[Template, ...]
    offset: int

    @property
    def values(self) -> tuple[Value, ...]:
        """The values of the variable, in the order of the alternatives."""
        return self.variable.values or tuple(range(self.variable.low, self.variable.high + 1))


class Alternatives(NamedTuple):
    """`{seq: a|b}` and the other rows of ALTERNATIVES: by the number of the showing, or by chance.

    `salt` makes the chance of this brace another than that of the one beside it.
    """

    kind: str
    alternatives: tuple[Template, ...]
    offset: int
    salt: int = 0


Piece = PrintedValue | PrintedChoice | Conditional | Select | Alternatives
Template = tuple["str | Piece", ...]


class RenderContext(NamedTuple):
    """What rendering needs to know of a playthrough.

    `turn` says which showing this is of what the text stands in, from 1. `chance` is what this
    showing goes by (see `text.chance`). `choice` is the choice just taken, in the words in which it was
    offered.
    """

    values: Values
    counters: Counters
    turn: int
    chance: Chance = NO_CHANCE
    choice: str = ""


NO_CONTEXT = RenderContext((), (), 0)  # enough for what has no braces


class Text:
    """One text of an author, ready to be rendered; `source` is as it was typed."""

    __slots__ = ("_stretches", "place", "source", "template")

    def __init__(self, source: str, place: SourceSpan, template: Template | None) -> None:
        self.source = source
        self.place = place
        self.template = template  # None: the same words whatever happens
        self._stretches: tuple[Paragraphs | _Changing, ...] | None = None

    def paragraphs(self, context: RenderContext) -> Paragraphs:
        """Render to paragraphs; those that are always the same are made once, when first shown."""
        if self._stretches is None:
            self._stretches = _stretches(self.pieces)
        found: list[Paragraph] = []
        for stretch in self._stretches:
            if isinstance(stretch, _Changing):
                found += _known(_words(stretch.template, context))
            else:
                found += stretch
        return tuple(found)

    @property
    def pieces(self) -> Template:
        """Its template; words alone where it has no braces."""
        return pair_stars((clean(self.source),)) if self.template is None else self.template

    def line(self, context: RenderContext) -> str:
        """Render to words on one line."""
        return " ".join([str(paragraph) for paragraph in self.paragraphs(context)])

    @property
    def words(self) -> str | None:
        """The words on one line, if they are the same whatever happens."""
        return self.line(NO_CONTEXT) if self.template is None else None


class _Changing(NamedTuple):
    """A stretch of paragraphs with braces in it."""

    template: Template


def _stretches(template: Template) -> tuple[Paragraphs | _Changing, ...]:
    """Part a template at the blank lines that stand outside its braces."""
    parted: list[list[str | Piece]] = [[]]
    for piece in template:
        first, *others = _BLANK_LINE.split(piece) if isinstance(piece, str) else (piece,)
        parted[-1].append(first)
        parted += [[other] for other in others]
    found: list[Paragraphs | _Changing] = []
    for pieces in parted:
        words = [piece for piece in pieces if isinstance(piece, str)]
        found.append(_paragraphs("".join(words)) if words == pieces else _Changing(tuple(pieces)))
    return tuple(found)


def _words(template: Template, context: RenderContext) -> str:
    """Render a template; no more than anybody reads, whatever it prints over and over."""
    pieces: list[str] = []
    _print(template, context, pieces)
    if sum(map(len, pieces)) > LONGEST_TEXT:
        ends = accumulate(map(len, pieces))
        pieces = [piece for piece, end in zip(pieces, ends, strict=True) if end <= LONGEST_TEXT]
    return "".join(pieces)


def _print(template: Template, context: RenderContext, pieces: list[str]) -> None:
    for piece in template:
        if isinstance(piece, str):
            pieces.append(piece)
        elif isinstance(piece, PrintedValue):
            pieces.append(piece.variable.shown(context.values[piece.variable.index]))
        elif isinstance(piece, PrintedChoice):
            pieces.append(context.choice)
        else:
            _print(_branch(piece, context), context, pieces)


def _branch(piece: Conditional | Select | Alternatives, context: RenderContext) -> Template:
    """Return the one of a piece's branches that is shown."""
    match piece:
        case Conditional():
            return piece.yes if piece.condition.test(context.values, context.counters) else piece.no
        case Select():
            return piece.alternatives[piece.values.index(context.values[piece.variable.index])]
        case Alternatives():
            return piece.alternatives[_shown_index(piece, context)]
    assert_never(piece)


def _shown_index(piece: Alternatives, context: RenderContext) -> int:
    """Which of some alternatives is shown."""
    before = max(context.turn, 1) - 1
    return ALTERNATIVES[piece.kind].shown(
        Showing(len(piece.alternatives), before, context.chance, piece.salt)
    )


def _known(words: str) -> Paragraphs:
    """Split rendered text as `_paragraphs` does, once for what is shown again and again."""
    return _split_before(words) if len(words) <= LONG else _paragraphs(words)


@lru_cache(maxsize=2048)
def _split_before(words: str) -> Paragraphs:
    return _paragraphs(words)


def _paragraphs(text: str) -> Paragraphs:
    """Split rendered text at blank lines; let lines flow, but keep drawn ones (four blanks in front)."""
    found = []
    depth = 0  # how many stars are open
    for part in _BLANK_LINE.split(text.strip("\n")):
        if _DRAWN in part and _is_drawn(part):
            drawing = "\n".join(line[len(_DRAWN) :].rstrip() for line in part.split("\n"))
            found.append(Paragraph((TextRun(as_typed(drawing)),), True))
        elif words := _flowing(part):
            runs, depth = _runs(words, depth)
            if runs:
                found.append(Paragraph(runs))
    return tuple(found)


def _flowing(part: str) -> str:
    words = joined(part).replace("\n", " ").strip(" ")
    if STRESSED in words or UNSTRESSED in words:
        words = _BLANKS_ROUND_MARKS.sub(r" \1", words)
        words = _BLANK_LAST.sub(r"\1", _BLANK_FIRST.sub(r"\1", words))
    return _BLANKS.sub(" ", words) if "  " in words else words


def _is_drawn(part: str) -> bool:
    return bool(part.strip()) and all(line.startswith(_DRAWN) for line in part.split("\n") if line.strip())


def _runs(words: str, depth: int) -> tuple[tuple[TextRun, ...], int]:
    """Part words at the marks of stress, of which `depth` are open; give how many are open then."""
    if STRESSED not in words and UNSTRESSED not in words:
        return (TextRun(words, depth > 0),), depth
    found: list[TextRun] = []
    start = 0
    for mark in (*MARKS.finditer(words), None):
        text = words[start : mark.start() if mark else None]
        if text:
            found.append(TextRun(text, depth > 0))
        if mark:
            depth += 1 if mark.group() == STRESSED else -1
            start = mark.end()
    return tuple(found), depth


def branches(piece: str | Piece) -> tuple[Template, ...]:
    """Return the templates that a piece chooses one of; none for what holds no others."""
    match piece:
        case str() | PrintedValue() | PrintedChoice():
            return ()
        case Conditional():
            return (piece.yes, piece.no)
        case Select() | Alternatives():
            return piece.alternatives
    assert_never(piece)


def walk(template: Template) -> Iterator[Piece]:
    """Yield every piece of a template that is not just words, each before those inside it."""
    for piece in template:
        if not isinstance(piece, str):
            yield piece
            for branch in branches(piece):
                yield from walk(branch)
