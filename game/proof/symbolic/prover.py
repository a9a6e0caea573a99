"""Answers for a story that has too many states to list: walks see what can be seen, sets prove the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from game.play.engine.rules import Table
from game.proof.answers import Answers
from game.proof.dataflow.equal_marks import twins
from game.proof.dataflow.value_sets import Flow, TooWide
from game.proof.program.expressions import Cells, Formula
from game.proof.program.graph import Graph, graph
from game.proof.program.queries import Question
from game.proof.simulate.guided import Walks, keys_of
from game.proof.symbolic.mdd import INFINITE
from game.proof.symbolic.preimage import Backward, OutOfBounds
from game.proof.symbolic.ranges import spans
from game.proof.symbolic.set_queries import Sets
from game.proof.symbolic.shortest import nearest
from game.proof.symbolic.traps import rings, soft_locks
from game.story.model import Story

PATIENCE, SHORT_PATIENCE = 6_000, 600  # choices without news on walks, at first and later
WALKING, DECIDING, SHORTENING = 0.25, 0.6, 0.85  # by when each is over, of the time there is

Progress = Callable[[str], None]


def answers_by_sets(
    story: Story, table: Table, cells: Cells, questions: list[Question], deadline: float, progress: Progress
) -> Answers:
    """Answer what can be answered before the deadline."""
    compiled = graph(story, cells)
    try:
        flow = Flow(compiled, cells)
    except TooWide as wide:
        return _by_walks(story, table, cells, questions, deadline, wide)
    return _Proof(story, table, questions, compiled, flow, deadline, progress).run()


def answer_one(story: Story, table: Table, cells: Cells, question: Question, deadline: float) -> Answers:
    """Answer one question, before the deadline with the shortest walkthrough there is."""
    compiled = graph(story, cells)
    try:
        flow = Flow(compiled, cells)
    except TooWide as wide:
        return _by_walks(story, table, cells, [question], deadline, wide)
    return _Proof(story, table, [question], compiled, flow, deadline, lambda _: None).one(question)


def _by_walks(
    story: Story, table: Table, cells: Cells, questions: list[Question], deadline: float, wide: TooWide
) -> Answers:
    """Answer what is seen on walks, where sets can't be reckoned with."""
    answers = Answers()
    answers.limits.append(f"`{cells.names[wide.cell]}` takes too many values to reckon with sets of states")
    walks = Walks(story, table, questions)
    walks.run(monotonic() + WALKING * (deadline - monotonic()), PATIENCE)
    answers.seen = {question: keys_of(trail) for question, trail in walks.trails.items()}
    return answers


class _Proof:
    def __init__(
        self,
        story: Story,
        table: Table,
        questions: list[Question],
        compiled: Graph,
        flow: Flow,
        deadline: float,
        progress: Progress,
    ) -> None:
        self.story = story
        self.table = table
        self.questions = questions
        self.graph = compiled
        self.flow = flow
        self.started, self.deadline = monotonic(), deadline
        self.progress = progress
        self.answers = Answers()

    def run(self) -> Answers:
        answers = self.answers
        answers.never = {question for question in self.questions if not self.may(question)}
        open_questions = [question for question in self.questions if question not in answers.never]
        self.walks = Walks(self.story, self.table, open_questions)
        self.progress("playing to see")
        self.walk(PATIENCE)
        self.ask_sets(self.by(DECIDING))
        self.traps()
        for number, question in enumerate(open_questions):
            if question not in answers.seen:
                self.progress(f"proving what was not seen: {number} of {len(open_questions)}")
                self.decide(question)
        self.backward.deadline = self.by(SHORTENING)
        for question in self.endings():
            self.progress(f"looking for the shortest way to `{question.scene}`")
            self.shorten(question)
        self.backward.deadline = self.deadline
        self.progress("ranges of variables")
        answers.spans = spans(self.sets, self.limit)
        return answers

    def one(self, question: Question) -> Answers:
        """Answer one question, with its shortest walkthrough if there is any."""
        self.walks = Walks(self.story, self.table, [question])
        if not self.may(question):
            self.answers.never.add(question)
            return self.answers
        self.walk(PATIENCE)
        self.ask_sets(self.deadline)
        if question not in self.answers.seen:
            self.decide(question)
        if question in self.answers.seen:
            self.shorten(question)
        return self.answers

    def ask_sets(self, deadline: float) -> None:
        """Be ready to ask for sets of states."""
        found = twins(self.story, self.graph, self.flow.cells, self.questions)
        self.backward = Backward(self.graph, self.flow, found, deadline)
        self.sets = Sets(self.story, self.walks, self.backward)

    def by(self, share: float) -> float:
        """Give when a share of the time is over."""
        return self.started + share * (self.deadline - self.started)

    def walk(self, patience: int) -> None:
        self.walks.run(self.by(WALKING), patience)
        for question, trail in self.walks.trails.items():
            if question not in self.answers.seen:
                self.answers.seen[question] = keys_of(trail)

    def may(self, question: Question) -> bool:
        """Whether an answer *yes* flows anywhere, cells not related to each other."""
        return any(True for _ in self.spots(question))

    def spots(self, question: Question) -> Iterator[tuple[int, Formula]]:
        """Give the spots of a question that it may be answered at."""
        for spot, formula in question.spots:
            number = self.graph.numbers.get(spot)
            if number is not None and self.flow.narrowed(self.flow.boxes[number], formula.expr):
                yield number, formula

    def limit(self, reason: str) -> None:
        if reason not in self.answers.limits:
            self.answers.limits.append(reason)

    # --- questions -----------------------------------------------------------------

    def decide(self, question: Question) -> None:
        """Prove that something can't be seen, or find the way to it."""
        try:
            targets = self.sets.targets(self.spots(question))
            hopeful = self.backward.distances(targets)
            if self.backward.start(hopeful) >= INFINITE:
                self.answers.never.add(question)
                return
            if not self.walks.seek(question, self.sets.hope(hopeful)):
                found = nearest(self.backward, targets, hopeful)
                if found is None:
                    self.limit("no walkthrough was found to something that can be seen")
                    self.answers.possible.add(question)
                    return
                self.walks.follow(found)
            self.walk(SHORT_PATIENCE)
        except OutOfBounds as bounds:
            self.limit(bounds.reason)
        finally:
            self.backward.fresh()

    def endings(self) -> list[Question]:
        """Give the questions whose walkthroughs are told, where there may be shorter ones."""
        scenes = self.story.scenes
        return [
            question
            for question in self.answers.seen
            if question not in self.answers.shortest
            and (question.kind == "dead end" or (question.kind == "scene" and scenes[question.scene].ending))
        ]

    def shorten(self, question: Question) -> None:
        """Find the shortest walkthrough of what was seen already."""
        try:
            targets = self.sets.targets(self.spots(question))
            found = nearest(self.backward, targets)
            if found is None:
                self.limit(f"no walkthrough to `{question.scene}` was proved to be the shortest")
                return
            self.answers.seen[question] = found
            self.answers.shortest.add(question)
        except OutOfBounds as bounds:
            self.limit(bounds.reason)
        finally:
            self.backward.fresh()

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
            self.backward.fresh()
