"""The minefield of the shipped story is fair: who takes notice lives, who walks at random dies."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from game import Playthrough, Story, load_story
from game.play.engine.state import State
from game.play.saves.paths import shipped_story

ENTRIES, WALKS = 80, 5
SOUND = {  # what the ground itself says on each screen
    "c8_verge": "gully",  # rock can't be dug
    "c8_slope": "green",  # what burned was tested
    "c8_terrace": "stones",  # crews dug where it was soft
    "c8_flat_01": "roller",  # boxes lodge upstream; this is the lee
    "c8_reeds_01": "shingle",  # the deer have just been
}

Policy = Callable[[Playthrough, random.Random], str]


def at_random(play: Playthrough, dice: random.Random) -> str:
    return dice.choice([offer.key for offer in play.offers if offer.open])


def by_the_ground(play: Playthrough, dice: random.Random) -> str:
    """Take the sound line, make both runs while there is white left, and walk at random otherwise."""
    keys = [offer.key for offer in play.offers if offer.open]
    if play.scene in SOUND:
        return SOUND[play.scene]
    if "run" in keys and play.scene.startswith("c8_white"):
        last_chance = 4 if play.values["moved"] else 2
        return "run" if play.scene >= f"c8_white_{last_chance}" else dice.choice(keys)
    return dice.choice([key for key in keys if key not in ("go_back", "word")])


def entries(story: Story, dice: random.Random) -> list[State]:
    """Come to the verge by random play, as many times as are wanted."""
    found: list[State] = []
    while len(found) < ENTRIES:
        play = Playthrough(story)
        while play.ending is None and play.scene != "c8_start":
            play.choose(at_random(play, dice))
        if play.ending is None:
            found.append(play.state)
    return found


def survived(story: Story, entry: State, policy: Policy, dice: random.Random) -> bool:
    """Walk to the South, or until the ground or the Major ends it, with nothing struck out."""
    play = Playthrough(story, start=entry)
    while play.ending is None and play.scene not in ("c9_start", "c8_strike"):
        play.choose(policy(play, dice))
    return play.scene != "c8_strike"


@pytest.mark.slow
def test_who_takes_notice_lives_and_who_walks_at_random_dies() -> None:
    story, dice = load_story(shipped_story()), random.Random(41)
    walks = [entry for entry in entries(story, dice) for _ in range(WALKS)]
    careful = sum(survived(story, entry, by_the_ground, dice) for entry in walks)
    careless = sum(survived(story, entry, at_random, dice) for entry in walks)
    assert careful >= 0.95 * len(walks)
    assert careless <= 0.25 * len(walks)
