from __future__ import annotations

from collections.abc import Callable

import pytest

from game import Playthrough, Story, StoryError
from game.story.language.operators import EFFECTS, EffectCall

Make = Callable[..., Story]

TRUE = [
    "true",
    "not false",
    "trust == 1",
    "trust + 2 * 3 == 7",
    "(trust + 2) * 3 == 9",
    "-trust == -1",
    "2 - -1 == 3",
    "10 - 4 - 3 == 3",
    "not trust == 2",
    "not open_gate and trust <= 1",
    "open_gate or trust >= 1 and true",
    "(true or true) and not false",
    "true or true and false",
    "version == none",
    "none == version",
    "version != mercy",
    "not ring",
    "not has(ring)",
    "open_gate == false",
    "(trust > 0) == true",
    "min(trust, 4) == 1",
    "max(trust, 4) == 4",
    "count(open_gate, trust == 1, not ring) == 2",
    "count(true) + 1 == 2",
    "visited(a)",
    "not visited(b)",
    "999999999 > trust",
]


@pytest.mark.parametrize("condition", TRUE)
def test_conditions_that_hold(story: Make, condition: str) -> None:
    play = Playthrough(
        story(f"a: {{choices: [{{text: Go., if: '{condition}', to: b}}]}}\nb: {{ending: {{title: End}}}}")
    )
    assert [offer.key for offer in play.offers] == ["go"]


@pytest.mark.parametrize("condition", TRUE)
def test_the_same_conditions_turned_round(story: Make, condition: str) -> None:
    play = Playthrough(
        story(
            f"a: {{choices: [{{text: Go., if: 'not ({condition})', to: b}}]}}\nb: {{ending: {{title: End}}}}"
        )
    )
    assert play.offers == ()


@pytest.mark.parametrize(
    ("effect", "name", "value"),
    [
        ("trust = 3", "trust", 3),
        ("trust += 2", "trust", 3),
        ("trust -= 2", "trust", 0),
        ("trust = 2 + body * 2", "trust", 2),
        ("version = mercy", "version", "mercy"),
        ("version = version", "version", "none"),
        ("open_gate = true", "open_gate", True),
        ("open_gate = trust > 0", "open_gate", True),
        ("open_gate = ring", "open_gate", False),
        ("take(ring)", "ring", True),
        ("trust = -1", "trust", 0),
        ("body = -9", "body", -2),
    ],
)
def test_effects(story: Make, effect: str, name: str, value: object) -> None:
    play = Playthrough(story(f"a: {{do: '{effect}', choices: [{{text: Wait., say: Waited.}}]}}"))
    assert play.values[name] == value
    assert type(play.values[name]) is type(value)


@pytest.fixture
def more_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add to the language effects on a flag and on a number."""
    monkeypatch.setitem(EFFECTS, "invert", EffectCall("flag", "not {it}", "the other of the two"))
    monkeypatch.setitem(EFFECTS, "double", EffectCall("number", "{it} * 2", "twice as much"))


@pytest.mark.usefixtures("more_effects")
def test_a_call_sets_what_its_row_says(story: Make) -> None:
    turn = "{text: Go., id: go, say: Gone., do: [invert(open_gate), double(trust)]}"
    play = Playthrough(story(f"a: {{choices: [{turn}]}}"))
    seen = []
    for _ in range(3):
        play.choose("go")
        seen.append((play.values["open_gate"], play.values["trust"]))
    assert seen == [(True, 2), (False, 4), (True, 5)]


@pytest.mark.usefixtures("more_effects")
@pytest.mark.parametrize(
    ("effect", "column", "said"),
    [
        ("invert(trust)", 8, "`invert` wants true or false, and `trust` is a number"),
        ("double(version)", 8, "`double` wants a number, and `version` is a word"),
        ("invert(ring)", 8, "`ring` is an item"),
        ("invert(gate)", 8, "there is no variable `gate`"),
        ("double trust", 1, "`double` wants one number in parentheses"),
        ("invert()", 1, "`invert` wants one flag in parentheses"),
        ("take(ring), invert(open_gate)", 11, "a second effect starts after this `,`"),
        ("trust = 2, double(trust)", 10, "a second effect starts after this `,`"),
        ("trust", 1, "`invert(flag)` or `double(number)`"),
    ],
)
def test_a_call_of_what_it_does_not_take(story: Make, effect: str, column: int, said: str) -> None:
    with pytest.raises(StoryError) as raised:
        story(f"a:\n  do: {effect}\n  choices: [{{text: Wait., say: Waited.}}]\n")
    (problem,) = raised.value.problems
    assert (problem.place.line, problem.place.column) == (2, 6 + column)
    assert said in problem.message


@pytest.mark.parametrize(
    ("condition", "column", "said"),
    [
        ("trust", 1, "number"),
        ("trust = 1", 7, "`=`"),
        ("trust == mercy", 10, "compared"),
        ("version == 1", 12, "compared"),
        ("version == mercies", 12, "mercies"),
        ("trst == 1", 1, "trst"),
        ("0 < trust < 3", 11, "chained"),
        ("trust >=", 7, "missing"),
        ("(trust >= 1", 1, "never closes"),
        ("trust && ring", 7, "&&"),
        ("trust == 010", 10, "010"),
        ("trust == 1234567890", 10, "1234567890"),
        ("min(trust) == 1", 1, "two"),
        ("ranodm(1) == 1", 1, "ranodm"),
        ("has(trust)", 5, "item"),
        ("visited(nowhere)", 9, "nowhere"),
        ("ring.name", 5, "."),
        ("2 ** 3 == 8", 4, "*"),
        ("open_gate > true", 1, "orders"),
        ("trust == 1 ring", 12, "ring"),
        ("take(ring)", 1, "effect"),
    ],
)
def test_conditions_that_are_wrong(story: Make, condition: str, column: int, said: str) -> None:
    with pytest.raises(StoryError) as raised:
        story(f"a:\n  choices:\n    - text: Go.\n      if: {condition}\n      to: a\n")
    (problem,) = raised.value.problems
    assert (problem.place.line, problem.place.column) == (4, 10 + column)
    assert said in problem.message


@pytest.mark.parametrize(
    ("effect", "column"),
    [
        ("trust", 1),
        ("trust == 1", 7),
        ("trst = 1", 1),
        ("ring = true", 1),
        ("trust = mercy", 9),
        ("version = 3", 11),
        ("version = silence", 11),
        ("version += 1", 1),
        ("open_gate = 1", 13),
        ("take(trust)", 6),
        ("give(ring)", 1),
        ("trust =", 7),
        ("true = false", 1),
        ("trust = 1, 2", 10),
    ],
)
def test_effects_that_are_wrong(story: Make, effect: str, column: int) -> None:
    with pytest.raises(StoryError) as raised:
        story(f"a:\n  do: {effect}\n  choices: [{{text: Wait., say: Waited.}}]\n")
    (problem,) = raised.value.problems
    assert (problem.place.line, problem.place.column) == (2, 6 + column)


def test_growth_and_depth_are_bounded(story: Make) -> None:
    grown = " * ".join(["999999999"] * 40)
    play = Playthrough(story(f"a: {{do: trust = {grown}, choices: [{{text: Wait., say: Waited.}}]}}"))
    assert play.values["trust"] == 5
    for source in (
        "(" * 200 + "1" + ")" * 200 + " == 1",
        "not " * 100 + "true",
        " + ".join("1" * 120) + " == 1",
        "1 == " + "1" * 500,
    ):
        with pytest.raises(StoryError):
            story(f"a: {{choices: [{{text: Go., if: '{source}', to: a}}]}}")
