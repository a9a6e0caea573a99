"""The walkthroughs of a story played again: once plainly, once saved and loaded at every step.

Loading takes as long as what was played, so that in a long walkthrough it is done ever more rarely.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import log
from typing import NamedTuple

from game.play.engine.claims import breaches, situation
from game.play.engine.passage import Offer
from game.play.engine.rules import ChoiceError
from game.play.playthrough import Playthrough
from game.play.saves.record import SaveError, decode, encode
from game.play.saves.restore import restore
from game.play.saves.saves import record_of
from game.proof.answers import Keys
from game.story.diagnostics.phrases import how_many
from game.story.diagnostics.problem import GameError, StoryError
from game.story.diagnostics.suggest import did_you_mean
from game.story.language.symbols import Value
from game.story.model import Story, Walkthrough
from game.story.sanitize import visible


class Failure(NamedTuple):
    """Where a walkthrough goes astray.

    `taken` are the choices up to there, in `scene`; `asked` the one that could not be taken then, empty
    where the end is not as expected. `why` says what is wrong, and `offers` are what could be done.
    """

    walkthrough: Walkthrough
    taken: Keys
    scene: str
    asked: str
    why: str
    offers: tuple[Offer, ...]


Advance = Callable[[Playthrough, str], Playthrough]
EVERY_STEP = 1_000  # up to here it is saved and loaded at each step, then whenever it is a tenth longer


def run_walkthroughs(story: Story) -> Iterator[tuple[Walkthrough, Failure | None]]:
    """Play every walkthrough, and give what went wrong with it."""
    for walkthrough in story.walkthroughs:
        failure = _play(walkthrough, story, _plainly) or _play(walkthrough, story, _saved_and_loaded)
        yield walkthrough, failure or _broken_claim(walkthrough, story)


def _play(walkthrough: Walkthrough, story: Story, advance: Advance) -> Failure | None:
    play = Playthrough(story)
    for number, key in enumerate(walkthrough.choose):
        try:
            play = advance(play, key)
        except ChoiceError:
            return _astray(walkthrough, play, number, _refusal(play, key))
        except (StoryError, _LostError) as error:
            return _astray(walkthrough, play, number, str(error))
    return next(_unexpected(walkthrough, play), None)


def _broken_claim(walkthrough: Walkthrough, story: Story) -> Failure | None:
    """Return the first breach of a claim along a walkthrough, if there is any."""
    if not story.claims.claims:
        return None
    for breach in breaches(story, walkthrough.choose):
        play = Playthrough(story)
        for key in breach.keys:
            play.choose(key)
        why = f"the claim `{breach.claim.name}` is broken {situation(story, breach)}"
        return Failure(walkthrough, breach.keys, breach.state.scene, "", why, play.offers)
    return None


def _plainly(play: Playthrough, key: str) -> Playthrough:
    play.choose(key)
    return play


class _LostError(GameError):
    """A save that does not bring back what was saved."""


def _saved_and_loaded(play: Playthrough, key: str) -> Playthrough:
    """Take a choice in a playthrough that was saved and loaded before it."""
    if not _is_loaded_after(len(play.log)):
        return _plainly(play, key)
    try:
        loaded = restore(play.story, decode(encode(record_of(play)))).play
    except SaveError as error:
        raise _LostError(f"saved here, it can't be loaded: {error}") from None
    same = loaded.state == play.state and loaded.offers == play.offers and loaded.passage == play.passage
    if not same:
        raise _LostError("saving and loading did not bring back what was saved")
    return _plainly(loaded, key)


def _is_loaded_after(steps: int) -> bool:
    return steps <= EVERY_STEP or int(log(steps, 1.1)) > int(log(steps - 1, 1.1))


def _astray(walkthrough: Walkthrough, play: Playthrough, number: int, why: str) -> Failure:
    choose = walkthrough.choose
    return Failure(walkthrough, choose[:number], play.scene, choose[number], why, play.offers)


def _refusal(play: Playthrough, key: str) -> str:
    """Say why a choice can't be taken."""
    if play.ending is not None:
        return f"the story has ended, in `{play.ending.id}`"
    locked = next((offer for offer in play.offers if offer.key == key), None)
    if locked is not None:
        return f"it is locked: {locked.reason}"
    choices = [choice.key for choice in play.story.scenes[play.scene].choices]
    if key in choices:
        return "it is not open"
    help = did_you_mean(key, choices)
    return f"there is no such choice here{f'; {help}' if help else ''}"


def _unexpected(walkthrough: Walkthrough, play: Playthrough) -> Iterator[Failure]:
    """Yield what is not as the walkthrough expects it at its end."""
    wrong = [told for name, value in walkthrough.expect if (told := _difference(play, name, value))]
    if wrong:
        yield Failure(walkthrough, walkthrough.choose, play.scene, "", "; ".join(wrong), play.offers)


def _difference(play: Playthrough, name: str, expected: Value) -> str:
    if name == "ending":
        found = play.ending.id if play.ending else None
        told = f"it comes to the ending `{found}`" if found else "it comes to no ending"
        return "" if found == expected else f"{told}, not to `{expected}`"
    if name == "scene":
        return "" if play.scene == expected else f"it stops in `{play.scene}`, not in `{expected}`"
    value = play.values[name]
    return "" if value == expected else f"`{name}` is {_told(value)}, not {_told(expected)}"


def _told(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- told -----------------------------------------------------------------------


def as_lines(found: list[tuple[Walkthrough, Failure | None]]) -> Iterator[str]:
    """Tell how the walkthroughs went: those that failed with all there is to know, and a count."""
    failures = [failure for _, failure in found if failure is not None]
    for failure in failures:
        yield from _failure(failure)
        yield ""
    if not found:
        yield "There are no walkthroughs."
        return
    good = len(found) - len(failures)
    told = f"{good} of {how_many(len(found), 'walkthrough')} as expected"
    longest = max(len(walkthrough.choose) for walkthrough, _ in found)
    often = (
        "at every step"
        if longest <= EVERY_STEP
        else f"at each of the first {EVERY_STEP:,} steps and some more"
    )
    yield f"{told}, each played twice: plainly, and saved and loaded {often}"


def _failure(failure: Failure) -> Iterator[str]:
    one = failure.walkthrough
    step = f"step {len(failure.taken) + 1} of {len(one.choose)}" if failure.asked else "its end"
    if not failure.asked and len(failure.taken) < len(one.choose):
        step = f"step {len(failure.taken)} of {len(one.choose)}"
    yield f"{one.place}: `{visible(one.name)}` fails at {step}, in `{failure.scene}`"
    if failure.asked:
        yield f"  asked    {visible(failure.asked)}: {visible(failure.why)}"
    else:
        yield f"  found    {visible(failure.why)}"
    lead = "offered  "
    for offer in failure.offers:
        yield f"  {lead}{offer.key}: {visible(offer.text if offer.open else f'({offer.reason})')}"
        lead = " " * len(lead)
    if not failure.offers:
        yield f"  {lead}nothing"
    if failure.taken:
        yield f"  after    {' '.join(failure.taken)}"
