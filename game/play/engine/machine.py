"""A story as a state machine of `transitions`, which plays it: the only importer of the library.

A scene is a state, entered by `on_enter`. A choice's key is a trigger, and each of its outcomes a
transition with `conditions`, what is done `before` the scene is left, and a destination; without one
it stays in the scene. Transitions stand in the author's order, so that the library's rule, the first
whose conditions hold, is the format's:

    machine.add_transition("ask", "hall", "yard", conditions=[is_open, holds], before=[take])

The library hands what a trigger is called with to every callback: here, the player. What the callbacks
do are the functions of the compiled scenes and choices, the same that `Rules.step` calls.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from transitions import Machine

from game.play.engine.rules import (
    MAX_MOVES,
    CompiledChoice,
    CompiledOutcome,
    CompiledScene,
    Observer,
    Rules,
    Scenes,
    choice_refused_error,
    endless_story_error,
    first_target,
)
from game.play.engine.state import NOWHERE, State
from game.story.language.symbols import Test

_Condition = str | Callable[..., bool | None]  # as the library has it

# Triggers beside the keys of choices; no key can be one of these.
START, GO_ON = "(start)", "(go on)"


class _Player:
    """The model of the machine: where somebody stands in the story, and who is told of it.

    The library keeps the name of the scene in `_scene`: no key of a choice can be that name.
    """

    __slots__ = ("_scene", "observer", "state")

    def __init__(self, state: State, observer: Observer) -> None:
        self._scene = state.scene
        self.state = state
        self.observer = observer


class StoryMachine:
    """Plays a story step by step. It remembers nothing of those who play: a step begins with their state."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._scene: Callable[[str], CompiledScene] = Scenes(self._build).__getitem__
        self._machine = Machine(
            model=None, model_attribute="_scene", states=[NOWHERE], initial=NOWHERE, auto_transitions=False
        )
        self._machine.add_states(list(rules.story.scenes), on_enter=self._enter)
        self._machine.add_transition(START, NOWHERE, rules.story.start)

    def start(self, observer: Observer) -> State:
        """Begin the story. Raises StoryError if it runs in a loop."""
        player = _Player(self._rules.before_start(), observer)
        self._machine.events[START].trigger(player, player)
        return self._follow_through(player)

    def step(self, state: State, key: str, observer: Observer) -> State:
        """Take a choice, as `Rules.step` does: ChoiceError if it is not open, StoryError in a loop."""
        scene = self._scene(state.scene)
        player = _Player(state, observer)
        if key not in scene.choices or not self._machine.events[key].trigger(player, player):
            raise choice_refused_error(key, state.scene)
        return self._follow_through(player)

    def _follow_through(self, player: _Player) -> State:
        """Follow the ways on that need no choice."""
        for _ in range(MAX_MOVES):
            state = player.state
            scene = self._scene(state.scene)
            if not scene.targets or not scene.leads_on(state):
                player.observer.stopped(scene, state)
                return state
            player.observer.went_on(scene, state)
            self._machine.events[GO_ON].trigger(player, player)
        raise endless_story_error(scene.authored)

    # --- what is done on the way ------------------------------------------------

    def _enter(self, player: _Player) -> None:
        player.state = self._rules.enter(player._scene, player.state, player.observer)

    def _take(self, choice: CompiledChoice, outcome: CompiledOutcome, player: _Player) -> None:
        player.state = self._rules.take(player.state, choice, outcome, player.observer)

    def _leads_to(
        self, choice: CompiledChoice, outcome: CompiledOutcome, target: str, player: _Player
    ) -> bool:
        """Whether an outcome leads to this of its targets, which is asked after its effects."""
        return target == first_target(outcome.targets, self._rules.take(player.state, choice, outcome))

    # --- the transitions of a scene, added when it is first played ----------------

    def _build(self, name: str) -> CompiledScene:
        """Return a scene, its transitions added."""
        scene = self._rules.scene(name)
        for key, choice in scene.choices.items():
            for outcome in choice.outcomes:
                self._add_outcome(name, key, choice, outcome)
        for test, target in scene.targets:
            holds = partial(_holds, test) if test is not None else None
            self._machine.add_transition(GO_ON, name, target, conditions=holds)
        return scene

    def _add_outcome(self, scene: str, key: str, choice: CompiledChoice, outcome: CompiledOutcome) -> None:
        """Add an outcome: one transition for each scene that it may lead to."""
        conditions: list[_Condition] = []
        if not choice.always_open or outcome.test is not None:
            conditions.append(partial(_comes_about, choice, outcome))
        add = partial(self._machine.add_transition, key, scene, before=partial(self._take, choice, outcome))
        if len(outcome.targets) < 2:
            add(outcome.target, conditions=conditions)
            return
        for _, target in outcome.targets:
            add(target, conditions=[*conditions, partial(self._leads_to, choice, outcome, target)])


def _comes_about(choice: CompiledChoice, outcome: CompiledOutcome, player: _Player) -> bool:
    """Whether an outcome's own conditions hold, and its choice's; those before it were tried."""
    _, values, counters = player.state
    return choice.is_open(values, counters) and (outcome.test is None or outcome.test(values, counters))


def _holds(test: Test, player: _Player) -> bool:
    return test(player.state.values, player.state.counters)


@lru_cache(maxsize=2)
def machine_of(rules: Rules) -> StoryMachine:
    """Return the machine of a story, the same one for all its playthroughs."""
    return StoryMachine(rules)
