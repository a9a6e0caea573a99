"""Colours: a style for each theme, and how many colours a terminal is given.

The first theme has none of its own: the terminal's, with bold, italic and reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

_PLAIN = {
    "page": "",
    "stress": "italic",
    "heading": "bold",
    "place": "bold",
    "chosen": "bold",
    "choice": "",
    "marked": "bold",
    "locked": "italic",
    "header": "",
    "faint": "",
    "status": "",
    "key": "bold",
    "card": "",
    "title": "bold",
    "message": "bold",
    "field": "underline",
    "found": "reverse",
}


def _theme(page: str, soft: str, accent: str, loud: str) -> dict[str, str]:
    """Colour the plain theme: the page, what stands back, the choice that was taken, what is marked."""
    stands_back = {
        name: f"{soft} {_PLAIN[name]}" for name in ("header", "faint", "status", "locked", "place")
    }
    marked = {name: f"{loud} {_PLAIN[name]}" for name in ("marked", "key", "title", "heading", "message")}
    return {**_PLAIN, **stands_back, **marked, "chosen": f"{accent} bold", "page": page}


_STYLES = {
    "terminal": _PLAIN,
    "dark": _theme("bg:#16181a #d7d3c8", "#8f8d84", "#c9a86a", "#f0ece0"),
    "light": _theme("bg:#f6f2e7 #2b2a26", "#6b675c", "#7a4b10", "#000000"),
    "contrast": _theme("bg:#000000 #ffffff", "#ffffff", "#ffff00", "#ffff00"),
}


@cache  # prompt_toolkit looks up every letter again where it is handed another object
def style(theme: str, italics: str = "slanted") -> Style:
    """Build the style of a theme. Stress is slanted, or shown in another way than by its style."""
    upright = {} if italics == "slanted" else {"stress": ""}
    return Style.from_dict({**_STYLES[theme], **upright})


def color_depth(environment: Mapping[str, str]) -> ColorDepth | None:
    """Return the colours the environment asks for; None leaves it to the terminal's name.

    NO_COLOR (no-color.org), CLICOLOR=0 (bixense.com/clicolors) and COLORTERM are obeyed, in this order.
    """
    if environment.get("NO_COLOR") or environment.get("CLICOLOR") == "0":
        return ColorDepth.DEPTH_1_BIT
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return ColorDepth.DEPTH_24_BIT
    return None
