"""The answers to all that was asked of a program, for the next proof of the same one.

Problem: beside an editor most edits change a sentence or a name, or take another edit back; nothing that
moves the story is other than it was, and yet a proof would take every walk again. Method: a proof that left
nothing open keeps its answers by place, with what it asked there. They are the answers of every proof that
asks the same of the same program; only names are those of today, and walkthroughs are still played before
they are told.

    a scene is renamed, an edit is taken back    the same is asked of the same program: nothing is proved
    a sentence gets one more alternative         something new is asked: the proof goes its usual way

No file has this: what another process wrote is looked at before it is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.proof.answers import Answers, Keys, Span, Trap
from game.proof.program.expressions import Expr
from game.proof.program.graph import Program
from game.proof.program.queries import Location, Query, QueryKind

NumberedPlaces = tuple[tuple[Expr, tuple[int | None, ...]], ...]
Questions = list[tuple[QueryKind, NumberedPlaces]]
Renamed = Mapping[tuple[str, str], str]


class Answered(NamedTuple):
    """What was asked, as the locations were called then, and the answers by the number of each query."""

    asked: Questions
    locations: tuple[Location, ...]
    with_shortest: bool
    witnessed: dict[int, Keys | Callable[[], Keys]]
    optimal: frozenset[int]
    soft_locks: list[Trap]
    cycles: list[Trap]
    spans: list[dict[str, Span]]


def answered(
    program: Program, queries: Sequence[Query], answers: Answers, with_shortest: bool
) -> Answered | None:
    """Return the answers to be kept; None if anything was left open."""
    proved = answers.traps_proved and all(
        span.proved for spans in answers.spans.values() for span in spans.values()
    )
    known = len(answers.witnessed) + len(answers.unreachable)
    if answers.limits or not proved or known != len(queries):
        return None
    return Answered(
        _asked(program, queries),
        program.graph.locations,
        with_shortest,
        {n: answers.witnessed.kept(query) for n, query in enumerate(queries) if query in answers.witnessed},
        frozenset(number for number, query in enumerate(queries) if query in answers.optimal),
        answers.soft_locks,
        answers.cycles,
        list(answers.spans.values()),
    )


def answered_again(
    kept: Answered | None, program: Program, queries: Sequence[Query], with_shortest: bool
) -> Answers | None:
    """Return the answers that were kept of the same program; None if something else is asked today."""
    if kept is None or with_shortest > kept.with_shortest or kept.asked != _asked(program, queries):
        return None
    return _Renaming(kept, program).answers(queries)


def _asked(program: Program, queries: Sequence[Query]) -> Questions:
    numbers = program.graph.numbers
    known: dict[int, tuple[int | None, ...]] = {}  # by the identity of locations, which live in a query
    found: Questions = []
    for query in queries:
        for _, locations in query.places:
            if id(locations) not in known:
                known[id(locations)] = tuple(map(numbers.get, locations))
        places = tuple((formula.expr, known[id(locations)]) for formula, locations in query.places)
        found.append((query.kind, places))
    return found


class _Renaming:
    """Answers that were kept, in the names of today."""

    def __init__(self, kept: Answered, program: Program) -> None:
        self.kept = kept
        self.program = program
        pairs = list(zip(kept.locations, program.graph.locations, strict=True))
        self.scenes = {before.scene: now.scene for before, now in pairs}
        self.choices: Renamed = {
            (now.scene, before.key): now.key
            for before, now in pairs
            if now.phase == "outcome" and before.key != now.key
        }

    def answers(self, queries: Sequence[Query]) -> Answers:
        kept, found = self.kept, Answers(traps_proved=True)
        for number, query in enumerate(queries):
            if number in kept.witnessed:
                found.witnessed.make_later(query, partial(self.walkthrough, kept.witnessed[number]))
            else:
                found.unreachable.add(query)
        found.optimal.update(queries[number] for number in kept.optimal)
        found.soft_locks, found.cycles = self.traps(kept.soft_locks), self.traps(kept.cycles)
        found.spans = dict(zip(self.program.story.variables, kept.spans, strict=True))
        return found

    def traps(self, traps: Sequence[Trap]) -> list[Trap]:
        return [Trap(self.scenes[one.scene], self.walkthrough(one.keys)) for one in traps]

    def walkthrough(self, kept: Keys | Callable[[], Keys]) -> Keys:
        keys = kept() if callable(kept) else kept
        return _renamed(self.program.rules, keys, self.choices) if self.choices else keys


def _renamed(rules: Rules, keys: Keys, choices: Renamed) -> Keys:
    """Walk as an earlier proof did; the choices as they are called today."""
    if not keys:
        return keys
    found: list[str] = []
    *before, last = keys  # the last choice may lead into a loop
    state = rules.start()
    for key in before:
        found.append(choices.get((state.scene, key), key))
        state = rules.step(state, found[-1])
    return (*found, choices.get((state.scene, last), last))
