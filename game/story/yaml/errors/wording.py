"""Texts that YAML reads as something else, as problems: the words for them, wherever they come to light."""

from __future__ import annotations

import re
import unicodedata

from game.story.diagnostics.problem import Problem, Remedy, SourceSpan, instead
from game.story.diagnostics.source_text import SourceFile
from game.story.format import ALL_KEYS
from game.story.yaml.nodes import Mapping, Scalar
from game.story.yaml.positions import place_in

ODD_BLANK = "\xa0\u2000-\u200b\u3000"  # for a class of a regular expression
_HEAD = re.compile(r"( *(?:- +)*)(?:[\w-]+: +)?")  # what stands in front of a text
UNDER = "put the text under `|`, on a line of its own"
READ_AS = {
    "{": "as the start of a map",
    "[": "as the start of a list",
    "*": "as the name of something written before",
    "&": "as a name for what follows",
    "!": "as a tag",
    ">": "as a sign that the text stands on the next lines",
    "|": "as a sign that the text stands on the next lines",
    "-": "as the start of a list",
    "?": "as the start of a key",
    "%": "as an instruction",
    "@": "as a sign kept for later",
    "`": "as a sign kept for later",
    ",": "as the end of an entry",
    "]": "as the end of a list",
    "}": "as the end of a map",
}


def under(file: SourceFile, place: SourceSpan) -> str:
    """Return the help to put a text under `|`; a remedy, if it is all of a line behind its key."""
    line, column = file.lines[place.line - 1], place.column - 1
    head = _HEAD.match(line[:column])
    text = line[head.end() :].rstrip() if head else ""
    below = next((one for one in file.lines[place.line :] if one.strip()), "")
    if head is None or not head.group().strip() or not text or _blanks(below) > len(head[1]):
        return UNDER
    if text[0] in "{[" and column > head.end():  # it shares a line with others, between brackets
        return UNDER
    whole = place._replace(column=head.end() + 1, end_column=head.end() + len(text) + 1)
    return Remedy(UNDER, f"|\n{' ' * (len(head[1]) + 2)}{text}", whole)


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def colon_in_text(file: SourceFile, place: SourceSpan) -> Problem:
    """Say that a colon in a text made a key of what stands before it."""
    return Problem(
        "Y109", "this `:` makes YAML read what stands before it as a key", place, under(file, place)
    )


def sign_in_front(file: SourceFile, sign: str, place: SourceSpan) -> Problem:
    """Say that a text can't start with a sign of YAML's own."""
    message = f"a text can't start with `{sign}`: YAML reads it {READ_AS[sign]}"
    return Problem("Y114", message, place, under(file, place))


def cut_by_comment(file: SourceFile, place: SourceSpan) -> Problem:
    """Say that a comment starts where a text was meant to go on."""
    return Problem(
        "Y119", "a comment starts at this `#`, where a text should stand", place, under(file, place)
    )


def odd_blank(blank: str, place: SourceSpan) -> Problem:
    """Say that a blank in front of a line is no space, though it looks like one."""
    name = unicodedata.name(blank).lower()
    message = f"{'an' if name[0] in 'aeiou' else 'a'} {name} stands where a space belongs"
    return Problem("Y111", message, place, Remedy("indent with spaces", " "))


def surrogates(halves: str) -> tuple[str, str]:
    r"""Say what `"\ud83d\ude00"` is, and what to write; `halves` is what it was read as."""
    written = "".join(f"\\u{ord(half):04x}" for half in halves)
    sign = halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "\ufffd" in sign:
        return f"`{written}` is half of a sign, and the other half is missing", "write the sign itself"
    escapes = "".join(f"\\U{ord(one):08X}" for one in sign)
    return (
        f"`{written}` is how JSON writes {sign} in halves, which YAML can't read",
        Remedy(f"write {sign} itself, or `{escapes}`", sign),
    )


def colon_in_braces(place: SourceSpan) -> Problem:
    """Say that a colon stands in a text that shares a line, between braces, with other keys."""
    message = "this `:` makes YAML read what stands before it as a key"
    return Problem("Y109", message, place, "put the text in quotes")


def misread_map(file: SourceFile, node: Mapping) -> Problem:
    """Say what made a map of a text: the brace in front, or the first colon."""
    if node.flow:
        return sign_in_front(file, "{", file.place_at(node.line, node.column))
    key = next(iter(node.entries.values()))[0]
    column = file.lines[key.end_line].find(":", key.end_column)
    return colon_in_text(file, file.place_at(key.end_line, max(column, 0)))


def glued_key(file: SourceFile, scalar: Scalar) -> Problem | None:
    """Say that a space is missing in `to:hall`; None if a text is nothing like that."""
    found = re.match(r"(\w+):(?=\S)", scalar.value)
    if scalar.style or not found or found.group(1) not in ALL_KEYS:
        return None
    place = place_in(file, scalar, found.end() - 1)
    return Problem("Y117", "a space is missing after this `:`", place, instead(": "))
