"""Shapes and plain values read from nodes: what each must look like, and what is said when it doesn't."""

from __future__ import annotations

import re
from collections.abc import Iterable

from game.story.diagnostics.guesses.keys import guess_key
from game.story.diagnostics.guesses.names import as_name, guess_link
from game.story.diagnostics.problem import Problem, Remedy, SourceSpan, instead
from game.story.diagnostics.source_text import SourceFile
from game.story.format import ALL_KEYS, KINDS, KNOWN, REQUIRED, SHAPES
from game.story.language.parser import truth_meant
from game.story.language.symbols import SymbolTable
from game.story.reader.commas import whole_entries
from game.story.reader.read_context import ReadContext
from game.story.reader.uses import Kind, Role, Use
from game.story.text.alternatives import RESERVED
from game.story.yaml.errors.wording import cut_by_comment, glued_key, misread_map, sign_in_front
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_in, place_of

MAX_ID = 64
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})\Z")

Fields = dict[str, tuple[Scalar, Node]]


class IncompleteFields(dict[str, tuple[Scalar, Node]]):
    """Fields that lack something or had an unknown key, which is told already."""


class FieldReader:
    """Reads shapes and plain values of one file, adding what is wrong to the context."""

    def __init__(self, file: SourceFile, symbols: SymbolTable, context: ReadContext) -> None:
        self.file = file
        self.symbols = symbols
        self.context = context

    def problem(
        self,
        code: str,
        message: str,
        where: Node | SourceSpan,
        help: str = "",
        other: SourceSpan | None = None,
        label: str = "",
    ) -> None:
        """Add a problem at a node or a place."""
        place = where if isinstance(where, SourceSpan) else place_of(self.file, where)
        self.context.problems.append(Problem(code, message, place, help, other, label))

    def note(
        self, kind: Kind, name: str, role: Role, scalar: Node, offset: int = 0, length: int | None = None
    ) -> None:
        """Note that a name stands in a scalar, from an offset of its value; without a length, to its end."""
        if self.context.uses is not None and type(scalar) is Scalar:
            token = scalar.value[offset : None if length is None else offset + length]
            place = place_in(self.file, scalar, offset, len(token))
            self.context.uses.append(Use(kind, name, role, place, token if role != "derived" else ""))

    # --- shapes -------------------------------------------------------------

    def fields(self, node: Node, shape: str, owner: Scalar | None = None) -> Fields | None:
        """Return the fields of a map of this shape, without the unknown ones; None if it is no map.

        `owner` is what a missing key is reported at; without it, the first key.
        """
        if type(node) is not Mapping:
            self.not_a_map(node, shape, owner)
            return None
        entries = node.entries
        known = KNOWN[shape]
        strange = False
        if not known.issuperset(entries):
            if shape in _BESIDE_TEXTS and not any(self.near(name, known) for name in entries):
                self.context.problems.append(misread_map(self.file, node))
                return None
            entries = whole_entries(
                self.file, node, lambda name: self.is_meant(name, shape), self.context.problems
            )
            entries, strange = self.without_strange(entries, shape)
        for name in REQUIRED[shape]:
            if name not in entries and not strange:
                where: Node = owner or next((key for key, _ in node.entries.values()), node)
                self.problem("S102", f"this {_SHAPE_NAMES.get(shape, shape)} has no `{name}`", where)
                strange = True
        return IncompleteFields(entries) if strange else entries

    def near(self, name: str, known: Iterable[str]) -> bool:
        """Whether a key is one of the known ones, or is meant to be."""
        return name in known or self.context.suggestions.closest(name, known) is not None

    def is_meant(self, name: str, shape: str) -> bool:
        """Whether a key is known in this shape, or something is known of what is meant by it."""
        return self.near(name, KNOWN[shape]) or bool(guess_key(shape, name)[1])

    def without_strange(self, entries: Fields, shape: str) -> tuple[Fields, bool]:
        """Return the known entries, a misspelt key as the one that was meant, and whether some are lost.

        What is missing beside a key that means nothing is most likely what that key was for.
        """
        known = KNOWN[shape]
        found: Fields = {}
        lost = False
        for name, entry in entries.items():
            if name in known:
                found[name] = entry
                continue
            glued = glued_key(self.file, entry[0])
            if glued:
                self.context.problems.append(glued)
                lost = True
                continue
            meant, help = self.guess(*entry, entries, shape)
            if help and self.context.problems and self.context.problems[-1].help == help:
                lost = True  # the other half of one mistake: `min` and `max`
                continue
            self.problem("S101", f"{_a(shape)} has no key `{name}`", entry[0], help)
            if help and meant and (type(entry[1]) is Mapping or KINDS[shape][meant] not in SHAPES):
                found.setdefault(meant, entry)
            else:
                lost = True
        return found, lost

    def guess(self, key: Scalar, value: Node, entries: Fields, shape: str) -> tuple[str | None, str]:
        """Return the key that was meant by an unknown one, and the help; neither where that is not sure."""
        meant, help = guess_key(shape, key.value)
        if not help:
            meant = self.context.suggestions.closest(key.value, KNOWN[shape])
            fits = meant is not None and meant not in entries and _may_be(KINDS[shape][meant], value)
            return meant, Remedy(f"did you mean `{meant}`?", meant or "") if fits else ""
        if type(value) is not Scalar or not _SHORT_CODE.match(value.value):
            return meant, instead(meant) if meant and help == f"write `{meant}`" else help
        if meant:
            new = f"{meant}: {_written(meant, value.value)}"
            place = place_of(self.file, key)
            whole = place._replace(end_column=value.end_column + 1)
            is_short = value.line == key.line == value.end_line
            return meant, instead(new, whole) if is_short else f"write `{new}`"
        return None, help.replace("…", value.value)

    def not_a_map(self, node: Node, shape: str, owner: Scalar | None = None) -> None:
        """Add the problem that a value is not a map of keys."""
        if type(node) is Scalar:
            glued = glued_key(self.file, node)
            if glued:
                self.context.problems.append(glued)
                return
            if node.blank:
                message = f"this {_SHAPE_NAMES.get(shape, shape)} is empty"
                self.problem("S102", message, owner or self.missing_at(node), _filled(shape, owner))
                return
        link = self.link(node) if shape == "choice" else None
        help = _as_map(node, shape)
        if link:
            new = f"{{text: {link[0]}, to: {link[1]}}}"
            help = Remedy(f"write `- {new}`", new)
        self.problem("S103", f"{_a(shape)} is a map of keys and values", node, help)

    def items(self, node: Node, what: str) -> list[Node]:
        """Return the entries of a list."""
        if type(node) is Sequence:
            return node.items
        self.problem("S103", f"{what} are a list: each one starts with `- `", node)
        return []

    def entries(self, node: Node, what: str, instead: str = "") -> list[tuple[Scalar, Node]]:
        """Return the entries of a map of names; an empty value is an empty map.

        `instead` is what helps where a list stands.
        """
        if type(node) is Mapping:
            return list(node.entries.values())
        if type(node) is not Scalar or not node.blank:
            help = instead if type(node) is Sequence else ""
            self.problem("S103", f"{what} are a map of names and what they are", node, help)
        return []

    def scalar(self, node: Node, what: str) -> Scalar | None:
        """Return a node that is one piece of text, and not nothing."""
        if type(node) is not Scalar:
            self.problem("S103", f"{what} must be one text here", node)
            return None
        if node.blank:
            self.blank(node, what)
            return None
        return node

    def words(self, node: Node, what: str) -> Scalar | None:
        """Return a node that is a text for readers; if YAML made something else of it, say by which sign."""
        if type(node) is Scalar:
            return self.scalar(node, what)
        if type(node) is Mapping and (node.flow or not ALL_KEYS.intersection(node.entries)) and node.entries:
            self.context.problems.append(misread_map(self.file, node))
        elif type(node) is Sequence and node.flow:
            problem = sign_in_front(self.file, "[", self.file.place_at(node.line, node.column))
            link = self.link(node)
            help = f"write `text: {link[0]}` and `to: {link[1]}`" if link else problem.help
            self.context.problems.append(problem._replace(help=help))
        else:
            self.problem("S103", f"{what} must be one text here", node)
        return None

    def link(self, node: Node) -> tuple[str, str] | None:
        """Return the words and the scene of a link as Twine has it, which YAML reads as a list in a list."""
        if type(node) is not Sequence or not node.flow:
            return None
        return guess_link(self.file.lines[node.line][node.column :])

    def blank(self, node: Scalar, what: str) -> None:
        """Add the problem that nothing stands where something should."""
        line = self.file.lines[node.line] if node.line < len(self.file.lines) else ""
        rest = line[node.column :]
        if re.match(r"\s*#\S", rest):
            column = node.column + rest.index("#")
            self.context.problems.append(cut_by_comment(self.file, self.file.place_at(node.line, column)))
        else:
            self.problem("S102", f"{what} is missing here", self.missing_at(node))

    def missing_at(self, node: Scalar) -> SourceSpan:
        """Where something is missing: the key or the dash in front of it."""
        line, column = node.line, node.column
        lines = self.file.lines
        while line > 0 and (line >= len(lines) or not lines[line][:column].strip()):
            line -= 1
            column = len(lines[line])
        found = re.search(r"([\w-]+|['\"][^'\"]*['\"])\s*:?\s*$", lines[line][:column])
        start, end = found.span(1) if found else (min(column, len(lines[line])), column + 1)
        return SourceSpan(self.file.name, line + 1, start + 1, max(end, start + 1) + 1)

    # --- plain values -------------------------------------------------------

    def id(self, node: Node, what: str) -> str | None:
        """Read a name: small letters, digits and `_`, at most 64."""
        scalar = self.scalar(node, what)
        return scalar.value if scalar and self.is_id(scalar, what) else None

    def is_id(self, scalar: Scalar, what: str) -> bool:
        """Whether a scalar can be a name; if not, the problem is added."""
        value = scalar.value
        if not _ID.match(value):
            message = f"`{value}` can't be {what}: small letters, digits and `_`, a letter first"
            good = as_name(value)
            self.problem("S104", message, scalar, instead(good) if good else "")
        elif len(value) > MAX_ID:
            self.problem("S104", f"this is longer than {MAX_ID} characters", scalar)
        else:
            return True
        return False

    def name(self, scalar: Scalar, what: str) -> bool:
        """Whether a scalar can be a name that conditions use."""
        if not self.is_id(scalar, what):
            self.poison(scalar.value)
            return False
        if scalar.value in RESERVED:
            self.problem("R205", f"`{scalar.value}` is a word of the language", scalar)
            self.poison(scalar.value)
            return False
        return True

    def poison(self, name: str) -> None:
        """Remember that a name is declared with a mistake: what follows from it is not told."""
        self.context.poisoned.update([name, *re.findall(r"\w+", name)])

    def number(self, node: Node, what: str) -> int | None:
        """Read a whole number."""
        scalar = self.scalar(node, what)
        if scalar is None:
            return None
        if _NUMBER.match(scalar.value):
            return int(scalar.value)
        stripped = re.fullmatch(r"(-?)0+([1-9]\d*)", scalar.value)
        help = instead(stripped.group(1) + stripped.group(2)) if stripped else ""
        self.problem("S103", f"{what} must be a whole number of at most nine digits", scalar, help)
        return None

    def truth(self, node: Node, what: str) -> bool | None:
        """Read `true` or `false`."""
        scalar = self.scalar(node, what)
        if scalar is None:
            return None
        if scalar.value in ("true", "false"):
            return scalar.value == "true"
        self.problem("S103", f"{what} must be `true` or `false`", scalar, truth_meant(scalar.value))
        return None


def _a(shape: str) -> str:
    name = _SHAPE_NAMES.get(shape, shape)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _written(key: str, value: str) -> str:
    """Return a value as it is written behind the key that was meant."""
    return f"{{title: {value}}}" if key == "ending" else value


def _filled(shape: str, owner: Scalar | None) -> str:
    """Return the help for a name with nothing behind it."""
    if owner is None or shape != "item":
        return ""
    return f"write `{owner.value}: {{name: {owner.value.replace('_', ' ').capitalize()}}}`"


def _as_map(node: Node, shape: str) -> str:
    """Return the help for one text where a map belongs: how the map is written; empty if that is not sure."""
    if type(node) is not Scalar or node.style:
        return ""
    if shape == "variable":
        if node.value in ("true", "false"):
            return instead(f"{{start: {node.value}}}")
        if _NUMBER.match(node.value):
            low, high = min(0, int(node.value)), max(10, int(node.value))
            new = f"{{range: [{low}, {high}], start: {node.value}}}"
            return Remedy(f"a number has a range: write `{new}`", new)
        word = re.sub(r"[^a-z0-9]+", "_", node.value.lower()).strip("_0123456789")
        return f"a word is one of several: write `{{values: [{word}, …], start: {word}}}`" if word else ""
    if shape == "choice":
        new = f"text: {node.value}"
        return Remedy(f"write `- {new}`", new) if _SHORT.match(node.value) else "write `- text: …`"
    if shape == "ending" and truth_meant(node.value):
        return instead("{title: The end}")
    main = {"ending": "title", "item": "name"}.get(shape)
    return instead(f"{{{main}: {node.value}}}") if main and _SHORT.match(node.value) else ""


def _may_be(kind: str, node: Node) -> bool:
    """Whether a value may be meant for a key of this kind: no map for a text, no word for true or false."""
    if kind == "truth" and type(node) is Scalar and not node.blank:
        return bool(truth_meant(node.value))
    return type(node) is not Mapping or kind not in (
        "text",
        "texts",
        "id",
        "ids",
        "number",
        "truth",
        "condition",
    )


_SHORT_CODE = re.compile(r"[\w ()<>=!+-]{1,40}\Z")
_SHORT = re.compile(r"[\w .!?'-]{1,40}\Z")
_BESIDE_TEXTS = ("block", "choice")  # entries of lists where a text of the author's may be read as a map
_NO_MAPS = ("text", "texts", "id", "ids", "number", "truth", "condition", "effects")
_SHAPE_NAMES = {"target": "way on with a condition", "block": "block of text"}
