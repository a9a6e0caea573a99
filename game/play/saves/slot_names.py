"""The names of saves' files, made of whatever a player types.

A slot is a file's name without `.json`. Whatever a player types becomes one (`slot_for`): what is
lost on the way, letters of any script, is made up for by a digest, and kept whole as the save's title.

    mine                mine.json
    Morning Light       morning-light-35b3c0a8.json
    아침                save-6c9e0b1d.json
    run 3               run-3-0f3a9c.json, written by the game itself
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

_SLOT = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}\Z")
_LONGEST = 23  # letters of a name before its digest
_RUN = re.compile(r"(?:run|auto)-\d+-[0-9a-f]{6}\Z")
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def run_slot(number: int) -> str:
    """Return a slot for a run, which no other run has."""
    return f"run-{number}-{os.urandom(3).hex()}"


def is_run(slot: str) -> bool:
    """Whether a slot is one that the game itself saves a run to."""
    return _RUN.match(slot) is not None


def folded_name(name: str) -> str:
    """Return a name as it is compared: no matter how its letters are put together, and large or small."""
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())


def slot_for(name: str) -> str:
    """Return the slot for a name in any letters; two different names never have the same one."""
    name = folded_name(name)
    if is_slot(name) and not is_run(name):
        return name
    plain = re.sub(r"[^a-z0-9_-]+", "-", name).strip("-_")[:_LONGEST].rstrip("-_")
    return f"{plain or 'save'}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def is_slot(name: str) -> bool:
    """Whether a name is one that the game itself gives a file, and one that every system takes."""
    return _SLOT.match(name) is not None and name not in DEVICES
