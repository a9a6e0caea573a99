"""What stands in a mended document under no mark, so that it would be lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from game.story.model import Story
from game.story.script.document import MARK, plain_lines, write_document


class Unmarked(NamedTuple):
    """Paragraphs that no piece has: `lost` words of the author's, and `notes` that are not read again."""

    lost: list[str]
    notes: list[str]


class _Paragraph(NamedTuple):
    line: int
    words: str
    is_marked: bool


def unmarked(story: Story, document: str) -> Unmarked:
    """Say of each paragraph under no mark, other than the story's own script has it, where it is and why."""
    written = {one.words for one in _paragraphs(write_document(story))}
    found = Unmarked([], [])
    for one in _paragraphs(document):
        if one.words in written:
            continue
        if one.words.startswith("<!--"):
            found.lost.append(
                f"line {one.line}: `{one.words}` is no mark as `escape script` wrote it: "
                "a mark has a name and eight signs behind it"
            )
        elif one.is_marked:
            continue
        elif one.words.startswith(("[", "#")):
            found.notes.append(
                f"line {one.line}: `{one.words}` is not part of the words, and stays as it was"
            )
        else:
            found.lost.append(f"line {one.line}: there is no mark above these words: {one.words}")
    return found


def _paragraphs(document: str) -> Iterator[_Paragraph]:
    """Yield what blank lines and marks part, each as one line."""
    is_marked = False
    blocks = groupby(
        enumerate(plain_lines(document), 1), lambda at: (at[1].strip() == "", at[1][:4] == "<!--")
    )
    for (is_blank, is_mark), group in blocks:
        lines = list(group)
        if is_mark:
            for line, words in lines:
                mark = MARK.match(words)
                is_marked = mark["mark"] is not None if mark else is_marked
                if not mark:
                    yield _Paragraph(line, words.strip(), is_marked)
        elif not is_blank:
            yield _Paragraph(lines[0][0], " ".join(" ".join(words for _, words in lines).split()), is_marked)
