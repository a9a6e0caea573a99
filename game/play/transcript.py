"""The transcript of a playthrough as a document: plain text, or Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from game.play.engine.passage import Part
from game.play.playthrough import Playthrough
from game.story.text.styled import TextRun

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_HEADINGS = {"title": "##", "ending": "##", "place": "###"}
_LIST = re.compile(r"^(\d*)([-+.)])", re.MULTILINE)  # what would begin a list


def as_text(play: Playthrough) -> str:
    """Tell a playthrough as plain text: paragraphs parted by a blank line, choices after `> `."""
    return _document(_lines_of_text(play))


def as_markdown(play: Playthrough) -> str:
    """Tell a playthrough as Markdown: scenes, endings and places are headings, choices quotations."""
    return _document(_lines_of_markdown(play))


FORMATS: dict[str, Callable[[Playthrough], str]] = {"text": as_text, "markdown": as_markdown}


def _document(paragraphs: Iterator[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def _lines_of_text(play: Playthrough) -> Iterator[str]:
    yield from filter(None, (play.story.title, play.story.byline, play.earlier))
    for passage in play.transcript():
        if passage.choice is not None:
            yield f"> {passage.choice}"
        yield from (str(part.paragraph) for part in passage.parts)


def _lines_of_markdown(play: Playthrough) -> Iterator[str]:
    yield f"# {_escaped(play.story.title)}"
    if play.story.byline:
        yield f"*{_escaped(play.story.byline)}*"
    if play.earlier:
        for paragraph in play.earlier.split("\n\n"):
            choice = paragraph.startswith("> ")
            yield f"> {_escaped(paragraph[2:])}" if choice else _escaped(paragraph)
    for passage in play.transcript():
        if passage.choice is not None:
            yield f"> {_escaped(passage.choice)}"
        yield from map(_markdown, passage.parts)


def _markdown(part: Part) -> str:
    if part.kind in _HEADINGS:
        return f"{_HEADINGS[part.kind]} {_escaped(str(part.paragraph))}"
    if part.paragraph.drawn:  # an indented block: nothing in it has a meaning of its own
        return "\n".join(f"    {line}".rstrip() for line in str(part.paragraph).split("\n"))
    return _LIST.sub(r"\1\\\2", "".join(map(_stressed, part.paragraph.runs)))


def _stressed(run: TextRun) -> str:
    words = _MARKS.sub(r"\\\1", run.text)
    if not run.stressed or not words.strip():
        return words
    inner = words.strip()
    return words.replace(inner, f"*{inner}*", 1)


def _escaped(text: str) -> str:
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))
