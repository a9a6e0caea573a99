"""Answers for a story that has too many states to list: walks see what can be seen, sets prove the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic

from game.play.state import State
from game.play.table import MAX_MOVES, Table
from game.proof.answers import Answers, Keys, Span, Trap
from game.proof.backward import Backward, Measure, OutOfBounds
from game.proof.components import components
from game.proof.diagrams import INFINITE, Diagram
from game.proof.edges import Graph, graph
from game.proof.flow import Flow, TooWide
from game.proof.formula import ALWAYS, Cells, Expr, Formula
from game.proof.moves import Move
from game.proof.nearest import Targets, nearest
from game.proof.questions import Question, Spot, ways
from game.proof.twins import twins
from game.proof.walks import Walks, keys_of
from game.story.model import Story
from game.story.names import Value

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
        found = twins(self.story, self.graph, self.flow.cells, self.questions)
        self.backward = Backward(self.graph, self.flow, found, self.by(DECIDING))
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
        answers.spans = self.spans()
        return answers

    def one(self, question: Question) -> Answers:
        """Answer one question, with its shortest walkthrough if there is any."""
        self.walks = Walks(self.story, self.table, [question])
        if not self.may(question):
            self.answers.never.add(question)
            return self.answers
        self.walk(PATIENCE)
        found = twins(self.story, self.graph, self.flow.cells, self.questions)
        self.backward = Backward(self.graph, self.flow, found, self.deadline)
        if question not in self.answers.seen:
            self.decide(question)
        if question in self.answers.seen:
            self.shorten(question)
        return self.answers

    def by(self, share: float) -> float:
        """Give when a share of the time is over."""
        return self.started + share * (self.deadline - self.started)

    def walk(self, patience: int) -> None:
        self.walks.run(self.by(WALKING), patience)
        for question, trail in self.walks.trails.items():
            self.answers.seen.setdefault(question, keys_of(trail))

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
            targets = self.targets(self.spots(question))
            hopeful = self.backward.distances(targets)
            if self.backward.start(hopeful) >= INFINITE:
                self.answers.never.add(question)
                return
            if not self.walks.seek(question, self.hope(hopeful)):
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

    def hope(self, hopeful: list[Diagram]) -> Callable[[State, Move], bool]:
        """Give the test that tells of a move whether a target can be reached with it."""
        roads = {
            road.edge.target: road for roads in self.backward.leaving for road in roads if road.edge.cost
        }

        def leads(state: State, move: Move) -> bool:
            row = self.graph.numbers[Spot("row", state.scene, *move)]
            values = roads[row].after((*state.values, *state.marks))
            return self.backward.at(hopeful[row], values) < INFINITE

        return leads

    def targets(self, spots: Iterable[tuple[int, Formula]]) -> Targets:
        """Give spots and what must hold there as diagrams: 0 where it does."""
        found: Targets = {}
        for spot, formula in spots:
            holds = self.backward.condition(formula.expr, spot)
            distance = self.backward.diagrams.where(holds, self.backward.diagrams.at_once)
            found[spot] = self.backward.diagrams.nearer(
                found.get(spot, self.backward.diagrams.never), distance
            )
        return found

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
            targets = self.targets(self.spots(question))
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
            answers.soft_locks = list(self.soft_locks())
            answers.rings = list(self.rings())
            answers.traps_proved = True
        except OutOfBounds as bounds:
            self.limit(bounds.reason)
        finally:
            self.backward.fresh()

    def soft_locks(self) -> Iterator[Trap]:
        """Give, by scene, the nearest state where the last hope of an ending has just been lost."""
        backward, diagrams = self.backward, self.backward.diagrams
        scenes = self.story.scenes
        ends = [(spot, ALWAYS) for spot, scene in self.here() if scenes[scene].ending]
        hope = backward.distances(self.targets(ends))
        for spot, scene in self.here():
            if scenes[scene].ending:
                continue
            lost = diagrams.changed("lost", _is_infinite, hope[spot])
            can_go_on = backward.condition(ways(self.story, self.flow.cells, scenes[scene]).any.expr, spot)
            stuck = backward.within(diagrams.where(lost, diagrams.where(can_go_on, diagrams.at_once)), spot)
            if stuck != diagrams.never:
                yield from self.soft_lock(scene, spot, stuck, hope)

    def soft_lock(self, scene: str, spot: int, stuck: Diagram, hope: list[Diagram]) -> Iterator[Trap]:
        """Give the nearest way into some states without hope, from ones with hope; none if there is none."""
        backward, diagrams = self.backward, self.backward.diagrams
        landing = backward.distances({spot: stuck}, Measure.MOVES)
        if backward.start(hope) >= INFINITE and backward.start(landing) < INFINITE:
            yield Trap(scene, ())
            return
        targets: Targets = {}
        for row, distance in enumerate(landing):
            if distance == diagrams.never or self.graph.spots[row].moment != "row":
                continue
            for way in backward.ways_to(row):
                hoping = diagrams.changed("hoping", _is_finite, hope[way.source])
                lands = diagrams.changed("landing", _at_once, backward.over(way, distance))
                crossing = diagrams.where(hoping, lands)
                targets[way.source] = diagrams.nearer(targets.get(way.source, diagrams.never), crossing)
        hopeful = backward.distances(targets)
        if backward.start(hopeful) < INFINITE:
            found = nearest(self.backward, targets, hopeful)
            if found is None:
                raise OutOfBounds(f"there is a soft-lock in `{scene}`, but no way to it was found")
            yield Trap(scene, (*found, self.last_key(found, landing)))

    def last_key(self, found: Keys, landing: list[Diagram]) -> str:
        """Give the choice that loses the last hope, after a walkthrough to the state before."""
        state = self.walks.follow(found)
        values = (*state.values, *state.marks)
        for road in self.backward.leaving[self.graph.numbers[Spot("here", state.scene)]]:
            row = road.edge.target
            if road.holds(values) and self.backward.at(landing[row], road.after(values)) < INFINITE:
                return self.graph.spots[row].key
        raise OutOfBounds(f"there is a soft-lock after `{state.scene}`, but no way to it was found")

    def here(self) -> list[tuple[int, str]]:
        """Give the spots where a player may stand, with their scenes."""
        return [
            (number, spot.scene)
            for number, spot in enumerate(self.graph.spots)
            if spot.moment == "here" and self.flow.boxes[number]
        ]

    def rings(self) -> Iterator[Trap]:
        """Give the nearest steps after which the story moves on for ever, by choice and outcome."""
        if not self.may_ring():
            return
        backward, diagrams = self.backward, self.backward.diagrams
        settled = backward.distances(self.targets((spot, ALWAYS) for spot, _ in self.here()), Measure.MOVES)
        for number, spot in enumerate(self.graph.spots):
            if (spot.moment != "row" and number) or not self.flow.boxes[number]:
                continue
            endless = backward.within(diagrams.changed("endless", _is_endless, settled[number]), number)
            if endless == diagrams.no:
                continue
            targets = {number: diagrams.where(endless, diagrams.at_once)}
            hopeful = backward.distances(targets)
            if backward.start(hopeful) < INFINITE:
                found = nearest(self.backward, targets, hopeful)
                if found is None:
                    raise OutOfBounds(f"there is a ring after `{spot.scene}`, but no way to it was found")
                yield Trap(spot.scene, found)

    def may_ring(self) -> bool:
        """Whether scenes lead round to each other, or far enough, without a choice."""
        after: list[list[int]] = [
            [road.edge.target for road in roads if not road.edge.cost] for roads in self.backward.leaving
        ]
        found = components(after)
        moves = sum(spot.moment == "pass" for spot in self.graph.spots)
        return moves >= MAX_MOVES or any(
            len(component) > 1 or component[0] in after[component[0]] for component in found
        )

    # --- ranges --------------------------------------------------------------------

    def spans(self) -> dict[str, dict[str, Span]]:
        """Give the values of each variable by chapter; of a number, perhaps not all between two."""
        spots: dict[str, list[int]] = {chapter.id: [] for chapter in self.story.chapters}
        for spot, scene in self.here():
            spots[self.story.scenes[scene].chapter].append(spot)
        return {name: self.spans_of(cell, spots) for cell, name in enumerate(self.story.variables)}

    def spans_of(self, cell: int, spots: dict[str, list[int]]) -> dict[str, Span]:
        """Give the values of one cell; `spots` are those of each chapter."""
        seen = {chapter: set(values[cell]) for chapter, values in self.walks.values.items()}
        asked = [
            (chapter, value)
            for chapter, found in spots.items()
            for value in {one for spot in found for one in self.flow.at(self.flow.boxes[spot], cell)}
            if not self.is_between(cell, value, seen[chapter])
        ]
        proved = True
        try:
            for chapter, value in self.taken(cell, asked, spots):
                seen[chapter].add(value)
        except OutOfBounds as bounds:
            self.limit(bounds.reason)
            proved = False
        return {chapter: Span(frozenset(values), proved) for chapter, values in seen.items() if values}

    def is_between(self, cell: int, value: Value, seen: set[Value]) -> bool:
        """Whether a value adds nothing to those that were seen."""
        start = self.flow.cells.start[cell]
        if value in seen or not seen or isinstance(start, str | bool):
            return value in seen
        numbers = [int(one) for one in seen]
        return min(numbers) < int(value) < max(numbers)

    def taken(
        self, cell: int, asked: list[tuple[str, Value]], spots: dict[str, list[int]]
    ) -> list[tuple[str, Value]]:
        """Give those of some chapters and values that a cell can have there, asking for halves of them."""
        if not asked or not self.any_taken(cell, asked, spots):
            return []
        if len(asked) == 1:
            return asked
        half = len(asked) // 2
        return [*self.taken(cell, asked[:half], spots), *self.taken(cell, asked[half:], spots)]

    def any_taken(self, cell: int, asked: list[tuple[str, Value]], spots: dict[str, list[int]]) -> bool:
        has = {value: Expr("==", args=(Expr("cell", cell), Expr("const", value))) for _, value in asked}
        try:
            targets = self.targets(
                (spot, Formula(ALWAYS.test, has[value]))
                for chapter, value in asked
                for spot in spots[chapter]
                if self.flow.narrowed(self.flow.boxes[spot], has[value])
            )
            return self.backward.start(self.backward.distances(targets)) < INFINITE
        finally:
            self.backward.fresh()


def _is_infinite(distance: int) -> bool:
    return distance >= INFINITE


def _is_finite(distance: int) -> bool:
    return distance < INFINITE


def _is_endless(moves: int) -> bool:
    return moves >= MAX_MOVES


def _at_once(distance: int) -> int:
    return 0 if distance < INFINITE else INFINITE
