"""Words put into lines: nothing else ever reaches the output, no escape sequence, no time, no path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from game.locale.messages import tr_later
from game.play.engine.passage import Offer, Part
from game.play.saves.rows import SaveRow, count_of
from game.terminal.ui.glyphs import Glyphs
from game.terminal.wrap import starred, wrap, wrap_text

NO_WAY_ON = tr_later("The story has no way on from here. `undo` takes back the last choice.")


class Lines:
    """Where a game in plain mode is told. `width` is in cells; None leaves paragraphs unwrapped."""

    def __init__(self, out: TextIO, width: int | None, glyphs: Glyphs) -> None:
        self.out = out
        self.width = width
        self._glyphs = glyphs

    def prompt(self, sign: str) -> None:
        """Ask for a line."""
        self.out.write(sign)
        self.out.flush()

    def line(self, text: str = "") -> None:
        """Write a line."""
        self.out.write(f"{self._glyphs.spell(text)}\n")

    def paragraph(self, text: str) -> None:
        """Write a paragraph, wrapped, and a blank line."""
        self.line(wrap_text(self._glyphs.spell(text), self.width) + "\n")

    def parts(self, parts: Iterable[Part]) -> None:
        """Write paragraphs and headings, each with a blank line; stressed words between stars."""
        for part in parts:
            if part.kind == "place":
                self.paragraph(f"{part.paragraph}.")
                continue
            paragraph = starred(self._glyphs.spell_out(part.paragraph))
            lines = wrap(paragraph, self.width) if self.width else None
            if lines is None:
                text = str(paragraph)
            else:
                text = "\n".join("".join(run.text for run in line) for line in lines)
            self.out.write(f"{text}\n\n")

    def offers(self, offers: Iterable[Offer]) -> int:
        """Write how many choices there are, and each with its number; give how many can be taken."""
        offers = tuple(offers)
        number = sum(offer.open for offer in offers)
        if number:
            self.line(f"{count_of(number, 'choice')}.")
        at = 0
        for offer in offers:
            if offer.open:
                at += 1
                self._numbered(at, offer.text)
            else:
                self.line(wrap_text(self._glyphs.spell(f"({offer.reason})"), self.width, "   "))
        return number

    def numbered(self, entries: Iterable[str]) -> None:
        """Write entries with their numbers."""
        for number, text in enumerate(entries, 1):
            self._numbered(number, text)

    def saves(self, rows: Iterable[SaveRow]) -> None:
        """Write runs or saves, one a line."""
        for row in rows:
            said = (row.chapter, row.status, row.place, row.choices, row.note)
            self.line(f"{row.name}: {', '.join(filter(None, said))}")

    def _numbered(self, number: int, text: str) -> None:
        lead = f"{number}. "
        self.line(wrap_text(self._glyphs.spell(text), self.width, " " * len(lead), lead))
