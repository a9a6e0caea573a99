"""What lint says of the words of a text: signs of other tools, and words that run together."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.lint.check_story import lint
from tests.conftest import WriteStory

HEAD = """\
format: 1
id: texts
title: Texts
start: a
chapters: {one: One}
variables:
  coins: {range: [0, 9], start: 1}
  angry: {start: false}
"""
END = "  choices:\n    - {text: Go., do: [coins += 1, angry = true], to: a}\n    - {text: Out., to: z}\nz: {ending: {title: Z}}\n"


def told(write_story: WriteStory, text: str) -> list[tuple[str, str]]:
    indented = "\n".join(f"    {line}" if line else "" for line in text.split("\n"))
    folder = Path(write_story(f"a:\n  text: |\n    {{coins}} {{angry: x|y}}\n\n{indented}\n{END}", head=HEAD))
    return [(problem.code, problem.help) for problem in lint(folder)]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("Go to [[the hall|z]].", "write a choice: `- {text: the hall, to: z}`"),
        ("Go to [[z]].", "write a choice: `- {text: z, to: z}`"),
        ("Go to [[the hall->z]].", "write a choice: `- {text: the hall, to: z}`"),
        ("He goes.\n-> z", "write `to: z` in the scene or a choice"),
        ("The end. -> END", "write `to: END` in the scene or a choice"),
        ("You have $coins coins.", "write `{coins}`"),
        ("You have ${coins} coins.", "write `{coins}`"),
        ("It is **very** late.", "write `*very*`"),
        ("It is __very__ late.", "write `*very*`"),
        ("It is <b>late</b>.", "write `*words*` for stress"),
        ("It is<br/>late.", "leave a line blank"),
        ("You have \uff5bcoins\uff5d.", "write `{`"),
        ("It is late.\n# TODO: more", "put it above the key of the text, behind a `#`"),
        ("// more\nIt is late.", "put it above the key of the text, behind a `#`"),
        ("<<if visited('Hut')>>", "write `{visited(hut): …|…}`"),
        ("<<if $coins gt 2>>Rich.", "write `{coins > 2: …|…}`"),
        ("<</if>>", "delete it: a condition ends with its own brace, `{condition: …|…}`"),
        ("<<set $coins to 2>>", "write `do: coins = 2` in the scene or the choice"),
        ("You have <<= $coins>>.", "write `{coins}`"),
        ("(if: $coins > 2)[You are rich.]", "write `{coins > 2: You are rich.|…}`"),
        ("(if: $coins > 2)", "write `{coins > 2: …|…}`"),
        ('It is (either: "late", "dark").', "write `{any: late|dark}`"),
        ("(set: $coins to 2)", "write `do: coins = 2` in the scene or the choice"),
        ("It is ''late''.", "write `*late*`"),
        ("It is late. <!-- more -->", "put it above the key of the text, behind a `#`"),
        ("It is late.\n*goto z", "write `to: z` in the scene or a choice"),
        ("*page_break", "write a choice: `- {text: Go on., to: …}`"),
        ("*if (coins > 2)", "write `{coins > 2: …|…}`"),
        ("You have $!{coins}.", "write `{coins}`"),
        ("It is late}.", "delete it, or write `\\}`"),
    ],
)
def test_a_sign_of_another_tool_is_told(write_story: WriteStory, text: str, help: str) -> None:
    assert told(write_story, text)[0] == ("S120", help)


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5, or 5$; a -> b is an arrow, and #1 a number.",
        "He said \\} and \\*\\*, *so* there. 2 < 3 > 1.",
        "{angry: a|{coins > 2: b|c}} d",
        "*If only he came.* (He smiles: at you.) (else what?) *goto* x, << and >>, \u2018\u2019, the dogs' and cats' (if so)",
        "*set him\nfree* 'a' and 'b'",
        "    # <b> __ **\n    [[ -> z",
        "coin{coins == 1:|s} and knock{angry: ing|ed} at once",
        "{angry: un|}known, work{angry: ing on|ed at} it, {coins}th",
        "He{angry: , angry, |, calm, }goes",
        "\uc774\ub984{angry: \uc740 \uc88b\ub2e4|\ub294 \uc2eb\ub2e4}",
    ],
)
def test_what_is_meant_is_not_told(write_story: WriteStory, text: str) -> None:
    assert told(write_story, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "He shakes{angry: with anger|}.",
        "He shakes{angry: in anger| in fear}.",
        "He{angry:  shakes|sits} there",
        "{angry: He never|She}knocks",
        "Asks{seq: again|twice}.",
    ],
)
def test_words_that_run_together_are_told(write_story: WriteStory, text: str) -> None:
    assert {code for code, _ in told(write_story, text)} == {"S121"}


@pytest.mark.parametrize(("typed", "help"), [("#Go out.", ["write `Go out.`"]), ("#1 of three", [])])
def test_the_sign_of_an_option_is_told(write_story: WriteStory, typed: str, help: list[str]) -> None:
    choices = f"  choices:\n    - {{text: '{typed}', to: z}}\nz: {{ending: {{title: Z}}}}\n"
    found = lint(Path(write_story(f"a:\n  text: Here.\n{choices}", head=HEAD)))
    assert [problem.help for problem in found if problem.code == "S120"] == help
