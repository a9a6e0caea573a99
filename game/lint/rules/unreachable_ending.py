"""G403: an ending that nothing leads to.

No choice and no `to` leads to the ending.

Wrong:

```yaml
hall:
  to: out
drowned:
  ending: {title: Drowned}
```

Right:

```yaml
hall:
  choices:
    - text: Swim.
      to: drowned
    - text: Go out.
      to: out
drowned:
  ending: {title: Drowned}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.lint.reachability import unreached
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "G403"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for endings to which no choice and no way on leads from the start."""
    for scene, _ in unreached(story):
        if scene.ending is not None:
            yield Problem(CODE, f"nothing leads to the ending `{scene.id}`", scene.span)
