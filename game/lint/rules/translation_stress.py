r"""T602: a star without a partner in a translation.

Stars stand in pairs round what is stressed. One that is left over is shown as a star. A star that is meant
is written `\*`.

Wrong in translations/ko.po:

```po
msgctxt "hall/go_out/text"
msgid "Go out."
msgstr "*밖으로 나간다."
```

Right in translations/ko.po:

```po
msgctxt "hall/go_out/text"
msgid "Go out."
msgstr "*밖으로* 나간다."
```
"""

from __future__ import annotations

from collections.abc import Iterator

from game.lint.def_use import Uses
from game.lint.translations import translations
from game.story.diagnostics.problem import Problem
from game.story.model import Story
from game.story.text.stress import STAR
from game.story.text.template import Template, Text, branches

CODE = "T602"


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for translations with a star left over that the original has not."""
    for original, translated, _, place in translations(story, uses.files):
        if _is_left_over(translated) and not _is_left_over(original):
            yield Problem(CODE, "a star stands here that opens and closes no stress", place)


def _is_left_over(text: Text) -> bool:
    return _holds_star(text.pieces)


def _holds_star(template: Template) -> bool:
    return any(
        STAR in piece if isinstance(piece, str) else any(map(_holds_star, branches(piece)))
        for piece in template
    )
