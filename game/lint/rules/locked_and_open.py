"""S117: a locked text that is never shown.

`locked` is shown while a choice is not open. This choice is always open: it has no `if`, and one of its
outcomes always comes about. Say by an `if` when it is open.

Wrong:

```yaml
hall:
  choices:
    - text: Open the chest.
      locked: It has no key.
      to: out
```

Right:

```yaml
hall:
  do: trust += 1
  choices:
    - text: Open the chest.
      if: trust >= 3
      locked: It has no key.
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

CODE = "S117"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for choices that have a `locked` text, and that nothing locks."""
    for scene in story.scenes.values():
        for choice in scene.choices:
            if choice.locked and choice.condition is None and choice.outcomes[-1].condition is None:
                message = "this `locked` text is never shown: the choice is always open"
                yield Problem(CODE, message, choice.locked[0].place, "give the choice an `if`")
