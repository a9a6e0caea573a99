"""Phrases that messages have in common: a number of things, and what the system would not do."""

from __future__ import annotations


def how_many(number: int, one: str) -> str:
    """Return a number of something as authors are told it: `1 choice`, `2,000 choices`.

    What players read of this is translated, and said by `locale.messages.ntr`.
    """
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def system_reason(error: Exception) -> str:
    """Say in a few words what the system, or Python before it, would not do: `no space left on device`."""
    return (getattr(error, "strerror", None) or str(error) or "unknown reason").lower()
