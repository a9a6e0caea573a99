"""What a player typed, found among choices and pages.

Texts are compared folded: no matter whether letters are large or small, how they are put together, how
wide digits are, and which quotation marks a keyboard has. `Don't.` with a printer's apostrophe is found
by a typewriter's, and a full-width 1 is a 1.
"""

from __future__ import annotations

import re
import unicodedata

from game.locale.messages import tr, tr_later
from game.play.engine.passage import Offer, OpenPage

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    }
)
_WIDE_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}
# Accents that stand alone, and what can't be seen.
_MARKS = re.compile("[\u0300-\u036f\u200b-\u200f\u2060\ufeff]")
_NO_CHOICE = tr_later("That is no choice here. `help` says what can be typed.")


def folded(text: str) -> str:
    """Fold a text to what is compared, on one line."""
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES)).casefold()
    return " ".join(unicodedata.normalize("NFC", _MARKS.sub("", text)).split())


def letters(text: str) -> str:
    """Return a folded text without what stands before its first letter."""
    return re.sub(r"^\W+", "", folded(text))


def in_full(offers: tuple[Offer, ...], line: str) -> Offer | None:
    """Find the choice whose whole text this is; a full stop or a quotation mark at the end may be missing."""
    wanted = _bare(line)
    found = [offer for offer in offers if wanted and _bare(offer.text) == wanted]
    return found[0] if len(found) == 1 else None


def begun(offers: tuple[Offer, ...], line: str) -> bool:
    """Whether a choice begins with all of this."""
    wanted = letters(line)
    return any(wanted and letters(offer.text).startswith(wanted) for offer in offers)


def choice(offers: tuple[Offer, ...], line: str) -> Offer | str:
    """Find the choice of this number, or that begins so; if there is not just one, say so."""
    number = as_number(line)
    if number:
        open_ones = [offer for offer in offers if offer.open]
        if len(number) < 10 and 1 <= int(number) <= len(open_ones):
            return open_ones[int(number) - 1]
        return tr("There is no choice of that number.")
    exact, wanted = in_full(offers, line), letters(line)
    if exact is not None:
        return exact
    starting = [offer for offer in offers if wanted and letters(offer.text).startswith(wanted)]
    found = [offer for offer in starting if offer.open] or starting
    if len(found) == 1:
        return found[0]
    return tr("More than one choice begins so: type its number, or more of it.") if found else tr(_NO_CHOICE)


def as_number(line: str) -> str:
    """Write a number in plain digits, as choices are printed or with no full stop; empty if it is none."""
    number = line.strip().translate(_WIDE_DIGITS).removesuffix(".")
    return number if number.isascii() and number.isdecimal() else ""


def find_page(pages: tuple[OpenPage, ...], line: str) -> OpenPage | None:
    """Find the page of this name, title or key."""
    wanted = folded(line)
    named = (one for one in pages if wanted in (one.id, folded(one.title)))
    keyed = (one for one in pages if one.key == line)
    return next(named, None) or next(keyed, None)


def _bare(text: str) -> str:
    return re.sub(r"\W+$", "", letters(text))
