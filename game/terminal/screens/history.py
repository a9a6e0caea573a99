"""Everything told so far, the end first: to be read back, searched and copied out."""

from __future__ import annotations

from game.locale.messages import tr
from game.terminal.screens.dialogs import CopyOut
from game.terminal.screens.opener import Opener
from game.terminal.screens.search import SearchableText
from game.terminal.screens.text import passage_blocks
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn
from game.terminal.widgets.scroll_view import ScrollBlock, TextPosition


class HistoryScreen(SearchableText):
    """The whole run as it was told; at first its end, or what was told after so many choices."""

    def __init__(self, game: Opener, after: int | None = None) -> None:
        play, begins = game.session.play, 0
        blocks = [ScrollBlock.of(words) for words in play.earlier.split("\n\n") if words]
        for number, passage in enumerate(play.transcript()):
            begins = len(blocks) if number == after else begins
            blocks += passage_blocks(passage, game.stack.glyphs.pointer)
        super().__init__(game.stack, tr("History"), blocks)
        self.scroll.top = TextPosition(begins, 0)
        self._session = game.session
        self._fresh = after is None

    @property
    def actions(self) -> Actions:
        """It can be copied out; its own key closes it."""
        if self.takes_text:
            return super().actions
        return {**super().actions, "copy_out": self._copy_out, "history": self.stack.close}

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out the text; at first its end."""
        if self._fresh:
            self.scroll.lay(self.stack.manner, cols.text, room)
            self.scroll.end()
            self._fresh = False
        return super().lay_out(cols, room)

    def _copy_out(self) -> None:
        number = self._session.run.number
        self.stack.push(
            CopyOut(self.stack, self._session.play, tr("run {number}", number=number) if number else "run")
        )
