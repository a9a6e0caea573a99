"""The rules of a story, compiled: one step of it, for everybody who takes one.

A step picks the outcome of a choice, does its effects, and follows the ways on until there is a
choice to take, an ending or a fault. Replaying a log, undoing, proving and random play take steps
without words; an observer is told what happens on the way. The machine that plays with words calls
the same functions of the compiled scenes and choices.

    {text: Take it., id: take_it, do: [take(ring), trust += 1], to: stairs}    stairs lead on to yard

    State("hall", (0, False), (0,))    values of trust and of ring; how often yard, which asks, was entered
    State("yard", (1, True), (1,))     after step(state, "take_it"): take, enter stairs, enter yard
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from game.play.engine.compiled_text import CompiledText, text_of_scene
from game.play.engine.passage import Offer
from game.play.engine.state import NOWHERE, State, first_values
from game.story.counters import Counter
from game.story.diagnostics.problem import GameError, Problem, StoryError
from game.story.language.effects import Effects
from game.story.language.symbols import Change, Counters, Test, Values
from game.story.model import Choice, Outcome, Scene, Story, Target

MAX_MOVES = 1000  # without a choice in between: more is a loop

_new = tuple.__new__  # every step makes states: this is what State(…) does, in half the time

Targets = tuple[tuple[Test | None, str], ...]


class ChoiceError(GameError):
    """A choice that can't be taken where the playthrough stands."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledOutcome:
    """One outcome: its number among those of its choice, its condition, its effects, where it leads.

    No targets is to stay. `target` is where it leads if that is one scene, whatever happens. `say` is
    what is said to the choice and then to the outcome; None if nothing is.
    """

    number: int
    test: Test | None
    change: Change | None
    targets: Targets
    target: str | None
    say: CompiledText | None


@dataclass(frozen=True, slots=True, eq=False)
class CompiledChoice:
    """One choice: what opens it, the counter of how often it was taken, its outcomes in order.

    `once` is the index of that counter if the choice is gone once it was taken. `certain` is the outcome
    that it comes to whatever happens, if there is such a one. `offer` is how it is offered while it is open;
    None if its words may change.
    """

    test: Test | None
    counter: Counter | None
    once: int | None
    outcomes: tuple[CompiledOutcome, ...]
    certain: CompiledOutcome | None
    authored: Choice
    offer: Offer | None

    @property
    def always_open(self) -> bool:
        """Whether nothing but its outcomes' conditions can close it."""
        return self.test is None and self.once is None

    def is_open(self, values: Values, counters: Counters) -> bool:
        """Whether its own conditions hold. It can be taken only if an outcome's hold too."""
        if self.once is not None and counters[self.once]:
            return False
        return self.test is None or self.test(values, counters)

    def outcome(self, values: Values, counters: Counters) -> CompiledOutcome | None:
        """Return the outcome that the choice would come to now; None if the choice is not open."""
        if self.certain is not None:
            return self.certain
        if not self.is_open(values, counters):
            return None
        for outcome in self.outcomes:
            if outcome.test is None or outcome.test(values, counters):
                return outcome
        return None


@dataclass(frozen=True, slots=True, eq=False)
class CompiledScene:
    """One scene: what is done on entering it, its choices by key, where it leads of itself, its words."""

    change: Change | None
    counter: Counter | None
    choices: dict[str, CompiledChoice]
    targets: Targets
    authored: Scene
    words: CompiledText

    def open(self, values: Values, counters: Counters) -> bool:
        """Whether any choice is open."""
        return any(choice.outcome(values, counters) is not None for choice in self.choices.values())

    def leads_on(self, state: State) -> bool:
        """Whether the story goes on from here without a choice."""
        return bool(self.targets) and not self.open(state.values, state.counters)


class Observer:
    """Is told what happens in a step, in order. Whoever wants to know overrides what matters to them.

    `state` is as it stands at that moment.
    """

    def choice_taken(self, choice: CompiledChoice, state: State) -> None:
        """Hear that a choice is taken; nothing has come of it yet."""

    def outcome_reached(self, choice: CompiledChoice, outcome: CompiledOutcome, state: State) -> None:
        """Hear that the choice came to this outcome, whose effects are done; the scene is not left yet."""

    def scene_reached(self, scene: CompiledScene, state: State) -> None:
        """Hear that a scene is about to be entered, from the scene of the state, or from nowhere."""

    def scene_entered(self, scene: CompiledScene, state: State) -> None:
        """Hear that a scene was entered, and its effects are done: its words are shown."""

    def went_on(self, scene: CompiledScene, state: State) -> None:
        """Hear that no choice is open here, and the scene leads on."""

    def stopped(self, scene: CompiledScene, state: State) -> None:
        """Hear that the step is over: there is a choice to take, or an ending, or nothing at all."""


class Scenes(dict[str, CompiledScene]):
    """Scenes by name, each made when it is first asked for."""

    def __init__(self, make: Callable[[str], CompiledScene]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> CompiledScene:
        self[name] = scene = self._make(name)
        return scene


class Rules:
    """The story compiled, a scene at a time, when it is first reached: `scene` gives a compiled scene."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.scene: Callable[[str], CompiledScene] = Scenes(self._compile).__getitem__

    def before_start(self) -> State:
        """Return the state before the first scene is entered."""
        return State(NOWHERE, first_values(self.story), (0,) * len(self.story.counters))

    def start(self, observer: Observer | None = None) -> State:
        """Return the state of a new game, at its first choice or ending.

        Raises StoryError if the story runs in a loop.
        """
        state = self.enter(self.story.start, self.before_start(), observer)
        return self.follow_through(state, observer)

    def step(self, state: State, key: str, observer: Observer | None = None) -> State:
        """Return the state after a choice, at the next one or an ending.

        Raises ChoiceError if the choice is not open, and StoryError if the story runs in a loop.
        """
        scene, values, counters = state
        choice = self.scene(scene).choices.get(key)
        if choice is None:
            raise choice_refused_error(key, scene)
        outcome = choice.certain or choice.outcome(values, counters)
        if outcome is None:
            raise choice_refused_error(key, scene)
        state = self.take(state, choice, outcome, observer)
        if outcome.targets:
            state = self.enter(outcome.target or first_target(outcome.targets, state), state, observer)
        if observer is None and not self.scene(state[0]).targets:
            return state
        return self.follow_through(state, observer)

    def successors(self, state: State) -> Iterator[tuple[str, State]]:
        """Yield the open choices of a state, each with the state after it; none that runs in a loop."""
        for key, choice in self.scene(state.scene).choices.items():
            if choice.outcome(state.values, state.counters) is not None:
                with suppress(StoryError):
                    yield key, self.step(state, key)

    def take(
        self, state: State, choice: CompiledChoice, outcome: CompiledOutcome, observer: Observer | None = None
    ) -> State:
        """Count a choice, and do the effects of the outcome it comes to."""
        scene, values, counters = state
        if observer is not None:
            observer.choice_taken(choice, state)
        if choice.counter is not None:
            counters = counted(counters, choice.counter)
        if outcome.change is not None:
            values = outcome.change(values, counters)
        state = _new(State, (scene, values, counters))
        if observer is not None:
            observer.outcome_reached(choice, outcome, state)
        return state

    def enter(self, name: str, state: State, observer: Observer | None = None) -> State:
        """Enter a scene: count it, then do its effects."""
        scene = self.scene(name)
        if observer is not None:
            observer.scene_reached(scene, state)
        _, values, counters = state
        if scene.counter is not None:
            counters = counted(counters, scene.counter)
        if scene.change is not None:
            values = scene.change(values, counters)
        state = _new(State, (name, values, counters))
        if observer is not None:
            observer.scene_entered(scene, state)
        return state

    def follow_through(self, state: State, observer: Observer | None = None) -> State:
        """Follow the ways on that need no choice. Raises StoryError if they run in a loop."""
        for _ in range(MAX_MOVES):
            scene = self.scene(state[0])
            if not scene.targets or not scene.leads_on(state):
                if observer is not None:
                    observer.stopped(scene, state)
                return state
            if observer is not None:
                observer.went_on(scene, state)
            state = self.enter(first_target(scene.targets, state), state, observer)
        raise endless_story_error(self.scene(state.scene).authored)

    def _compile(self, name: str) -> CompiledScene:
        scene = self.story.scenes[name]
        return CompiledScene(
            change=scene.effects.change if scene.effects else None,
            counter=self.story.counters.scenes.get(name),
            choices={choice.key: self._compile_choice(scene, choice) for choice in scene.choices},
            targets=_compiled(scene.targets),
            authored=scene,
            words=text_of_scene(scene),
        )

    def _compile_choice(self, scene: Scene, choice: Choice) -> CompiledChoice:
        words = choice.text.words
        test = choice.condition.test if choice.condition else None
        counter = self.story.counters.choices.get((scene.id, choice.key))
        outcomes = tuple(_outcome(number, choice, one) for number, one in enumerate(choice.outcomes))
        always_open = test is None and not choice.once
        return CompiledChoice(
            test=test,
            counter=counter,
            once=counter.index if counter and choice.once else None,
            outcomes=outcomes,
            certain=outcomes[0] if always_open and outcomes[0].test is None else None,
            authored=choice,
            offer=Offer(choice.key, words) if words is not None else None,
        )


@lru_cache(maxsize=2)
def rules_of(story: Story) -> Rules:
    """Return the rules of a story, the same ones for all its playthroughs."""
    return Rules(story)


def _outcome(number: int, choice: Choice, outcome: Outcome) -> CompiledOutcome:
    say = (*choice.say, *outcome.say)
    return CompiledOutcome(
        number,
        outcome.condition.test if outcome.condition else None,
        _change(choice.effects, outcome.effects),
        _compiled(outcome.targets),
        outcome.targets[0].scene if len(outcome.targets) == 1 else None,
        CompiledText(("say", say)) if say else None,
    )


def _change(*effects: Effects | None) -> Change | None:
    """Compile effects that are done one after the other; None if there are none."""
    some = [one for one in effects if one is not None]
    assignments = tuple(assignment for one in some for assignment in one.assignments)
    return Effects(assignments, some[0].symbols).change if some else None


def _compiled(targets: tuple[Target, ...]) -> Targets:
    return tuple((target.condition.test if target.condition else None, target.scene) for target in targets)


def first_target(targets: Targets, state: State) -> str:
    """Return the first scene of a `to` whose condition holds; the last one has none."""
    _, values, counters = state
    for test, scene in targets:
        if test is None or test(values, counters):
            return scene
    raise AssertionError("the loader lets no list of ways on end with a condition")


def counted(counters: Counters, counter: Counter) -> Counters:
    """Count once more what a counter counts."""
    index = counter.index
    return (*counters[:index], counter.after(counters[index]), *counters[index + 1 :])


def choice_refused_error(key: str, scene: str) -> ChoiceError:
    """Say that a choice is not open."""
    return ChoiceError(f"the choice `{key}` is not open in the scene `{scene}`")


def endless_story_error(scene: Scene) -> StoryError:
    """Say that the story runs in a loop here."""
    message = f"the story runs in a loop through `{scene.id}`: {MAX_MOVES:,} moves without a choice"
    return StoryError([Problem("G401", message, scene.span)])
