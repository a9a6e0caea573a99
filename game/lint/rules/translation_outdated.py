"""T603: a translation of what the story does not have.

An entry says by its `msgctxt` which piece of the story it is of, and by its `msgid` what was written there
when it was translated. Where the piece is gone, or other words stand there now, readers get the original.
`escape translate` brings the catalogue up to date: what was moved keeps its words, what was changed is marked
for the translator, what is gone is set aside.

Wrong in translations/ko.po:

```po
msgctxt "hall/go_out/text"
msgid "Leave."
msgstr "나간다."
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
from game.lint.translations import catalogues, entry_place, pieces
from game.story.diagnostics.problem import Problem
from game.story.model import Story
from game.story.translation.catalogue import Catalogue
from game.story.translation.originals import Original

CODE = "T603"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for entries of pieces that are gone or were changed: one problem for each catalogue."""
    for catalogue in catalogues(story):
        if isinstance(catalogue, Catalogue):
            yield from _outdated(pieces(story, uses.files), catalogue)


def _outdated(known: dict[str, Original], catalogue: Catalogue) -> Iterator[Problem]:
    found = [
        one
        for one in catalogue.messages
        if one.context and (one.context not in known or known[one.context].words != one.source)
    ]
    if found:
        first, *others = found
        gone = first.context not in known
        message = f"`{first.context}` {'is not in' if gone else 'was changed in'} the story"
        help = f"`escape translate {catalogue.language}` brings it up to date"
        more = tuple(entry_place(catalogue, one) for one in others)
        yield Problem(CODE, message, entry_place(catalogue, first), help, more=more)
