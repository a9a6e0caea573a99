"""Long series of like cases: each run of the tests takes some of them, and all when asked.

EVERY_CASE=1 pytest -n auto -m slow
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")


def sample(cases: Sequence[Case], count: int) -> Sequence[Case]:
    """Return about `count` of the cases, evenly spread, or all if the environment has EVERY_CASE."""
    if os.environ.get("EVERY_CASE"):
        return cases
    return cases[:: max(1, len(cases) // count)]
