"""Words as they are shown: paragraphs of runs."""

from __future__ import annotations

from typing import NamedTuple


class TextRun(NamedTuple):
    """Words of one style."""

    text: str
    stressed: bool = False


class Paragraph(NamedTuple):
    """Runs of words that flow together; `drawn` if its lines are kept as the author drew them."""

    runs: tuple[TextRun, ...]
    drawn: bool = False

    def __str__(self) -> str:
        return self.runs[0].text if len(self.runs) == 1 else "".join(run.text for run in self.runs)


Paragraphs = tuple[Paragraph, ...]
