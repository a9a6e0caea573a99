"""R208: a name that is never used.

story.yaml declares a name, and nothing in the story speaks of it. Delete it, use it, or keep it for
later with `# escape: allow R208` behind it.

Wrong in story.yaml:

```yaml
format: 1
id: a-story
title: A Story
start: hall
chapters: {one: One}
variables:
  luck: {range: [0, 5], start: 1}
```

Right in story.yaml:

```yaml
format: 1
id: a-story
title: A Story
start: hall
chapters: {one: One}
variables:
  luck: {range: [0, 5], start: 1}  # escape: allow R208
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.language.symbols import Item, Variable
from game.story.model import Story

CODE = "R208"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for variables and items that are declared and nowhere spoken of."""
    everything: list[Variable | Item] = [*story.variables.values(), *story.items.values()]
    for declared in everything:
        name = declared.name
        used = name in uses.read or name in uses.changed
        if not used and declared.place:
            what = "variable" if isinstance(declared, Variable) else "item"
            yield Problem(CODE, f"the {what} `{name}` is never used", declared.place)
