"""What can be reached on the graph of scenes, whatever the conditions."""

from __future__ import annotations

from collections.abc import Iterator

from game.story.model import Scene, Story, scene_targets


def unreached(story: Story) -> Iterator[tuple[Scene, int]]:
    """Yield the scenes that nothing leads to, each with how many can only be reached from it.

    Of scenes that only lead to each other, the first is told.
    """
    reached = _reached(story, story.start, set())
    lost = [scene for scene in story.scenes if scene not in reached]
    led_to = {
        target.scene
        for scene in lost
        for target in scene_targets(story.scenes[scene])
        if target.scene != scene
    }
    known = set(reached)  # one set that grows: a copy for each scene would make this quadratic
    for scene in sorted(lost, key=lambda scene: scene in led_to):
        if scene not in known:
            behind = _reached(story, scene, known)
            known |= behind
            yield story.scenes[scene], len(behind) - 1


def _reached(story: Story, start: str, known: set[str]) -> set[str]:
    """Return the scenes that can be come to from one, itself included, without those already known."""
    found = {start}
    waiting = [start]
    while waiting:
        for target in scene_targets(story.scenes[waiting.pop()]):
            if target.scene not in found and target.scene not in known:
                found.add(target.scene)
                waiting.append(target.scene)
    return found
