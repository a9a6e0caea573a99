"""E311: a claim that its words alone decide.

Whatever happens in the story, the claim can't be broken, or can't hold. Either way there is nothing to
prove about it.

Wrong in claims.yaml:

```yaml
- name: Nobody trusts you too much
  never: trust > 5
```

Right in claims.yaml:

```yaml
- name: Nobody trusts you outside
  never: at(out) and trust > 4
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from game.lint.constants import cases
from game.lint.def_use import Uses
from game.story.claims import Claim
from game.story.diagnostics.problem import Problem
from game.story.model import Story

CODE = "E311"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for claims that are broken in no state there could be, or in every one."""
    known = replace(story, counters=story.claims.counters, symbols=story.claims.symbols)
    for claim in story.claims.claims:
        outcomes = _outcomes(claim, known, uses)
        if outcomes == {False}:
            yield Problem(CODE, f"the claim `{claim.name}` can't fail, by its words alone", claim.place)
        elif outcomes == {True}:
            yield Problem(CODE, f"the claim `{claim.name}` can't hold, by its words alone", claim.place)


def _outcomes(claim: Claim, story: Story, uses: Uses) -> set[bool]:
    """Return whether the claim can be broken, and whether it can hold; nothing if that is too much to try."""
    found: set[bool] = set()
    for scene in ("", *sorted(claim.scenes)):
        term = claim.broken_in(scene)
        test = story.claims.compiled(term)
        here = {bool(test(values, counters)) for values, counters in cases((term,), story, uses)}
        if not here:
            return set()
        found |= here
    return found
