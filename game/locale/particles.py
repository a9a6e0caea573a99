"""Particles of Korean, which have one form behind a consonant and another behind a vowel.

Words with a name in their braces can't know which it will be, and have both: `{name}을(를) 삭제할까요?`. What
stands before them then decides: a syllable by its final consonant, a digit as it is read. Where neither
stands there, as behind Latin letters, both forms stay.
"""

from __future__ import annotations

import re

_BOTH = re.compile(r"([가-힣\d])([`'\"\u2019\u201d)]*)(은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)로)")
_FORMS = {  # behind a consonant, behind a vowel
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
_DIGITS = "영일이삼사오육칠팔구"
_FIRST, _FINALS = ord("가"), 28  # the syllables stand in the order of their final consonants, none first
_RIEUL = 8  # ㄹ, behind which it is 로


def with_particles(words: str) -> str:
    """Return words with each particle in the form that fits what stands before it."""
    return _BOTH.sub(_fitting, words) if "(" in words else words


def _fitting(found: re.Match[str]) -> str:
    before, marks, both = found.groups()
    syllable = _DIGITS[int(before)] if before.isdecimal() else before
    final = (ord(syllable) - _FIRST) % _FINALS
    closed = final != 0 and not (both == "(으)로" and final == _RIEUL)
    return before + marks + _FORMS[both][0 if closed else 1]
