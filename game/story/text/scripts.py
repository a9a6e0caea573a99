"""What has to be known of scripts: which have no blanks between words, and the languages that they write."""

from __future__ import annotations

import re

# Chinese characters, kana, bopomofo, and the wide punctuation that goes with them.
_UNSPACED = (
    "\u2e80-\u30ff\u3105-\u312f\u31a0-\u31ff\u3220-\u33ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uff9f\uffe0-\uffe6\U00020000-\U0003ffff"
)
UNSPACED = re.compile(f"[{_UNSPACED}]")
HANGUL = re.compile("[\uac00-\ud7a3]")  # Korean, which has blanks
_KANA = re.compile("[\u3041-\u30ff]")

_LINE_END = re.compile(f"(?<=[{_UNSPACED}])[ \t]*\n[ \t]*(?=[{_UNSPACED}])")


def joined(text: str) -> str:
    """Join lines of which one ends and the next begins with a sign of a script without blanks."""
    return text if text.isascii() else _LINE_END.sub("", text)


def written_in(text: str) -> str:
    """Return `ko`, `ja` or `zh` if most letters are of its script, where lines break otherwise; else `en`."""
    letters = sum(map(str.isalpha, text))
    unspaced = len(UNSPACED.findall(text))
    if 2 * len(HANGUL.findall(text)) > letters:
        return "ko"
    if 2 * unspaced > letters:
        return "ja" if 10 * len(_KANA.findall(text)) > unspaced else "zh"
    return "en"
