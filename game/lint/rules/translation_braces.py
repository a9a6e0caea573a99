"""T601: a translation with other braces.

Braces are what a story asks and prints; in every language it asks and prints the same. A translation that has
other conditions, variables or numbers of alternatives is not shown: readers get the original there. Only the
words between them may be others, and the braces may stand in another order.

Wrong in translations/ko.po:

```po
msgctxt "out/ending/title"
msgid "Out"
msgstr "{trust > 2: 밖|떠남}"
```

Right in translations/ko.po:

```po
msgctxt "out/ending/title"
msgid "Out"
msgstr "밖"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.lint.translations import translations
from game.story.diagnostics.problem import Problem
from game.story.model import Story
from game.story.script.braces import other_braces

CODE = "T601"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for translations whose braces can't be read, or are not those of the original."""
    for original, translated, faults, place in translations(story, uses.files):
        if faults:
            yield Problem(CODE, f"readers get the original: {faults[0].message}", place, faults[0].help)
        elif others := other_braces(original, translated):
            yield Problem(CODE, f"readers get the original: {others}", place)
