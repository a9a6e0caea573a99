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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("knocks{seq: | again}.", "knocks."),
        ("knocks{trust == 1: | again}. Asks{trust == 2: | twice}.", "knocks. Asks twice."),
        ("{trust == 1:two|one}wo", "twowo"),
        ("{trust == 1:  wide  |x}!", "wide !"),
        ("He {trust == 2: x|never }knocks", "He never knocks"),
        ("one {trust == 2: x|} two", "one two"),
        ("{trust == 1: one\n\ntwo|x}", "one\n\ntwo"),
        ("{trust: none|one|two|3|4|5}", "one"),
        ("{version: nothing|flight|mercy} to say", "nothing to say"),
        ("{body: a|b|c|d {trust}|e} of it", "c of it"),
    ],
)
def test_alternatives_keep_their_blanks_and_go_by_value(story: Make, text: str, words: str) -> None:
    assert str(shown(story, text).passage) == words


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("*No alarm given. {open_gate: x|}* So.", [("No alarm given. ", True), ("So.", False)]),
        ("*No\nalarm\ngiven.\n{open_gate: x|}* So.", [("No alarm given. ", True), ("So.", False)]),
        ("a {open_gate: x|*b c*}*d*", [("a ", False), ("b c", True), ("d", True)]),
        ("*a {open_gate: x|*b*} c*", [("a ", True), ("b", True), (" c", True)]),
        ("*a {open_gate: x|b\n\nc} d*", [("a b", True), ("c d", True)]),
        ("a * b {open_gate: x|c} * d", [("a * b c * d", False)]),
        ("*one\n\ntwo*", [("*one", False), ("two*", False)]),
        (r"*a \* b*", [("a * b", True)]),
    ],
)
def test_stars_are_paired_where_they_are_written(
    story: Make, text: str, runs: list[tuple[str, bool]]
) -> None:
    parts = shown(story, text).passage.parts
    assert [(run.text, run.stressed) for part in parts for run in part.paragraph.runs] == runs


BOX = "        +--+\n        |  |\n"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        (f"  text: |\n{BOX}", ["+--+\n|  |"]),
        (f"  text: |\n{BOX}\n    A box.\n", ["+--+\n|  |", "A box."]),
        (f"  text:\n  - |\n{BOX}\n    A box.\n", ["+--+\n|  |", "A box."]),
        (
            "  text:\n    - if: trust == 1\n      text: |\n            +--+\n            |  |\n",
            ["+--+\n|  |"],
        ),
        ("  text: |\n    Words: |\n            and more.\n", ["Words: | and more."]),
        ("  text: |\n       deep words\n       and more\n", ["deep words and more"]),
    ],
)
def test_a_text_may_begin_with_a_drawing(story: Make, text: str, paragraphs: list[str]) -> None:
    play = Playthrough(story(f"a:\n{text}  choices: [{{text: Wait., say: Waited.}}]\n"))
    assert [str(part.paragraph) for part in play.passage.parts] == paragraphs


def test_authors_who_indent_by_four_draw_four_deeper(story: Make) -> None:
    scenes = "a:\n    text: |\n        Words.\n    choices:\n        - text: |\n              Go on.\n          to: b\n"
    drawn = "b:\n    text: |\n            +--+\n            |  |\n    ending: {title: B}\n"
    play = Playthrough(story(scenes + drawn))
    assert [part.paragraph.drawn for part in play.passage.parts] == [False]
    assert play.choose("go_on").parts[0].paragraph.drawn


def test_a_choice_is_said_again(story: Make) -> None:
    choice = "{text: 'Ask {trust} times.', say: 'You {choice}', do: trust += 1}"
    play = Playthrough(story(f"a: {{choices: [{choice}]}}"))
    assert str(play.choose("ask_trust_times")) == "You Ask 1 times."


def test_one_of_any_is_shown_and_stays(story: Make) -> None:
    play = shown(story, "{any: a|b|c} {any: a|b|c}")
    words = str(play.passage)
    assert set(words.split()) <= {"a", "b", "c"}
    assert str(Playthrough(play.story).passage) == words
