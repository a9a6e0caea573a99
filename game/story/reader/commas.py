"""Commas between brackets that were meant as part of what stands there.

YAML parts the entries of `[…]` and `{…}` at every comma, so it reads

    do: [coins = max(coins, 2), take(token)]       as three effects, and
    {text: Speak., say: Yes, he said., to: end}    as four keys, `he said.` among them.

Such pieces are put together again and told once; what is read of them is what the author meant, so that
nothing follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeGuard

from game.story.diagnostics.problem import Problem, Remedy
from game.story.diagnostics.source_text import SourceFile
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_of

_SHOWN = 60  # characters, in a help line


class _Pieces(NamedTuple):
    """What a scalar is made of, as an event of the parser says it."""

    value: str
    style: str
    start_mark: Any
    end_mark: Any


def whole_effects(file: SourceFile, node: Node, problems: list[Problem]) -> list[Node]:
    """Return one effect or those of a list; what a comma in a function parted is put together again."""
    if type(node) is not Sequence:
        return [node]
    found, commas = _put_together(file, node)
    for number, before in commas.items():
        shown, place = _shown(found[number]), place_of(file, found[number])
        help = f"put this in quotes{shown and f': `{shown}`'}, or write one effect a line under `|`"
        help = Remedy(help, shown, place) if shown else help
        problems.append(_told(file, before, "`[` and `]`", help))
    return found


def whole_items(file: SourceFile, node: Sequence) -> list[Node]:
    """Return the items of a list; what a comma in a function parted is put together again."""
    return _put_together(file, node)[0]


def _put_together(file: SourceFile, node: Sequence) -> tuple[list[Node], dict[int, Scalar]]:
    """Return whole items, and by their places in them what stood before the first comma of a joined one."""
    if not node.flow:
        return node.items, {}
    found: list[Node] = []
    commas: dict[int, Scalar] = {}
    for item in node.items:
        before = found[-1] if found else None
        if _is_plain(before) and _is_plain(item) and before.value.count("(") > before.value.count(")"):
            commas.setdefault(len(found) - 1, before)
            found[-1] = _joined(file, before, item.value, item)
        else:
            found.append(item)
    return found, commas


def whole_entries(
    file: SourceFile, node: Mapping, is_key: Callable[[str], bool], problems: list[Problem]
) -> dict[str, tuple[Scalar, Node]]:
    """Return the entries of a map; what a comma parted from the value before it is put back.

    `is_key` says whether a word is a key here, or meant to be one.
    """
    if not node.flow:
        return node.entries
    found: dict[str, tuple[Scalar, Node]] = {}
    commas: dict[str, Scalar] = {}  # by key: what stands before the first comma
    last = ""
    for name, (key, value) in node.entries.items():
        before = found[last][1] if last else None
        if _is_plain(before) and _goes_on(file, key, value, is_key):
            commas.setdefault(last, before)
            end = key if type(value) is Scalar and value.blank else value
            found[last] = found[last][0], _joined(file, before, name, end)
        else:
            found[name] = key, value
            last = name
    for name, before in commas.items():
        shown, place = _shown(found[name][1]), place_of(file, found[name][1])
        help = f"put this in quotes{shown and f': `{name}: {shown}`'}"
        help = Remedy(help, shown, place) if shown else help
        problems.append(_told(file, before, "`{` and `}`", help))
    return found


def _is_plain(node: Node | None) -> TypeGuard[Scalar]:
    return type(node) is Scalar and not node.style and not node.blank


def _goes_on(file: SourceFile, key: Scalar, value: Node, is_key: Callable[[str], bool]) -> bool:
    """Whether a key is what stands behind a comma: not one word, or an unknown one without a colon."""
    if key.style or type(value) is not Scalar or value.style:
        return False
    if not re.fullmatch(r"[\w-]+", key.value):
        return True
    return not re.match(r"\s*:", file.lines[key.end_line][key.end_column :]) and not is_key(key.value)


def _joined(file: SourceFile, before: Scalar, after: str, end: Node) -> Scalar:
    value = f"{before.value}, {after}"
    if before.line == end.end_line:  # as it was typed, so that places in it are right
        value = file.lines[before.line][before.column : end.end_column]
    return Scalar(_Pieces(value, "", before.start, end.end))


def _told(file: SourceFile, before: Scalar, brackets: str, help: str) -> Problem:
    comma = file.lines[before.end_line].find(",", before.end_column)
    place = file.place_at(before.end_line, comma if comma >= 0 else before.end_column)
    return Problem("Y122", f"a comma parts the entries between {brackets}", place, help)


def _shown(node: Node) -> str:
    """Return an entry as it is written in quotes, if it is short."""
    value = node.value if type(node) is Scalar else ""
    sign = "'" if "'" not in value else '"'
    if not 0 < len(value) <= _SHOWN or "`" in value or (sign == '"' and re.search(r'["\\]', value)):
        return ""
    return f"{sign}{value}{sign}"
