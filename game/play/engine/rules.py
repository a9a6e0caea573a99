"""A story as a table of compiled conditions and effects: playing without words.

Replaying a log, undoing and exploring go through this table. The machine,
which tells the words, calls the same conditions and effects.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from game.play.engine.passage import Offer, Part
from game.play.engine.state import NOWHERE, State, first_values
from game.story.diagnostics.problem import GameError, Problem, StoryError
from game.story.language.symbols import Change, Marks, Test, Values
from game.story.model import Choice, Counter, Outcome, Scene, Story, Target

MAX_MOVES = 1000  # without a choice in between: more is a loop


class ChoiceError(GameError):
    """A choice that can't be taken where the playthrough stands."""


class Row(NamedTuple):
    """One outcome: its condition, its effects, where it leads (nowhere is to stay)."""

    test: Test | None
    change: Change | None
    targets: tuple[tuple[Test | None, str], ...]
    outcome: Outcome


class Rule(NamedTuple):
    """One choice: what opens it, the mark that it was taken, its outcomes in order.

    `offer` is how it is offered while it is open; None if its words may change.
    """

    test: Test | None
    mark: int | None
    rows: tuple[Row, ...]
    choice: Choice
    offer: Offer | None

    def row(self, values: Values, marks: Marks) -> Row | None:
        """Give the outcome that the choice would come to now; None if the choice is not open."""
        if self.mark is not None and marks[self.mark]:
            return None
        if self.test is not None and not self.test(values, marks):
            return None
        for row in self.rows:
            if row.test is None or row.test(values, marks):
                return row
        return None


class Entry(NamedTuple):
    """One scene: what is done on entering it, its choices by key, and where it leads of itself.

    `told` holds its parts once they were told, if they are the same whatever happens; else it is None.
    """

    change: Change | None
    counter: Counter | None
    rules: dict[str, Rule]
    targets: tuple[tuple[Test | None, str], ...]
    scene: Scene
    told: list[Part] | None

    def open(self, values: Values, marks: Marks) -> bool:
        """Whether any choice is open."""
        return any(rule.row(values, marks) is not None for rule in self.rules.values())


class _Entries(dict[str, Entry]):
    """The scenes compiled, each when it is first asked for."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story = story

    def __missing__(self, name: str) -> Entry:
        scene = self.story.scenes[name]
        self[name] = Entry(
            change=scene.effects.change if scene.effects else None,
            counter=self.story.marks.counters.get(name),
            rules={choice.key: self.rule(scene, choice) for choice in scene.choices},
            targets=_compiled(scene.targets),
            scene=scene,
            told=[] if scene.fixed else None,
        )
        return self[name]

    def rule(self, scene: Scene, choice: Choice) -> Rule:
        words = choice.text.words
        return Rule(
            test=choice.condition.test if choice.condition else None,
            mark=self.story.marks.once.get((scene.id, choice.key)),
            rows=tuple(
                Row(
                    outcome.condition.test if outcome.condition else None,
                    outcome.effects.change if outcome.effects else None,
                    _compiled(outcome.targets),
                    outcome,
                )
                for outcome in choice.outcomes
            ),
            choice=choice,
            offer=Offer(choice.key, words) if words is not None else None,
        )


class Table:
    """The story compiled, a scene at a time, when it is first reached: `entry` gives a scene's rules."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.entry: Callable[[str], Entry] = _Entries(story).__getitem__

    def before_start(self) -> State:
        """Give the state before the first scene is entered."""
        return State(NOWHERE, first_values(self.story), (0,) * len(self.story.marks))

    def start(self) -> State:
        """Give the state of a new game, at its first choice or ending."""
        state = self.before_start()
        return self.settle(self.enter(self.story.start, state.values, state.marks))

    def step(self, state: State, key: str) -> State:
        """Give the state after a choice.

        Raises ChoiceError if the choice is not open, and StoryError if the story runs in a ring.
        """
        scene, values, marks = state
        rule = self.entry(scene).rules.get(key)
        row = rule.row(values, marks) if rule is not None else None
        if rule is None or row is None:
            raise refused(key, scene)
        if rule.mark is not None:
            marks = taken(marks, rule.mark)
        if row.change is not None:
            values = row.change(values, marks)
        if row.targets:
            state = self.enter(first_target(row.targets, values, marks), values, marks)
        else:
            state = State(scene, values, marks)
        return self.settle(state) if self.entry(state.scene).targets else state

    def enter(self, scene: str, values: Values, marks: Marks) -> State:
        """Enter a scene: count it, then do its effects."""
        entry = self.entry(scene)
        if entry.counter is not None:
            marks = counted(marks, entry.counter)
        if entry.change is not None:
            values = entry.change(values, marks)
        return State(scene, values, marks)

    def settle(self, state: State) -> State:
        """Follow the ways on that need no choice. Raises StoryError if they run in a ring."""
        for _ in range(MAX_MOVES):
            scene, values, marks = state
            entry = self.entry(scene)
            if not entry.targets or (entry.rules and entry.open(values, marks)):
                return state
            state = self.enter(first_target(entry.targets, values, marks), values, marks)
        raise endless(self.entry(state.scene).scene)


@lru_cache(maxsize=2)
def table_of(story: Story) -> Table:
    """Give the table of a story, the same one for all its playthroughs."""
    return Table(story)


def _compiled(targets: tuple[Target, ...]) -> tuple[tuple[Test | None, str], ...]:
    return tuple((target.condition.test if target.condition else None, target.scene) for target in targets)


def first_target(targets: tuple[tuple[Test | None, str], ...], values: Values, marks: Marks) -> str:
    """Give the first scene of a `to` whose condition holds; the last one has none."""
    for test, scene in targets:
        if test is None or test(values, marks):
            return scene
    raise AssertionError("the loader lets no list of ways on end with a condition")


def taken(marks: Marks, slot: int) -> Marks:
    """Mark a `once` choice as taken."""
    return (*marks[:slot], 1, *marks[slot + 1 :])


def counted(marks: Marks, counter: Counter) -> Marks:
    """Count one more entering of a scene."""
    slot = counter.slot
    return (*marks[:slot], counter.after(marks[slot]), *marks[slot + 1 :])


def refused(key: str | None, scene: str) -> ChoiceError:
    """Say that a choice is not open."""
    return ChoiceError(f"the choice `{key}` is not open in the scene `{scene}`")


def endless(scene: Scene) -> StoryError:
    """Say that the story runs in a ring here."""
    message = f"the story runs in a ring through `{scene.id}`: {MAX_MOVES:,} moves without a choice"
    return StoryError([Problem("G401", message, scene.where)])
