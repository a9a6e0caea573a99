"""Words by chance: another playthrough has others, and one playthrough always the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story
from game.play.open_session import open_session
from game.story.text.chance import Chance, draw, mix
from tests.conftest import WriteStory
from tests.support.command import escape

SIDES = "|".join(f"s{side}" for side in range(50))
SCENES = f"""
a:
  text: "Here {{any: {SIDES}}} and {{any: {SIDES}}}."
  choices:
    - text: "Roll {{any: {SIDES}}}."
      id: roll
      say: "Rolled {{any: {SIDES}}}: {{choice}}"
    - {{text: Again., id: again, to: a}}
    - {{text: End., id: end, to: z}}
z: {{ending: {{title: "E {{any: {SIDES}}}"}}}}
"""
Tell = Callable[..., Story]


def words(play: Playthrough) -> list[str]:
    return [
        str(play.passage),
        *(offer.text for offer in play.offers),
        play.ending.title if play.ending else "",
    ]


def played(story: Story, seed: int, *keys: str) -> list[list[str]]:
    play = Playthrough(story, seed=seed)
    told = [words(play)]
    for key in keys:
        play.choose(key)
        told.append(words(play))
    return told


def test_the_mixing_is_what_the_page_for_readers_repeats() -> None:
    assert [draw(Chance(), 0, 3), mix(1, 2, 3), draw(Chance(step=mix(7, 1)), 99, 6)] == [0, 4241202341, 1]
    assert all(0 <= mix(number, 2**40) < 2**32 for number in range(100))


def test_another_seed_has_other_words_and_one_seed_the_same(story: Tell) -> None:
    made = story(SCENES)
    keys = ("roll", "again", "roll", "end")
    assert played(made, 7, *keys) == played(made, 7, *keys)
    assert len({str(played(made, seed, *keys)) for seed in range(20)}) == 20


def test_each_showing_has_its_own_words(story: Tell) -> None:
    told = played(story(SCENES), 7, "again", "again", "again")
    assert len({passage for passage, *_ in told}) == 4


def test_a_choice_is_said_as_it_was_offered(story: Tell) -> None:
    play = Playthrough(story(SCENES), seed=3)
    offered = play.offers[0].text
    assert str(play.choose("roll")).endswith(f": {offered}")
    assert play.passage.choice == offered


def test_nothing_changes_by_looking_back(story: Tell) -> None:
    play = Playthrough(story(SCENES), seed=9)
    told = [words(play)]
    for key in ("roll", "again", "roll"):
        play.choose(key)
        told.append(words(play))
    assert [str(passage) for passage in play.transcript()] == [passage for passage, *_ in told]
    play.undo()
    assert words(play)[1:] == told[2][1:]
    play.redo()
    assert words(play) == told[3]


def test_a_save_keeps_the_words(write_story: WriteStory, tmp_path: Path) -> None:
    folder = write_story(SCENES)
    session = open_session(folder, tmp_path / "saves", seed=12345)
    session.choose("again")
    before = words(session.play)
    session.save("mine")
    other = open_session(folder, tmp_path / "saves")
    other.load("mine")
    assert words(other.play) == before
    other.new_game()
    assert other.play.seed != 12345


@pytest.mark.parametrize("seed", ["x", "-1", "4294967296"])
def test_a_seed_is_a_number(write_story: WriteStory, tmp_path: Path, seed: str) -> None:
    assert (
        escape(
            "play", str(write_story(SCENES)), "--plain", "--seed", seed, ESCAPE_SAVE_DIR=str(tmp_path)
        ).returncode
        == 2
    )
