"""Playing to see: seeded walks that prefer what is new, from states that uncovered something.

Problem: most of what can be seen is soon seen by anybody who plays; only the rest is worth a proof.
Method: coverage-guided random simulation, as fuzzers do it (M. Zalewski, "American Fuzzy Lop", 2014):
a walk starts in a state of the corpus, and its states that saw something new join the corpus.

A walk proves that something can be reached, and its choices are the witness. That it saw nothing
proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import is_not
from random import Random
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.play.engine.state import State
from game.proof.answers import Keys
from game.proof.budget import Budget, OutOfBounds
from game.proof.effort import Effort
from game.proof.program.queries import Places, Query
from game.proof.simulate.observe import Action, CoverageObserver, Interpreter
from game.story.diagnostics.problem import StoryError
from game.story.language.symbols import Value, Values
from game.story.model import Story


class Path(NamedTuple):
    """The choices of a walk, the last one first."""

    before: Path | None
    key: str


def keys_of(path: Path | None) -> Keys:
    """Return the choices of a walk in order."""
    found = []
    while path is not None:
        found.append(path.key)
        path = path.before
    return tuple(reversed(found))


class Stand(NamedTuple):
    """A state in which a walk stood, the walk to it, and the values of every cell there."""

    state: State
    path: Path | None
    values: tuple[Value, ...]


def _stand(state: State, path: Path | None) -> Stand:
    return Stand(state, path, (*state.values, *state.counters))


class GuidedPlay:
    """Walks through a story, and what they have seen: queries with their walkthroughs, values by chapter."""

    def __init__(
        self,
        story: Story,
        rules: Rules,
        queries: list[Query],
        budget: Budget,
        effort: Effort,
        at: Mapping[Query, Places] | None = None,
        seed: int = 0,
    ) -> None:
        self.story = story
        self.paths: dict[Query, Path | None] = {}
        self.values: dict[str, list[set[Value]]] = {
            chapter.id: [set() for _ in story.variables] for chapter in story.chapters
        }
        self._budget = budget
        self._effort = effort
        self._asked = len(queries)
        self._coverage = CoverageObserver(queries, at)
        self._interpreter = Interpreter(rules, self._coverage)
        self._random = Random(seed)  # noqa: S311 - walks, not secrets
        self._often: dict[tuple[str, Action], int] = {}
        self._corpus: list[Stand] = []
        self.met: dict[str, list[Stand]] = {}  # some of the states that were met, by scene
        self._remembered = 0  # how many those are
        self._room = effort.kept_values // (1 + len(story.variables) + len(story.items) + len(story.counters))
        self._taken = 0  # choices
        self._noted: dict[str, Values] = {}
        self._to_values: dict[tuple[str, int, Value], Path | None] = {}

    def run(self, patience: int) -> None:
        """Walk until everything is seen, there has been nothing new for a while, or the budget is used up.

        `patience` is how many choices without news are always granted.
        """
        started = last_news = self._taken
        if not self._corpus and not self._begin():
            return
        try:
            while len(self.paths) < self._asked:
                so_far, without_news = self._taken - started, self._taken - last_news
                if without_news > max(patience, self._effort.patience_share * so_far):
                    return
                if self._walk(*self._beginning()[:2]):
                    last_news = self._taken
        except OutOfBounds:  # what the walks have seen is seen
            return

    def replay(self, walks: Sequence[tuple[int, str]], renamed: Mapping[tuple[str, str], str]) -> None:
        """Take walks of an earlier proof again; a choice that is not open any more is left out.

        They are a tree: each choice has the number of the one before it, -1 for none. `renamed` gives by
        scene and key what a choice was called then, where that was another name.
        """
        if not self._corpus and not self._begin():
            return
        after: dict[int, list[int]] = {}
        for number, (before, _) in enumerate(walks):
            after.setdefault(before, []).append(number)
        now = {(scene, old): new for (scene, new), old in renamed.items()}
        waiting = [(number, *self._corpus[0][:2]) for number in after.get(-1, ())]
        try:
            while waiting:
                self._budget.tick()
                number, state, path = waiting.pop()
                action = self._action(state, walks[number][1], now)
                if action is None:
                    waiting += [(other, state, path) for other in after.get(number, ())]
                    continue
                path = Path(path, action.key)
                try:
                    state = self._interpreter.step(state, action)
                except StoryError:
                    self._news(path)
                    continue
                if self._news(path):
                    self._keep(state, path)
                self._note(state, path)
                self._meet(state, path)
                waiting += [(other, state, path) for other in after.get(number, ())]
        except OutOfBounds:
            return

    def renewed(self, keys: Keys, renamed: Mapping[tuple[str, str], str]) -> Keys | None:
        """Walk as an earlier proof did; the choices as they are called today, None if that can't be."""
        path: Path | None = None
        try:
            state = self._interpreter.start()
            self._news(None)
            now = {(scene, old): new for (scene, new), old in renamed.items()}
            for key in keys:
                action = self._action(state, key, now)
                if action is None:
                    return None
                path = Path(path, action.key)
                state = self._interpreter.step(state, action)
                self._news(path)
        except StoryError:  # the last choice may lead into a loop
            self._news(path)
        found = keys_of(path)
        return found if len(found) == len(keys) else None

    def _action(self, state: State, key: str, now: Mapping[tuple[str, str], str]) -> Action | None:
        """Return the choice that had a key once, if it is open; `now` gives keys of today."""
        return self._interpreter.opened(state, now.get((state.scene, key), key))

    def recorded(self, first: Iterable[Keys] = ()) -> list[tuple[int, str]]:
        """Return the walks that saw something or tell a range, and `first`, as `replay` takes them."""
        numbers: dict[tuple[int, str], int] = {}
        known: dict[int, int] = {}  # the numbers of paths by their identity
        found: list[tuple[int, str]] = []

        def number(step: tuple[int, str]) -> int:
            if step not in numbers:
                numbers[step] = len(found)
                found.append(step)
            return numbers[step]

        for path in (*self.paths.values(), *self._to_ranges()):
            missing: list[Path] = []
            while path is not None and id(path) not in known:
                missing.append(path)
                path = path.before
            before = -1 if path is None else known[id(path)]
            for one in reversed(missing):
                before = known[id(one)] = number((before, one.key))
        for keys in first:
            before = -1
            for key in keys:
                before = number((before, key))
        return found

    def _to_ranges(self) -> Iterator[Path | None]:
        """Yield a walk to each value that tells something of a range: of numbers, the ends of it."""
        for (chapter, index, value), path in self._to_values.items():
            seen = self.values[chapter][index]
            if isinstance(value, bool | str) or value in (min(seen), max(seen)):
                yield path

    def _begin(self) -> bool:
        """Start the story; whether it comes to where a player stands."""
        try:
            state = self._interpreter.start()
        except StoryError:
            self._news(None)
            return False
        self._news(None)
        self._note(state, None)
        self._keep(state, None)
        return True

    def follow(self, keys: Keys) -> State:
        """Walk a way that somebody else found, keep the state it leads to, and return it.

        Raises StoryError if it runs in a loop.
        """
        state, path = self._interpreter.start(), None
        self._news(None)
        for key in keys:
            action = next(one for one in self._interpreter.open(state) if one.key == key)
            state, path = self._interpreter.step(state, action), Path(path, key)
            self._news(path)
            self._note(state, path)
        self._keep(state, path)
        return state

    def seek(self, query: Query, leads: Callable[[State, Action], bool], start: Stand | None = None) -> bool:
        """Look for something on walks that only take actions that may lead to it; whether it was seen.

        They begin at the start, or where they are told to.
        """
        return any(
            query in self.paths for _ in range(self._effort.seeking) for _ in self.guided(leads, start)
        )

    def guided(self, leads: Callable[[State, Action], bool], start: Stand | None = None) -> Iterator[State]:
        """Walk from a state for as long as an action leads there, and return every state on the way."""
        if not self._corpus and not self._begin():
            return
        state, path, _ = start or self._corpus[0]
        for _ in range(self._effort.longest_walk):
            self._budget.tick()
            actions = [one for one in self._interpreter.open(state) if leads(state, one)]
            if not actions:
                return
            action = self._chosen(state, actions, prefer_novel=True)
            path = Path(path, action.key)
            try:
                state = self._interpreter.step(state, action)
            except StoryError:  # what is looked for may stand in the loop
                self._news(path)
                yield state
                return
            if self._news(path):
                self._keep(state, path)
            self._note(state, path)
            self._meet(state, path)
            yield state

    def _keep(self, state: State, path: Path | None) -> None:
        """Take a state into the corpus, in place of an early one where there is no room for more."""
        corpus = self._corpus
        if self._has_room or len(corpus) < 2:
            corpus.append(_stand(state, path))
        else:
            early = 1 + int(self._random.random() * (len(corpus) - 1))
            corpus[early], corpus[-1] = corpus[-1], _stand(state, path)
        self._meet(state, path)

    def _meet(self, state: State, path: Path | None) -> None:
        """Remember some of the states that stand in a scene, old and new ones."""
        met = self.met.setdefault(state.scene, [])
        if len(met) < self._effort.met and self._has_room:
            met.append(_stand(state, path))
            self._remembered += 1
        elif met and self._random.random() < 0.05:
            met[int(self._random.random() * len(met))] = _stand(state, path)

    @property
    def _has_room(self) -> bool:
        """Whether more states may be kept."""
        return len(self._corpus) + self._remembered < self._room

    def _beginning(self) -> Stand:
        """Choose where to walk from: the start, or a state that uncovered something, lately by preference."""
        corpus = self._corpus
        if self._random.random() < 0.25:
            return corpus[0]
        return corpus[-1 - int(len(corpus) * self._random.random() ** 2)]

    def _walk(self, state: State, path: Path | None) -> bool:
        """Walk until there is nothing to choose; whether anything new was seen."""
        news = False
        prefer_novel = self._random.random() < 0.7
        for _ in range(self._effort.longest_walk):
            self._budget.tick()
            actions = self._interpreter.open(state)
            self._taken += 1
            if not actions:
                break
            action = self._chosen(state, actions, prefer_novel)
            path = Path(path, action.key)
            try:
                state = self._interpreter.step(state, action)
            except StoryError:
                return self._news(path) or news
            if self._news(path):
                news = True
                self._keep(state, path)
            self._note(state, path)
            self._meet(state, path)
        return news

    def _chosen(self, state: State, actions: list[Action], prefer_novel: bool) -> Action:
        """Choose an action, the least taken ones by preference if the walk prefers the new."""
        scene, often = state.scene, self._often
        if not prefer_novel:
            action = actions[int(self._random.random() * len(actions))]
        else:
            weights = [1.0 / (1 + often.get((scene, action), 0)) for action in actions]
            action = self._random.choices(actions, weights)[0]
        often[scene, action] = often.get((scene, action), 0) + 1
        return action

    def _news(self, path: Path | None) -> bool:
        fresh = self._coverage.fresh()
        for query in fresh:
            self.paths[query] = path
        return bool(fresh)

    def _note(self, state: State, path: Path | None) -> None:
        """Note the values of a state, those that are not as in the last state of its chapter."""
        chapter, values = self.story.scenes[state.scene].chapter, state.values
        before = self._noted.get(chapter)
        if values is before:
            return
        self._noted[chapter] = values
        seen = self.values[chapter]
        indices = range(len(seen))
        for index in indices if before is None else compress(indices, map(is_not, values, before)):
            if values[index] not in seen[index]:
                seen[index].add(values[index])
                self._to_values[chapter, index, values[index]] = path
