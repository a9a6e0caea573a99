"""What a misspelt name may have meant.

Two names are as far apart as there are letters to change, to add, to leave out or to swap with their
neighbour (optimal string alignment). The distance is reckoned by Hyyrö's bit-parallel algorithm ("A
bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003): a column of the usual
table is a few whole numbers, so comparing costs a few operations a letter. It is still a product of what
is misspelt and what there is; all suggestions of a run have a budget.
"""

from __future__ import annotations

from collections.abc import Iterable

from game.story.diagnostics.problem import Remedy

BUDGET = 1_000_000  # letters compared in a run: about a second
LONGEST = 200  # letters; what is longer is no name with a slip in it


class Suggestions:
    """The suggestions of a run; when their budget is spent, there are no more."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._left = budget

    def resembles(self, word: str, names: Iterable[str]) -> bool:
        """Whether a word is within a third of its length of any of the names."""
        if len(word) > LONGEST:
            return False
        pattern = _Pattern(word)
        return any(self._distance(pattern, name) <= pattern.limit for name in names)

    def closest(self, word: str, names: Iterable[str]) -> str | None:
        """Return the one name within a third of the word's length, if it is alone at its distance."""
        if len(word) > LONGEST:
            return None
        pattern = _Pattern(word)
        least, best = pattern.limit, set[str]()
        for name in names:
            distance = least + 1 if name == word else self._distance(pattern, name)
            if distance < least:
                least, best = distance, {name}
            elif distance == least:
                best.add(name)
        return best.pop() if len(best) == 1 else None

    def did_you_mean(self, word: str, names: Iterable[str]) -> str:
        """Return the help line for a misspelt name; empty where there is no sure one."""
        name = self.closest(word, names)
        return Remedy(f"did you mean `{name}`?", name) if name else ""

    def _distance(self, pattern: _Pattern, name: str) -> int:
        """Measure how far a name is from a word; more than its limit if that can be seen at once."""
        if abs(len(name) - pattern.length) > pattern.limit or self._left < len(name):
            return pattern.limit + 1
        self._left -= len(name)
        return pattern.distance(name.lower())


def resembles(word: str, names: Iterable[str]) -> bool:
    """Whether a word is within a third of its length of any of a few names."""
    return Suggestions().resembles(word, names)


def closest(word: str, names: Iterable[str]) -> str | None:
    """Return the one of a few names that a word is closest to."""
    return Suggestions().closest(word, names)


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return the help line for a word that is none of a few names."""
    return Suggestions().did_you_mean(word, names)


class _Pattern:
    """A word that others are compared with, as the places of each of its letters."""

    def __init__(self, word: str) -> None:
        self.length = len(word)
        self.limit = max(len(word), 3) // 3
        self._places: dict[str, int] = {}
        for place, letter in enumerate(word.lower()):
            self._places[letter] = self._places.get(letter, 0) | 1 << place

    def distance(self, name: str) -> int:
        """Compute the optimal string alignment distance; the names are those of Hyyrö's paper."""
        if not self.length:
            return len(name)
        full, last = (1 << self.length) - 1, 1 << (self.length - 1)
        vp, vn, d0, before, score = full, 0, 0, 0, self.length
        for letter in name:
            match = self._places.get(letter, 0)
            swapped = ((~d0 & match) << 1) & before
            d0 = ((((match & vp) + vp) ^ vp) | match | vn | swapped) & full
            hp, hn = (vn | ~(d0 | vp)) & full, vp & d0
            score += (hp & last != 0) - (hn & last != 0)
            hp, hn = (hp << 1) | 1, hn << 1
            vp, vn, before = (hn | ~(d0 | hp)) & full, hp & d0 & full, match
        return score
