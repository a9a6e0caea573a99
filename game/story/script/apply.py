"""Mended words brought back into the story's files, each to its place; all else stays byte for byte.

A piece keeps the style it was typed in: a block under `|` its indentation and the lines of the paragraphs
that are the same, a quoted text its quotes. What could change more than words is refused and named: braces
that are not the same, a piece that was changed in the story since the script was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from game.story.diagnostics.problem import GameError
from game.story.diagnostics.source_text import ON_DISK, SourceFiles, read_file
from game.story.index.file_changes import TextEdit
from game.story.language.parser import Fault
from game.story.model import Story
from game.story.reader.uses import Use
from game.story.script.braces import other_braces
from game.story.script.document import Mended, as_read, digest, whole
from game.story.script.entry import MarkedText
from game.story.script.typist import Typist
from game.story.text.parser import read_text
from game.story.text.template import Text
from game.story.yaml.parse import read_nodes


class RefusedError(GameError):
    """Words that can't be brought back, so that none were; `reasons` has a line or more for each piece."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(self.reasons))


def words_by_mark(story: Story, files: SourceFiles = ON_DISK) -> dict[str, str]:
    """Return the words of every piece by its mark; `files` are those that the story was read from."""
    return {one.mark: as_read(one.text.source) for one in whole(story, files) if isinstance(one, MarkedText)}


def apply(story: Story, uses: Iterable[Use], mended: list[Mended]) -> list[TextEdit]:
    """Return the changes that bring mended words back. Raises RefusedError, which names each that can't be.

    `uses` are those of the story's index. A choice whose key is made of words that change gets it as `id`.
    """
    pieces = {entry.mark: entry for entry in whole(story) if isinstance(entry, MarkedText)}
    unnamed = {_mark_of(use): use for use in uses if use.kind == "choice" and use.role == "derived"}
    files = _Files()
    marks = {one.mark for one in mended}
    changes: list[TextEdit] = []
    refused: list[str] = []
    for one in mended:
        piece = pieces.get(one.mark)
        if not one.is_changed or (piece and one.words == as_read(piece.text.source)):
            continue
        refusal = _refusal(story, one, piece) or _with_the_next(one, pieces, marks)
        if refusal or piece is None:
            refused.append(refusal)
            continue
        if one.mark in unnamed:  # its key is made of these words, and must stay
            use = unnamed[one.mark]
            changes.append(TextEdit(use.place, "", f"id: {use.name.rpartition('.')[2]}"))
        changes.append(files.change(piece.text, one.words))
    if refused:
        raise RefusedError(refused)
    return changes


def _mark_of(use: Use) -> str:
    """Return the mark of a choice's text."""
    scene, _, key = use.name.rpartition(".")
    return f"{scene}/{key}/text"


def _refusal(story: Story, mended: Mended, piece: MarkedText | None) -> str:
    """Say why mended words can't be brought back; empty if they can."""
    mark, words = f"`{mended.mark}`", mended.words
    if piece is None:
        return f"there is no piece {mark} in the story any more"
    there = as_read(piece.text.source)
    if digest(there) != mended.digest:
        return (
            f"{mark} was changed in the story too, since the script was written:\n"
            f"  story:  {there}\n  script: {words}"
        )
    if not words:
        return f"{mark} has no words any more: take it out of the story itself"
    if piece.is_line and "\n" in words:
        return f"{mark} is one line, and has a second paragraph here"
    faults: list[Fault] = []
    scene = mended.mark.split("/")[0]
    text = read_text(words, piece.text.place, story.symbols, faults, scene if scene in story.scenes else "")
    if faults:
        return f"{mark}: {faults[0].message}"
    others = other_braces(piece.text, text)
    return f"{mark} has other braces than in the story: {others}" if others else ""


def _with_the_next(mended: Mended, pieces: dict[str, MarkedText], marks: set[str]) -> str:
    """Say that a piece has got the words of the next one, whose mark is gone; empty if it has not."""
    order = list(pieces)
    following = order[order.index(mended.mark) + 1 :][:1]
    there = as_read(pieces[mended.mark].text.source)
    if not following or following[0] in marks or mended.words.count("\n\n") <= there.count("\n\n"):
        return ""
    return f"`{mended.mark}` has more paragraphs, and the mark `{following[0]}` below it is gone"


class _Files:
    """The files of a story, each read once, with who types into them."""

    def __init__(self) -> None:
        self._typists: dict[str, Typist] = {}

    def change(self, text: Text, words: str) -> TextEdit:
        """Return the change that makes other words of a text."""
        name = text.place.file
        if name not in self._typists:
            file = read_file(Path(name), name)
            self._typists[name] = Typist(file, read_nodes(file, []))
        return self._typists[name].change(text.place, words)
