"""The ways of showing one of several texts, `{seq: one|two|three}`: one table, from which all else follows.

Reading, rendering, counting, the proof, the guide and the schema go by it; the page's player has its like
in `ALTERNATIVES` of `publish/player.js`. With three alternatives, shown five times:

    seq    0 1 2 2 2        cycle    0 1 2 0 1        any    1 1 0 2 1, by chance
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from game.story.language.operators import LANGUAGE_WORDS
from game.story.text.chance import NO_CHANCE, Chance, draw

Counting = Literal["up to the last", "round", "not at all"]


class Showing(NamedTuple):
    """What decides which of `size` alternatives is shown: how often they were `before`, and chance.

    `chance` is of the playthrough (`seed`) and of this showing (`step`), `salt` of the brace: one number for
    each, from which `mix` of `text.chance` makes others.
    """

    size: int
    before: int = 0
    chance: Chance = NO_CHANCE
    salt: int = 0


class Order(NamedTuple):
    """One way: which alternative is shown, from 0, and how far it needs to be counted for that.

    Of what is `by_chance` a proof says that each may be shown, also where it is counted. `example` and
    `about` are for the guide.
    """

    counts: Counting
    by_chance: bool
    shown: Callable[[Showing], int]
    example: str
    about: str


ALTERNATIVES = {
    "seq": Order(
        counts="up to the last",
        by_chance=False,
        shown=lambda now: min(now.before, now.size - 1),
        example="You knock.|You knock again.|You wait.",
        about="the first showing, the second, and so on; stays on the last",
    ),
    "cycle": Order(
        counts="round",
        by_chance=False,
        shown=lambda now: now.before % now.size,
        example="rains|drizzles",
        about="the same, going round",
    ),
    "any": Order(
        counts="not at all",
        by_chance=True,
        shown=lambda now: draw(now.chance, now.salt, now.size),
        example="A dog barks.|A gate bangs.",
        about="one of them, by chance",
    ),
}

CHOICE = "choice"  # `{choice}`: the words of a choice
RESERVED = LANGUAGE_WORDS | {*ALTERNATIVES, CHOICE}  # what nothing in a story can be named
