"""Few walkthroughs that together take every choice there is to take."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from game.play.engine.rules import Rules
from game.proof.answers import Keys
from game.proof.report.validate import played
from game.story.diagnostics.problem import GameError, StoryError
from game.story.model import ChoiceName, Story

TRIES = 12  # walks, of which the best is kept
IDLE = 150  # choices of a walk without one that is new


def cover(story: Story, known: Mapping[ChoiceName, Keys]) -> tuple[Keys, ...]:
    """Return walkthroughs that together take every choice of `known`, which has a way to each.

    Greedily, as for any set cover: one walkthrough after the other, each the best of some walks. A way
    that ends in a loop without a choice is left out.
    """
    covering = _Covering(story)
    known = {taken: keys for taken, keys in known.items() if covering.goes_on(keys)}
    return tuple(sorted((walk.keys for walk in covering.greedy(known)), key=len))


class _Walk(NamedTuple):
    keys: Keys
    taken: frozenset[ChoiceName]


class _Covering:
    def __init__(self, story: Story) -> None:
        self.rules = Rules(story)
        self.random = Random(0)  # noqa: S311 - walks, not secrets

    def greedy(self, known: Mapping[ChoiceName, Keys]) -> list[_Walk]:
        """Add walks until every known choice is taken, and leave out those that become needless."""
        found: list[_Walk] = []
        left = set(known)
        while left:
            hardest = max(sorted(left), key=lambda one: len(known[one]))
            walks = [self.walk((), left) for _ in range(TRIES)]
            walks += [self.walk(known[hardest], left) for _ in range(TRIES)]
            best = max(walks, key=lambda walk: (len(walk.taken & left), -len(walk.keys)))
            found.append(best)
            left -= best.taken
        for walk in sorted(found, key=lambda one: len(one.taken)):
            others = [one.taken for one in found if one is not walk]
            if walk.taken <= frozenset().union(*others):
                found = [one for one in found if one is not walk]
        return found

    def goes_on(self, keys: Keys) -> bool:
        """Whether a walkthrough can be played to its end, and does not run in a loop there."""
        try:
            self.cut(keys)
        except StoryError:
            return False
        return True

    def walk(self, beginning: Keys, wanted: set[ChoiceName]) -> _Walk:
        """Walk on from a beginning, wanted choices first."""
        state, keys = self.rules.start(), list(beginning)
        taken: set[ChoiceName] = set()
        for key in beginning:
            taken.add((state.scene, key))
            state = self.rules.step(state, key)
        useful, last_useful = len(keys), len(keys)
        often: dict[ChoiceName, int] = {}
        while len(keys) - last_useful < IDLE:
            steps = dict(self.rules.successors(state))
            if not steps:
                useful = len(keys)  # an ending is worth the way
                break
            key = self.chosen(state.scene, list(steps), wanted - taken, often)
            taken.add((state.scene, key))
            if (state.scene, key) in wanted and often[state.scene, key] == 1:
                useful = last_useful = len(keys) + 1
            state = steps[key]
            keys.append(key)
        return self.cut(tuple(keys[:useful]))

    def chosen(
        self, scene: str, keys: list[str], wanted: set[ChoiceName], often: dict[ChoiceName, int]
    ) -> str:
        wished = [key for key in keys if (scene, key) in wanted] or keys
        weights = [1 / (1 + often.get((scene, key), 0)) ** 2 for key in wished]
        key = self.random.choices(wished, weights)[0]
        often[scene, key] = often.get((scene, key), 0) + 1
        return key

    def cut(self, keys: Keys) -> _Walk:
        """Return a walk with the choices that it takes. Raises StoryError if it runs in a loop."""
        state = self.rules.start()
        taken: set[ChoiceName] = set()
        for key in keys:
            taken.add((state.scene, key))
            state = self.rules.step(state, key)
        return _Walk(keys, frozenset(taken))


def free_folder(folder: Path) -> Path:
    """Return a folder to write into. Raises GameError if it holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GameError(f"`{folder}` is there already, and not an empty folder")
    return folder


def write_walkthroughs(story: Story, folder: Path, walkthroughs: tuple[Keys, ...]) -> None:
    """Write walkthroughs as a story keeps them, a file each, every one replayed before.

    Raises Disagreement if one can't be played.
    """
    texts = [_as_yaml(story, number, keys) for number, keys in enumerate(walkthroughs, 1)]
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts, 1):
        (folder / f"choices_{number:03}.yaml").write_text(text, encoding="utf-8")


def _as_yaml(story: Story, number: int, keys: Keys) -> str:
    play = played(story, keys)
    where = f"ending: {play.ending.id}" if play.ending else f"scene: {play.scene}"
    lines = "".join(f"    - {key}\n" for key in keys)
    choose = f"\n{lines}" if keys else " []\n"
    return f"- name: Every choice, {number}\n  choose:{choose}  expect: {{{where}}}\n"
