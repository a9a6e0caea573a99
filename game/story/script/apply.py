"""Mended words brought back into the story's files, each to its place; all else stays byte for byte.

A piece keeps the style it was typed in: a block under `|` its indentation and the lines of the paragraphs
that are the same, a quoted text its quotes. What could change more than words is refused and named: braces
that are not the same, a piece that was changed in the story since the script was written.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from pathlib import Path

from game.story.diagnostics.problem import GameError, SourceSpan
from game.story.diagnostics.source_text import ON_DISK, SourceFile, SourceFiles, read_file
from game.story.index.changes import Change
from game.story.language.parser import Fault
from game.story.model import Story
from game.story.reader.uses import Use
from game.story.script.braces import braces
from game.story.script.document import Mended, as_read, digest, whole
from game.story.script.entry import Piece
from game.story.text.parser import read_text
from game.story.text.template import Text
from game.story.yaml.nodes import Scalar, scalars
from game.story.yaml.parse import read_nodes

_BLANK_LINE = re.compile(r"\n(?:[ \t]*\n)+")
_PLAIN = re.compile(r"[^\W\d_](?:[^:#\[\]{},&*!|>'\"%@`\n]|:(?=\S))*[^\s:]\Z")  # needs no quotes anywhere
_NARROW, _WIDE = 60, 100  # characters: how long the lines of a block are made, at least and at most


def words_by_mark(story: Story, files: SourceFiles = ON_DISK) -> dict[str, str]:
    """Give the words of every piece by its mark; `files` are those that the story was read from."""
    return {one.mark: as_read(one.text.source) for one in whole(story, files) if isinstance(one, Piece)}


def apply(story: Story, uses: Iterable[Use], mended: list[Mended]) -> list[Change]:
    """Give the changes that bring mended words back. Raises GameError, naming the first that can't be.

    `uses` are those of the story's index. A choice whose key is made of words that change gets it as `id`.
    """
    pieces = {entry.mark: entry.text for entry in whole(story) if isinstance(entry, Piece)}
    unnamed = {_mark_of(use): use for use in uses if use.kind == "choice" and use.role == "derived"}
    files = _Files()
    changes = []
    for piece in mended:
        if not piece.is_changed:
            continue
        text = pieces.get(piece.mark)
        if text is None:
            raise GameError(f"there is no piece `{piece.mark}` in the story any more")
        words = as_read(text.source)
        if piece.words == words:
            continue
        if digest(words) != piece.digest:
            raise GameError(
                f"`{piece.mark}` was changed in the story too, since the script was written:\n"
                f"  story:  {words}\n  script: {piece.words}"
            )
        _check(story, piece, text)
        if piece.mark in unnamed:  # its key is made of these words, and must stay
            use = unnamed[piece.mark]
            changes.append(Change(use.place, "", f"id: {use.name.rpartition('.')[2]}"))
        changes.append(files.change(text, piece.words))
    return changes


def _mark_of(use: Use) -> str:
    """Give the mark of a choice's text."""
    scene, _, key = use.name.rpartition(".")
    return f"{scene}/{key}/text"


def _check(story: Story, piece: Mended, text: Text) -> None:
    """See that mended words are words and hold the same braces. Raises GameError."""
    if not piece.words:
        raise GameError(f"`{piece.mark}` has no words any more: take it out of the story itself")
    faults: list[Fault] = []
    scene = piece.mark.split("/")[0]
    mended = read_text(piece.words, text.place, story.symbols, faults, scene if scene in story.scenes else "")
    if faults:
        raise GameError(f"`{piece.mark}`: {faults[0].message}")
    if braces(mended) != braces(text):
        raise GameError(f"`{piece.mark}` has other braces than in the story: only words can be changed here")


class _Files:
    """The files of a story with their texts by place, each read once."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[SourceFile, dict[tuple[int, int], Scalar]]] = {}

    def change(self, text: Text, words: str) -> Change:
        """Give the change that makes other words of a text."""
        place = text.place
        if place.file not in self._read:
            file = read_file(Path(place.file), place.file)
            found = scalars(read_nodes(file, []))
            self._read[place.file] = file, {(one.line + 1, one.column + 1): one for one in found}
        file, texts = self._read[place.file]
        scalar = texts[place.line, place.column]
        return (
            _in_a_block(file, scalar, words)
            if scalar.style in ("|", ">")
            else _on_a_line(file, scalar, words)
        )


def _in_a_block(file: SourceFile, scalar: Scalar, words: str) -> Change:
    """Change the paragraphs of a block that are other words now; the others keep their lines."""
    first = scalar.line + 1
    last = max(
        number
        for number in range(first, scalar.end_line + 1)
        if number == first or _holds(file, number, scalar)
    )
    lines = file.lines[first : last + 1]
    filled = [line for line in lines if line.strip()]
    first_words = next(line for line in scalar.value.split("\n") if line.strip())
    indent = _blanks(filled[0]) - _blanks(first_words)
    width = min(max(max(map(len, filled)), _NARROW), _WIDE)
    old = "\n".join(line[indent:] for line in lines)
    kept = {as_read(part): part for part in _BLANK_LINE.split(old)}
    parts = [kept.get(part) or _wrapped(part, width - indent) for part in words.split("\n\n")]
    new = "\n\n".join(parts)
    indented = "\n".join(" " * indent + line if line else "" for line in new.split("\n"))
    end = _line_end(file)
    return Change(SourceSpan(file.name, first + 1, 1, 2), end.join(lines), end.join(indented.split("\n")))


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _holds(file: SourceFile, number: int, scalar: Scalar) -> bool:
    """Whether a line that may belong to a block holds words of it."""
    inside = number < scalar.end_line or scalar.end_column > 0
    return inside and number < len(file.lines) and bool(file.lines[number].strip())


def _wrapped(part: str, width: int) -> str:
    if part.startswith("    "):
        return part
    return "\n".join(textwrap.wrap(part, width, break_long_words=False, break_on_hyphens=False))


def _on_a_line(file: SourceFile, scalar: Scalar, words: str) -> Change:
    """Change a text that stands on its key's line, perhaps in quotes."""
    lines = file.lines[scalar.line : scalar.end_line + 1]
    lines[-1] = lines[-1][: scalar.end_column]
    lines[0] = lines[0][scalar.column :]
    old = _line_end(file).join(lines).rstrip()
    return Change(
        SourceSpan(file.name, scalar.line + 1, scalar.column + 1, 2), old, _quoted(words, scalar.style)
    )


def _quoted(words: str, style: str) -> str:
    if not style and _PLAIN.match(words):
        return words
    if "\n" not in words and style == "'":
        return "'" + words.replace("'", "''") + "'"
    return json.dumps(words, ensure_ascii=False)


def _line_end(file: SourceFile) -> str:
    found = re.search(r"\r\n|\r|\n", file.text)
    return found.group() if found else "\n"
