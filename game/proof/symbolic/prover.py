"""Answers for a story that has too many states to list: walks see what can be seen, sets prove the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from game.play.engine.rules import Rules
from game.proof.answers import Answers
from game.proof.dataflow.equal_marks import equal_marks
from game.proof.dataflow.value_sets import TooWide, ValueSets
from game.proof.program.expressions import Formula, StateLayout
from game.proof.program.graph import ProgramGraph, program_graph
from game.proof.program.queries import Query
from game.proof.simulate.guided import GuidedPlay, keys_of
from game.proof.symbolic.mdd import INFINITE
from game.proof.symbolic.preimage import Backward, OutOfBounds
from game.proof.symbolic.ranges import spans
from game.proof.symbolic.set_queries import Sets
from game.proof.symbolic.shortest import shortest
from game.proof.symbolic.traps import rings, soft_locks
from game.story.model import Story

PATIENCE, SHORT_PATIENCE = 6_000, 600  # choices without news on walks, at first and later
WALKING, DECIDING, SHORTENING = 0.25, 0.6, 0.85  # by when each is over, of the time there is

Progress = Callable[[str], None]


def answers_by_sets(
    story: Story, rules: Rules, layout: StateLayout, queries: list[Query], deadline: float, progress: Progress
) -> Answers:
    """Answer what can be answered before the deadline."""
    compiled = program_graph(story, layout)
    try:
        value_sets = ValueSets(compiled, layout)
    except TooWide as wide:
        return _by_walks(story, rules, layout, queries, deadline, wide)
    return _Proof(story, rules, queries, compiled, value_sets, deadline, progress).run()


def answer_one(story: Story, rules: Rules, layout: StateLayout, query: Query, deadline: float) -> Answers:
    """Answer one query, before the deadline with the shortest walkthrough there is."""
    compiled = program_graph(story, layout)
    try:
        value_sets = ValueSets(compiled, layout)
    except TooWide as wide:
        return _by_walks(story, rules, layout, [query], deadline, wide)
    return _Proof(story, rules, [query], compiled, value_sets, deadline, lambda _: None).one(query)


def _by_walks(
    story: Story, rules: Rules, layout: StateLayout, queries: list[Query], deadline: float, wide: TooWide
) -> Answers:
    """Answer what is seen on walks, where sets can't be reckoned with."""
    answers = Answers()
    answers.limits.append(f"`{layout.names[wide.cell]}` takes too many values to reckon with sets of states")
    walks = GuidedPlay(story, rules, queries)
    walks.run(monotonic() + WALKING * (deadline - monotonic()), PATIENCE)
    answers.witnessed = {query: keys_of(path) for query, path in walks.paths.items()}
    return answers


class _Proof:
    def __init__(
        self,
        story: Story,
        rules: Rules,
        queries: list[Query],
        compiled: ProgramGraph,
        value_sets: ValueSets,
        deadline: float,
        progress: Progress,
    ) -> None:
        self.story = story
        self.rules = rules
        self.queries = queries
        self.graph = compiled
        self.value_sets = value_sets
        self.started, self.deadline = monotonic(), deadline
        self.progress = progress
        self.answers = Answers()

    def run(self) -> Answers:
        answers = self.answers
        answers.unreachable = {query for query in self.queries if not self.may(query)}
        open_questions = [query for query in self.queries if query not in answers.unreachable]
        self.walks = GuidedPlay(self.story, self.rules, open_questions)
        self.progress("playing to see")
        self.walk(PATIENCE)
        self.ask_sets(self.by(DECIDING))
        self.traps()
        for number, query in enumerate(open_questions):
            if query not in answers.witnessed:
                self.progress(f"proving what was not seen: {number} of {len(open_questions)}")
                self.decide(query)
        self.backward.deadline = self.by(SHORTENING)
        for query in self.endings():
            self.progress(f"looking for the shortest way to `{query.scene}`")
            self.shorten(query)
        self.backward.deadline = self.deadline
        self.progress("ranges of variables")
        answers.spans = spans(self.sets, self.limit)
        return answers

    def one(self, query: Query) -> Answers:
        """Answer one query, with its shortest walkthrough if there is any."""
        self.walks = GuidedPlay(self.story, self.rules, [query])
        if not self.may(query):
            self.answers.unreachable.add(query)
            return self.answers
        self.walk(PATIENCE)
        self.ask_sets(self.deadline)
        if query not in self.answers.witnessed:
            self.decide(query)
        if query in self.answers.witnessed:
            self.shorten(query)
        return self.answers

    def ask_sets(self, deadline: float) -> None:
        """Be ready to ask for sets of states."""
        found = equal_marks(self.story, self.graph, self.value_sets.layout, self.queries)
        self.backward = Backward(self.graph, self.value_sets, found, deadline)
        self.sets = Sets(self.story, self.walks, self.backward)

    def by(self, share: float) -> float:
        """Return when a share of the time is over."""
        return self.started + share * (self.deadline - self.started)

    def walk(self, patience: int) -> None:
        self.walks.run(self.by(WALKING), patience)
        for query, path in self.walks.paths.items():
            if query not in self.answers.witnessed:
                self.answers.witnessed[query] = keys_of(path)

    def may(self, query: Query) -> bool:
        """Whether an answer *yes* flows anywhere, cells not related to each other."""
        return any(True for _ in self.locations(query))

    def locations(self, query: Query) -> Iterator[tuple[int, Formula]]:
        """Return the locations of a query that it may be answered at."""
        for location, formula in query.locations:
            number = self.graph.numbers.get(location)
            if number is not None and self.value_sets.assume(
                self.value_sets.abstract_states[number], formula.expr
            ):
                yield number, formula

    def limit(self, reason: str) -> None:
        if reason not in self.answers.limits:
            self.answers.limits.append(reason)

    # --- queries -----------------------------------------------------------------

    def decide(self, query: Query) -> None:
        """Prove that something can't be seen, or find the way to it."""
        try:
            targets = self.sets.targets(self.locations(query))
            can_reach = self.backward.distances(targets)
            if self.backward.start(can_reach) >= INFINITE:
                self.answers.unreachable.add(query)
                return
            if not self.walks.seek(query, self.sets.hope(can_reach)):
                found = shortest(self.backward, targets, can_reach)
                if found is None:
                    self.limit("no walkthrough was found to something that can be seen")
                    self.answers.reachable.add(query)
                    return
                self.walks.follow(found)
            self.walk(SHORT_PATIENCE)
        except OutOfBounds as bounds:
            self.limit(bounds.reason)
        finally:
            self.backward.reset()

    def endings(self) -> list[Query]:
        """Return the queries whose walkthroughs are told, where there may be shorter ones."""
        scenes = self.story.scenes
        return [
            query
            for query in self.answers.witnessed
            if query not in self.answers.optimal
            and (query.kind == "dead end" or (query.kind == "scene" and scenes[query.scene].ending))
        ]

    def shorten(self, query: Query) -> None:
        """Find the shortest walkthrough of what was seen already."""
        try:
            targets = self.sets.targets(self.locations(query))
            found = shortest(self.backward, targets)
            if found is None:
                self.limit(f"no walkthrough to `{query.scene}` was proved to be the shortest")
                return
            self.answers.witnessed[query] = found
            self.answers.optimal.add(query)
        except OutOfBounds as bounds:
            self.limit(bounds.reason)
        finally:
            self.backward.reset()

    # --- traps ---------------------------------------------------------------------

    def traps(self) -> None:
        """Prove that there are no soft-locks and rings, or find them."""
        answers = self.answers
        try:
            self.progress("soft-locks")
            answers.soft_locks = list(soft_locks(self.sets))
            answers.rings = list(rings(self.sets))
            answers.traps_proved = True
        except OutOfBounds as bounds:
            self.limit(bounds.reason)
        finally:
            self.backward.reset()
