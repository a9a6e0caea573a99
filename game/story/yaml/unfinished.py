"""Where the end of a half-typed file stands: under which keys, in which lists, behind which words.

An author who asks for help is in the middle of a line, so the file is most often no YAML just there. What
stands before the cursor nearly always is. So it is read up to there with a sign at its end that nobody
types, and the parser's events are followed until a text comes that has the sign in it. Brackets that are
open need not be closed for that; a quote must be, and a key wants its colon, so both are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from game.story.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    Parser,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
    parsable,
)

_SIGN = "\ue5ca"  # of those that Unicode leaves to everybody's own use
_ENDINGS = ("", ":", "'", '"')


class OpenNode(NamedTuple):
    """A list, or a map at one of its keys; `entries` are the keys before it, with their texts."""

    key: str | None
    entries: dict[str, str]


class TextEnd(NamedTuple):
    """Where the end of a text stands.

    `steps` lead there from the outermost map or list. `before` is what is typed of the key or value that
    the text ends in, and `is_key` whether it is a key, of the map that the last step is at.
    """

    steps: tuple[OpenNode, ...]
    is_key: bool
    before: str


def end_of(text: str) -> TextEnd | None:
    """Say where the end of a text stands; None in a comment, and where YAML can't be read before it."""
    for ending in _ENDINGS:
        found = _Follower().follow(f"{text}{_SIGN}{ending}")
        if found is not None:
            return found
    return None


class _Follower:
    """Follows the events of a text, and remembers what is open."""

    def __init__(self) -> None:
        self.open: list[_Open] = []

    def follow(self, text: str) -> TextEnd | None:
        for event in _events(text):
            kind = type(event)
            if kind is ScalarEvent:
                if _SIGN in event.value:
                    return self.spot(event.value.partition(_SIGN)[0])
                self.scalar(event.value)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.open.append(_Open(is_map=kind is MappingStartEvent))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.open.pop()
                self.scalar("")
            elif kind is AliasEvent:
                self.scalar("")
        return None

    def spot(self, before: str) -> TextEnd:
        last = self.open[-1] if self.open else None
        is_key = last is not None and last.is_map and last.key is None
        return TextEnd(tuple(OpenNode(one.key, one.entries) for one in self.open), is_key, before)

    def scalar(self, value: str) -> None:
        """Pass a text, or what stands where one may: a key, or the value of one."""
        last = self.open[-1] if self.open else None
        if last is None or not last.is_map:
            return
        if last.key is None:
            last.key = value
            last.entries[value] = ""
        else:
            last.entries[last.key] = value
            last.key = None


class _Open:
    def __init__(self, is_map: bool) -> None:
        self.is_map = is_map
        self.key: str | None = None
        self.entries: dict[str, str] = {}


def _events(text: str) -> Iterator[Any]:
    """Yield the events up to where the parser gives up."""
    try:
        parser = Parser(parsable(text))
        while parser.check_event():
            yield parser.get_event()
    except YAMLError:
        return
