"""Work that goes on behind an editor's questions, and is done over if something changed meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Background:
    """Does one piece of work, again and again, never twice at once. `broke` takes what goes wrong in it."""

    def __init__(self, work: Callable[[], Awaitable[None]], broke: Callable[[Exception], None]) -> None:
        self._work = work
        self._broke = broke
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_wanted = False

    @property
    def is_wanted(self) -> bool:
        """Whether the work will be begun once more as soon as it is done: what comes of it now is old."""
        return self._is_wanted

    def begin(self) -> None:
        """Begin at once; what goes on is finished first."""
        self._is_wanted = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._until_nobody_wants_it())

    def begin_after(self, rest: float) -> None:
        """Begin once nobody has asked for so many seconds."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(rest, self.begin)

    async def done(self) -> None:
        """Wait until it is done."""
        if self._task is not None:
            await self._task

    async def _until_nobody_wants_it(self) -> None:
        while self._is_wanted:
            self._is_wanted = False
            try:
                await self._work()
            except Exception as error:
                self._broke(error)
