"""G405: an item that is required and never given.

The story asks for an item, and no effect ever gives it: `take(…)` is missing somewhere.

Wrong:

```yaml
hall:
  choices:
    - text: Pay.
      if: has(coin)
      to: out
    - text: Go out.
      to: out
```

Right:

```yaml
hall:
  do: take(coin)
  choices:
    - text: Pay.
      if: has(coin)
      to: out
    - text: Go out.
      to: out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "G405"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for items that are asked for or dropped, and that no effect gives."""
    for item in story.items.values():
        if item.name not in uses.given and item.place:
            first = uses.read.get(item.name)
            if first or item.name in uses.changed:
                message = f"the item `{item.name}` is required and never given"
                yield Problem(CODE, message, item.place, other=first, other_label="required here first")
