"""Answers from the list of all states: every one exact, every walkthrough the shortest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from game.proof.answers import Answers, Shares, Span, Trap, Walkthroughs
from game.proof.budget import Budget
from game.proof.explicit.explore import StateSpace
from game.proof.explicit.odds import visits
from game.proof.program.queries import Query
from game.story.language.symbols import Value
from game.story.model import Story


def answers_of(story: Story, queries: Sequence[Query], space: StateSpace) -> Answers:
    """Return every answer that a complete state space holds."""
    seen = Walkthroughs({query: partial(space.keys, step) for query, step in space.seen.items()})
    never = set(queries) - set(seen)
    answers = Answers(seen, never, optimal=set(seen), traps_proved=True)
    answers.soft_locks = list(soft_locks(story, space).values())
    answers.cycles = list(choiceless_cycles(story, space).values())
    answers.spans = _spans(story, space)
    answers.figures = {"states": len(space.states), "steps": sum(map(len, space.successors))}
    return answers


def soft_locks(story: Story, space: StateSpace) -> dict[str, Trap]:
    """Return, by scene, the nearest state where the last hope of an ending has just been lost.

    States with no way on at all are dead ends, and not given here.
    """
    hope = _hopeful(story, space)
    found: dict[str, Trap] = {}
    if space.states and not hope[0] and space.successors[0]:
        found[space.states[0].scene] = Trap(space.states[0].scene, ())
    for number, following in enumerate(space.successors):
        for key, other in following if hope[number] else ():
            if other is not None and not hope[other] and space.successors[other]:
                scene = space.states[other].scene
                if scene not in found:
                    found[scene] = Trap(scene, (*space.keys_to(number), key))
    return found


def _hopeful(story: Story, space: StateSpace) -> list[bool]:
    """Say of each state whether an ending can be reached from it."""
    before: list[list[int]] = [[] for _ in space.states]
    for state, other in _ways(space):
        before[other].append(state)
    found = [story.scenes[state.scene].ending is not None for state in space.states]
    waiting = [state for state, is_ending in enumerate(found) if is_ending]
    while waiting:
        for state in before[waiting.pop()]:
            if not found[state]:
                found[state] = True
                waiting.append(state)
    return found


def _ways(space: StateSpace) -> Iterator[tuple[int, int]]:
    for state, following in enumerate(space.successors):
        for _, other in following:
            if other is not None:
                yield state, other


def choiceless_cycles(story: Story, space: StateSpace) -> dict[tuple[str, str, int], Trap]:
    """Return the nearest steps that run in a loop, by scene, choice and outcome."""
    found: dict[tuple[str, str, int], Trap] = {}
    for step in space.cycles:
        if step is None:
            found[story.start, "", 0] = Trap(story.start, ())
        else:
            scene = space.states[step.state].scene
            found.setdefault((scene, *step.action), Trap(scene, space.keys(step)))
    return found


def shares(story: Story, space: StateSpace, budget: Budget | None = None) -> Shares | None:
    """Return the share of random playthroughs that end in each ending; None if it can't be reckoned.

    Raises OutOfBounds, if there is a budget.
    """
    after = [[other for _, other in found if other is not None] for found in space.successors]
    passed = visits(after, [len(found) for found in space.successors], budget)
    if passed is None:
        return None
    by_ending = {scene.id: 0.0 for scene in story.scenes.values() if scene.ending}
    for state, share in zip(space.states, passed, strict=True):
        if state.scene in by_ending:
            by_ending[state.scene] += share
    return Shares(by_ending, max(0.0, 1.0 - sum(by_ending.values())))


def _spans(story: Story, space: StateSpace) -> dict[str, dict[str, Span]]:
    taken: dict[tuple[str, str], set[Value]] = {}
    for state in space.states:
        chapter = story.scenes[state.scene].chapter
        for name, value in zip(story.variables, state.values, strict=False):
            taken.setdefault((name, chapter), set()).add(value)
    return {
        name: {
            chapter.id: Span(frozenset(taken[name, chapter.id]), True)
            for chapter in story.chapters
            if (name, chapter.id) in taken
        }
        for name in story.variables
    }
