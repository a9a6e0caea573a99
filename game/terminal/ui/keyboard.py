"""Keys of other keyboards: the letter that stands where a Latin one does does what that one does."""

from __future__ import annotations

import unicodedata

_ROWS = "qwertyuiopasdfghjklzxcvbnm"
_LAYOUTS = (
    "йцукенгшщзфывапролдячсмить",  # Russian; Ukrainian and Belarusian differ in two keys, below
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ",  # Korean, two sets
    ";ςερτυθιοπασδφγηξκλζχψωβνμ",  # Greek
    "/'קראטוןםפשדגכעיחלךזסבהנמצ",  # Hebrew
    "ضصثقفغعهخحشسيبلاتنمئءؤرﻻىة",  # Arabic
)
_LATIN = {
    ord(letter): key
    for layout in _LAYOUTS
    for letter, key in zip(layout, _ROWS, strict=True)
    if ord(letter) > 127
} | {0x0456: "s", 0x045E: "o"}


def latin(typed: str) -> str:
    """Return the key of a Latin keyboard that stands where this letter does; the same if there is none.

    A full-width letter or digit stands for itself. The Russian ge, on the key of `u`, gives `u`.
    """
    if typed.isascii() or len(typed) != 1:
        return typed
    wide = unicodedata.normalize("NFKC", typed)
    if len(wide) == 1 and wide.isascii():
        return wide
    small = _LATIN.get(ord(typed.lower()), typed) if len(typed.lower()) == 1 else typed
    return small.upper() if typed != typed.lower() and small.isascii() else small
