"""Walkthroughs: playthroughs that must keep working."""

from __future__ import annotations

from game.story.diagnostics.problem import Problem, instead
from game.story.language.symbols import Value, Variable
from game.story.model import Walkthrough
from game.story.reader.values import Reader
from game.story.yaml.nodes import Node, Scalar
from game.story.yaml.positions import place_of


def read_walkthroughs(reader: Reader, root: Node) -> list[Walkthrough]:
    """Read one file of walkthroughs."""
    found = []
    for node in reader.items(root, "walkthroughs"):
        fields = reader.fields(node, "walkthrough")
        if fields is None or "choose" not in fields:
            continue
        choose = []
        for item in reader.items(fields["choose"][1], "choices"):
            scalar = reader.scalar(item, "the key of a choice")
            if scalar:
                choose.append(scalar.value)
                reader.note("choice", f".{scalar.value}", "taken", scalar)
                reader.context.chosen.append((scalar.value, place_of(reader.file, scalar)))
        expect = _expectations(reader, fields["expect"][1]) if "expect" in fields else ()
        found.append(
            Walkthrough(reader.line(fields, "name"), tuple(choose), expect, place_of(reader.file, node))
        )
    return found


def _expectations(reader: Reader, node: Node) -> tuple[tuple[str, Value], ...]:
    found: list[tuple[str, Value]] = []
    for key, value in reader.entries(node, "expectations"):
        scalar = reader.scalar(value, "what is expected")
        if scalar is None:
            continue
        if key.value in ("ending", "scene"):
            reader.context.scenes.append((scalar.value, place_of(reader.file, scalar)))
            reader.note("scene", scalar.value, "expected", scalar)
            found.append((key.value, scalar.value))
            continue
        expected = _expected_value(reader, key, scalar)
        if expected is not None:
            found.append((key.value, expected))
    return tuple(found)


def _expected_value(reader: Reader, key: Scalar, scalar: Scalar) -> Value | None:
    symbols, name = reader.symbols, key.value
    if name in reader.context.poisoned:
        return None
    reader.note("item" if name in symbols.items else "variable", name, "expected", key)
    if name in symbols.items:
        return reader.truth(scalar, f"`{name}`")
    variable = symbols.variables.get(name)
    if variable is None:
        known = (*symbols.variables, *symbols.items, "ending", "scene")
        help = reader.context.suggestions.did_you_mean(name, known)
        message = f"there is no variable `{name}`"
        reader.context.faults.append((Problem("R202", message, place_of(reader.file, key), help), name))
        return None
    if variable.type == "bool":
        return reader.truth(scalar, f"`{name}`")
    return _number(reader, variable, scalar) if variable.type == "int" else _word(reader, variable, scalar)


def _number(reader: Reader, variable: Variable, scalar: Scalar) -> int | None:
    if scalar.value not in variable.words:
        return reader.number(scalar, f"`{variable.name}`")
    number = variable.low + variable.words.index(scalar.value)
    message = f"`{scalar.value}` is what a text prints for `{variable.name}`, and its number belongs here"
    reader.problem("S103", message, scalar, instead(str(number)))
    return None


def _word(reader: Reader, variable: Variable, scalar: Scalar) -> str | None:
    if scalar.value in variable.values:
        reader.note("word", scalar.value, "expected", scalar)
        return scalar.value
    help = reader.context.suggestions.did_you_mean(scalar.value, variable.values)
    message = f"`{variable.name}` is never `{scalar.value}`"
    problem = Problem("R206", message, place_of(reader.file, scalar), help)
    reader.context.faults.append((problem, f"{variable.name} {scalar.value}"))
    return None
