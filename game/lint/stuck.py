"""Scenes that may be left with no choice to offer."""

from __future__ import annotations

from collections.abc import Iterator

from game.play.engine.rules import Rules
from game.play.engine.state import State
from game.story.diagnostics.problem import StoryError
from game.story.model import Choice, Scene, Story

MAX_STATES = 20_000


def runs_out(story: Story) -> list[Scene]:
    """Return the scenes where a player may be stuck.

    A scene with a choice that is always open, or with a `to`, never is. The others are looked for among
    the states of the story; where there are too many states, they are left to `escape verify`.
    """
    suspects = {scene.id for scene in story.scenes.values() if not _always_goes_on(scene)}
    if not suspects:
        return []
    rules = Rules(story)
    stuck = {
        state.scene
        for state in _states(rules)
        if state.scene in suspects and not rules.scene(state.scene).open(state.values, state.counters)
    }
    return [story.scenes[scene] for scene in story.scenes if scene in stuck]


def _always_goes_on(scene: Scene) -> bool:
    return bool(scene.targets or scene.ending) or any(_always_open(choice) for choice in scene.choices)


def _always_open(choice: Choice) -> bool:
    return choice.condition is None and not choice.once and choice.outcomes[-1].condition is None


def _states(rules: Rules) -> Iterator[State]:
    """Yield the states of the story where something can be chosen, from the start, at most MAX_STATES."""
    try:
        first = rules.start()
    except StoryError:
        return
    seen = {first}
    waiting = [first]
    for state in waiting:
        yield state
        for _, after in rules.successors(state):
            if after not in seen and len(seen) < MAX_STATES:
                seen.add(after)
                waiting.append(after)
