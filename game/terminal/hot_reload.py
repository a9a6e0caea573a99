"""A story on the screen while its author writes it: read again, with what is wrong laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.play.hot_reload.watch_files import Follower
from game.play.saves.restore import Loaded
from game.story.text.styled import Paragraph, TextRun
from game.terminal.screens.story import StoryScreen
from game.terminal.screens.text import TextScreen
from game.terminal.screens.title_actions import TitleActions
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.scroll_view import ScrollBlock, TextPosition


class Watching:
    """Takes what is on a stack along when the files of its story change."""

    def __init__(self, stack: ScreenStack, title_actions: TitleActions, follower: Follower) -> None:
        self._stack = stack
        self._title_actions = title_actions
        self._follower = follower
        self._problems: Screen | None = None

    def look(self) -> bool:
        """Look at the files, and say whether there is anything new on the screen."""
        if not self._follower.changed():
            broken = self._follower.broken(self._title_actions.session.play)
            self._stack.message = broken or self._stack.message
            return bool(broken)
        playing = next((screen for screen in self._stack.screens if isinstance(screen, StoryScreen)), None)
        session = self._title_actions.session
        news = self._follower.follow(session.play)
        self._stack.message = news.told
        self._cover(news.report)
        if news.loaded is not None:
            if playing is not None:
                _take_along(playing, news.loaded)
            else:
                session.follow(news.loaded)
        return True

    def _cover(self, report: Iterable[str]) -> None:
        """Lay a list of problems over the story, in place of the one before."""
        if self._problems in self._stack.screens:
            self._stack.screens.remove(self._problems)
        self._problems = None
        shown = [block for told in report for block in _blocks(told)]
        if shown:
            self._problems = TextScreen(self._stack, "Problems", shown)
            self._stack.push(self._problems)


def _blocks(told: str) -> Iterator[ScrollBlock]:
    """Yield a problem: its message flows, the author's lines stay as they are."""
    message, _, lines = told.rstrip("\n").partition("\n")
    yield ScrollBlock.of(message)
    if lines:
        yield ScrollBlock(Paragraph((TextRun(lines),), True), close=True)


def _take_along(playing: StoryScreen, loaded: Loaded) -> None:
    """Go on with a playthrough; in the same scene, what stood in the first row stays there."""
    scroll, scene = playing.view.scroll, playing.session.play.scene
    choosing = playing.view.mode == "choosing"
    below, letters = len(scroll.blocks) - scroll.top.block, scroll.top.letters
    playing.session.follow(loaded)
    playing.show_again(was_read=choosing)
    if loaded.play.scene == scene:
        scroll.top = TextPosition(max(len(scroll.blocks) - below, 0), letters)
