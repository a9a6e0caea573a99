"""R213: a former name that something has today.

`was` says what a scene or a choice was called before, so that games saved then go on. A name that something
has today is that thing's, for old saves too: this `was` does nothing. Delete it, or give the other thing
another name.

Wrong:

```yaml
hall:
  was: cellar
  choices:
    - text: Go down.
      to: cellar
cellar: {to: out}
```

Right:

```yaml
hall:
  was: entrance
  choices:
    - text: Go down.
      to: cellar
cellar: {to: out}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "R213"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for former names of scenes and choices that are names of others now."""
    former = {old: scene for scene in reversed([*story.scenes.values()]) for old in scene.was}
    for scene in story.scenes.values():
        for old in scene.was:
            if old in story.scenes:
                yield Problem(CODE, f"`{scene.id}` was `{old}`, and there is a scene `{old}` now", scene.span)
            elif former[old] is not scene:
                message = f"`{scene.id}` was `{old}`, and so was `{former[old].id}`"
                yield Problem(CODE, message, scene.span, "", former[old].span, "the first is here")
        keys = {choice.key for choice in scene.choices}
        for choice in scene.choices:
            for old in choice.was:
                if old in keys:
                    message = f"`{choice.key}` was `{old}`, and there is a choice `{old}` here now"
                    yield Problem(CODE, message, choice.place)
