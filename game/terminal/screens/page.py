"""Screens that are looked up while playing: the key that opened one closes it, another key goes over."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from game.key_table import LOOKED_UP
from game.locale.messages import tr
from game.play.engine.passage import OpenPage
from game.terminal.screens.opener import Opener
from game.terminal.screens.text import TextScreen, part_blocks
from game.terminal.ui.keys import Actions
from game.terminal.widgets.scroll_view import ScrollBlock


class LookedUp(TextScreen):
    """A text that is closed by its own key: that of an action, or of a page of the story."""

    def __init__(self, game: Opener, title: str, blocks: Iterable[ScrollBlock], key: str) -> None:
        super().__init__(game.stack, title, blocks)
        self._game = game
        self._key = key

    @property
    def actions(self) -> Actions:
        """What leads to other screens does so from here too."""
        there = self._game.everywhere()
        others: Actions = {name: self._instead(there[name]) for name in LOOKED_UP if name in there}
        own: Actions = {self._key: self.stack.close} if self._key in LOOKED_UP else {}
        return {**others, **super().actions, **own}

    def press(self, data: str) -> None:
        """Close a page by its own key; go over to another by its key."""
        if data == self._key:
            self.stack.close()
        else:
            self.stack.close()
            if not self._game.open_page_of(data):
                self.stack.push(self)

    def _instead(self, do: Callable[[], object]) -> Callable[[], None]:
        def go() -> None:
            self.stack.close()
            do()

        return go


def page_screen(game: Opener, page: OpenPage, new: frozenset[str]) -> LookedUp:
    """Show a page of the story. `new` are the paragraphs that were not on it when it was opened last."""
    return LookedUp(game, page.title, _new_first(page, new, f"{game.stack.glyphs.news} "), page.key)


def _new_first(page: OpenPage, new: frozenset[str], sign: str) -> list[ScrollBlock]:
    """Return the paragraphs, the new ones before the others; in their order where all are of one kind."""
    fresh = [part for part in page.parts if str(part.paragraph) in new]
    if not fresh or len(fresh) == len(page.parts):
        return part_blocks(page.parts)
    others = [part for part in page.parts if str(part.paragraph) not in new]
    signed = [block._replace(sign=sign) if not block.style else block for block in part_blocks(fresh)]
    new_title, old_title = (
        ScrollBlock.of(tr("New"), "class:heading"),
        ScrollBlock.of(tr("Before"), "class:heading"),
    )
    return [new_title, *signed, old_title, *part_blocks(others)]
