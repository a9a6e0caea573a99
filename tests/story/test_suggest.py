"""Suggestions for misspelt names: the right one for a typo, none for a word that is no typo."""

from __future__ import annotations

import random
import string

import pytest

from game import load_story
from game.story.diagnostics.suggest import closest, did_you_mean
from tests.support.places import SHIPPED

STORY = load_story(SHIPPED)
# What a name is looked for among: in a `to`, in a condition, beside a variable of words.
WORDS = [list(variable.values) for variable in STORY.variables.values() if variable.values]
KINDS = (list(STORY.scenes), [*STORY.variables, *STORY.items], *WORDS)


@pytest.mark.parametrize(
    ("word", "names", "meant"),
    [
        ("hal", ["hall", "porch"], "hall"),
        ("hlal", ["hall", "porch"], "hall"),
        ("Hall", ["hall", "porch"], "hall"),
        ("met_dong_hyeok", ["met_dong_hyuk", "met_myong_chol"], "met_dong_hyuk"),
        ("hal", ["hall", "halt"], None),  # not alone at its distance
        ("hxlx", ["hall"], None),  # further than a third of its length
        ("attic", ["hall", "porch"], None),
        ("ot", ["out"], "out"),
        ("", ["hall"], None),
    ],
)
def test_the_one_name_that_is_near(word: str, names: list[str], meant: str | None) -> None:
    assert closest(word, names) == meant
    assert did_you_mean(word, names) == (f"did you mean `{meant}`?" if meant else "")


def typo(name: str, chance: random.Random) -> str:
    """Drop, double, swap or mistype one letter, not the first."""
    at = chance.randrange(1, len(name))
    kind = chance.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at] + name[at:]
    if kind == 2:
        return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return name[:at] + chance.choice(string.ascii_lowercase) + name[at + 1 :]


def test_a_thousand_typos_in_the_shipped_story() -> None:
    chance = random.Random(4)
    tried = right = 0
    while tried < 1000:
        names = chance.choice((KINDS[0], KINDS[1], chance.choice(WORDS)))
        name = chance.choice(names)
        if len(name) < 3:
            continue
        word = typo(name, chance)
        if word in names:
            continue
        tried += 1
        right += closest(word, names) == name
    assert right >= 970


def test_random_words_are_nobodys_typo() -> None:
    chance = random.Random(5)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(4, 12))) for _ in range(1000)]
    suggested = sum(closest(word, names) is not None for word in words for names in KINDS)
    assert suggested <= 0.01 * len(words) * len(KINDS)
