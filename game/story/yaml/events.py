"""The parsers of PyYAML, and the text as they are given it; the only importer of yaml.

libyaml reads a chapter ten times as fast as Python does, but not every installation has it, and what it
refuses, where, and in which words differs from version to version. So it is used for reading only. What
a fault is, is told by `errors.watch` from PyYAML's own parser, which is there always.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)
from yaml.scanner import ScannerError

from game.story.yaml.drawings import keep_drawings

__all__ = [
    "AliasEvent",
    "MappingEndEvent",
    "MappingStartEvent",
    "Parser",
    "PythonParser",
    "ScalarEvent",
    "ScannerError",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
    "parsable",
]


class PythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser, made to agree with libyaml's where the two differ; slower."""

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)

    def scan_plain(self) -> Any:
        """Read a text without quotes: `?` between brackets is part of it, and `a:[b]` lacks a blank."""
        vars(self)["peek"] = self._peek_past_question  # only here: nothing is called as often as `peek`
        try:
            token = super().scan_plain()
        finally:
            del vars(self)["peek"]
        if self.flow_level and self.peek() == ":" and self.peek(1) in ",[]{}":
            raise ScannerError(None, token.start_mark, None, self.get_mark())
        return token

    def _peek_past_question(self, index: int = 0) -> str:
        sign: str = yaml.reader.Reader.peek(self, index)
        return "x" if sign == "?" else sign

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> Any:
        """Refuse a number that is no character, as libyaml does; PyYAML lets a ValueError out."""
        try:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):
            raise ScannerError(None, start_mark, None, self.get_mark()) from None


Parser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", PythonParser)

# YAML 1.1 breaks lines at these; no editor does, so they are blanks to us.
_ODD_BREAKS = "\x85\u2028\u2029"
# Behind the first sign of a line a tab is a blank, which PyYAML's own parser does not know.
_INNER_TAB = re.compile(r"(?m)(?<=[^\s-])[^\S\r\n]*\t[^\r\n]*")


def parsable(text: str) -> str:
    """Replace what a parser would stumble over, so that every place stays what it is."""
    for odd in _ODD_BREAKS if not text.isascii() else "":
        text = text.replace(odd, " ")
    if "\t" in text:
        text = _INNER_TAB.sub(lambda found: found.group().replace("\t", " "), text)
    return keep_drawings(text) if "|" in text else text
