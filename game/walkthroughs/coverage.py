"""What the walkthroughs of a story take of it, and what no walkthrough does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from game.play.engine.rules import Rules
from game.proof.program.expressions import state_layout
from game.proof.program.queries import Query, QueryKind, queries
from game.proof.simulate.observe import CoverageObserver, Interpreter
from game.story.diagnostics.problem import StoryError
from game.story.model import Story, Walkthrough
from game.story.sanitize import visible
from game.story.yaml.locate import Locator
from game.walkthroughs.runner import Failure

COVERAGE_KINDS: tuple[tuple[str, tuple[QueryKind, ...]], ...] = (
    ("scenes", ("scene",)),
    ("choices", ("choice",)),
    ("outcomes", ("outcome",)),
    ("ways on", ("to",)),
    ("texts", ("block", "alternative")),
)
_ASKED = frozenset(kind for _, kinds in COVERAGE_KINDS for kind in kinds)
PAGES = "pages"  # where what belongs to no chapter is counted: pages and the status line


class CoveredPart(NamedTuple):
    """A chapter, or the whole: what there is in it to be taken, and what was."""

    title: str
    asked: tuple[Query, ...]
    taken: frozenset[Query]

    def counts(self) -> Iterator[tuple[str, int, int]]:
        """Yield for each kind how many were taken, and of how many."""
        for name, kinds in COVERAGE_KINDS:
            asked = [one for one in self.asked if one.kind in kinds]
            yield name, sum(one in self.taken for one in asked), len(asked)

    @property
    def untaken(self) -> list[Query]:
        """What was not taken, but not the parts of what was not taken either."""
        return [
            one
            for one in self.asked
            if one not in self.taken and (one.parent is None or one.parent in self.taken)
        ]


class WalkthroughCoverage(NamedTuple):
    """What the walkthroughs take, by chapter in order, and of the whole."""

    chapters: tuple[CoveredPart, ...]
    total: CoveredPart


def covered(story: Story) -> WalkthroughCoverage:
    """Play every walkthrough, each as far as it goes, and note what they take together."""
    asked = tuple(one for one in queries(story, state_layout(story)) if one.kind in _ASKED)
    watch = CoverageObserver(asked)
    interpreter = Interpreter(Rules(story), watch)
    for walkthrough in story.walkthroughs:
        _follow(interpreter, walkthrough)
    taken = frozenset(watch.seen)
    parts = {chapter.id: chapter.title for chapter in story.chapters} | {"": PAGES}
    found = {name: [one for one in asked if _chapter(story, one) == name] for name in parts}
    chapters = (CoveredPart(parts[name], tuple(queries), taken) for name, queries in found.items() if queries)
    return WalkthroughCoverage(tuple(chapters), CoveredPart("all", asked, taken))


def _follow(interpreter: Interpreter, walkthrough: Walkthrough) -> None:
    try:
        state = interpreter.start()
        for key in walkthrough.choose:
            action = next((one for one in interpreter.open(state) if one.key == key), None)
            if action is None:
                return
            state = interpreter.step(state, action)
    except StoryError:  # it runs in a loop, which playing the walkthroughs tells
        return


def _chapter(story: Story, query: Query) -> str:
    scene = story.scenes.get(query.scene)
    return scene.chapter if scene else ""


# --- told -----------------------------------------------------------------------


def as_lines(found: WalkthroughCoverage) -> Iterator[str]:
    """Tell what the walkthroughs take, by chapter, and then each thing that none of them does."""
    width = max(len(visible(part.title)) for part in (*found.chapters, found.total))
    kinds = [name for (name, _), (_, _, of) in zip(COVERAGE_KINDS, found.total.counts(), strict=True) if of]
    yield f"{'taken':<{width}}" + "".join(f"{name:>16}" for name in kinds)
    for part in (*found.chapters, found.total):
        counts = {name: f"{taken:,} of {of:,}" if of else "-" for name, taken, of in part.counts()}
        yield f"{visible(part.title):<{width}}" + "".join(f"{counts[name]:>16}" for name in kinds)
    locator = Locator()
    for part in found.chapters:
        untaken = part.untaken
        if untaken:
            yield f"\nno walkthrough takes, in {visible(part.title)}"
        for query in untaken:
            yield f"  {visible(str(locator.place(*query.where)))}: {visible(query.what)}"


def as_json(runs: list[tuple[Walkthrough, Failure | None]], found: WalkthroughCoverage) -> str:
    """Return how the walkthroughs went and what they take, as one line of JSON."""
    locator = Locator()
    return json.dumps(
        {
            "walkthroughs": [
                {"name": one.name, "passed": failure is None, "why": failure.why if failure else ""}
                for one, failure in runs
            ],
            "chapters": [_part(part, locator) for part in found.chapters],
            "total": _counts(found.total),
        }
    )


def _counts(part: CoveredPart) -> dict[str, Any]:
    return {name: {"taken": taken, "of": of} for name, taken, of in part.counts()}


def _part(part: CoveredPart, locator: Locator) -> dict[str, Any]:
    return {"title": part.title, **_counts(part), "untaken": [_query(one, locator) for one in part.untaken]}


def _query(query: Query, locator: Locator) -> dict[str, Any]:
    place = locator.place(*query.where)
    return {
        "kind": query.kind,
        "what": query.what,
        "scene": query.scene,
        "choice": query.choice,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
