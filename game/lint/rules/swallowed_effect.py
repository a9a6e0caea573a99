"""E310: an effect that its range always swallows.

What is assigned outside a range becomes its nearest end. This effect would always leave the range, or
always pushes on at the end where the variable already is.

Wrong:

```yaml
hall:
  do: trust = 9
  to: out
```

Right:

```yaml
hall:
  do: trust = 5
  to: out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.constants import always_swallowed, never_moves
from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.language.symbols import Variable
from game.story.model import Story

CODE = "E310"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for effects that are always cut off at an end of the range.

    Also a variable that starts at one end of its range, and every effect pushes it further that way.
    """
    for assignments in uses.changed.values():
        target = assignments[0].target
        if not isinstance(target, Variable):
            continue
        stuck = never_moves(target, assignments)
        for assignment in assignments:
            if assignment.place and (stuck or always_swallowed(assignment, story)):
                message = f"the range of `{target.name}`, {target.low} to {target.high}, always swallows this"
                yield Problem(CODE, message, uses.place_in(assignment.place, assignment.term))
