"""Every walkthrough is replayed through the public Playthrough before anybody is told of it.

The search and the game share the rules of a step and nothing else: locations, guards and diagrams are the
proof's own. A witness that the game does not play is a mistake of ours; it is told as one, and never shown
as the author's.
"""

from __future__ import annotations

from itertools import takewhile

from game.play.engine.claims import Breach, breaches
from game.play.engine.rules import ChoiceError
from game.play.playthrough import Playthrough
from game.proof.answers import Keys
from game.story.claims import Claim
from game.story.diagnostics.problem import GameError, StoryError
from game.story.model import Story


class Disagreement(GameError):
    """The proof and the game tell a story differently: a mistake in one of them, never the author's."""

    def __init__(self, keys: Keys, what: str) -> None:
        way = " ".join(keys) or "(no choice)"
        super().__init__(f"the proof disagrees with the game, which is a mistake in ESCAPE: {what}: {way}")


class Replay:
    """A story played along walkthroughs, each from where it parts from the one before.

    `ends` has the walkthroughs that were seen to end in an ending, with it: they need not be played again.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self.ends: set[tuple[str, Keys]] = set()
        self._play: Playthrough | None = None
        self._keys: list[str] = []

    def along(self, keys: Keys) -> Playthrough:
        """Play a walkthrough; what comes back changes with the next. Raises Disagreement if it can't be."""
        try:
            play = self._play = self._play or Playthrough(self.story)
            pairs = zip(self._keys, keys, strict=False)
            common = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
            while len(self._keys) > common:
                play.undo()
                self._keys.pop()
            for key in keys[common:]:
                play.choose(key)
                self._keys.append(key)
        except (ChoiceError, StoryError) as error:
            raise Disagreement(keys, str(error)) from error
        return play


def played(story: Story, keys: Keys) -> Playthrough:
    """Play a walkthrough. Raises Disagreement if the game does not allow it."""
    return Replay(story).along(keys)


def check_ending(replay: Replay, ending: str, keys: Keys) -> None:
    """See that a walkthrough ends in an ending."""
    if (ending, keys) in replay.ends:
        return
    play = replay.along(keys)
    if play.ending is None or play.ending.id != ending:
        raise Disagreement(keys, f"it does not end in `{ending}`")
    replay.ends.add((ending, keys))


def check_dead_end(replay: Replay, scene: str, keys: Keys) -> None:
    """See that a walkthrough leads to a scene with nothing left to do."""
    play = replay.along(keys)
    if play.scene != scene or play.ending or any(offer.open for offer in play.offers):
        raise Disagreement(keys, f"`{scene}` is no dead end")


def check_stops_in(replay: Replay, scene: str, keys: Keys) -> None:
    """See that a walkthrough leads to a scene that is no ending."""
    play = replay.along(keys)
    if play.scene != scene or play.ending:
        raise Disagreement(keys, f"it does not stop in `{scene}`")


def check_claim(story: Story, claim: Claim, keys: Keys) -> Breach:
    """See that the last choice of a walkthrough breaks a claim, and return how."""
    try:
        found = next((one for one in breaches(story, keys) if one.claim == claim), None)
    except ChoiceError as error:
        raise Disagreement(keys, str(error)) from error
    if found is None or found.keys != keys:
        raise Disagreement(keys, f"it does not break the claim `{claim.name}`")
    return found


def check_loop(story: Story, keys: Keys) -> None:
    """See that the last choice of a walkthrough makes the story run in a loop."""
    try:
        play = played(story, keys[:-1]) if keys else Playthrough(story)
        if keys:
            play.choose(keys[-1])
    except StoryError:
        return
    raise Disagreement(keys, "the story does not run in a loop")
