"""Reading without the garbage collector, which would walk over what is read while it grows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the cyclic garbage collector from walking the nodes again and again while they are made.

    Freezing and unfreezing puts what was made among the oldest objects, without a walk.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        if was_on:
            gc.enable()
