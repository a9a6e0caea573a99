"""Answers for a story that has too many states to list: walks see what can be seen, sets prove the rest.

Problem: several thousand queries about more states than can be listed. Method, cheapest first: what
flows nowhere in the value sets is unreachable; what a guided walk sees is witnessed; for each query that
is left, a backward fixpoint says either that the start is outside of it, which proves it unreachable,
or where to walk. Then traps, the shortest walkthroughs of endings, and the ranges of variables.

Nothing here may turn a limit into an answer: what raised OutOfBounds stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from game.proof.answers import Answers, Trap
from game.proof.budget import Budget, OutOfBounds
from game.proof.dataflow.comparison import Comparison, record
from game.proof.dataflow.equal_marks import equal_marks
from game.proof.dataflow.value_sets import ValueSets
from game.proof.effort import Effort
from game.proof.memory.answered import answered, answered_again
from game.proof.memory.model import At, Memory, asked, fingerprint
from game.proof.program.graph import Program
from game.proof.program.queries import Query
from game.proof.simulate.guided import GuidedPlay, keys_of
from game.proof.symbolic.certificates import Certificates, Topic
from game.proof.symbolic.mdd import INFINITE, Diagram, Distance
from game.proof.symbolic.preimage import Backward, TargetSets
from game.proof.symbolic.ranges import spans
from game.proof.symbolic.refinement import Accepts, Precision
from game.proof.symbolic.shortest import shortest
from game.proof.symbolic.traps import choiceless_cycles, soft_locks
from game.story.language.symbols import Values

Progress = Callable[[str], None]
UNWANTED = ("dead end", "claim")  # the kinds of queries that are hoped to be unreachable


def answers_by_sets(
    program: Program,
    queries: list[Query],
    budget: Budget,
    effort: Effort,
    progress: Progress,
    with_shortest: bool = True,
    memory: Memory | None = None,
    so_far: Callable[[Answers], None] = lambda _: None,
) -> Answers:
    """Answer what can be answered within the budget; `memory` is what is known already, and is renewed.

    `so_far` is told what walks have seen and what still stands, if that is not everything; again when all is
    known that may be worse than at the last proof; and when nothing is left but the ranges of variables.
    """
    proof = _Proof(program, queries, budget, effort, progress)
    proof.so_far = so_far
    if memory is None:
        return proof.run(with_shortest, Memory())
    name = fingerprint(program)
    known = memory.of_same_program(name)
    again = answered_again(known.answered, program, queries, with_shortest)
    if again is not None:
        memory.return_to(known)
        return again
    answers = proof.run(with_shortest, known)
    proof.remember(memory, name)
    memory.answered = answered(program, queries, answers, with_shortest)
    return answers


def answer_one(program: Program, query: Query, budget: Budget, effort: Effort) -> Answers:
    """Answer one query within the budget, with the shortest walkthrough there is."""
    locations = [location for _, locations in query.places for location in locations]
    program = program._replace(graph=program.graph.leading_to(locations))
    return _Proof(program, [query], budget, effort, lambda _: None).one(query)


class _Proof:
    def __init__(
        self, program: Program, queries: list[Query], budget: Budget, effort: Effort, progress: Progress
    ) -> None:
        self.story = program.story
        self.program = program
        self.graph = program.graph
        self.queries = queries
        self.budget = budget
        self.effort = effort
        self.progress = progress
        self.so_far: Callable[[Answers], None] = lambda _: None
        self.answers = Answers()
        self.at: dict[Query, At] = {}  # where a query may be answered
        self.value_sets: ValueSets | None = None
        self.precision: dict[str, Precision] = {}  # of the last search in each chapter
        self.guesses: dict[str, Distance] = {}  # how long other walkthroughs of a chapter may be
        self.equal: dict[int, int] = {}  # marks that are read as another one
        self.comparison: Comparison | None = None  # with the program of the last proof
        self.certificates = Certificates(self.graph.numbers, program.layout.start)

    def run(self, with_shortest: bool, known: Memory) -> Answers:
        answers = self.answers
        self.progress("which values there can be")
        self.flow()
        open_queries = [query for query in self.queries if query not in answers.unreachable]
        self.compare(known)
        self.progress("playing to see")
        # Claims wait at every location: those that still stand need not be asked at each step of a walk.
        self.recall_never([query for query in open_queries if query.kind in UNWANTED])
        open_queries = [query for query in open_queries if query not in answers.unreachable]
        self.begin_walks(open_queries)
        self.walks.replay(known.walks, self.renamed)
        self.walk(self.effort.short_patience if known.walks else self.effort.patience)
        self.recall_never([query for query in open_queries if query not in answers.witnessed])
        with self.noting_limits():
            self.recall(known)
        open_queries = [query for query in open_queries if query not in answers.unreachable]
        if not self.is_answered(open_queries, with_shortest, known):
            if known.walks:
                self.so_far(answers)
            if self.prepare():
                self.prove(open_queries, with_shortest, known)
        return answers

    def compare(self, known: Memory) -> None:
        """Set the program beside the one of the last proof."""
        if known.record is None or self.value_sets is None:
            return
        program, value_sets = self.program, self.value_sets
        with self.noting_limits():
            same = bool(known.program)
            self.comparison = Comparison(known.record, program, value_sets, self.equal, same)
            self.certificates = Certificates(
                self.graph.numbers, program.layout.start, self.comparison, known.certificates
            )

    @property
    def renamed(self) -> dict[tuple[str, str], str]:
        """What choices were called at the last proof."""
        return self.comparison.renamed() if self.comparison else {}

    def recall_never(self, queries: Iterable[Query]) -> None:
        """Take over which of some queries were proved to be unreachable, as far as that still stands."""
        with self.noting_limits():
            for query in queries if self.comparison else ():
                self.budget.tick()
                if self.certificates.cover(_topic(query), self.at[query]):
                    self.answers.unreachable.add(query)

    def recall(self, known: Memory) -> None:
        """Take over what else was proved before as far as it still stands."""
        answers, comparison = self.answers, self.comparison
        if comparison is None:
            return
        for chapter, cells in known.precision.items():
            numbers = comparison.cell_now
            self.precision[chapter] = frozenset(numbers[cell] for cell in cells if cell in numbers)
        if not known.program:
            return
        renamed = self.renamed
        for query in self.told_with_walkthroughs():
            keys = known.shortest.get(self.name_of(query))
            if keys is not None and (now := self.walks.renewed(keys, renamed)) is not None:
                answers.witnessed[query] = now
                answers.optimal.add(query)
        traps = [self.renewed_trap(one, renamed) for one in (*known.soft_locks, *known.cycles)]
        found = [one for one in traps if one is not None]
        if known.traps_proved and len(found) == len(traps):
            answers.soft_locks = found[: len(known.soft_locks)]
            answers.cycles = found[len(known.soft_locks) :]
            answers.traps_proved = True
        answers.spans = dict(zip(self.story.variables, known.spans.values(), strict=bool(known.spans)))

    def renewed_trap(self, trap: Trap, renamed: dict[tuple[str, str], str]) -> Trap | None:
        """Return a trap of the last proof as it is called today."""
        keys = self.walks.renewed(trap.keys, renamed)
        if keys is None or self.comparison is None:
            return None
        scene = self.comparison.scene_now(trap.scene)
        return None if scene is None else Trap(scene, keys)

    def is_answered(self, open_queries: list[Query], with_shortest: bool, known: Memory) -> bool:
        """Whether there is nothing left that sets of states have to prove."""
        return (
            self.answers.traps_proved
            and all(query in self.answers.witnessed for query in open_queries)
            and not (with_shortest and self.told_with_walkthroughs())
            and bool(known.program and known.spans)
        )

    def prove(self, open_queries: list[Query], with_shortest: bool, known: Memory) -> None:
        """Answer what walks have not seen, and what only sets of states can tell."""
        answers = self.answers
        with self.budget.part(self.effort.deciding):
            if not answers.traps_proved:
                self.ask_sets(self.traps)
            sooner: list[Query] = []
            later: list[Query] = []
            for query in open_queries:
                if query not in answers.witnessed:
                    (later if self.can_only_mend(query) else sooner).append(query)
            self.decide_each(sooner)
            if known.walks and later and (sooner or answers.soft_locks):
                self.so_far(answers)
            self.decide_each(later)
        if with_shortest:
            with self.budget.part(self.effort.shortening):
                for query in self.told_with_walkthroughs():
                    self.progress(f"looking for the shortest way to `{query.scene or query.what}`")
                    self.ask_sets(partial(self.shorten, query))
        if not (known.program and known.spans):
            if known.walks:
                self.so_far(answers)
            self.progress("ranges of variables")
            answers.spans = spans(self.story, self.backward, self.walks, self.certificates, self.limit)

    def name_of(self, query: Query) -> str:
        """Return a name for what a query asks of this program."""
        return asked(query, self.at.get(query, ()))

    def remember(self, memory: Memory, name: str) -> None:
        """Write down what may help the next proof."""
        answers = self.answers
        memory.turn_to(name)
        if self.value_sets is not None:
            memory.record = record(self.program, self.value_sets, self.equal)
        memory.walks = self.walks.recorded(answers.witnessed[query] for query in answers.optimal)
        memory.certificates = self.certificates.found
        memory.shortest = {self.name_of(query): answers.witnessed[query] for query in answers.optimal}
        memory.precision = {chapter: sorted(cells) for chapter, cells in self.precision.items()}
        memory.traps_proved = answers.traps_proved
        memory.soft_locks, memory.cycles = answers.soft_locks, answers.cycles
        proved = all(span.proved for spans in answers.spans.values() for span in spans.values())
        memory.spans = answers.spans if proved else {}

    def one(self, query: Query) -> Answers:
        """Answer one query, with its shortest walkthrough if there is any."""
        self.flow()
        if query in self.answers.unreachable:
            return self.answers
        self.begin_walks([query])
        self.walk(self.effort.patience)
        if self.prepare():
            if query not in self.answers.witnessed:
                self.ask_sets(partial(self.decide, query))
            if query in self.answers.witnessed:
                self.ask_sets(partial(self.shorten, query))
        return self.answers

    # --- preparing ------------------------------------------------------------------

    def flow(self) -> None:
        """Find the values there can be, and what flows nowhere."""
        with self.noting_limits(), self.budget.part(self.effort.deciding):
            value_sets = ValueSets(self.graph, self.program.layout, self.budget)
            self.at = self.answered_at(value_sets)
            self.equal = equal_marks(self.story, self.graph, self.program.layout, self.queries)
            self.value_sets = value_sets
            self.answers.unreachable.update(query for query in self.queries if not self.at[query])
            for cell in sorted(value_sets.wide):
                name = self.program.layout.names[cell]
                self.limit(
                    f"`{name}` takes too many values to tell apart, and was taken for any in its range"
                )

    def prepare(self) -> bool:
        """Be ready to ask for sets of states; whether that was possible."""
        if self.value_sets is None:
            return False
        with self.noting_limits():
            self.backward = Backward(
                self.graph, self.value_sets, self.equal, self.budget, self.effort.max_diagrams
            )
            return True
        return False

    def answered_at(self, value_sets: ValueSets) -> dict[Query, At]:
        """Return where each query may be answered, cells not related to each other. Raises OutOfBounds."""
        known: dict[int, list[int]] = {}  # numbers by the identity of locations, which live in a query
        found: dict[Query, At] = {}
        for query in self.queries:
            self.budget.tick()
            at = []
            for formula, locations in query.places:
                if id(locations) not in known:
                    numbers = map(self.graph.numbers.get, locations)
                    known[id(locations)] = [one for one in numbers if one is not None]
                holding = list(value_sets.where(formula.expr, known[id(locations)]))
                if holding:
                    at.append((formula, holding))
            found[query] = at
        return found

    def begin_walks(self, queries: list[Query]) -> None:
        """Be ready to walk, and to see the answers to some queries."""
        at = None
        if self.at:
            names = self.graph.locations
            at = {
                query: [(formula, [names[one] for one in numbers]) for formula, numbers in self.at[query]]
                for query in queries
            }
        self.walks = GuidedPlay(self.story, self.program.rules, queries, self.budget, self.effort, at)

    def walk(self, patience: int) -> None:
        with self.budget.share(self.effort.walking):
            self.walks.run(patience)
        for query, path in self.walks.paths.items():
            if query not in self.answers.witnessed:
                self.answers.witnessed.make_later(query, partial(keys_of, path))

    def limit(self, reason: str) -> None:
        if reason not in self.answers.limits:
            self.answers.limits.append(reason)

    @contextmanager
    def noting_limits(self) -> Iterator[None]:
        """Note the limit that ends what is done inside."""
        try:
            yield
        except OutOfBounds as bounds:
            self.limit(bounds.reason)

    def ask_sets(self, work: Callable[[], None]) -> None:
        """Do what needs sets of states, note the limit that ends it, and forget the diagrams made for it."""
        with self.noting_limits():
            self.budget.check()
            work()
        self.backward.reset()

    # --- queries -----------------------------------------------------------------

    def targets(self, query: Query) -> tuple[TargetSets, Accepts]:
        """Return the targets of a query, and a second look at states that may be one."""
        found = self.at[query]
        first = self.program.layout.first_mark

        def accepts(location: int, values: Values) -> bool:
            state = values[:first], tuple(int(value) for value in values[first:])
            return any(formula.test(*state) for formula, numbers in found if location in numbers)

        exact = self.backward.encoding.exact
        return self.backward.targets(found), (lambda *_: True) if exact else accepts

    def can_only_mend(self, query: Query) -> bool:
        """Whether something was wrong at the last proof that would be mended if this can be seen today."""
        return query.kind not in UNWANTED and self.certificates.knows(_topic(query))

    def decide_each(self, queries: Sequence[Query]) -> None:
        """Prove of each that it is unreachable, or find the way to it."""
        for number, query in enumerate(queries):
            if query not in self.answers.witnessed:
                self.progress(f"proving what was not seen: {number:,} of {len(queries):,}")
                self.ask_sets(partial(self.decide, query))

    def decide(self, query: Query) -> None:
        """Prove that something is unreachable, or find the way to it."""
        if self.certificates.extend(self.backward, _topic(query), self.at[query]):
            self.answers.unreachable.add(query)
            return
        targets, accepts = self.targets(query)
        can_reach, known = self.backward.nearest_known(targets, self.walks.met)
        if known is None and self.backward.start(can_reach) >= INFINITE:
            self.note_unreachable(query, can_reach)
            return
        if not self.walks.seek(query, self.backward.leads_to(can_reach), known):
            can_reach = can_reach if known is None else self.backward.distances(targets)
            if self.backward.start(can_reach) >= INFINITE:
                self.note_unreachable(query, can_reach)
                return
            found = shortest(self.backward, targets, self.effort, None, can_reach, accepts)
            if found.keys is None:
                if found.is_optimal:
                    self.answers.unreachable.add(query)
                else:
                    self.limit("no walkthrough was found to something that perhaps can be seen")
                return
            self.walks.follow(found.keys)
        self.walk(self.effort.short_patience)

    def note_unreachable(self, query: Query, can_reach: list[Diagram]) -> None:
        """Note that the start is not among the states from which something can be reached."""
        self.answers.unreachable.add(query)
        self.certificates.keep(self.backward, _topic(query), self.at[query], can_reach)

    def told_with_walkthroughs(self) -> list[Query]:
        """Return the queries whose walkthroughs are told, where there may be shorter ones."""
        scenes = self.story.scenes
        return [
            query
            for query in self.answers.witnessed
            if query not in self.answers.optimal
            and (query.kind in UNWANTED or (query.kind == "scene" and scenes[query.scene].ending))
        ]

    def shorten(self, query: Query) -> None:
        """Find the shortest walkthrough of what was seen already."""
        known = self.answers.witnessed[query]
        chapter = self.story.scenes[query.scene].chapter if query.scene else ""
        seed, guess = self.precision.get(chapter, frozenset()), self.guesses.get(chapter, INFINITE)
        targets, accepts = self.targets(query)
        size = self.effort.seeded_diagrams if seed else self.effort.max_diagrams
        with self.backward.diagrams.at_most(size):
            found = shortest(self.backward, targets, self.effort, known, None, accepts, seed, guess)
        if seed and not found.is_optimal:  # what helped the last one is too much for this one
            self.backward.reset()
            targets, accepts = self.targets(query)
            found = shortest(self.backward, targets, self.effort, found.keys or known, None, accepts)
        self.precision[chapter] = found.precision
        self.guesses[chapter] = len(found.keys or known) + self.effort.guessed
        self.answers.witnessed[query] = found.keys or known
        if found.is_optimal:
            self.answers.optimal.add(query)
        else:
            self.limit(f"no walkthrough to `{query.scene or query.what}` was proved to be the shortest")

    # --- traps ---------------------------------------------------------------------

    def traps(self) -> None:
        """Prove that there are no soft-locks and loops without a choice, or find them."""
        answers = self.answers
        self.progress("soft-locks")
        answers.soft_locks = list(soft_locks(self.story, self.backward, self.walks, self.effort))
        answers.cycles = list(choiceless_cycles(self.story, self.backward, self.effort))
        answers.traps_proved = True


def _topic(query: Query) -> Topic:
    return Topic(query.kind, query.scene, tuple(formula.expr for formula, _ in query.places))
