"""Words wrapped by the cells they take on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.story.cells import cells
from game.story.text.styled import Paragraph, TextRun
from game.terminal.line_breaks import add, broken, units

Line = tuple[TextRun, ...]

_JOINER = "\u200d"
_SKINS = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # letters, two of which are a flag
_ODD = _SKINS | _FLAGS | {_JOINER, "\ufe0f", "\u20e3"}


def clusters(text: str) -> list[str]:
    """Part a text into what a reader takes for letters: an accent, a joined emoji, a flag are one."""
    found: list[str] = []
    for character in text:
        joined = bool(found) and (
            cells(character) == 0
            or character in _SKINS
            or found[-1].endswith(_JOINER)
            or (character in _FLAGS and found[-1] in _FLAGS)
        )
        if joined:
            found[-1] += character
        else:
            found.append(character)
    return found


def odd_width(text: str) -> bool:
    """Whether terminals differ in how wide a text is: joined emoji, flags, signs that are made emoji."""
    return not text.isascii() and any(character in _ODD for character in text)


def starred(paragraph: Paragraph) -> Paragraph:
    """Put stars round stressed words, as their author did, where nothing else can show them."""
    runs = (TextRun(f"*{run.text}*") if run.stressed else run for run in paragraph.runs)
    return paragraph if paragraph.drawn else Paragraph(tuple(runs))


def wrap(paragraph: Paragraph, width: int) -> list[Line]:
    """Wrap a paragraph to lines of at most `width` cells (at least one character each).

    A drawn paragraph keeps its lines, as far as they fit. A word wider than the line is broken.
    """
    if paragraph.drawn:
        drawn = str(paragraph).split("\n")
        return [tuple(piece) for line in drawn for piece in broken([TextRun(line)], width) or [[TextRun("")]]]
    lines: list[list[TextRun]] = [[]]
    used = 0
    for blank, unit in units(paragraph.runs):
        size = sum(cells(run.text) for run in unit)
        gap = 1 if blank and lines[-1] else 0
        if lines[-1] and used + gap + size > width:
            lines.append([])
            used = gap = 0
        if gap:
            add(lines[-1], TextRun(" ", unit[0].stressed and lines[-1][-1].stressed))
        used += gap
        for number, piece in enumerate(broken(unit, width) if size > width else [unit]):
            if number:
                lines.append([])
                used = 0
            for run in piece:
                add(lines[-1], run)
                used += cells(run.text)
    return [tuple(line) for line in lines]


def wrap_text(text: str, width: int | None, indent: str = "", first: str | None = None) -> str:
    """Wrap a plain text, later lines behind `indent`, the first behind `first`; no width, no wrapping."""
    first = indent if first is None else first
    if width is None:
        return first + text
    lines = wrap(Paragraph((TextRun(text),)), max(width - cells(indent), 1))
    words = ["".join(run.text for run in line) for line in lines]
    return "\n".join([first + words[0], *(indent + line for line in words[1:])])


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lay out the lines of a table whose columns stand under each other."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()
