"""Which of the two ways proves a story of some thousands of states: the quicker one, with one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from game import Story
from game.proof.effort import NORMAL
from game.proof.report.verdict import Verdict
from game.proof.verify import Limits, verify

MakeStory = Callable[..., Story]
HEAD = "format: 1\nid: shape\ntitle: Shape\nstart: hub\nchapters: {one: One}\nvariables: "


def switches(count: int) -> tuple[str, str]:
    """Write a hub of switches, all of which an ending asks for: many states, few sets of them."""
    turns = "".join(
        f"    - {{text: turn {n}, id: t{n}, do: f{n} = not f{n}, say: Click.}}\n" for n in range(count)
    )
    asked = " and ".join(f"f{n}" for n in range(count))
    scenes = f"hub:\n  choices:\n{turns}    - {{text: go, id: go, if: {asked}, to: won}}\n"
    variables = ", ".join(f"f{n}: {{start: false}}" for n in range(count))
    return scenes + "won: {ending: {title: Won}}\n", f"{HEAD}{{{variables}}}\n"


def swaps(count: int) -> tuple[str, str]:
    """Write a row to be turned round by swaps: sets of states are many, the states are not."""
    choices = "".join(
        f"    - {{text: s{n}, id: s{n}, do: [t = p{n}, p{n} = p{n + 1}, p{n + 1} = t, t = 0], say: So.}}\n"
        for n in range(count - 1)
    )
    asked = " and ".join(f"p{n} == {count - 1 - n}" for n in range(count))
    scenes = f"hub:\n  choices:\n{choices}    - {{text: go, id: go, if: {asked}, to: won}}\n"
    cells = ", ".join(f"p{n}: {{range: [0, {count - 1}], start: {n}}}" for n in range(count))
    start = f"{HEAD}{{t: {{range: [0, {count - 1}], start: 0}}, {cells}}}\n"
    return scenes + "won: {ending: {title: Won}}\n", start


def clock(days: int) -> tuple[str, str]:
    """Write a count of days that moods hang on: listed at once, since few states wait for their turn."""
    scenes = (
        "hub:\n  choices:\n"
        f"    - {{text: wake, id: wake, if: day < {days}, do: [day += 1, 'mood = max(mood * 3 - day, day - mood)'], say: So.}}\n"
        f"    - {{text: sleep, id: sleep, if: day < {days}, do: [day += 1, 'mood = max(0, mood - day)'], say: So.}}\n"
        f"    - {{text: quit, id: quit, if: day == {days} and mood < 3, to: won}}\n"
        f"    - {{text: go, id: go, if: day == {days}, to: won}}\n"
    )
    variables = f"{{day: {{range: [0, {days}], start: 0}}, mood: {{range: [0, 99], start: 0}}}}"
    return scenes + "won: {ending: {title: Won}}\n", f"{HEAD}{variables}\n"


def told(verdict: Verdict) -> object:
    """Return what must not hang on the way."""
    return (
        verdict.proved,
        [(one.problem.code, one.problem.message, len(one.walkthrough or ())) for one in verdict.findings],
        [(one.id, one.reachable, len(one.shortest or ()), one.is_shortest) for one in verdict.endings],
        {
            name: {
                chapter: (min(span.values), max(span.values), span.proved) for chapter, span in found.items()
            }
            for name, found in verdict.spans.items()
        },
    )


@pytest.mark.parametrize(
    ("shape", "by_listing"),
    [(switches(13), False), (swaps(6), True), (clock(60), True)],
    ids=["switches", "swaps", "clock"],
)
def test_both_ways_give_one_answer_and_the_default_takes_the_quicker(
    story: MakeStory, shape: tuple[str, str], by_listing: bool
) -> None:
    made = story(shape[0], head=shape[1])
    listed = verify(made, Limits(states=100_000))
    assert listed.proved
    assert "states" in listed.figures
    by_sets = verify(made, Limits(states=1))
    assert "states" not in by_sets.figures
    assert told(by_sets) == told(listed)
    default = verify(made)
    assert told(default) == told(listed)
    assert ("states" in default.figures) == by_listing


def test_where_sets_come_to_no_end_in_their_time_states_are_listed(story: MakeStory) -> None:
    scenes, head = switches(13)
    made = story(scenes, head=head)
    assert NORMAL.listed < 2**13 < NORMAL.listed_next
    verdict = verify(made, effort=replace(NORMAL, sets_before_listing=0.0))
    assert verdict.proved
    assert "states" in verdict.figures
