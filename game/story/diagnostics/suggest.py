"""What a misspelt name may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def resembles(word: str, names: Iterable[str]) -> bool:
    """Whether a word is within a third of its length of any of the names."""
    limit = max(len(word), 3) // 3
    return any(
        abs(len(name) - len(word)) <= limit and _distance(word.lower(), name.lower(), limit) <= limit
        for name in names
    )


def closest(word: str, names: Iterable[str]) -> str | None:
    """Give the one name within a third of the word's length, if it is alone at its distance."""
    limit = max(len(word), 3) // 3
    best: list[str] = []
    for name in set(names):
        if abs(len(name) - len(word)) > limit or name == word:
            continue
        distance = _distance(word.lower(), name.lower(), limit)
        if distance < limit:
            limit, best = distance, [name]
        elif distance == limit:
            best.append(name)
    return best[0] if len(best) == 1 else None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Give the help line for a misspelt name; empty where there is no sure one."""
    name = closest(word, names)
    return f"did you mean `{name}`?" if name else ""


def _distance(one: str, other: str, limit: int) -> int:
    """Optimal string alignment distance (Levenshtein with swaps of neighbours); over `limit`, limit + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row = row, [i]
        for j, sign in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before = last
    return row[-1]
