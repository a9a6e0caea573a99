"""The proof of a story: not a sample of its playthroughs, every one there can be."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.proof.dataflow.live_variables import relevant_state
from game.proof.explicit.answers import answers_of, shares
from game.proof.explicit.explore import explore
from game.proof.explicit.odds import sampled
from game.proof.program.expressions import state_layout
from game.proof.program.graph import program_graph
from game.proof.program.queries import queries
from game.proof.report.verdict import Verdict, verdict
from game.proof.symbolic.prover import answers_by_sets
from game.story.model import Story

MAX_STATES = 20_000
MAX_SECONDS = 100.0
SAMPLING = 0.1  # of the time that the proof took, but at least
LEAST_SAMPLING = 0.3  # seconds

Progress = Callable[[str], None]


class Limits(NamedTuple):
    """How far a proof may go: states listed one by one, and seconds."""

    states: int = MAX_STATES
    seconds: float = MAX_SECONDS


DEFAULT = Limits()


def verify(story: Story, limits: Limits = DEFAULT, progress: Progress = lambda _: None) -> Verdict:
    """Prove what can be proved of a story within the limits.

    Raises Disagreement if a walkthrough can't be replayed, which is a mistake of ours.
    """
    started = monotonic()
    rules, layout = Rules(story), state_layout(story)
    asked = queries(story, layout)
    deadline = started + limits.seconds
    progress("listing states")
    remembered = relevant_state(program_graph(story, layout), layout)
    short = explore(rules, [], limits.states, deadline, remembered)
    # Where there are too many states even so, there are too many without forgetting.
    space = explore(rules, asked, limits.states, deadline) if short.complete else short
    if space.complete:
        answers = answers_of(story, asked, space)
    else:
        answers = answers_by_sets(story, rules, layout, asked, deadline, progress)
    progress("odds")
    answers.shares = shares(story, short) if short.complete else None
    if answers.shares is None:
        now = monotonic()
        seconds = max(LEAST_SAMPLING, SAMPLING * (now - started))
        answers.shares = sampled(rules, max(0.0, min(seconds, deadline - now)))
    answers.figures["seconds"] = round(monotonic() - started, 2)
    return verdict(story, asked, answers)
