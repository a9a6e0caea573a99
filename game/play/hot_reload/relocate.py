"""The way of a playthrough found again in a story that its author has just changed.

Choices are followed by their keys. A choice or scene that only got another name is followed under
its new one, a scene put in between is passed through, a scene that is gone is left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from game.play.engine.rules import rules_of
from game.play.engine.state import State
from game.play.playthrough import Playthrough, Step
from game.play.saves.record import Record, state_of
from game.play.saves.restore import Loaded, restore
from game.story.diagnostics.phrases import how_many
from game.story.model import Scene, Story

_DETOUR = 3  # new choices in a row that are passed through
_LOOKED_AT = 300  # states


def relocate(record: Record, story: Story) -> Loaded:
    """Play a record again in a changed story, and stop as near to where it stood as can be.

    Raises StoryError if the story now runs in a loop on the way.
    """
    found = _Relocation(story, record)
    if found.broken is None:
        return Loaded(found.play(), " ".join(found.news))
    number, why = found.broken
    scene, key = record.log[number]
    stopped = f"Step {number + 1}, `{key}` in `{scene}`, could not be followed: {why}."
    kept = restore(story, record).play
    if kept.start is not None and kept.scene == record.snapshot.scene:
        stays = f"{stopped} You stay in `{kept.scene}`; what came before can't be undone."
        return Loaded(kept, stays, whole=False)
    taken = how_many(len(record.log), "choice")
    nearest = f"This is the nearest point that still stands, after {number:,} of {taken}."
    return Loaded(found.play(), f"{stopped} {nearest}", whole=False)


class _Relocation:
    """The steps of a record as they are taken now. `broken` is the step that could not be, and why."""

    def __init__(self, story: Story, record: Record) -> None:
        self.story = story
        self.record = record
        self.rules = rules_of(story)
        self.log: list[Step] = []
        self.news: list[str] = []
        self.broken: tuple[int, str] | None = None
        self.start = state_of(story, record.start) if record.start else None
        self.state = self.rules.start() if self.start is None else self.rules.follow_through(self.start)
        for number, step in enumerate(record.log):
            why = self.follow(Step(*step))
            if why:
                self.broken = number, why
                return
        self.arrive(record.snapshot.scene)

    def play(self) -> Playthrough:
        """Return the playthrough as far as it goes."""
        return Playthrough(
            self.story, self.log, start=self.start, earlier=self.record.earlier, seed=self.record.seed
        )

    def follow(self, step: Step) -> str:
        """Take a step, and say why it can't be taken, if so."""
        if step.scene not in self.story.scenes:
            if self.is_open(self.state, step.key):
                self.take(step.key)
            else:
                self.news.append(f"`{step.scene}` is gone, and `{step.key}` with it.")
            return ""
        if not self.go_to(step.scene, step.key):
            return self.reason(step)
        self.take(step.key)
        return ""

    def arrive(self, scene: str) -> None:
        """Go on to the scene where the record stopped, if new scenes stand before it."""
        if self.state.scene == scene:
            return
        if scene not in self.story.scenes:
            self.news.append(f"`{scene}` is gone; the same choices now lead to `{self.state.scene}`.")
        elif not self.go_to(scene):
            self.news.append(f"The same choices now lead to `{self.state.scene}`, not to `{scene}`.")

    def go_to(self, scene: str, key: str = "") -> bool:
        """Pass through new scenes to one where a choice is open; False if it is too far."""
        detour = self.detour(scene, key)
        for new in detour or ():
            self.news.append(f"On the way, `{new}` in `{self.state.scene}` was taken too.")
            self.take(new)
        return detour is not None

    def detour(self, scene: str, key: str) -> list[str] | None:
        """Find the shortest way to a scene where a choice is open; empty if it is here."""
        waiting: deque[tuple[State, list[str]]] = deque([(self.state, [])])
        seen = {self.state}
        while waiting and len(seen) < _LOOKED_AT:
            state, keys = waiting.popleft()
            if state.scene == scene and (not key or self.is_open(state, key)):
                return keys
            for one, after in self.rules.successors(state) if len(keys) < _DETOUR else ():
                if after not in seen:
                    seen.add(after)
                    waiting.append((after, [*keys, one]))
        return None

    def is_open(self, state: State, key: str) -> bool:
        """Whether a choice is open in a state."""
        choice = self.rules.scene(state.scene).choices.get(key)
        return choice is not None and choice.outcome(state.values, state.counters) is not None

    def take(self, key: str) -> None:
        """Take a choice that is open."""
        self.log.append(Step(self.state.scene, key))
        self.state = self.rules.step(self.state, key)

    def reason(self, step: Step) -> str:
        """Say why a step can't be taken."""
        if self.state.scene != step.scene:
            return f"the story is in `{self.state.scene}` then"
        keys = (choice.key for choice in self.story.scenes[step.scene].choices)
        return "it is not open there any more" if step.key in keys else "there is no such choice any more"


# --- new names ------------------------------------------------------------------


def renamed(record: Record, old: Story, new: Story) -> Record:
    """Return a record with the names that scenes and choices have in the changed story.

    A choice is the same under another key if it stands at the same place among the scene's choices,
    and a scene under another id if it is the only one that is gone and the other the only new one.
    Scenes that are written in it, or in the choice, follow. Whatever version of the story the record
    was made with, it does not say so any more.
    """
    scenes = _other_ids(old.scenes, new.scenes)
    keys = {
        (scene.id, before.key): after.key
        for scene in old.scenes.values()
        if (now := new.scenes.get(scenes.get(scene.id, scene.id)))
        for before, after in zip(scene.choices, now.choices, strict=False)
        if before.key not in (one.key for one in now.choices)
        and after.key not in (one.key for one in scene.choices)
    }

    def step(taken: tuple[str, str]) -> tuple[str, str]:
        return scenes.get(taken[0], taken[0]), keys.get(taken, taken[1])

    there = record.snapshot
    there = there._replace(
        scene=scenes.get(there.scene, there.scene),
        once=tuple(map(step, there.once)),
        visits={scenes.get(scene, scene): count for scene, count in there.visits.items()},
        taken=tuple((*step((scene, key)), count) for scene, key, count in there.taken),
    )
    return record._replace(fingerprint="", log=tuple(map(step, record.log)), snapshot=there)


def _other_ids(old: Mapping[str, Scene], new: Mapping[str, Scene]) -> dict[str, str]:
    """Return the new ids of scenes, if no more than one has got another name, in the story's order."""
    gone = [scene for scene in old.values() if scene.id not in new]
    fresh = [scene for scene in new.values() if scene.id not in old]
    named = sum(not scene.written_in for scene in gone)
    alike = [scene.id.count(".") for scene in gone] == [scene.id.count(".") for scene in fresh]
    if named > 1 or not alike:
        return {}
    return {before.id: after.id for before, after in zip(gone, fresh, strict=True)}
