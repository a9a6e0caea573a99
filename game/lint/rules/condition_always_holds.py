"""E309: a condition that always holds.

The condition holds whatever values its names may have, so it does nothing.

Wrong:

```yaml
hall:
  choices:
    - text: Go on.
      if: trust >= 0
      to: out
    - text: Go out.
      to: out
```

Right:

```yaml
hall:
  choices:
    - text: Go on.
      if: trust >= 1
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

CODE = "E309"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for conditions that can't fail, by the same reckoning as for those that can't hold."""
    for condition, place in uses.conditions():
        if constant_verdict(condition, story, uses) is True:
            yield Problem(CODE, f"`{condition.source.strip()}` always holds", place())
