"""The proof of a story: not a sample of its playthroughs, every one there can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.proof.answers import Answers, Shares
from game.proof.budget import MEBIBYTE, Budget, OutOfBounds, without_looking_for_cycles
from game.proof.dataflow.live_variables import relevant_state
from game.proof.effort import NORMAL, Effort
from game.proof.explicit.answers import answers_of, shares
from game.proof.explicit.explore import Exploration, StateSpace
from game.proof.memory.model import Memory
from game.proof.program.expressions import state_layout
from game.proof.program.graph import Program, program_graph
from game.proof.program.queries import Query, queries
from game.proof.report.validate import Replay
from game.proof.report.verdict import Verdict, verdict
from game.proof.simulate.sampled_odds import sampled
from game.proof.symbolic.prover import Progress, answers_by_sets
from game.story.model import Story


class Limits(NamedTuple):
    """How far a proof may go.

    `states` is how many are listed one by one (None: as many as is quicker than sets of them),
    `seconds` is CPU time, `memory` is MiB. Without `shortest`, walkthroughs are not proved to be it; without
    `odds`, nothing is reckoned of how likely endings are.
    """

    states: int | None = None
    seconds: float = 100.0
    memory: int = 1_024
    shortest: bool = True
    odds: bool = True


DEFAULT = Limits()


def verify(
    story: Story,
    limits: Limits = DEFAULT,
    progress: Progress = lambda _: None,
    effort: Effort = NORMAL,
    memory: Memory | None = None,
    so_far: Callable[[Verdict], None] | None = None,
) -> Verdict:
    """Prove what can be proved of a story within the limits.

    `memory` is what is known from earlier proofs, and is renewed. If there is a long way to go from what it
    told, `so_far` is given what is known by then. Raises Disagreement if a walkthrough
    can't be replayed, which is a mistake of ours.
    """
    story = story.counting_for_claims()
    proof, replay = _Proof(story, limits, progress, effort, memory), Replay(story)

    def tell(answers: Answers) -> None:
        if so_far is not None:
            answers.figures["seconds"] = round(proof.budget.spent, 2)
            so_far(verdict(replay, proof.queries, answers, limits.shortest))

    proof.so_far = tell
    with without_looking_for_cycles():
        try:
            proof.run()
        except OutOfBounds as bounds:
            proof.answers.limits.append(bounds.reason)
        proof.answers.shares = proof.odds() if limits.odds else None
        proof.answers.figures["seconds"] = round(proof.budget.spent, 2)
        return verdict(replay, proof.queries, proof.answers, limits.shortest)


class _Proof:
    """What is known so far; `run` may end by a limit at any moment.

    Nobody can tell beforehand whether listing states or sets of them is quicker. So if no number is
    asked for, a few thousand are listed, sets get about as long, and only if neither comes to an end
    many are listed, for as long as an end is in sight; sets then go on from what they had.
    """

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
        self.so_far: Callable[[Answers], None] = lambda _: None
        self.merged = StateSpace()  # of states that are told apart only by what is relevant

    def run(self) -> None:
        layout = state_layout(self.story)
        # What is asked is told in any case, or nothing could be named that is not known.
        asking = Budget(max(self.limits.seconds, self.effort.asking), self.budget.memory)
        self.queries = queries(self.story, layout, asking)
        graph = program_graph(self.story, layout, self.budget)
        program = Program(self.story, self.rules, layout, graph)
        if self.memory is not None and self.memory.walks:  # last time sets were quicker
            self.by_sets(program, self.memory)
            return
        merged = Exploration(self.rules, [], self.budget, relevant_state(graph, layout, self.budget))
        explorations = merged, Exploration(self.rules, self.queries, self.budget)
        self.merged = merged.space
        states, memory = self.limits.states, Memory()
        if states is not None:
            if self.unfinished(explorations, states) is None:
                return
        elif self.explore_on(explorations, self.effort.listed):
            return
        elif not self.is_hopeless():
            share = self.effort.sets_share * self.limits.seconds
            seconds = min(share, self.effort.sets_before_listing)
            with suppress(OutOfBounds), self.budget.part_of(seconds):
                self.by_sets(program, memory)
            if not self.is_whole() and self.explore_on(explorations, self.effort.listed_next):
                return
        if not self.is_whole():
            self.by_sets(program, memory)
        if self.memory is not None:
            self.memory.become(memory)

    # --- by listing -----------------------------------------------------------------

    def explore_on(self, explorations: Sequence[Exploration], most: int) -> bool:
        """Answer by listing, twice as many states again and again while an end is in sight; whether it is."""
        cells = len(self.story.variables) + len(self.story.items) + len(self.story.counters)
        weight = 1 + cells // self.effort.cells_of_one
        while most <= self.effort.listed_at_most:
            unfinished = self.unfinished(explorations, most // weight)
            if unfinished is None:
                return True
            if unfinished.waiting > self.effort.waiting or self.is_hopeless():
                return False
            most *= 2
        return False

    def unfinished(self, explorations: Sequence[Exploration], most: int) -> Exploration | None:
        """Answer by listing every state; None, or the listing that found too many.

        The first one merges states that go on alike, the other one does not.
        """
        self.progress("listing states")
        # Where there are too many states even so, there are too many without forgetting.
        for exploration in explorations:
            if not exploration.go_on(most):
                return exploration
        self.answers = answers_of(self.story, self.queries, explorations[-1].space)
        return None

    def is_hopeless(self) -> bool:
        """Whether listing has come through so few scenes that the rest must be far too many states."""
        scenes = [scene.id for scene in self.story.scenes.values() if not scene.ending]
        listed = {state.scene for state in self.merged.states}.intersection(scenes)
        return len(listed) < self.effort.scenes_listed * len(scenes)

    # --- by sets of states -------------------------------------------------------------

    def by_sets(self, program: Program, memory: Memory) -> None:
        self.budget.check()
        self.answers = answers_by_sets(
            program,
            self.queries,
            self.budget,
            self.effort,
            self.progress,
            self.limits.shortest,
            memory,
            self.so_far,
        )

    def is_whole(self) -> bool:
        """Whether sets have left nothing open."""
        answers = self.answers
        return answers.traps_proved and not answers.limits and not answers.unknown(self.queries)

    # --- odds ------------------------------------------------------------------------

    def odds(self) -> Shares | None:
        """Return the share of each ending, sampled where it can't be exact; None if time is too short."""
        self.progress("odds")
        if self.merged.complete:
            with suppress(OutOfBounds):
                exact = shares(self.story, self.merged, self.budget)
                if exact is not None:
                    return exact
        seconds = max(self.effort.least_sampling, self.effort.sampling * self.budget.spent)
        left = max(self.effort.least_sampling, min(seconds, self.budget.left))
        return sampled(self.rules, Budget(left), self.effort.wanted_width)
