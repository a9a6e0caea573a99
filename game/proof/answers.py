"""What a proof came to, whichever way it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from game.proof.program.queries import Query
from game.story.language.symbols import Value

Keys = tuple[str, ...]


K = TypeVar("K")


class Walkthroughs(MutableMapping[K, Keys], Generic[K]):
    """Walkthroughs by what they show, some made only when they are asked for.

    A chain of 20,000 scenes has 20,000 shortest walkthroughs, 200 million choices long together; a
    verdict tells a handful of them.
    """

    def __init__(self, makers: Mapping[K, Callable[[], Keys]] | None = None) -> None:
        self._kept: dict[K, Keys | Callable[[], Keys]] = dict(makers or {})

    def __getitem__(self, key: K) -> Keys:
        found = self._kept[key]
        return found() if callable(found) else found

    def __setitem__(self, key: K, keys: Keys) -> None:
        self._kept[key] = keys

    def kept(self, key: K) -> Keys | Callable[[], Keys]:
        """Return a walkthrough, or what makes it."""
        return self._kept[key]

    def make_later(self, key: K, maker: Callable[[], Keys]) -> None:
        """Keep what makes a walkthrough when it is asked for."""
        self._kept[key] = maker

    def __delitem__(self, key: K) -> None:
        del self._kept[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: object) -> bool:
        return key in self._kept


class Trap(NamedTuple):
    """A soft-lock or a loop without a choice: where the player stands or the loop begins, and a way there."""

    scene: str
    keys: Keys


class Shares(NamedTuple):
    """How uniformly random playthroughs end, by ending; `lost` is the share that never ends.

    `playthroughs` is how many were sampled, 0 if the shares are exact (in floating point).
    """

    by_ending: dict[str, float]
    lost: float
    playthroughs: int = 0


class Span(NamedTuple):
    """The values a variable was seen to take, and whether it is proved that it takes no other."""

    values: frozenset[Value]
    proved: bool


@dataclass(slots=True)
class Answers:
    """The answers to every query: *witnessed* by a walkthrough, *unreachable*, or unknown.

    `optimal` says of which walkthroughs it is proved that there is no shorter one. `soft_locks` and
    `cycles` are all there are only if `traps_proved`. `limits` are those that were met, in words.
    """

    witnessed: Walkthroughs[Query] = field(default_factory=Walkthroughs)
    unreachable: set[Query] = field(default_factory=set)
    reachable: set[Query] = field(default_factory=set)  # proved, but no walkthrough is known
    optimal: set[Query] = field(default_factory=set)
    soft_locks: list[Trap] = field(default_factory=list)
    cycles: list[Trap] = field(default_factory=list)
    traps_proved: bool = False
    shares: Shares | None = None
    spans: dict[str, dict[str, Span]] = field(default_factory=dict)  # by variable and chapter
    limits: list[str] = field(default_factory=list)
    figures: dict[str, float | int | str] = field(default_factory=dict)

    def unknown(self, queries: Sequence[Query]) -> list[Query]:
        """Return the queries that have no answer."""
        answered = self.witnessed.keys() | self.unreachable | self.reachable
        return [one for one in queries if one not in answered]
