"""Playing from any scene on: in a state that can be so there, or one that its author wants to see."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from game.play.engine.rules import CompiledScene, Observer, rules_of
from game.play.engine.state import State
from game.play.playthrough import Playthrough
from game.play.saves.restore import Loaded
from game.proof.answers import Keys
from game.proof.budget import MEBIBYTE, Budget, OutOfBounds, without_looking_for_cycles
from game.proof.effort import NORMAL, Effort
from game.proof.program.expressions import ALWAYS, Expr, Formula, conjunction, state_layout
from game.proof.program.graph import Program, program_graph
from game.proof.program.queries import Location, Query, SourcePoint
from game.proof.report.validate import played
from game.proof.symbolic.prover import answer_one
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError
from game.story.diagnostics.suggest import did_you_mean
from game.story.language.symbols import Item, Value, Variable
from game.story.model import Story

SECONDS = 5.0
MEMORY = 512 * MEBIBYTE
EFFORT = replace(NORMAL, looked_at=150)  # for one way, finer abstractions pay sooner than longer searches
_TOLD = 12  # choices


class Arrival(NamedTuple):
    """How a scene can be come to: by a walkthrough, proved the shortest if `is_shortest`.

    Without a walkthrough, `never` says that it is proved that there is none.
    """

    keys: Keys | None
    is_shortest: bool
    never: bool


def arrival(
    story: Story, scene: str, wanted: Mapping[str, Value], seconds: float = SECONDS, effort: Effort = EFFORT
) -> Arrival:
    """Find the shortest way to a scene with variables and items as wanted there.

    `seconds` of CPU time are spent on it at most.
    """
    named = _named(story)
    holds = conjunction(ALWAYS, *(_has(named[name].index, value) for name, value in wanted.items()))
    places = ((holds, (Location("here", scene), Location("fallthrough", scene))),)
    span = SourcePoint(story.scenes[scene].span)
    query = Query("scene", f"the scene `{scene}`", scene, "", span, places)
    budget, layout = Budget(seconds, MEMORY), state_layout(story)
    try:
        with without_looking_for_cycles():
            budget.check()
            program = Program(story, rules_of(story), layout, program_graph(story, layout, budget))
            found = answer_one(program, query, budget, effort)
    except OutOfBounds:
        return Arrival(None, False, False)
    return Arrival(found.witnessed.get(query), query in found.optimal, query in found.unreachable)


def _has(index: int, value: Value) -> Formula:
    """Return the formula that holds where a cell has a value."""
    expr = Expr("==", args=(Expr("cell", index), Expr("const", value)))
    return Formula(lambda values, _: values[index] == value, expr)


def _named(story: Story) -> dict[str, Variable | Item]:
    return {**story.variables, **story.items}


# --- as an author asks for it -----------------------------------------------------


def begin_at(
    story: Story, scene: str, settings: Sequence[str], seconds: float = SECONDS, effort: Effort = EFFORT
) -> Loaded:
    """Begin in a scene, with variables and items set as in `trust=3`, and say how that can come about.

    Where it can't, the scene is entered and everything is set as told all the same, and the rest is as
    after the shortest way to the scene. The way is looked for so many seconds at most. Raises GameError for
    a name or a value that there is not.
    """
    if scene not in story.scenes:
        raise GameError(_no("scene", scene, story.scenes))
    wanted = dict(_setting(story, one) for one in settings)
    what = f"`{scene}`" + (f" with {', '.join(settings)}" if settings else "")
    found = arrival(story, scene, wanted, seconds, effort)
    if found.keys is not None:
        return Loaded(played(story, found.keys), _way(what, found.keys, found.is_shortest))
    can_it = "No playthrough comes" if found.never else "It is not known whether a playthrough can come"
    nearest = arrival(story, scene, {}, seconds, effort).keys if wanted else None
    rest = f"after the shortest way to `{scene}`" if nearest is not None else "at the story's beginning"
    start = _state(story, scene, wanted, nearest)
    return Loaded(Playthrough(story, start=start), f"{can_it} to {what}. You do; all else is as {rest}.")


def _way(what: str, keys: Keys, is_shortest: bool) -> str:
    count = how_many(len(keys), "choice")
    sure = "no way there is shorter" if is_shortest else "there may be a shorter way"
    told = ("… " if len(keys) > _TOLD else "") + " ".join(keys[-_TOLD:])
    return f"{what} after {count} ({sure}){': ' if keys else ''}{told}"


class _Entered(Observer):
    """Keeps the state in which a scene was entered last, its effects done and none of its ways gone."""

    def __init__(self, scene: str) -> None:
        self.scene = scene
        self.state: State | None = None

    def scene_entered(self, scene: CompiledScene, state: State) -> None:
        """Keep the state, if it is the scene that is looked for."""
        if state.scene == self.scene:
            self.state = state


def _state(story: Story, scene: str, wanted: Mapping[str, Value], keys: Keys | None) -> State:
    """Return the state right after entering a scene, by a way or from nowhere, with values as wanted.

    The scene may lead on: where the way stops, other scenes may have been entered already.
    """
    rules = rules_of(story)
    entered = _Entered(scene)
    if keys is not None:
        state = rules.start(entered)
        for key in keys:
            state = rules.step(state, key, entered)
    _, values, counters = entered.state or rules.enter(scene, rules.before_start())
    changed = list(values)
    for name, value in wanted.items():
        changed[_named(story)[name].index] = value
    return State(scene, tuple(changed), counters)


def _setting(story: Story, setting: str) -> tuple[str, Value]:
    name, sign, text = setting.partition("=")
    if not sign:
        raise GameError(f"`{setting}` sets nothing: write NAME=VALUE")
    found = _named(story).get(name)
    if found is None:
        raise GameError(_no("variable or item", name, _named(story)))
    value: Value = {"true": True, "false": False}.get(text, text)
    if isinstance(found, Variable) and found.type == "int":
        value = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text
    if not (found.allows(value) if isinstance(found, Variable) else isinstance(value, bool)):
        raise GameError(f"`{name}` can't be `{text}`, only {_choice(found)}")
    return name, value


def _choice(named: Variable | Item) -> str:
    if isinstance(named, Variable) and named.type == "int":
        return f"a number from {named.low} to {named.high}"
    values = named.values if isinstance(named, Variable) and named.type == "enum" else ("true", "false")
    return " or ".join(f"`{value}`" for value in values)


def _no(what: str, name: str, names: Mapping[str, object]) -> str:
    help = did_you_mean(name, names)
    return f"there is no {what} `{name}`{f': {help}' if help else ''}"
