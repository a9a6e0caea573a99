"""T604: a catalogue that can't be read.

A catalogue is a file of gettext, as `escape translate` writes it and every editor of such files. With a line
in it that belongs to none, readers get the whole story in the original.

Wrong in translations/ko.po:

```po
msgctxt "hall/go_out/text"
msgid "Go out."
msgstr 나간다.
```

Right in translations/ko.po:

```po
msgctxt "hall/go_out/text"
msgid "Go out."
msgstr "나간다."
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.lint.translations import catalogues
from game.story.diagnostics.problem import Problem
from game.story.model import Story
from game.story.translation.catalogue import CatalogueError

CODE = "T604"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for catalogues that can't be read."""
    for catalogue in catalogues(story):
        if isinstance(catalogue, CatalogueError):
            yield Problem(CODE, catalogue.reason, catalogue.place)
