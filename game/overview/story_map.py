"""The scenes of a story and the ways between them, as a map to be drawn."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from game.overview.bottlenecks import bottlenecks
from game.proof.graphs import components
from game.proof.simulate.random_play import playthroughs
from game.story.diagnostics.problem import GameError
from game.story.diagnostics.suggest import did_you_mean
from game.story.language.conditions import Condition
from game.story.model import Chapter, Scene, Story, Target

PLAYTHROUGHS = 1_000  # taken at random, for the heat; fewer where that is too much to look at
MOST_LOOKED_AT = 6_000_000
SEED = 1
ELSE = "else"


class MapChoice(NamedTuple):
    """A choice (its key; empty where a scene leads on of itself) and what must hold; empty if nothing."""

    choice: str
    condition: str


class Edge(NamedTuple):
    """Every way from one scene to another; `back` if it leads to where one has been, round a loop."""

    source: str
    target: str
    ways: tuple[MapChoice, ...]
    back: bool = False

    @property
    def conditions(self) -> tuple[str, ...]:
        """What must hold for one of the ways; empty if one of them is always there."""
        found = dict.fromkeys(way.condition for way in self.ways)
        return () if "" in found else tuple(found)


class Heat(NamedTuple):
    """How many random playthroughs were taken, and for every scene the share of them that see it."""

    playthroughs: int
    shares: Mapping[str, float]


class StoryMap(NamedTuple):
    """What is drawn: chapters with their scenes, the edges, and what is marked.

    `chapter` is the one that the map is of, None for the whole story; of the others only those scenes
    are there that it leads to or comes from. `heat` is None if it was not asked for.
    """

    story: Story
    chapter: Chapter | None
    chapters: tuple[tuple[Chapter, tuple[Scene, ...]], ...]
    edges: tuple[Edge, ...]
    bottlenecks: frozenset[str]
    heat: Heat | None

    def holds(self, chapter: Chapter) -> bool:
        """Whether the map is of this chapter too."""
        return self.chapter in (None, chapter)


def story_map(story: Story, chapter: str | None = None, with_heat: bool = False) -> StoryMap:
    """Map a story, or one chapter of it. Raises GameError if there is no such chapter."""
    drawn = find_chapter(story, chapter) if chapter is not None else None
    graph = _Graph(story)
    edges = tuple(edge for edge in graph.edges() if drawn is None or _touches(story, edge, drawn))
    shown = {scene for edge in edges for scene in (edge.source, edge.target)}
    by_chapter: dict[str, list[Scene]] = {one.id: [] for one in story.chapters}
    for scene in story.scenes.values():
        if drawn is None or scene.chapter == drawn.id or scene.id in shown:
            by_chapter[scene.chapter].append(scene)
    chapters = tuple((one, tuple(by_chapter[one.id])) for one in story.chapters if by_chapter[one.id])
    seen = heat(story) if with_heat else None
    return StoryMap(story, drawn, chapters, edges, graph.bottlenecks(), seen)


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


def heat(story: Story) -> Heat:
    """Estimate for every scene the share of random playthroughs that see it."""
    samples = list(playthroughs(story, PLAYTHROUGHS, SEED, most=MOST_LOOKED_AT))
    seen = Counter(scene for one in samples for scene in one.scenes)
    return Heat(len(samples), {scene: seen[scene] / len(samples) for scene in story.scenes})


# --- edges ----------------------------------------------------------------------


class _Graph:
    """The scenes as numbers, the start first, and what leads where; conditions are ignored."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._scenes = [story.start, *(scene for scene in story.scenes if scene != story.start)]
        self._numbers = {scene: number for number, scene in enumerate(self._scenes)}
        self._edges = tuple(_edges(story))
        self._after: list[list[int]] = [[] for _ in self._scenes]
        for edge in self._edges:
            self._after[self._numbers[edge.source]].append(self._numbers[edge.target])

    def edges(self) -> Iterator[Edge]:
        """Yield the edges, and which of them lead back: in a loop, nearer to the start."""
        ring = {scene: ring for ring, scenes in enumerate(components(self._after)) for scene in scenes}
        distance = _distances(self._after)
        for edge in self._edges:
            source, target = self._numbers[edge.source], self._numbers[edge.target]
            nearer = distance.get(target, 0) < distance.get(source, 0)
            yield edge._replace(back=nearer and ring[source] == ring[target])

    def bottlenecks(self) -> frozenset[str]:
        """Find the scenes where ways meet, and through which everything passes that comes after them."""
        endings = frozenset(self._numbers[one.id] for one in self._story.scenes.values() if one.ending)
        return frozenset(self._scenes[number] for number in bottlenecks(self._after, endings))


def _edges(story: Story) -> Iterator[Edge]:
    for scene in story.scenes.values():
        found: dict[str, list[MapChoice]] = {}
        for target, way in _ways(scene):
            found.setdefault(target, []).append(way)
        for target, ways in found.items():
            yield Edge(scene.id, target, tuple(dict.fromkeys(ways)))


def _ways(scene: Scene) -> Iterator[tuple[str, MapChoice]]:
    """Yield the ways out of a scene, each with where it leads."""
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


def _distances(after: Sequence[Sequence[int]]) -> dict[int, int]:
    """Count how many steps it is from the start to each scene that it leads to."""
    found = {0: 0}
    waiting = deque([0])
    while waiting:
        here = waiting.popleft()
        for one in after[here]:
            if one not in found:
                found[one] = found[here] + 1
                waiting.append(one)
    return found
