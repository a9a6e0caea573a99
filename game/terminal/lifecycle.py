"""What is played on a screen: the title, the story that is read behind it, the game, the title again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from game.locale.messages import tr
from game.story.front_matter import Title
from game.terminal.screens.title import TitleScreen
from game.terminal.ui.keys import Act
from game.terminal.ui.screen_stack import ScreenStack

if TYPE_CHECKING:  # the title is on the screen before anything of the story is needed
    from game.play.hot_reload.watch_files import Follower
    from game.play.session import Session
    from game.terminal.screens.title_actions import TitleActions


class Lifecycle:
    """Leads from the title to a game and back.

    `act` does what a player asked for, as soon as that can be done. `watched` are the story's files,
    where its author is at work.
    """

    def __init__(self, stack: ScreenStack, act: Act) -> None:
        self.stack = stack
        self.watched: Follower | None = None
        self.title_actions: TitleActions | None = None
        self._act = act
        self._title = Title("", "", "")
        self._read: Callable[[], Session] | None = None
        self._waiting: Callable[[TitleActions], None] | None = None
        stack.go_home = self._go_home

    def open_title(self, title: Title, can_go_on: bool, read: Callable[[], Session]) -> None:
        """Show the title; `read` is called in a thread once it is seen."""
        self._read = read
        self._title = title
        self.stack.reset(TitleScreen(self.stack, title, can_go_on, self._when_read))

    def open_game(self, session: Session) -> None:
        """Go straight to a game."""
        self._title = Title(session.story.id, session.story.title, session.story.byline)
        self._open(session)
        self._when_read(lambda title_actions: title_actions.play())

    def read(self, failed: Callable[[BaseException], None]) -> None:
        """Read the story, if it has not been read; `failed` is told what went wrong.

        That is done in a thread which nobody waits for: leaving the title ends it.
        """
        if self._read is None:
            return
        read, loop = self._read, asyncio.get_running_loop()

        def work() -> None:
            answer: Callable[[], object]
            try:
                answer = partial(self._was_read, read())
            except BaseException as error:  # whatever it is, it is the loop's to tell
                answer = partial(failed, error)
            with suppress(RuntimeError):  # the loop is closed: the game has been left
                loop.call_soon_threadsafe(answer)

        threading.Thread(target=work, name="reading", daemon=True).start()

    def farewell(self, to_go_on: str) -> str:
        """Say to whoever leaves which run is kept, and the command `to_go_on` in it; empty if none is."""
        number = self.title_actions.session.kept_run if self.title_actions is not None else 0
        if not number:
            return ""
        return tr(
            "Run {number} is kept: Continue, or `{command}`, goes on in it.", number=number, command=to_go_on
        )

    def close(self) -> None:
        """Put on disk what is not there."""
        if self.title_actions is not None:
            self.title_actions.session.close()

    def _go_home(self) -> None:
        self.stack.reset(TitleScreen(self.stack, self._title, True, self._when_read))
        self._tell_title()

    def _tell_title(self) -> None:
        """Let the title say more, now that the story is read."""
        if self.title_actions is not None and isinstance(self.stack.top, TitleScreen):
            self.title_actions.tell(self.stack.top)

    def _open(self, session: Session) -> None:
        from game.terminal.screens.title_actions import TitleActions  # late: the title does without it

        self.title_actions = TitleActions(self.stack, session)

    def _was_read(self, session: Session) -> None:
        self._open(session)
        self._tell_title()
        waiting, self._waiting = self._waiting, None
        said = self.stack.message
        self._act(lambda: self._when_read(waiting) if waiting is not None else None)
        if waiting is None:  # what was said to a key before the story was read stays
            self.stack.message = said

    def _when_read(self, do: Callable[[TitleActions], None]) -> None:
        if self.title_actions is not None:
            do(self.title_actions)
        else:
            self._waiting = do
            self.stack.message = tr("The story is being read.")
