"""The one cleaning of what could do something to a terminal: taken out of words, shown in messages."""

from __future__ import annotations

import re

HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, among them the start of escape sequences
    "\u061c\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029\ufeff\ud800-\udfff]"  # line breaks no editor shows, marks, half characters
)


def clean(text: str) -> str:
    """Take out every character that could do something to a terminal; a tab becomes a space."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return HOSTILE.sub(
        lambda match: "\ufffd" if match.group() >= "\ud800" and match.group() <= "\udfff" else "", text
    )


def visible(text: str) -> str:
    """Show `text` on one line, with stand-ins for what must not reach a terminal."""
    return HOSTILE.sub(_stand_in, text.replace("\n", " "))


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"
