"""What is new on the pages of a story: what stood on none of them when they were opened last."""

from __future__ import annotations

from collections.abc import Mapping

from game.play.changes import page_paragraphs
from game.play.chapters import play_after
from game.play.engine.passage import OpenPage
from game.play.playthrough import Playthrough


class PageNews:
    """Which paragraphs of each page have been seen. `opened` says after how many choices each was opened."""

    def __init__(self, opened: Mapping[str, int]) -> None:
        self.opened = dict(opened)
        self._seen: dict[str, frozenset[str]] = {}

    def new_on(self, page: OpenPage, play: Playthrough) -> frozenset[str]:
        """Return the paragraphs that have not been seen on a page."""
        return page_paragraphs(page) - self._seen_on(page.id, play)

    def open(self, page: OpenPage, play: Playthrough) -> frozenset[str]:
        """Take note that a page is opened, and give the paragraphs that are new on it."""
        new = self.new_on(page, play)
        self._seen[page.id] = page_paragraphs(page) | self._seen_on(page.id, play)
        self.opened[page.id] = len(play.log)
        return new

    def _seen_on(self, page: str, play: Playthrough) -> frozenset[str]:
        """Return what stood on a page when it was opened last; in a run gone on with, it is found out now."""
        if page not in self._seen:
            there = play_after(play, self.opened[page]).pages if page in self.opened else ()
            self._seen[page] = frozenset().union(*(page_paragraphs(one) for one in there if one.id == page))
        return self._seen[page]
