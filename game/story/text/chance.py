"""Chance that can be played again: which of several words `{any: …}` shows.

A playthrough has a seed, and what is shown in it goes by that and by how far the playthrough has come. A
brace adds a number of its own, so that two in one text don't go together. The mixing is the last step of
MurmurHash3 (Appleby), on 32 bits, which the page for readers repeats in JavaScript to the bit:
`draw(Chance(), 0, 3)` is 0, here and there.
"""

from __future__ import annotations

from typing import NamedTuple

_BITS = 0xFFFFFFFF


class Chance(NamedTuple):
    """What chance goes by: the seed, the same all through a playthrough, and how many choices were taken."""

    seed: int = 0
    step: int = 0


NO_CHANCE = Chance()  # a playthrough with seed 0, before its first choice


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


def draw(chance: Chance, salt: int, count: int) -> int:
    """Pick one of `count`, from 0, by the chance of a showing and the number of a brace."""
    return mix((chance.seed * 0x9E3779B1 + chance.step) & _BITS, salt) % count
