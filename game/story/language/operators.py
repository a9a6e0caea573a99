"""The one table of what the language can do: its signs, its functions, its effects.

Reading, checking, compiling, lint, the proof, the page, what an editor offers, the schema and the guide's
reference follow from it. To add an effect or a function, add a row; CONTRIBUTING.md says what else there is
to do.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

Type = Literal["int", "bool", "enum"]  # what an author calls a number, true or false, and a word
Parameter = Literal["int", "bool", "scene", "choice", "item"]


class Operator(NamedTuple):
    """A sign: how closely it binds (Python's order), what it takes and gives, and what it computes.

    `takes` is None for a sign that compares: two of one type.
    """

    level: int
    takes: Type | None
    gives: Type
    compute: Callable[..., Any]


OPERATORS = {
    "or": Operator(1, "bool", "bool", lambda *truths: any(truths)),
    "and": Operator(2, "bool", "bool", lambda *truths: all(truths)),
    "not": Operator(3, "bool", "bool", operator.not_),
    "==": Operator(4, None, "bool", operator.eq),
    "!=": Operator(4, None, "bool", operator.ne),
    "<": Operator(4, None, "bool", operator.lt),
    "<=": Operator(4, None, "bool", operator.le),
    ">": Operator(4, None, "bool", operator.gt),
    ">=": Operator(4, None, "bool", operator.ge),
    "+": Operator(5, "int", "int", operator.add),
    "-": Operator(5, "int", "int", operator.sub),
    "*": Operator(6, "int", "int", operator.mul),
    "neg": Operator(7, "int", "int", operator.neg),
}
COMPARISONS = tuple(sign for sign, row in OPERATORS.items() if row.takes is None)


class Function(NamedTuple):
    """What a condition can call.

    `repeats` if its last parameter may be given any number of times, once at least. One that names a
    scene, a choice or an item has no `compute`: it is read as a look at a counter or at whether the
    item is carried. `compute` must be monotone: what it gives lies between what it makes of the lowest
    and of the highest arguments. Of more than two arguments it must be an operation on the first two, its
    result and the third, and so on.
    """

    takes: tuple[Parameter, ...]
    gives: Type
    about: str
    compute: Callable[..., int] | None = None
    repeats: bool = False


FUNCTIONS = {
    "visited": Function(("scene",), "bool", "whether the scene was ever entered"),
    "visits": Function(("scene",), "int", "how often the scene was entered"),
    "chosen": Function(("choice",), "bool", "whether the choice was ever taken"),
    "has": Function(("item",), "bool", "whether the item is carried"),
    "min": Function(("int", "int"), "int", "the lower of two numbers", min),
    "max": Function(("int", "int"), "int", "the higher of two numbers", max),
    "count": Function(("bool",), "int", "how many of these hold", lambda *truths: sum(truths), repeats=True),
}


AT = "at"  # the one function that only claims know: whether the story is in a scene now
CLAIM_FUNCTIONS = {AT: Function(("scene",), "bool", "whether the story is in that scene now")}


ArgumentKind = Literal["item", "flag", "number"]
TARGET_TYPES: dict[ArgumentKind, Type] = {"item": "bool", "flag": "bool", "number": "int"}


class EffectCall(NamedTuple):
    """An effect that is written as a call of what it changes, and is short for an assignment.

    `takes` says what it changes: an item, or a variable that is a flag (true or false) or a number. `value`
    is an expression of the language, for what that is set to: in it, `{it}` is the argument's name.
    """

    takes: ArgumentKind
    value: str
    about: str


EFFECTS = {
    "take": EffectCall("item", "true", "the item is carried from now on"),
    "drop": EffectCall("item", "false", "the item is not carried any more"),
}

ASSIGNMENTS = ("=", "+=", "-=")

LANGUAGE_WORDS = frozenset({"and", "or", "not", "true", "false", *FUNCTIONS, *EFFECTS})
