"""A long game: what ten thousand choices cost who undoes, reads again, or comes back."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from game import Playthrough
from tests.bench.bench_saves import LONG, ring
from tests.bench.measure import Row, Rows, interleaved, seconds, span

SHORT = 1_000
ROUNDS = 21


def undone(play: Playthrough) -> float:
    """Take the last choice back and read what stood there."""

    def undo() -> None:
        play.undo()
        str(play.passage)

    took = seconds(undo)
    play.redo()
    return took


def chosen(play: Playthrough) -> float:
    """Take one more choice."""
    key = play.offers[0].key
    took = seconds(lambda: play.choose(key))
    play.undo()
    return took


def replayed(play: Playthrough) -> float:
    """Play the log again from the start."""
    return seconds(lambda: Playthrough(play.story, play.log))


def told(play: Playthrough) -> float:
    """Read the whole history."""
    return seconds(lambda: str(play.transcript()))


WORKS = {
    "undo": undone,
    "one more choice": chosen,
    "playing the log again": replayed,
    "the whole history": told,
}


def rows() -> Rows:
    """Time a playthrough of many choices beside one of a tenth of them."""
    with tempfile.TemporaryDirectory() as name:
        long = ring(Path(name) / "story", longest=False)
        short = Playthrough(long.story, long.log[:SHORT])
        for what, work in WORKS.items():
            medians, _ = interleaved({"short": partial(work, short), "long": partial(work, long)}, ROUNDS)
            yield Row(
                what=f"{what}, after {LONG:,} choices",
                ours=span(medians["long"]),
                against=f"after {SHORT:,}",
                theirs=span(medians["short"]),
                value=medians["long"] / medians["short"],
            )
