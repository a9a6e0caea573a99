"""S121: words that would run together.

Every blank at the edges of an alternative is the author's, but for one behind the `:`, which belongs to
the form. So a word in a brace that touches one outside of it makes one word with it. Put a blank outside
the brace, or two behind the `:`. An ending of a word (`coin{luck == 1: |s}`) draws no warning.

Wrong:

```yaml
hall:
  do: luck += 1
  text: |
    He shakes{luck > 3: with anger|}.
  to: out
```

Right:

```yaml
hall:
  do: luck += 1
  text: |
    He shakes{luck > 3:  with anger|}.
  to: out
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.lint.def_use import Uses
from game.story.diagnostics.problem import Problem
from game.story.model import Story, story_texts
from game.story.text.stress import MARKS
from game.story.text.template import Alternatives, Conditional, Select, Template, branches

CODE = "S121"

_WORD_FIRST, _WORD_LAST = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]+\Z")
_LONG = 4  # letters of what is most likely a word, and no part of one
_SHORT_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and as at but by for he her him his i if in is it its no nor not of off on or out she so the "
        "to up was we who you",
    )
)
_PARTS = frozenset(
    re.findall(
        r"\w+",
        "able ever fold ful hood ings less like ling ment most ness self selves ship side some ther ward "
        "wards ways wise anti fore inter mega over post semi super under",
    )
)


def check(story: Story, uses: Uses) -> Iterator[Problem]:
    """Look for words that touch each other across a brace."""
    for text in story_texts(story):
        for offset, one, other in _touching(text.template or (), text.source):
            message = f"`{one}` and `{other}` run together here"
            yield Problem(CODE, message, uses.inside(text, offset), "put a blank between them")


def _touching(template: Template, source: str) -> Iterator[tuple[int, str, str]]:
    """Yield where a brace stands and the two words that touch at one of its edges."""
    for number, piece in enumerate(template):
        if not isinstance(piece, Conditional | Select | Alternatives):
            continue
        before = _WORD_LAST.search(_words(template, number - 1))
        after = _WORD_FIRST.match(_words(template, number + 1))
        for index, branch in enumerate(branches(piece)):
            first, last = _WORD_FIRST.match(_words(branch, 0)), _WORD_LAST.search(_words(branch, -1))
            glued = index == 0 and not _has_blank(source, piece.offset)
            if before and first and not glued and _whole(first.group()) and _cased(before, first):
                yield piece.offset, before.group(), first.group()
            elif after and last and _whole(after.group()) and _whole(last.group()) and _cased(last, after):
                yield piece.offset, last.group(), after.group()
            yield from _touching(branch, source)


def _words(template: Template, number: int) -> str:
    """Return a piece as words; none where it has none."""
    if not -1 <= number < len(template) or (number == -1 and not template):
        return ""
    piece = template[number]
    return MARKS.sub("", piece) if isinstance(piece, str) else ""


def _has_blank(source: str, opening: int) -> bool:
    """Whether a blank stands behind the colon of a brace: who writes none means the words to touch."""
    colon = source.find(":", opening)
    return source[colon + 1 : colon + 2].isspace()


def _whole(word: str) -> bool:
    """Whether a run of letters is most likely a word, and no part of one."""
    return word.lower() in _SHORT_WORDS or (len(word) >= _LONG and word.lower() not in _PARTS)


def _cased(*words: re.Match[str]) -> bool:
    """Whether words are of a script that parts words by blanks: one with capitals."""
    return all(word.group().lower() != word.group().upper() for word in words)
