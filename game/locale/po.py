r"""A catalogue of gettext (PO) read: what is needed to show its words, and nothing else.

Players have no library for it, and should need none; what translators need besides (comments, what a piece
was before, pieces that are gone) is kept by `story/translation/update.py`, with one. The format:

    #, fuzzy
    msgctxt "hall/text/1"
    msgid "He counts *again*."
    msgstr ""
    "He counts\n"
    "once more."
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr|msgstr\[\d\])[ \t]*)?"((?:[^"\\]|\\.)*)"[ \t]*\Z')
_ESCAPED = re.compile(r"\\(.)")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f"}


class PoError(ValueError):
    """A line that no catalogue has; `line` counts from 1, and the message says what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Message(NamedTuple):
    """An entry: the original in its context, and the words for it, one for each plural form.

    `fuzzy` ones are not checked by anybody yet. `line` is where its context or original stands.
    """

    context: str
    source: str
    words: tuple[str, ...]
    fuzzy: bool
    line: int

    @property
    def is_usable(self) -> bool:
        """Whether it was translated, and that was looked at."""
        return not self.fuzzy and any(self.words)


def read_po(text: str) -> Iterator[Message]:
    """Read the entries of a catalogue, its header too, which has no original. Raises PoError."""
    return _Reader(text.removeprefix("\ufeff")).messages()


def header_of(messages: Iterable[Message]) -> dict[str, str]:
    """Return the fields of a catalogue's header."""
    header = next((one.words[0] for one in messages if not one.source and not one.context), "")
    pairs = (line.partition(":") for line in header.split("\n"))
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


class _Reader:
    """Reads lines into fields, and fields into messages."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._forget()

    def _forget(self) -> None:
        self.fields: dict[str, list[str]] = {}
        self.field = ""
        self.fuzzy = False
        self.line = 0

    def messages(self) -> Iterator[Message]:
        for number, line in enumerate(map(str.strip, self.lines), 1):
            if line.startswith("#") or not line:
                if "msgstr" in self.field:
                    yield self._message()
                self.fuzzy = self.fuzzy or (line.startswith("#,") and "fuzzy" in line)
                continue
            found = _LINE.match(line)
            if found is None:
                raise PoError(number, "this is no line of a catalogue: a text stands in double quotes")
            if found[1] in ("msgctxt", "msgid") and "msgstr" in self.field:
                yield self._message()
            self._take(number, found[1], _ESCAPED.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), found[2]))
        if self.fields:
            yield self._message()

    def _take(self, number: int, field: str | None, text: str) -> None:
        """Take a field's first line, or one that goes on with it."""
        if field is None:
            if not self.field:
                raise PoError(number, "a text that belongs to no `msgid` and no `msgstr`")
        elif field in self.fields:
            raise PoError(number, f"`{field}` is given twice")
        elif field.startswith("msgstr") and "msgid" not in self.fields:
            raise PoError(number, f"`{field}` without a `msgid` before it")
        else:
            self.field = field
            self.fields[field] = []
            self.line = self.line or number
        self.fields[self.field].append(text)

    def _message(self) -> Message:
        if "msgstr" not in self.field:
            raise PoError(self.line, "an entry without a `msgstr`")
        fields = {name: "".join(texts) for name, texts in self.fields.items()}
        words = tuple(text for name, text in fields.items() if name.startswith("msgstr"))
        message = Message(fields.get("msgctxt", ""), fields["msgid"], words, self.fuzzy, self.line)
        self._forget()
        return message
