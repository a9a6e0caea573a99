"""The names that scenes and choices had before: how a save of a story finds its way after a renaming.

A scene or choice says `was: old_name`. A name that something has today is never taken for a former one.
"""

from __future__ import annotations

from game.play.saves.record import Record, Snapshot
from game.story.model import ChoiceName, Story


def with_todays_names(story: Story, record: Record) -> Record:
    """Return a record in which scenes and choices have the names that the story has for them today."""
    names = FormerNames(story)
    if not names.scenes and not names.choices:
        return record
    return record._replace(
        start=record.start and names.snapshot(record.start),
        log=tuple(map(names.step, record.log)),
        snapshot=names.snapshot(record.snapshot),
    )


class FormerNames:
    """Today's names by those before: of scenes, and of choices by their scene as it is called today."""

    def __init__(self, story: Story) -> None:
        self.scenes: dict[str, str] = {}
        self.choices: dict[ChoiceName, str] = {}
        for scene in story.scenes.values():
            for old in scene.was:
                if old not in story.scenes:
                    self.scenes.setdefault(old, scene.id)
            keys = {choice.key for choice in scene.choices}
            for choice in scene.choices:
                for old in choice.was:
                    if old not in keys:
                        self.choices.setdefault((scene.id, old), choice.key)

    def scene(self, name: str) -> str:
        """Return today's name of a scene; one that is written in another has that one's name in its own."""
        first, *others = name.split(".")
        found = self.scenes.get(first, first)
        for part in others:
            found = f"{found}.{self.choices.get((found, part), part)}"
        return found

    def step(self, step: ChoiceName) -> ChoiceName:
        """Return today's names of a choice and its scene."""
        scene = self.scene(step[0])
        return scene, self.choices.get((scene, step[1]), step[1])

    def snapshot(self, old: Snapshot) -> Snapshot:
        """Return a state with today's names."""
        return old._replace(
            scene=self.scene(old.scene),
            once=tuple(map(self.step, old.once)),
            visits={self.scene(scene): count for scene, count in old.visits.items()},
            taken=tuple((*self.step((scene, key)), count) for scene, key, count in old.taken),
        )
