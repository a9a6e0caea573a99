"""Answers put together into what a person or a tool is told: findings, endings, claims, figures.

An answer is *seen* (with a walkthrough), *never* (proved) or *unknown* (a limit was met); nothing here turns
one into another. A part whose parent is never seen is not told of again: a scene that nobody reaches is one
finding, and its texts are none. A finding names its code, so that lint's comments can allow it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from game.play.engine.claims import situation
from game.proof.answers import Answers, Keys, Shares, Span, Walkthroughs
from game.proof.program.queries import Query
from game.proof.report.validate import (
    Replay,
    check_claim,
    check_dead_end,
    check_ending,
    check_loop,
    check_stops_in,
)
from game.story.claims import Claim
from game.story.diagnostics.problem import Problem
from game.story.model import Scene, Story, Target
from game.story.yaml.locate import Locator

DEAD_END, SOFT_LOCK, LOOP, BROKEN = "G507", "G508", "G509", "G520"
QUERY_CODES = {
    "scene": "G501",
    "choice": "G502",
    "outcome": "G503",
    "to": "G504",
    "block": "G505",
    "alternative": "G506",
    "dead end": DEAD_END,
    "claim": BROKEN,
}
NEVER_SEEN = {
    "scene": "is never reached",
    "choice": "is never open",
    "outcome": "never comes about",
    "to": "is never taken",
    "block": "is never shown",
    "alternative": "is never shown",
}
MAY = {
    "scene": "can be reached",
    "choice": "can be open",
    "outcome": "can come about",
    "to": "can be taken",
    "block": "can be shown",
    "alternative": "can be shown",
    "dead end": "can be reached",
    "claim": "can be broken",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, proved. `walkthrough` leads there; None for what can never be seen."""

    problem: Problem
    scene: str
    choice: str
    walkthrough: Keys | None = None


@dataclass(frozen=True, slots=True)
class EndingVerdict:
    """What is known of an ending.

    `reachable` is None if that is not known. `shortest` is the shortest walkthrough known, and
    proved to be the shortest there is if `is_shortest`. `share` is None if nothing was reckoned.
    """

    id: str
    title: str
    reachable: bool | None
    shortest: Keys | None
    is_shortest: bool
    share: float | None


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """What is known of a claim: whether it `holds` in every playthrough, None if that is not known.

    If it is broken, `walkthrough` is the shortest that is known to where it is, and proved to be the
    shortest if `is_shortest`; `situation` says how things stand there.
    """

    claim: Claim
    holds: bool | None
    walkthrough: Keys | None
    is_shortest: bool
    situation: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole report on a story. `proved` only if every query of it has its answer."""

    story: Story
    proved: bool
    limits: tuple[str, ...]
    endings: tuple[EndingVerdict, ...]
    findings: tuple[Finding, ...]
    claims: tuple[ClaimVerdict, ...]
    unknown: tuple[Problem, ...]
    traps_proved: bool
    shares: Shares | None
    spans: dict[str, dict[str, Span]]
    figures: dict[str, float | int | str]
    taken: Mapping[tuple[str, str], Keys]  # for each choice that can be taken, by scene and key, a way to


def verdict(
    replay: Replay, queries: Sequence[Query], answers: Answers, with_shortest: bool = True
) -> Verdict:
    """Put the answers together, with every walkthrough replayed.

    `replay` is of the story. Without `with_shortest`, nobody asked for the shortest ones. Raises
    Disagreement if the game does not play one of them as the proof does.
    """
    locator, story = Locator(), replay.story
    endings = tuple(_endings(replay, queries, answers))
    claims = tuple(_claims(story, queries, answers))
    findings = [*_traps(replay, queries, answers), *_never(story, queries, answers, locator)]
    unknown = tuple(_unknown(queries, answers, locator))
    spans_proved = all(span.proved for spans in answers.spans.values() for span in spans.values())
    shortest = all(ending.is_shortest for ending in endings if ending.reachable)
    shortest = shortest and all(one.is_shortest for one in claims if one.holds is False)
    return Verdict(
        story=story,
        proved=not unknown and answers.traps_proved and spans_proved and (shortest or not with_shortest),
        limits=tuple(answers.limits),
        endings=endings,
        findings=(*_breaches(claims), *findings),
        claims=claims,
        unknown=unknown,
        traps_proved=answers.traps_proved,
        shares=answers.shares,
        spans=answers.spans,
        figures=dict(answers.figures),
        taken=Walkthroughs(
            {
                (query.scene, query.choice): partial(answers.witnessed.__getitem__, query)
                for query in answers.witnessed
                if query.kind == "choice"
            }
        ),
    )


def _claims(story: Story, queries: Sequence[Query], answers: Answers) -> Iterator[ClaimVerdict]:
    asked = [query for query in queries if query.kind == "claim"]
    for claim, query in zip(story.claims.claims, asked, strict=False):
        keys = answers.witnessed.get(query)
        told = "" if keys is None else situation(story, check_claim(story, claim, keys))
        holds = True if query in answers.unreachable else None if keys is None else False
        yield ClaimVerdict(claim, holds, keys, query in answers.optimal, told)


def _breaches(claims: Sequence[ClaimVerdict]) -> Iterator[Finding]:
    for one in claims:
        if one.holds is False:
            message = f"the claim `{one.claim.name}` is broken {one.situation}"
            problem = Problem(BROKEN, message, one.claim.place, one.claim.about)
            yield Finding(problem, "", "", one.walkthrough)


def _endings(replay: Replay, queries: Sequence[Query], answers: Answers) -> Iterator[EndingVerdict]:
    asked = [
        (query, ending)
        for query in queries
        if query.kind == "scene" and (ending := replay.story.scenes[query.scene].ending)
    ]
    found = {query.scene: answers.witnessed[query] for query, _ in asked if query in answers.witnessed}
    in_order = sorted(found, key=found.__getitem__)  # those that begin alike behind each other
    for scene in in_order:
        check_ending(replay, scene, found[scene])
    for query, ending in asked:
        yield EndingVerdict(
            id=query.scene,
            title=ending.title.source.strip(),
            reachable=False if query in answers.unreachable else True if query.scene in found else None,
            shortest=found.get(query.scene),
            is_shortest=query in answers.optimal,
            share=answers.shares.by_ending[query.scene] if answers.shares else None,
        )


def _traps(replay: Replay, queries: Sequence[Query], answers: Answers) -> Iterator[Finding]:
    """Return dead ends, soft-locks and loops, the nearest first."""
    found, story = [], replay.story
    for query in queries:
        keys = answers.witnessed.get(query) if query.kind == "dead end" else None
        if keys is not None:
            check_dead_end(replay, query.scene, keys)
            message = f"a dead end: in `{query.scene}` there may be nothing left to choose"
            found.append(_trap(story, DEAD_END, message, query.scene, keys))
    for trap in answers.soft_locks:
        check_stops_in(replay, trap.scene, trap.keys)
        message = f"a soft-lock: in `{trap.scene}` it may be too late to reach any ending"
        found.append(_trap(story, SOFT_LOCK, message, trap.scene, trap.keys))
    for trap in answers.cycles:
        check_loop(story, trap.keys)
        message = f"from `{trap.scene}` the story may run in a loop without a choice"
        message += " (what stands in it counts as seen)"
        found.append(_trap(story, LOOP, message, trap.scene, trap.keys))
    return iter(sorted(found, key=lambda one: len(one.walkthrough or ())))


def _trap(story: Story, code: str, message: str, scene: str, keys: Keys) -> Finding:
    return Finding(Problem(code, message, story.scenes[scene].span), scene, "", keys)


def _never(story: Story, queries: Sequence[Query], answers: Answers, locator: Locator) -> Iterator[Finding]:
    """Yield what can never be seen, but not the parts of it."""
    lost = {query.scene for query in queries if query.kind == "scene" and query in answers.unreachable}
    ways = Counter(target.scene for scene in story.scenes.values() for target in _targets(scene))
    for query in queries:
        if query.leads_to in lost and ways[query.leads_to] == 1:
            continue  # it is told of the scene itself
        if (
            query.kind not in ("dead end", "claim")
            and query in answers.unreachable
            and _parent_seen(query, answers)
        ):
            message = f"{query.what} {NEVER_SEEN[query.kind]}"
            problem = Problem(QUERY_CODES[query.kind], message, locator.place(*query.where))
            yield Finding(problem, query.scene, query.choice)


def _targets(scene: Scene) -> Iterator[Target]:
    yield from scene.targets
    for choice in scene.choices:
        for outcome in choice.outcomes:
            yield from outcome.targets


def _unknown(queries: Sequence[Query], answers: Answers, locator: Locator) -> Iterator[Problem]:
    """Yield what has no answer, but not the parts of what has none."""
    for query in answers.unknown(queries):
        if _parent_seen(query, answers):
            what = query.what or f"a dead end in `{query.scene}`"
            what = f"the claim `{what}`" if query.kind == "claim" else what
            message = f"not known: whether {what} {MAY[query.kind]}"
            yield Problem(QUERY_CODES[query.kind], message, locator.place(*query.where))


def _parent_seen(query: Query, answers: Answers) -> bool:
    return query.parent is None or query.parent in answers.witnessed
