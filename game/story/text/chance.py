"""Chance that can be played again: which of several words `{any: …}` shows.

A playthrough has a seed, and each showing of a text in it a number made of the seed and of how far the
playthrough has come. A brace adds a number of its own, so that two in one text don't go together. The
mixing is the last step of MurmurHash3 (Appleby), on 32 bits, which the page for readers repeats in
JavaScript to the bit: `draw(0, 0, 3)` is 0, here and there.
"""

from __future__ import annotations

_BITS = 0xFFFFFFFF


def mix(*numbers: int) -> int:
    """Make one number of 32 bits of several; in another order they make another."""
    mixed = 0
    for number in numbers:
        mixed = (mixed * 31 + number) & _BITS
        mixed ^= mixed >> 16
        mixed = mixed * 0x85EBCA6B & _BITS
        mixed ^= mixed >> 13
        mixed = mixed * 0xC2B2AE35 & _BITS
        mixed ^= mixed >> 16
    return mixed


def showing(seed: int, step: int) -> int:
    """Give the number of what is shown after so many choices of a playthrough with this seed."""
    return (seed * 0x9E3779B1 + step) & _BITS


def draw(chance: int, salt: int, count: int) -> int:
    """Pick one of `count`, from 0, by the number of a showing and that of a brace."""
    return mix(chance, salt) % count
