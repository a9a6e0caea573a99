"""The scenes of a story and the ways between them, as a map to be drawn."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from game.proof.graphs import components
from game.proof.simulate.random_play import playthroughs
from game.story.diagnostics.problem import GameError
from game.story.diagnostics.suggest import did_you_mean
from game.story.language.conditions import Condition
from game.story.model import Chapter, Scene, Story, Target

PLAYTHROUGHS = 1_000  # taken at random, for the heat
SEED = 1
ELSE = "else"


class MapChoice(NamedTuple):
    """A choice (its key; empty where a scene leads on of itself) and what must hold; empty if nothing."""

    choice: str
    condition: str


class Edge(NamedTuple):
    """Every way from one scene to another; `back` if it leads to where one has been, round a ring."""

    source: str
    target: str
    ways: tuple[MapChoice, ...]
    back: bool = False

    @property
    def conditions(self) -> tuple[str, ...]:
        """What must hold for one of the ways; empty if one of them is always there."""
        found = dict.fromkeys(way.condition for way in self.ways)
        return () if "" in found else tuple(found)


class StoryMap(NamedTuple):
    """What is drawn: chapters with their scenes, the edges, and what is marked.

    `chapter` is the one that the map is of, None for the whole story; of the others only those scenes
    are there that it leads to or comes from. `heat` gives the share of random playthroughs that see a
    scene, None if it was not asked for.
    """

    story: Story
    chapter: Chapter | None
    chapters: tuple[tuple[Chapter, tuple[Scene, ...]], ...]
    edges: tuple[Edge, ...]
    bottlenecks: frozenset[str]
    heat: Mapping[str, float] | None

    def holds(self, chapter: Chapter) -> bool:
        """Whether the map is of this chapter too."""
        return self.chapter in (None, chapter)


def story_map(story: Story, chapter: str | None = None, with_heat: bool = False) -> StoryMap:
    """Map a story, or one chapter of it. Raises GameError if there is no such chapter."""
    drawn = find_chapter(story, chapter) if chapter is not None else None
    edges = tuple(edge for edge in _with_backs(story) if drawn is None or _touches(story, edge, drawn))
    shown = {scene for edge in edges for scene in (edge.source, edge.target)}
    shown |= {scene.id for scene in story.scenes.values() if drawn is None or scene.chapter == drawn.id}
    chapters = []
    for one in story.chapters:
        scenes = tuple(s for s in story.scenes.values() if s.chapter == one.id and s.id in shown)
        if scenes:
            chapters.append((one, scenes))
    seen = heat(story) if with_heat else None
    return StoryMap(story, drawn, tuple(chapters), edges, bottlenecks(story), seen)


def find_chapter(story: Story, name: str) -> Chapter:
    """Find a chapter by its folder, its number or its title. Raises GameError."""
    wanted = name.casefold()
    for chapter in story.chapters:
        if wanted in (chapter.id.casefold(), chapter.id.partition("-")[0], chapter.title.casefold()):
            return chapter
    names = [chapter.id for chapter in story.chapters]
    help = did_you_mean(name, names) or f"there are {', '.join(f'`{one}`' for one in names)}"
    raise GameError(f"there is no chapter `{name}`: {help}")


def _touches(story: Story, edge: Edge, chapter: Chapter) -> bool:
    return chapter.id in (story.scenes[edge.source].chapter, story.scenes[edge.target].chapter)


def heat(story: Story) -> dict[str, float]:
    """Give for every scene the share of random playthroughs that see it."""
    seen = Counter(scene for one in playthroughs(story, PLAYTHROUGHS, SEED) for scene in one.scenes)
    return {scene: seen[scene] / PLAYTHROUGHS for scene in story.scenes}


# --- edges ----------------------------------------------------------------------


def _edges(story: Story) -> Iterator[Edge]:
    for scene in story.scenes.values():
        found: dict[str, list[MapChoice]] = {}
        for target, way in _ways(scene):
            found.setdefault(target, []).append(way)
        for target, ways in found.items():
            yield Edge(scene.id, target, tuple(dict.fromkeys(ways)))


def _ways(scene: Scene) -> Iterator[tuple[str, MapChoice]]:
    """Give the ways out of a scene, each with where it leads."""
    for choice in scene.choices:
        opens = _source(choice.condition)
        last = len(choice.outcomes) - 1
        for number, outcome in enumerate(choice.outcomes):
            comes = _source(outcome.condition) or (ELSE if number == last > 0 else "")
            for target, leads in _targets(outcome.targets):
                yield target, MapChoice(choice.key, _all_of(opens, comes, leads))
    fallback = "no choice open" if scene.choices else ""
    for target, leads in _targets(scene.targets):
        yield target, MapChoice("", _all_of(fallback, leads))


def _targets(targets: tuple[Target, ...]) -> Iterator[tuple[str, str]]:
    for target in targets:
        yield target.scene, _source(target.condition) or (ELSE if len(targets) > 1 else "")


def _source(condition: Condition | None) -> str:
    return " ".join(condition.source.split()) if condition else ""


def _all_of(*conditions: str) -> str:
    """Join conditions that must all hold; `else` is what remains of those before it."""
    found = [one for one in conditions if one not in ("", ELSE)]
    joined = " and ".join(f"({one})" if " or " in one and len(found) > 1 else one for one in found)
    return ", ".join(filter(None, (joined, ELSE if ELSE in conditions else "")))


def _with_backs(story: Story) -> Iterator[Edge]:
    """Give the edges, and which of them lead back: in a ring, nearer to the start."""
    edges = list(_edges(story))
    numbers = {scene: number for number, scene in enumerate(story.scenes)}
    after: list[list[int]] = [[] for _ in numbers]
    for edge in edges:
        after[numbers[edge.source]].append(numbers[edge.target])
    ring = {scene: ring for ring, scenes in enumerate(components(after)) for scene in scenes}
    distance = _distances(after, numbers[story.start])
    for edge in edges:
        source, target = numbers[edge.source], numbers[edge.target]
        nearer = distance.get(target, 0) < distance.get(source, 0)
        yield edge._replace(back=nearer and ring[source] == ring[target])


def _distances(after: Sequence[Sequence[int]], start: int) -> dict[int, int]:
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for one in after[here]:
            if one not in found:
                found[one] = found[here] + 1
                waiting.append(one)
    return found


# --- bottlenecks ------------------------------------------------------------------


def bottlenecks(story: Story) -> frozenset[str]:
    """Find the scenes where ways meet, and through which everything passes that comes after them.

    Conditions are ignored, and so are endings, which a story may have before and after.
    """
    after: dict[str, set[str]] = {scene: set() for scene in story.scenes}
    before: dict[str, set[str]] = {scene: set() for scene in story.scenes}
    for edge in _edges(story):
        if edge.source != edge.target:
            after[edge.source].add(edge.target)
            before[edge.target].add(edge.source)
    reached = _reached([story.start], after)
    found = set()
    for scene in reached:
        if len(before[scene] & reached) < 2 or story.scenes[scene].ending:
            continue
        beyond = _reached(after[scene], after) - _reached([scene], before)
        without = _reached([story.start], after, scene)
        if beyond and not any(story.scenes[one].ending is None for one in beyond & without):
            found.add(scene)
    return frozenset(found)


def _reached(start: Iterable[str], after: Mapping[str, set[str]], without: str = "") -> set[str]:
    """Give everything that can be come to from some scenes, themselves included, not through one."""
    found = set(start) - {without}
    waiting = list(found)
    while waiting:
        fresh = after[waiting.pop()] - found - {without}
        found |= fresh
        waiting += fresh
    return found
