"""E308: a condition that never holds.

The condition can't hold, whatever values its names may have, so what it guards is never seen.

Wrong:

```yaml
hall:
  choices:
    - text: Go on.
      if: trust > 5
      to: out
    - text: Go out.
      to: out
```

Right:

```yaml
hall:
  choices:
    - text: Go on.
      if: trust == 5
      to: out
    - text: Go out.
      to: out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.constants import constant_verdict
from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "E308"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for conditions that can't hold.

    Each name may have any value that the story ever gives it; how names hang together is not known
    here, but by `escape verify`.
    """
    for condition, place in uses.conditions():
        if constant_verdict(condition, story, uses) is False:
            yield Problem(CODE, f"`{condition.source.strip()}` never holds", place())
