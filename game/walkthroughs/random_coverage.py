"""What random playthroughs see of a story, and how they end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from game.proof.program.expressions import state_layout
from game.proof.program.queries import Query, queries
from game.proof.simulate.observe import CoverageObserver
from game.proof.simulate.random_play import Sample, playthroughs
from game.story.diagnostics.phrases import how_many
from game.story.model import Story
from game.story.sanitize import visible
from game.story.yaml.locate import Locator
from game.walkthroughs.coverage import COVERAGE_KINDS

_LISTED = 20  # of what was never seen
_TAIL = 12  # choices told of a playthrough that got stuck, the last ones
_WRONG = {
    "dead end": "there is nothing left to choose",
    "loop": "the story runs in a loop without a choice",
    "too long": "there is no ending after so many choices",
}


class Coverage(NamedTuple):
    """What so many random playthroughs saw.

    `wrong` has the first playthrough for each scene where one got stuck, and `stuck` how many did.
    """

    playthroughs: int
    seed: int
    asked: tuple[Query, ...]
    seen: frozenset[Query]
    endings: Counter[str]
    wrong: tuple[Sample, ...]
    stuck: int
    broken: tuple[tuple[str, Sample], ...] = ()  # claims, each with the first playthrough that broke it


def cover_at_random(story: Story, number: int, seed: int) -> Coverage:
    """Take random playthroughs and note what they see; the same for the same seed."""
    story = story.counting_for_claims()
    asked = tuple(one for one in queries(story, state_layout(story)) if one.kind != "dead end")
    watch = CoverageObserver(asked)
    endings: Counter[str] = Counter({scene.id: 0 for scene in story.scenes.values() if scene.ending})
    wrong: dict[tuple[str, str], Sample] = {}
    broken: list[tuple[str, Sample]] = []
    for sample in playthroughs(story, number, seed, watch):
        broken += [(one.what, sample) for one in watch.fresh() if one.kind == "claim"]
        if sample.outcome == "ending":
            endings[sample.scene] += 1
        else:
            wrong.setdefault((sample.outcome, sample.scene), sample)
    stuck = number - endings.total()
    return Coverage(
        number, seed, asked, frozenset(watch.seen), endings, tuple(wrong.values()), stuck, tuple(broken)
    )


def as_lines(found: Coverage) -> Iterator[str]:
    """Tell what was seen, what was not, and how the playthroughs ended."""
    for sample in found.wrong:
        yield f"in `{sample.scene}` {_WRONG[sample.outcome]}"
        yield f"  after    {_taken(sample)}\n"
    for claim, sample in found.broken:
        yield f"the claim `{visible(claim)}` is broken"
        yield f"  in       {_taken(sample)}\n"
    yield f"{how_many(found.playthroughs, 'random playthrough')}, seed {found.seed}"
    for name, kinds in COVERAGE_KINDS:
        asked = [one for one in found.asked if one.kind in kinds]
        seen = sum(one in found.seen for one in asked)
        if asked:
            yield f"  {name:<9}{seen:>6,} of {len(asked):>6,}  {_share(seen, len(asked)):>6}"
    yield "endings"
    for ending, count in found.endings.most_common():
        yield f"  {_share(count, found.playthroughs):>6}  {ending}"
    if found.stuck:
        yield f"  {_share(found.stuck, found.playthroughs):>6}  (none)"
    yield from _unseen(found)


def _taken(sample: Sample) -> str:
    """Tell the choices of a playthrough, only the last of many."""
    told = visible(" ".join(sample.keys[-_TAIL:])) or "(no choice)"
    return (
        told
        if len(sample.keys) <= _TAIL
        else f"{how_many(len(sample.keys), 'choice')}, the last of them {told}"
    )


def _unseen(found: Coverage) -> Iterator[str]:
    """List what was not seen, but not the parts of it."""
    missing = [
        one
        for one in found.asked
        if one.kind != "claim" and one not in found.seen and (one.parent is None or one.parent in found.seen)
    ]
    if missing:
        yield "never seen"
    locator = Locator()
    for query in missing[:_LISTED]:
        yield f"  {locator.place(*query.where)}: {visible(query.what)}"
    if len(missing) > _LISTED:
        yield f"  and {len(missing) - _LISTED:,} more"


def _share(part: int, whole: int) -> str:
    """Return a share in percent that is 0 or 100 only if it is just that."""
    if part in (0, whole) or not whole:
        return f"{100 if part else 0}%"
    return f"{min(max(part / whole, 0.001), 0.999):.1%}"
