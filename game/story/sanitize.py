"""The one cleaning of what could do something to a terminal: taken out of words, shown in messages."""

from __future__ import annotations

import re
import unicodedata

HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, among them the start of escape sequences
    "\u061c\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029\ufeff\ud800-\udfff]"  # line breaks no editor shows, marks, half characters
)
MARKS_ON_A_LETTER = 8  # no script needs more; a thousand of them make every width slow to reckon

# Nine characters in a row that may all be marks: neither letters nor blanks, nor signs that take room.
_MAY_BE_MARKS = re.compile(
    r"[^\w\s\x00-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2fff"
    rf"\u3000-\u3029\u3030-\u3098\uff00-\uffff\U0001f000-\U0001faff]{{{MARKS_ON_A_LETTER + 1},}}"
    rf"|[\u1160-\u11ff\ud7b0-\ud7ff]{{{MARKS_ON_A_LETTER + 1},}}"  # parts of Korean syllables
)
# What takes no room and changes nothing that could be seen in a name.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_NAME = re.compile("`[^`]*`")


def clean(text: str) -> str:
    """Take out every character that could do something to a terminal; a tab becomes a space.

    Of the marks on a letter no more than MARKS_ON_A_LETTER are kept.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return HOSTILE.sub(
        lambda match: "\ufffd" if match.group() >= "\ud800" and match.group() <= "\udfff" else "",
        _with_few_marks(text),
    )


def _with_few_marks(text: str) -> str:
    return text if text.isascii() else _MAY_BE_MARKS.sub(_few_marks, text)


def _few_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    count = 0
    for sign in match.group():
        takes_none = unicodedata.category(sign) in ("Mn", "Me", "Cf") or "\u1160" <= sign <= "\ud7ff"
        count = count + 1 if takes_none else 0
        if count <= MARKS_ON_A_LETTER:
            kept.append(sign)
    return "".join(kept)


def visible(text: str) -> str:
    """Show `text` on one line, with stand-ins for what must not reach a terminal, and few marks."""
    return HOSTILE.sub(_stand_in, _with_few_marks(text).replace("\n", " "))


def visible_names(message: str) -> str:
    """Show a message with stand-ins also for what can't be seen in the names it quotes."""
    shown = visible(message)
    if shown.isascii():
        return shown
    return _NAME.sub(lambda name: _INVISIBLE.sub(_stand_in, name.group()), shown)


def invisible(text: str) -> bool:
    """Whether nothing of a text could be seen."""
    return not _INVISIBLE.sub("", text)


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"
