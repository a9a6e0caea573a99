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
    ascii: bool

    def spell(self, text: str) -> str:
        """Give a text in signs that the terminal has; letters stay what they are."""
        return text.translate(_STAND_INS) if self.ascii and not text.isascii() else text

    def spell_out(self, paragraph: Paragraph) -> Paragraph:
        """Give a paragraph in signs that the terminal has."""
        if not self.ascii:
            return paragraph
        runs = tuple(run._replace(text=self.spell(run.text)) for run in paragraph.runs)
        return paragraph._replace(runs=runs)


LINES = Glyphs("─", "▸", "·", "↓", "↑", "…", "↑↓", "←→", "· · · · ·", False)
ASCII = Glyphs("-", ">", "-", "v", "^", "~", "Up/Down", "Left/Right", ". . . . .", True)
_STAND_INS = str.maketrans(
    {
        **dict.fromkeys("─━═╌┄┈\u2010\u2011\u2012\u2013\u2014\u2015", "-"),
        **dict.fromkeys("│┃║╎┆┊", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋", "+"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033«»", '"'),
        **dict.fromkeys("·•∙", "-"),
        "…": "...",
        "▸": ">",
        "\u2571": "/",
        "╲": "\\",
        "\u00a0": " ",
    }
)
