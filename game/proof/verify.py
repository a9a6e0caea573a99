"""The proof of a story: not a sample of its playthroughs, every one there can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.proof.answers import Answers, Shares
from game.proof.budget import MEBIBYTE, Budget, OutOfBounds
from game.proof.dataflow.live_variables import relevant_state
from game.proof.effort import NORMAL, Effort
from game.proof.explicit.answers import answers_of, shares
from game.proof.explicit.explore import StateSpace, explore
from game.proof.explicit.odds import sampled
from game.proof.memory import Memory
from game.proof.program.expressions import state_layout
from game.proof.program.graph import Program, program_graph
from game.proof.program.queries import Query, queries
from game.proof.report.verdict import Verdict, verdict
from game.proof.symbolic.prover import answers_by_sets
from game.story.model import Story

Progress = Callable[[str], None]


class Limits(NamedTuple):
    """How far a proof may go.

    `states` is how many are listed one by one (None: as many as is quicker than sets of them),
    `seconds` is CPU time, `memory` is MiB. Without `shortest`, walkthroughs are not proved to be it.
    """

    states: int | None = None
    seconds: float = 100.0
    memory: int = 1_024
    shortest: bool = True


DEFAULT = Limits()


def verify(
    story: Story,
    limits: Limits = DEFAULT,
    progress: Progress = lambda _: None,
    effort: Effort = NORMAL,
    memory: Memory | None = None,
) -> Verdict:
    """Prove what can be proved of a story within the limits.

    `memory` is what is known from earlier proofs, and is renewed. Raises Disagreement if a walkthrough
    can't be replayed, which is a mistake of ours.
    """
    story = story.counting_for_claims()
    proof = _Proof(story, limits, progress, effort, memory)
    try:
        proof.run()
    except OutOfBounds as bounds:
        proof.answers.limits.append(bounds.reason)
    proof.answers.shares = proof.odds()
    proof.answers.figures["seconds"] = round(proof.budget.spent, 2)
    return verdict(story, proof.queries, proof.answers, limits.shortest)


class _Proof:
    """What is known so far; `run` may end by a limit at any moment."""

    def __init__(
        self, story: Story, limits: Limits, progress: Progress, effort: Effort, memory: Memory | None
    ) -> None:
        self.story = story
        self.limits = limits
        self.progress = progress
        self.effort = effort
        self.memory = memory
        self.budget = Budget(limits.seconds, limits.memory * MEBIBYTE)
        self.rules = Rules(story)
        self.queries: list[Query] = []
        self.answers = Answers()
        self.relevant = StateSpace()  # of states that are told apart only by what is relevant

    def run(self) -> None:
        layout = state_layout(self.story)
        self.queries = queries(self.story, layout, self.budget)
        graph = program_graph(self.story, layout, self.budget)
        program = Program(self.story, self.rules, layout, graph)
        too_many = self.memory is not None and bool(self.memory.walks)  # last time there were too many states
        if not too_many and self.list_states(program):
            return
        self.budget.check()
        self.answers = answers_by_sets(
            program, self.queries, self.budget, self.effort, self.progress, self.limits.shortest, self.memory
        )

    def list_states(self, program: Program) -> bool:
        """Answer by listing every state; whether there were few enough."""
        self.progress("listing states")
        relevant = relevant_state(program.graph, program.layout, self.budget)
        states, effort = self.limits.states, self.effort
        self.relevant = explore(self.rules, [], states, self.budget, effort, relevant)
        if not self.relevant.complete:
            return False
        # Where there are too many states even so, there are too many without forgetting.
        space = explore(self.rules, self.queries, states, self.budget, effort)
        if space.complete:
            self.answers = answers_of(self.story, self.queries, space)
        return space.complete

    def odds(self) -> Shares | None:
        """Return the share of each ending, sampled where it can't be exact."""
        self.progress("odds")
        exact = shares(self.story, self.relevant) if self.relevant.complete else None
        if exact is not None:
            return exact
        seconds = max(self.effort.least_sampling, self.effort.sampling * self.budget.spent)
        left = max(0.0, min(seconds, self.budget.left))
        return sampled(self.rules, Budget(left), self.effort.wanted_width)
