"""Words as they are shown: paragraphs of runs, and the one cleaning of hostile characters."""

from __future__ import annotations

from typing import NamedTuple

from game.story.diagnostics.problem import HOSTILE


def clean(text: str) -> str:
    """Take out every character that could do something to a terminal; a tab becomes a space."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return HOSTILE.sub(
        lambda match: "\ufffd" if match.group() >= "\ud800" and match.group() <= "\udfff" else "", text
    )


class Run(NamedTuple):
    """Words of one style."""

    text: str
    stressed: bool = False


class Paragraph(NamedTuple):
    """Runs of words that flow together; `drawn` if its lines are kept as the author drew them."""

    runs: tuple[Run, ...]
    drawn: bool = False

    def __str__(self) -> str:
        return self.runs[0].text if len(self.runs) == 1 else "".join(run.text for run in self.runs)


Paragraphs = tuple[Paragraph, ...]
