"""Playing to see: seeded walks with a liking for the new, from states that uncovered something.

What a walk has seen is possible, and its choices are the witness. What it has not seen is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from time import monotonic
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.play.engine.state import State
from game.proof.answers import Keys
from game.proof.program.queries import Query
from game.proof.simulate.observe import Move, Moves, Watch
from game.story.diagnostics.problem import StoryError
from game.story.language.symbols import Value, Values
from game.story.model import Story

LONGEST = 1_000  # choices in one walk
SEEKING = 20  # walks for one thing
PATIENCE = 0.15  # of the choices so far may bring no news


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


class GuidedPlay:
    """Walks through a story, and what they have seen: queries with their walkthroughs, values by chapter."""

    def __init__(self, story: Story, rules: Rules, queries: list[Query], seed: int = 0) -> None:
        self.story = story
        self.paths: dict[Query, Path | None] = {}
        self.values: dict[str, list[set[Value]]] = {
            chapter.id: [set() for _ in story.variables] for chapter in story.chapters
        }
        self._asked = len(queries)
        self._watch = Watch(queries)
        self._moves = Moves(rules, self._watch)
        self._random = Random(seed)  # noqa: S311 - walks, not secrets
        self._often: dict[tuple[str, Move], int] = {}
        self._corpus: list[tuple[State, Path | None]] = []
        self._taken = 0  # choices
        self._noted: tuple[str, Values] = "", ()

    def run(self, deadline: float, patience: int) -> None:
        """Walk until everything is seen, there has been nothing new for a while, or the time is up.

        `patience` is how many choices without news are always granted.
        """
        started = last_news = self._taken
        try:
            state = self._moves.start()
        except StoryError:
            self._news(None)
            return
        self._news(None)
        self._note(state)
        self._corpus.append((state, None))
        while len(self.paths) < self._asked:
            so_far, without_news = self._taken - started, self._taken - last_news
            if without_news > max(patience, PATIENCE * so_far) or monotonic() > deadline:
                return
            if self._walk(*self._beginning()):
                last_news = self._taken

    def follow(self, keys: Keys) -> State:
        """Walk a way that somebody else found, keep the state it leads to, and give it.

        Raises StoryError if it runs in a ring.
        """
        state, path = self._moves.start(), None
        self._news(None)
        for key in keys:
            move = next(move for move in self._moves.open(state) if move.key == key)
            state, path = self._moves.step(state, move), Path(path, key)
            self._news(path)
            self._note(state)
        self._corpus.append((state, path))
        return state

    def seek(self, query: Query, hope: Callable[[State, Move], bool]) -> bool:
        """Look for something on walks that only take moves with hope of it; whether it was seen."""
        return any(query in self.paths for _ in range(SEEKING) for _ in self.guided(hope))

    def guided(self, hope: Callable[[State, Move], bool]) -> Iterator[State]:
        """Walk from the start for as long as there is a move with hope, and give every state on the way."""
        state, path = self._corpus[0]
        for _ in range(LONGEST):
            moves = [move for move in self._moves.open(state) if hope(state, move)]
            if not moves:
                return
            move = self._chosen(state, moves, prefer_novel=True)
            path = Path(path, move.key)
            try:
                state = self._moves.step(state, move)
            except StoryError:  # what was hoped for may stand in the ring
                self._news(path)
                yield state
                return
            if self._news(path):
                self._corpus.append((state, path))
            self._note(state)
            yield state

    def _beginning(self) -> tuple[State, Path | None]:
        """Choose where to walk from: the start, or a state that uncovered something, lately by preference."""
        corpus = self._corpus
        if self._random.random() < 0.25:
            return corpus[0]
        return corpus[-1 - int(len(corpus) * self._random.random() ** 2)]

    def _walk(self, state: State, path: Path | None) -> bool:
        """Walk until there is nothing to choose; whether anything new was seen."""
        news = False
        prefer_novel = self._random.random() < 0.7
        for _ in range(LONGEST):
            moves = self._moves.open(state)
            self._taken += 1
            if not moves:
                break
            move = self._chosen(state, moves, prefer_novel)
            path = Path(path, move.key)
            try:
                state = self._moves.step(state, move)
            except StoryError:
                return self._news(path) or news
            if self._news(path):
                news = True
                self._corpus.append((state, path))
            self._note(state)
        return news

    def _chosen(self, state: State, moves: list[Move], prefer_novel: bool) -> Move:
        """Choose a move, one that prefers the new the least taken ones by preference."""
        scene, often = state.scene, self._often
        if not prefer_novel:
            move = moves[int(self._random.random() * len(moves))]
        else:
            weights = [1.0 / (1 + often.get((scene, move), 0)) for move in moves]
            move = self._random.choices(moves, weights)[0]
        often[scene, move] = often.get((scene, move), 0) + 1
        return move

    def _news(self, path: Path | None) -> bool:
        fresh = self._watch.fresh()
        for query in fresh:
            self.paths[query] = path
        return bool(fresh)

    def _note(self, state: State) -> None:
        chapter = self.story.scenes[state.scene].chapter
        if state.values is self._noted[1] and chapter == self._noted[0]:
            return  # nothing has changed
        self._noted = chapter, state.values
        for seen, value in zip(self.values[chapter], state.values, strict=False):
            seen.add(value)
