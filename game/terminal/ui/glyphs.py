"""What a terminal must have to be drawn on, and the signs that are no letters, with and without lines."""

from __future__ import annotations

from typing import NamedTuple

from game.story.text.styled import Paragraph

LEAST_WIDTH, LEAST_HEIGHT = 20, 6  # of a terminal that is drawn on


class Glyphs(NamedTuple):
    """What rules, pointers and arrows are drawn with; `ascii` if with nothing but ASCII."""

    rule: str
    pointer: str
    dot: str
    more: str
    less: str
    cut: str
    arrows: str
    sideways: str
    unseen: str
    news: str
    ascii: bool
    ascii_cards: bool = False

    def spell(self, text: str) -> str:
        """Write a text in signs that the terminal has; letters stay what they are."""
        return text.translate(_STAND_INS) if self.ascii and not text.isascii() else text

    def spell_out(self, paragraph: Paragraph) -> Paragraph:
        """Write a paragraph in signs that the terminal has."""
        if not self.ascii:
            return paragraph
        runs = tuple(run._replace(text=self.spell(run.text)) for run in paragraph.runs)
        return paragraph._replace(runs=runs)


class Manner(NamedTuple):
    """How words are shown: with which signs, and as the settings have it.

    `apart` leaves a blank row between lines, `stars` stand round stressed words.
    """

    glyphs: Glyphs
    apart: bool = False
    stars: bool = False


LINES = Glyphs("─", "▸", "·", "↓", "↑", "…", "↑↓", "←→", "· · · · ·", "•", False)
ASCII = Glyphs("-", ">", "-", "v", "^", "~", "Up/Down", "Left/Right", ". . . . .", "*", True, True)
# The Linux console's own font has no other pointer, no dots in one cell, and no slanted lines.
CONSOLE = LINES._replace(pointer="►", cut="..", ascii_cards=True)
_STAND_INS = str.maketrans(
    {
        **dict.fromkeys("─━═╌┄┈\u2010\u2011\u2012\u2013\u2014\u2015", "-"),
        **dict.fromkeys("│┃║╎┆┊", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋", "+"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033«»", '"'),
        **dict.fromkeys("·•∙", "-"),
        "…": "...",
        "►": ">",
        "▸": ">",
        "\u2571": "/",
        "╲": "\\",
        "\u00a0": " ",
    }
)
