"""A small file can't tell more than anybody could read."""

from __future__ import annotations

from collections.abc import Callable

from game import Playthrough, Story
from game.play.engine.render import FEW_SCENES, MOST_LETTERS

Tell = Callable[..., Story]
END = "\nz: {ending: {title: Z}}\n"


def test_a_choice_said_over_and_over(story: Tell) -> None:
    said = "{choice} " * 20_000
    play = Playthrough(story(f"a: {{choices: [{{text: {'x' * 1000}, id: go, say: '{said}'}}]}}"))
    assert len(str(play.choose("go"))) <= MOST_LETTERS


def test_a_long_way_through_long_texts(story: Tell) -> None:
    words = "word " * 50_000
    scenes = f"a: {{do: trust += 1, text: '{words}', to: [{{if: visits(a) < 200, scene: a}}, z]}}"
    told = Playthrough(story(scenes + END)).passage
    assert MOST_LETTERS <= len(str(told)) < MOST_LETTERS + FEW_SCENES * len(words)
