"""R209: a variable that is set and never read.

Effects set a variable, and nothing ever reads it: no condition, no text, no other variable, no
walkthrough. So it makes no difference.

Wrong:

```yaml
hall:
  do: luck += 1
  to: out
```

Right:

```yaml
hall:
  do: luck += 1
  text:
    - if: luck >= 2
      text: Luck was with you.
  to: out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "R209"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for variables that no condition, text, walkthrough or other variable reads."""
    for variable in story.variables.values():
        if variable.name in uses.changed and variable.name not in uses.read and variable.place:
            first = uses.changed[variable.name][0].place
            message = f"the variable `{variable.name}` is set and never read"
            yield Problem(CODE, message, variable.place, other=first, other_label="set here first")
