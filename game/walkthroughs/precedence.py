"""Which choices one playthrough may take after which others, no condition looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from game.proof.graphs import components
from game.story.model import Scene, Story, Target

Taken = tuple[str, str]  # a scene and the key of one of its choices


class Following:
    """Which choices can follow which, no condition looked at."""

    def __init__(self, story: Story) -> None:
        numbers = {scene: number for number, scene in enumerate(story.scenes)}
        after = [
            sorted({numbers[target.scene] for targets in _ways_on(scene) for target in targets})
            for scene in story.scenes.values()
        ]
        self._scenes = numbers
        self._reach = [0] * len(after)  # scenes that can follow, itself only round a ring; bits
        self._component = [0] * len(after)
        for number, component in enumerate(components(after)):
            inside = sum(1 << node for node in component)
            is_ring = len(component) > 1 or component[0] in after[component[0]]
            reach = inside if is_ring else 0
            for node in component:
                self._component[node] = number
                for other in after[node]:
                    reach |= 1 << other | self._reach[other]
            for node in component:
                self._reach[node] = reach
        self._onward: dict[Taken, int] = {}
        for scene in story.scenes.values():
            for choice in scene.choices:
                onward = 0
                for outcome in choice.outcomes:
                    for target in outcome.targets:
                        onward |= 1 << numbers[target.scene] | self._reach[numbers[target.scene]]
                    if not outcome.targets:
                        onward |= 1 << numbers[scene.id] | self._reach[numbers[scene.id]]
                self._onward[scene.id, choice.key] = onward

    def follows(self, one: Taken, other: Taken) -> bool:
        """Whether the other choice may be taken some time after the one."""
        return bool(self._onward[one] >> self._scenes[other[0]] & 1)

    def together(self, taken: Taken) -> Taken | int:
        """Give what choices share if each can follow the other."""
        return self._component[self._scenes[taken[0]]] if self.follows(taken, taken) else taken

    def onward(self, taken: Taken) -> int:
        """Give the scenes that may come after a choice, as bits."""
        return self._onward[taken]

    def bits(self, wanted: set[Taken]) -> int:
        """Give the scenes of some choices, as bits."""
        found = 0
        for scene, _ in wanted:
            found |= 1 << self._scenes[scene]
        return found


def _ways_on(scene: Scene) -> Iterator[tuple[Target, ...]]:
    yield scene.targets
    for choice in scene.choices:
        for outcome in choice.outcomes:
            yield outcome.targets


def least_playthroughs(order: Following, known: Iterable[Taken]) -> int:
    """Give the size of the largest set of choices no two of which one playthrough can take.

    A chain of choices is what one playthrough may take if no condition is looked at; by Dilworth's
    theorem (1950) the fewest chains are as many as that, and a matching finds them. Choices that can
    each follow the other count as one.
    """
    chosen: dict[Taken | int, Taken] = {}
    for taken in sorted(known):
        chosen.setdefault(order.together(taken), taken)
    nodes = list(chosen.values())
    after = [
        [number for number, other in enumerate(nodes) if other != one and order.follows(one, other)]
        for one in nodes
    ]
    left_of: dict[int, int] = {}
    right_of: dict[int, int] = {}
    return len(nodes) - sum(_augment(node, after, left_of, right_of) for node in range(len(nodes)))


def _augment(root: int, after: list[list[int]], left_of: dict[int, int], right_of: dict[int, int]) -> bool:
    """Make a matching one longer by a way that starts at one node, if there is any, breadth first."""
    came: dict[int, int] = {}
    queue = deque([root])
    while queue:
        node = queue.popleft()
        for other in after[node]:
            if other in came:
                continue
            came[other] = node
            if other in left_of:
                queue.append(left_of[other])
                continue
            end: int | None = other
            while end is not None:  # every second edge of the way changes sides, back to the root
                start = came[end]
                left_of[end], right_of[start], end = start, end, right_of.get(start)
            return True
    return False
