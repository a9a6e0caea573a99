"""G402: a scene that nothing leads to.

No choice and no `to` leads to the scene, so no player will ever read it, nor what can only be reached
from it.

Wrong:

```yaml
hall:
  to: out
attic:
  to: out
```

Right:

```yaml
hall:
  choices:
    - text: Go up.
      to: attic
    - text: Go out.
      to: out
attic:
  to: out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.lint.reachability import unreached
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "G402"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for scenes to which no choice and no way on leads from the start."""
    for scene, behind in unreached(story):
        if scene.ending is None:
            yield Problem(CODE, f"nothing leads to the scene `{scene.id}`{_also(behind)}", scene.span)


def _also(behind: int) -> str:
    if behind == 0:
        return ""
    lost = "the one" if behind == 1 else f"the {behind}"
    return f", nor to {lost} that can only be reached from it"
