"""A text that can be searched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from game.terminal.screens.text import TextScreen
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import NOTHING, Columns, Drawn
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.scroll_view import NOT_FOUND, ScrollBlock
from game.terminal.widgets.text_input import TextInput


class SearchableText(TextScreen):
    """A text with a field for what is sought in it."""

    def __init__(self, stack: ScreenStack, title: str, blocks: Iterable[ScrollBlock]) -> None:
        super().__init__(stack, title, blocks)
        self._plain = [f"{block.sign} {block.paragraph}".casefold() for block in self.scroll.blocks]
        self._field: TextInput | None = None
        self._sought = ""

    @property
    def takes_text(self) -> bool:  # type: ignore[override]
        """Whether something is being searched for."""
        return self._field is not None

    @property
    def actions(self) -> Actions:
        """While the field is open it has all keys."""
        if self._field is not None:
            return {**self._field.actions, "accept": self._search, "cancel": self._close_field}
        seeking: Actions = {"next_match": lambda: self._seek(1), "last_match": lambda: self._seek(-1)}
        return {**super().actions, "search": self._open_field, **(seeking if self._sought else {})}

    def press(self, data: str) -> None:
        """Write in the field."""
        if self._field is not None:
            self._field.write(data)

    def paste(self, text: str) -> None:
        """Write in the field."""
        self.press(text)

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Give the text, and the field."""
        panel = self._field.draw(cols, self.stack.glyphs) if self._field else NOTHING
        body, _ = super().lay_out(cols, room - len(panel.rows))
        row = self.scroll.row_of(self.scroll.found)
        return body._replace(cursor=row if 0 <= row < len(body.rows) else 0), panel

    def focus(self) -> Literal["body", "panel", "key"]:
        """Write in the field while there is one."""
        return "panel" if self._field else "body"

    def _open_field(self) -> None:
        self._field = TextInput("Find: ")

    def _close_field(self) -> None:
        self._field = None

    def _search(self) -> None:
        """Go to the last place with what was typed; typed again, to the one before."""
        sought = self._field.text.strip().casefold() if self._field else ""
        self._field = None
        if sought != self._sought or self.scroll.found == NOT_FOUND:
            self.scroll.found = len(self._plain)
        self._sought = sought
        self._seek(-1)

    def _seek(self, step: int) -> None:
        """Go to the next block with what is sought, in one direction, and round the end."""
        count = len(self._plain)
        for distance in range(1, count + 1):
            number = (self.scroll.found + step * distance) % count
            if self._sought and self._sought in self._plain[number]:
                self.scroll.found = number
                self.scroll.show(number)
                return
        self.scroll.found = NOT_FOUND
        if self._sought:
            self.stack.message = f"`{self._sought}` stands nowhere in it."
