"""The shortest way to a scene, for an author who wants to see it."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import NamedTuple

from game.play.table import table_of
from game.proof.answers import Keys
from game.proof.by_sets import answer_one
from game.proof.formula import ALWAYS, Expr, Formula, both, cells
from game.proof.questions import Question, Spot, Where
from game.story.model import Story
from game.story.names import Item, Value, Variable

SECONDS = 10.0


class Arrival(NamedTuple):
    """How a scene can be come to: by a walkthrough, proved the shortest if `is_shortest`.

    Without a walkthrough, `never` says that it is proved that there is none.
    """

    keys: Keys | None
    is_shortest: bool
    never: bool


def arrival(story: Story, scene: str, wanted: Mapping[str, Value], seconds: float = SECONDS) -> Arrival:
    """Find the shortest way to a scene with variables and items as wanted there."""
    named: dict[str, Variable | Item] = {**story.variables, **story.items}
    holds = both(ALWAYS, *(_has(named[name].slot, value) for name, value in wanted.items()))
    spots = ((Spot("here", scene), holds), (Spot("pass", scene), holds))
    question = Question("scene", f"the scene `{scene}`", scene, "", Where(story.scenes[scene].where), spots)
    found = answer_one(story, table_of(story), cells(story), question, monotonic() + seconds)
    return Arrival(found.seen.get(question), question in found.shortest, question in found.never)


def _has(slot: int, value: Value) -> Formula:
    """Give the formula that holds where a cell has a value."""
    expr = Expr("==", args=(Expr("cell", slot), Expr("const", value)))
    return Formula(lambda values, _: values[slot] == value, expr)
