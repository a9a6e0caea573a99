"""Answers from the list of all states: every one exact, every walkthrough the shortest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.proof.answers import Answers, Shares, Span, Trap
from game.proof.explicit.explore import Listing
from game.proof.explicit.odds import visits
from game.proof.program.queries import Question
from game.story.language.symbols import Value
from game.story.model import Story


def answers_of(story: Story, questions: Sequence[Question], listing: Listing) -> Answers:
    """Give every answer that a whole listing holds."""
    seen = {question: listing.keys(step) for question, step in listing.seen.items()}
    never = set(questions) - set(seen)
    answers = Answers(seen, never, shortest=set(seen), traps_proved=True)
    answers.soft_locks = list(soft_locks(story, listing).values())
    answers.rings = list(rings(story, listing).values())
    answers.spans = _spans(story, listing)
    answers.figures = {"states": len(listing.states), "steps": sum(map(len, listing.after))}
    return answers


def soft_locks(story: Story, listing: Listing) -> dict[str, Trap]:
    """Give, by scene, the nearest state where the last hope of an ending has just been lost.

    States with no way on at all are dead ends, and not given here.
    """
    hope = _hopeful(story, listing)
    found: dict[str, Trap] = {}
    if listing.states and not hope[0] and listing.after[0]:
        found[listing.states[0].scene] = Trap(listing.states[0].scene, ())
    for number, after in enumerate(listing.after):
        for key, other in after if hope[number] else ():
            if other is not None and not hope[other] and listing.after[other]:
                scene = listing.states[other].scene
                if scene not in found:
                    found[scene] = Trap(scene, (*listing.keys_to(number), key))
    return found


def _hopeful(story: Story, listing: Listing) -> list[bool]:
    """Say of each state whether an ending can be reached from it."""
    before: list[list[int]] = [[] for _ in listing.states]
    for state, other in _ways(listing):
        before[other].append(state)
    found = [story.scenes[state.scene].ending is not None for state in listing.states]
    waiting = [state for state, is_ending in enumerate(found) if is_ending]
    while waiting:
        for state in before[waiting.pop()]:
            if not found[state]:
                found[state] = True
                waiting.append(state)
    return found


def _ways(listing: Listing) -> Iterator[tuple[int, int]]:
    for state, after in enumerate(listing.after):
        for _, other in after:
            if other is not None:
                yield state, other


def rings(story: Story, listing: Listing) -> dict[tuple[str, str, int], Trap]:
    """Give the nearest steps that run in a ring, by scene, choice and outcome."""
    found: dict[tuple[str, str, int], Trap] = {}
    for step in listing.rings:
        if step is None:
            found[story.start, "", 0] = Trap(story.start, ())
        else:
            scene = listing.states[step.state].scene
            found.setdefault((scene, *step.move), Trap(scene, listing.keys(step)))
    return found


def shares(story: Story, listing: Listing) -> Shares | None:
    """Give the share of random playthroughs that end in each ending; None if it can't be reckoned."""
    after = [[other for _, other in found if other is not None] for found in listing.after]
    passed = visits(after, [len(found) for found in listing.after])
    if passed is None:
        return None
    by_ending = {scene.id: 0.0 for scene in story.scenes.values() if scene.ending}
    for state, share in zip(listing.states, passed, strict=True):
        if state.scene in by_ending:
            by_ending[state.scene] += share
    return Shares(by_ending, max(0.0, 1.0 - sum(by_ending.values())))


def _spans(story: Story, listing: Listing) -> dict[str, dict[str, Span]]:
    taken: dict[tuple[str, str], set[Value]] = {}
    for state in listing.states:
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
