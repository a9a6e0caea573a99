"""G404: a scene that may run out of choices.

The player may come to stand in this scene with no choice open: each has a condition or can be taken only
`once`. Give the scene a `to`, which is taken when no choice is open, or a choice that is always open.
Lint looks at the first 20,000 states of a story; `escape verify` proves it for all.

Wrong:

```yaml
hall:
  choices:
    - text: Look up.
      once: true
      say: Nothing.
```

Right:

```yaml
hall:
  choices:
    - text: Look up.
      once: true
      say: Nothing.
  to: out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.lint.stuck import runs_out
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "G404"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for scenes without a `to` that may be left with no open choice."""
    for scene in runs_out(story):
        message = f"the scene `{scene.id}` may run out of choices, and has no `to`"
        yield Problem(CODE, message, scene.span)
