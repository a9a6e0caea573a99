"""What a player is shown: the words since the last choice, and what can be done."""

from __future__ import annotations

from typing import Literal, NamedTuple

from game.story.text.styled import Paragraph

PartKind = Literal["place", "title", "text", "say", "ending"]
_WORDS = ("text", "say")  # what is no heading


class Part(NamedTuple):
    """One paragraph, or the heading of a scene (`title`) or of an ending (`ending`).

    `place` is where the words behind it happen, if those before it in their passage happen elsewhere.
    """

    kind: PartKind
    paragraph: Paragraph


class Passage(NamedTuple):
    """The words since the last choice. `choice` is the text of that choice, None at the start."""

    parts: tuple[Part, ...]
    choice: str | None = None

    def __str__(self) -> str:
        """Return the words alone: paragraphs parted by a blank line, no headings, stress marks gone."""
        return "\n\n".join([str(part.paragraph) for part in self.parts if part.kind in _WORDS])


class Transcript(tuple[Passage, ...]):
    """Every passage of a playthrough, in order."""

    def __str__(self) -> str:
        """Return all the words, each choice after a `> ` on a line of its own."""
        return "\n\n".join(
            f"> {passage.choice}\n\n{passage}".rstrip() if passage.choice is not None else str(passage)
            for passage in self
        )


class Offer(NamedTuple):
    """A choice as a player sees it. One that is not open can't be taken; `reason` is its locked text."""

    key: str
    text: str
    open: bool = True
    reason: str = ""


class Ending(NamedTuple):
    """An ending that was reached."""

    id: str
    title: str
    text: str


class OpenPage(NamedTuple):
    """A page of the story as it reads now."""

    id: str
    title: str
    key: str
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "\n\n".join(str(part.paragraph) for part in self.parts)
