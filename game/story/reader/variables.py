"""The variables that story.yaml declares."""

from __future__ import annotations

import re
from dataclasses import replace

from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import instead
from game.story.language.parser import truth_meant
from game.story.language.symbols import Value, Variable
from game.story.reader.fields import Fields, IncompleteFields
from game.story.reader.values import Reader
from game.story.sanitize import clean
from game.story.yaml.nodes import Mapping, Node, Scalar, Sequence
from game.story.yaml.positions import place_of

MAX_WORD = 500  # letters; a text may print it as often as it likes


def read_variables(reader: Reader, node: Node) -> None:
    """Read the variables into the reader's names; one with a mistake in it is declared all the same."""
    shown_words: list[tuple[str, Scalar]] = []
    for key, value in reader.entries(node, "variables"):
        good = reader.name(key, "the name of a variable")
        variable = _variable(reader, key, value, shown_words)
        if not good:
            continue
        reader.note("variable", key.value, "declared", key)
        if variable is None:
            reader.poison(key.value)
            variable = Variable(key.value, len(reader.symbols.variables), "int", 0)
        show = _is_shown(reader, value, variable)
        reader.symbols.variables[key.value] = replace(variable, show=show, place=place_of(reader.file, key))
    for word, scalar in shown_words:
        if word in reader.symbols.variables:
            reader.problem("R204", f"`{word}` is already a variable", scalar)
            reader.poison(word)
            reader.symbols.words.discard(word)


def _variable(reader: Reader, key: Scalar, node: Node, shown: list[tuple[str, Scalar]]) -> Variable | None:
    fields = reader.fields(node, "variable", key)
    if fields is None:
        return None
    index, about = len(reader.symbols.variables), reader.line(fields, "about")
    if "range" in fields and "values" in fields:
        message = "a variable has a `range` or `values`, not both"
        other = place_of(reader.file, fields["range"][0])
        reader.problem("S107", message, fields["values"][0], "", other, "the range is here")
        return None
    if "words" in fields and "range" not in fields:
        message = "`words` name the values of a `range`, and there is none"
        reader.problem("S107", message, fields["words"][0])
    if "range" in fields:
        return _number_variable(reader, key.value, index, fields, about, shown)
    if "values" in fields:
        return _word_variable(reader, key.value, index, fields, about, shown)
    if "start" not in fields or isinstance(fields, IncompleteFields):
        return None
    return _bool_variable(reader, key.value, index, fields["start"][1], about)


def _bool_variable(reader: Reader, name: str, index: int, start: Node, about: str) -> Variable | None:
    if type(start) is Scalar and start.value not in ("true", "false") and not start.blank:
        message = f"`{start.value}` is neither true nor false, and there is no `range` and no `values`"
        reader.problem("S103", message, start, truth_meant(start.value) or _as_declared(start.value))
        return None
    return Variable(name, index, "bool", bool(reader.truth(start, "the start")), about=about)


def _is_shown(reader: Reader, node: Node, variable: Variable) -> bool:
    """Whether readers are told how a variable stands."""
    entry = node.entries.get("show") if isinstance(node, Mapping) else None
    if entry is None or not reader.truth(entry[1], "show"):
        return False
    if not variable.words:
        message = "`show` tells readers the `words` of a variable, and there are none"
        help = "give it `words`, one for each value, or print the number in the `status` of the story"
        help = help if variable.type == "int" else ""
        reader.problem("S107", message, entry[1], help)
    return bool(variable.words)


def _as_declared(start: str) -> str:
    """Return the help for a variable that says only what it is at the start."""
    if re.fullmatch(r"-?\d{1,9}", start):
        low, high = min(0, int(start)), max(10, int(start))
        return f"a number has a range: write `{{range: [{low}, {high}], start: {int(start)}}}`"
    word = _as_word(start)
    return f"a word is one of several: write `{{values: [{word}, …], start: {word}}}`" if word else ""


def _as_word(text: str) -> str:
    """Make a name of what an author wrote; empty if nothing is left of it."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_0123456789")


def _number_variable(
    reader: Reader, name: str, index: int, fields: Fields, about: str, shown: list[tuple[str, Scalar]]
) -> Variable | None:
    bounds = _range(reader, fields["range"][1])
    if bounds is None:
        return None
    low, high = bounds
    start = reader.number(fields["start"][1], "the start") if "start" in fields else low
    if start is not None and not low <= start <= high:
        message = f"the start is outside the range {low} to {high}"
        reader.problem("S111", message, fields["start"][1])
    words = _shown_words(reader, fields["words"][1], low, high, shown) if "words" in fields else ()
    return Variable(name, index, "int", low if start is None else start, low, high, (), words, about)


def _range(reader: Reader, node: Node) -> tuple[int, int] | None:
    if type(node) is not Sequence or len(node.items) != 2:
        bounds = re.fullmatch(r"(-?\d{1,9})\s*(?:-|\.\.\.?|to|,)\s*(-?\d{1,9})", getattr(node, "value", ""))
        help = instead(f"[{bounds[1]}, {bounds[2]}]") if bounds else ""
        reader.problem("S103", "a range is its lowest and its highest value, like `[0, 5]`", node, help)
        return None
    low = reader.number(node.items[0], "the lowest value")
    high = reader.number(node.items[1], "the highest value")
    if low is None or high is None:
        return None
    if low > high:
        reader.problem(
            "S111", "the lowest value of this range is above the highest", node, instead(f"[{high}, {low}]")
        )
        return None
    return low, high


def _shown_words(
    reader: Reader, node: Node, low: int, high: int, shown: list[tuple[str, Scalar]]
) -> tuple[str, ...]:
    words = []
    for item in reader.items(node, "words"):
        scalar = reader.scalar(item, "a word")
        if scalar:
            word = clean(" ".join(scalar.value.split()))
            if len(word) > MAX_WORD:
                reader.problem("E306", f"a word is at most {MAX_WORD} letters long", scalar)
                return ()
            words.append(word)
            shown.append((scalar.value, scalar))
    count = high - low + 1
    if type(node) is Sequence and len(node.items) != count:
        message = (
            f"the range has {how_many(count, 'value')}, and here are {how_many(len(node.items), 'word')}"
        )
        reader.problem("S111", message, node)
        return ()
    return tuple(words) if len(words) == count else ()


def _word_variable(
    reader: Reader, name: str, index: int, fields: Fields, about: str, shown: list[tuple[str, Scalar]]
) -> Variable | None:
    values: list[str] = []
    for item in reader.items(fields["values"][1], "values"):
        if type(item) is Scalar and reader.name(item, "a word"):
            if item.value in values:
                reader.problem("R204", f"`{item.value}` is given twice", item)
                continue
            values.append(item.value)
            reader.note("word", item.value, "declared", item)
            shown.append((item.value, item))
        elif type(item) is not Scalar:
            reader.scalar(item, "a word")
    reader.symbols.words.update(values)
    node = fields["values"][1]
    if not values:
        if type(node) is Sequence and not node.items:
            reader.problem("S103", "the values of a variable are a list of words", node)
        return None
    start: Value = values[0]
    if "start" in fields:
        scalar = reader.scalar(fields["start"][1], "the start")
        if scalar and scalar.value not in values:
            help = reader.context.suggestions.did_you_mean(scalar.value, values)
            reader.problem("S111", f"the start `{scalar.value}` is none of the values", scalar, help)
        elif scalar:
            start = scalar.value
            reader.note("word", scalar.value, "read", scalar)
    return Variable(name, index, "enum", start, values=tuple(values), about=about)
