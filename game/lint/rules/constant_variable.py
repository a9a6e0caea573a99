"""R210: a variable that is read and never set.

A variable is read, and no effect ever sets it: it stays what it is at the start.

Wrong:

```yaml
hall:
  text: Your luck is {luck}.
  to: out
```

Right:

```yaml
hall:
  do: luck += 1
  text: Your luck is {luck}.
  to: out
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "R210"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for variables that are read and stay what they are at the start."""
    for variable in story.variables.values():
        if variable.name in uses.read and variable.name not in uses.changed and variable.place:
            message = f"the variable `{variable.name}` is read and never set"
            first = uses.read[variable.name]
            yield Problem(CODE, message, variable.place, other=first, other_label="read here first")
