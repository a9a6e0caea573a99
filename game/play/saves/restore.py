"""A save played again, in a story that may have changed since it was made.

The log is the truth. What of it can't be played any more is answered for by
the snapshot, and the player is told in one sentence.
"""

from __future__ import annotations

from typing import NamedTuple

from game.locale.messages import tr, tr_later
from game.play.engine.rules import ChoiceError, Rules
from game.play.playthrough import Playthrough
from game.play.saves.former_names import with_todays_names
from game.play.saves.record import DamagedError, Record, Snapshot, newest_words, snapshot, state_of
from game.story.diagnostics.problem import StoryError
from game.story.model import Story

CHANGED = tr_later("The story has changed since this save")


class Loaded(NamedTuple):
    """A playthrough that was loaded, and what there is to say about it: `notice`, mostly empty.

    `whole` is false if the story has changed so much that some of the save's choices are gone.
    """

    play: Playthrough
    notice: str = ""
    whole: bool = True


def restore(story: Story, record: Record) -> Loaded:
    """Play a record of this story again.

    Raises DamagedError if the story is the one the record was made with, and its choices do not
    lead to its snapshot.
    """
    if story.fingerprint != record.fingerprint:
        record = with_todays_names(story, record)
    play = _replayed(story, record, len(record.log))
    if story.fingerprint == record.fingerprint:
        if play is None or not _faithful(play, record):
            raise DamagedError(tr("its choices do not lead to where it says"))
        return Loaded(play)
    if play is None:
        return _from_snapshot(story, record)
    lost = _misses_something(record.snapshot, snapshot(story, play.state), story)
    return Loaded(
        play,
        tr("{changed}, and the same choices now lead to something else.", changed=tr(CHANGED))
        if lost
        else "",
    )


def _replayed(story: Story, record: Record, steps: int) -> Playthrough | None:
    """Play so many steps of the log; None if they can't be played, or not from their start."""
    start = state_of(story, record.start) if record.start else None
    if record.start and start is None:
        return None
    try:
        return Playthrough(story, record.log[:steps], start=start, earlier=record.earlier, seed=record.seed)
    except (ChoiceError, StoryError):
        return None


def _faithful(play: Playthrough, record: Record) -> bool:
    """Whether a playthrough starts and ends just where the record says.

    How often scenes were entered and choices taken follows from the log, and how far it is counted is
    the game's business: a later version may count otherwise.
    """
    start = None if play.start is None else snapshot(play.story, play.start)
    ends = ((start, record.start), (snapshot(play.story, play.state), record.snapshot))
    return all(_uncounted(one) == _uncounted(other) for one, other in ends)


def _uncounted(where: Snapshot | None) -> Snapshot | None:
    return where and where._replace(visits={}, taken=())


def _misses_something(old: Snapshot, new: Snapshot, story: Story) -> bool:
    """Whether a player would miss something; a variable of another type can't be compared."""
    return (
        old.scene != new.scene
        or any(item in story.items and item not in new.items for item in old.items)
        or any(
            type(old.values.get(name)) is type(value) and old.values[name] != value
            for name, value in new.values.items()
        )
    )


def _from_snapshot(story: Story, record: Record) -> Loaded:
    """Go on from the snapshot if it fits the story, else from the last step that does."""
    fitting = _fitting(story, record)
    told = _replayed(story, record, fitting)
    words = (record.earlier, str(told.transcript()) if told else "")
    earlier = newest_words("\n\n".join(filter(None, words)))
    play = _new_account(story, record.snapshot, earlier, record.seed)
    if told is None:
        what = tr("the place it went on from is gone")
    else:
        scene, key = record.log[fitting]
        what = tr(
            "step {number}, `{key}` in `{scene}`, can't be taken any more",
            number=fitting + 1,
            key=key,
            scene=scene,
        )
    if play is not None:
        where = tr("you go on where you were")
    else:
        where = tr("you go on from the last step that fits") if told else tr("you begin again")
    play = play or told or Playthrough(story, seed=record.seed)
    return Loaded(
        play,
        tr(
            "{changed}: {what}; {where}, and the old save is kept.",
            changed=tr(CHANGED),
            what=what,
            where=where,
        ),
        whole=False,
    )


def _new_account(story: Story, where: Snapshot, earlier: str, seed: int) -> Playthrough | None:
    """Begin a playthrough in the middle; None if that place doesn't fit the story."""
    state = state_of(story, where)
    if state is None:
        return None
    try:
        return Playthrough(story, start=state, earlier=earlier, seed=seed)
    except StoryError:  # the story now runs in a loop from there
        return None


def _fitting(story: Story, record: Record) -> int:
    """Count the steps that can still be played one after the other."""
    rules = Rules(story)
    start = state_of(story, record.start) if record.start else None
    fitting = 0
    try:
        state = rules.start() if start is None else rules.follow_through(start)
        for scene, key in record.log:
            if scene != state.scene:
                break
            state = rules.step(state, key)
            fitting += 1
    except (ChoiceError, StoryError):
        pass
    return fitting
