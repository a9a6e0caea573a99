"""What opens the choices of a scene, and which way on is taken: formulas that exclude each other."""

from __future__ import annotations

from typing import NamedTuple

from game.proof.program.expressions import (
    ALWAYS,
    Formula,
    StateLayout,
    conjunction,
    disjunction,
    mark_in,
    of_condition,
)
from game.proof.program.first_of import first_of
from game.story.model import Choice, Scene, Story, Target


class ChoiceGuards(NamedTuple):
    """What opens the choices of a scene, and each of their outcomes in turn."""

    outcomes: dict[str, tuple[Formula, ...]]
    any: Formula

    def open(self, key: str) -> Formula:
        """Return what opens a choice."""
        return disjunction(self.outcomes[key])


def choice_guards(story: Story, layout: StateLayout, scene: Scene) -> ChoiceGuards:
    """Return what opens the choices of a scene."""
    rows = {choice.key: _rows(story, layout, scene, choice) for choice in scene.choices}
    return ChoiceGuards(rows, disjunction(formula for found in rows.values() for formula in found))


def _rows(story: Story, layout: StateLayout, scene: Scene, choice: Choice) -> tuple[Formula, ...]:
    opens = conjunction(unspent(story, layout, scene, choice), of_condition(choice.condition))
    return tuple(
        conjunction(opens, one)
        for one in first_of([of_condition(outcome.condition) for outcome in choice.outcomes])
    )


def unspent(story: Story, layout: StateLayout, scene: Scene, choice: Choice) -> Formula:
    """Return when a choice that may be taken only once was not taken yet."""
    if not choice.once:
        return ALWAYS
    return mark_in(layout, story.counters.choices[scene.id, choice.key].index, frozenset({0}))


def target_guards(found: tuple[Target, ...]) -> list[Formula]:
    """Return when each entry of a `to` is the one that is taken."""
    return first_of([of_condition(target.condition) for target in found])
