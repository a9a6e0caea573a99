from __future__ import annotations

from collections.abc import Callable

import pytest

from game import Playthrough, Story

Make = Callable[..., Story]


def shown(story: Make, text: str, **more: str) -> Playthrough:
    indented = text.replace("\n", "\n    ")
    return Playthrough(
        story(f"a:\n  text: |\n    {indented}\n  choices: [{{text: Wait., say: Waited.}}]\n", **more)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("one\n\n\n\ntwo", "one\n\ntwo"),
        (r"\{trust\} \* \| \\", r"{trust} * | \ ".rstrip()),
        ("a } lone | sign * here", "a } lone | sign * here"),
        ("a *stressed word* here", "a stressed word here"),
        ("two * three * four", "two * three * four"),
        (r"\*not stressed\*", "*not stressed*"),
        ("{trust}", "1"),
        ("{body}", "hurt"),
        ("{trust >= 3: yes|no}", "no"),
        ("{trust >= 1: yes}", "yes"),
        ("He goes{trust >= 3: quickly}.", "He goes."),
        ("{trust >= 1: {open_gate: a|b {version == none: c}}|d}", "b c"),
        ("{ trust == 1 :  trimmed  |x}!", "trimmed!"),
        ("{open_gate: |only else}", "only else"),
        ("{trust == 1: 10:30}", "10:30"),
        ("{seq: first|second}", "first"),
        ("tab\there", "tab here"),
        ("\u202eevil\u2066", "evil"),
        ("caf\u00e9 \uaddc\ub0a8", "caf\u00e9 \uaddc\ub0a8"),
    ],
)
def test_rendering(story: Make, text: str, words: str) -> None:
    assert str(shown(story, text).passage) == words


def test_escape_sequences_never_come_through(story: Make) -> None:
    play = Playthrough(story('a: {text: "\\e[31mred\\a \\x9b1m", choices: [{text: "x\\ey", say: "\\0"}]}'))
    assert str(play.passage) == "[31mred 1m"
    assert play.offers[0].text == "xy"


def test_stress_is_kept_for_front_ends(story: Make) -> None:
    paragraph = shown(story, "a *very {trust == 1: old} wall* here").passage.parts[0].paragraph
    assert [(run.text, run.stressed) for run in paragraph.runs] == [
        ("a ", False),
        ("very old wall", True),
        (" here", False),
    ]


def test_a_drawing_keeps_its_lines(story: Make) -> None:
    play = shown(story, "Before.\n\n    +--+\n    |  |\n\nAfter.")
    assert [part.paragraph.drawn for part in play.passage.parts] == [False, True, False]
    assert str(play.passage) == "Before.\n\n+--+\n|  |\n\nAfter."


def test_blocks_with_conditions(story: Make) -> None:
    play = Playthrough(
        story(
            """
a:
  text:
    - One.
    - {if: trust >= 3, text: Two., else: Three.}
    - {if: open_gate, text: Four.}
    - {text: Five.}
  choices: [{text: Open., do: open_gate = true, to: a}]
"""
        )
    )
    assert str(play.passage) == "One.\n\nThree.\n\nFive."
    assert str(play.choose("open")) == "One.\n\nThree.\n\nFour.\n\nFive."
