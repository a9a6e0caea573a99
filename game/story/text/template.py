"""Text with counters in it, rendered: values and alternatives, stressed words, paragraphs.

A text without braces is only split into paragraphs, once, when it is first shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, assert_never

from game.story.diagnostics.problem import SourceSpan
from game.story.language.conditions import Condition
from game.story.language.symbols import Counters, Values, Variable
from game.story.sanitize import clean
from game.story.text.styled import Paragraph, Paragraphs, Run

# Control characters stand for counters between reading and styling: no text can hold one.
STAR, ESCAPED_STAR = "*", "\x01"
_STRESS = re.compile(r"\*(?=[^\s*])([^*]*[^\s*])\*")
_BLANK_LINE = re.compile(r"\n(?:[ \t]*\n)+")
_BLANKS = re.compile("  +")
_DRAWN = "    "


class PrintedValue(NamedTuple):
    """`{trust}`: the variable whose value is printed."""

    variable: Variable


class Conditional(NamedTuple):
    """`{condition: one|other}`; `offset` is where the brace stands in the source."""

    condition: Condition
    yes: Template
    no: Template
    has_no: bool
    offset: int


class Alternatives(NamedTuple):
    """`{seq: a|b}` or, with `around`, `{cycle: a|b}`."""

    alternatives: tuple[Template, ...]
    around: bool
    offset: int


Piece = PrintedValue | Conditional | Alternatives
Template = tuple["str | Piece", ...]


class RenderContext(NamedTuple):
    """What rendering needs to know of a playthrough; `turn` is how often the scene was entered."""

    values: Values
    counters: Counters
    turn: int


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
            self._stretches = _stretches((clean(self.source),) if self.template is None else self.template)
        if len(self._stretches) == 1:
            return _shown(self._stretches[0], context)
        return tuple(paragraph for stretch in self._stretches for paragraph in _shown(stretch, context))

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


def _shown(stretch: Paragraphs | _Changing, context: RenderContext) -> Paragraphs:
    return (
        _paragraphs("".join(_render(stretch.template, context)))
        if isinstance(stretch, _Changing)
        else stretch
    )


def _render(template: Template, context: RenderContext) -> Iterator[str]:
    for piece in template:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, PrintedValue):
            yield piece.variable.shown(context.values[piece.variable.index])
        elif isinstance(piece, Conditional):
            holds = piece.condition.test(context.values, context.counters)
            yield from _render(piece.yes if holds else piece.no, context)
        else:
            yield from _render(piece.alternatives[alternative_index(piece, context.turn)], context)


def alternative_index(turns: Alternatives, turn: int) -> int:
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
    if STAR not in words:
        return (Run(_unescaped(words)),)
    pieces = _STRESS.split(words)
    return tuple(Run(_unescaped(text), bool(number % 2)) for number, text in enumerate(pieces) if text)


def _unescaped(text: str) -> str:
    return text.replace(ESCAPED_STAR, STAR)


def branches(piece: str | Piece) -> tuple[Template, ...]:
    """Give the templates that a piece chooses one of; none for what holds no others."""
    match piece:
        case str() | PrintedValue():
            return ()
        case Conditional():
            return (piece.yes, piece.no)
        case Alternatives():
            return piece.alternatives
    assert_never(piece)


def walk(template: Template) -> Iterator[Piece]:
    """Give every piece of a template that is not just words, each before those inside it."""
    for piece in template:
        if not isinstance(piece, str):
            yield piece
            for branch in branches(piece):
                yield from walk(branch)
