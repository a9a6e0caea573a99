"""Screens that can be searched, whatever they are made of; and a text that can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from game.locale.messages import tr
from game.terminal.screens.text import TextScreen
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.scroll_view import NOT_FOUND, ScrollBlock
from game.terminal.widgets.text_input import TextInput


class Searchable(Screen):
    """A screen with a field for what is sought on it, to be put before the class of that screen.

    `plain` are the casefolded texts of its places, in their order; `first_way` is 1 if the first of them
    is found first, -1 if the last is.
    """

    plain: Sequence[str] = ()
    first_way: Literal[1, -1] = 1
    _field: TextInput | None = None
    _sought = ""

    @property
    def place(self) -> int:
        """The place where one is, from which a search goes on; NOT_FOUND if at none."""
        raise NotImplementedError

    def go_to(self, place: int) -> None:
        """Show a place that was found; NOT_FOUND if there was none."""
        raise NotImplementedError

    @property
    def takes_text(self) -> bool:  # type: ignore[override]
        """Whether something is being searched for."""
        return self._field is not None

    @property
    def actions(self) -> Actions:
        """While the field is open it has all keys."""
        if self._field is not None:
            return {**self._field.actions, "accept": self._search, "cancel": self._close_field}
        opening: Actions = {"search": self._open_field} if any(self.plain) else {}
        seeking: Actions = {
            "next_match": lambda: self._seek(1, self.place),
            "last_match": lambda: self._seek(-1, self.place),
        }
        return {**super().actions, **opening, **(seeking if self._sought else {})}

    def press(self, data: str) -> None:
        """Write in the field."""
        if self._field is not None:
            self._field.write(data)

    def paste(self, text: str) -> None:
        """Write in the field."""
        self.press(text)

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out what the screen shows; while the field is open, that and nothing else can be acted on."""
        if self._field is None:
            return super().lay_out(cols, room)
        field = self._field.draw(cols, self.stack.glyphs)
        body, _ = super().lay_out(cols, room - len(field.rows))
        return body._replace(owners=[]), field

    def focus(self) -> Literal["body", "panel", "key"]:
        """Write in the field while there is one."""
        return "panel" if self._field else super().focus()

    def _open_field(self) -> None:
        self._field = TextInput(f"{tr('Find')}: ")

    def _close_field(self) -> None:
        self._field = None

    def _search(self) -> None:
        """Go to the first place with what was typed; typed again, to the one after it."""
        sought = self._field.text.strip().casefold() if self._field else ""
        self._field = None
        again = sought == self._sought and self.place != NOT_FOUND
        before_all = NOT_FOUND if self.first_way > 0 else len(self.plain)
        self._sought = sought
        self._seek(self.first_way, self.place if again else before_all)

    def _seek(self, step: int, start: int) -> None:
        """Go to the next place with what is sought, in one direction, and round the end."""
        count = len(self.plain)
        for distance in range(1, count + 1):
            place = (start + step * distance) % count
            if self._sought and self._sought in self.plain[place]:
                self.go_to(place)
                return
        self.go_to(NOT_FOUND)
        if self._sought:
            self.stack.message = tr("`{words}` stands nowhere in it.", words=self._sought)


class SearchableText(Searchable, TextScreen):
    """A text with a field for what is sought in it; the end is found first."""

    first_way = -1

    def __init__(self, stack: ScreenStack, title: str, blocks: Iterable[ScrollBlock]) -> None:
        super().__init__(stack, title, blocks)
        self.plain = [f"{block.sign} {block.paragraph}".casefold() for block in self.scroll.blocks]

    @property
    def place(self) -> int:
        """The block that was found."""
        return self.scroll.found

    def go_to(self, place: int) -> None:
        """Show a block as found."""
        self.scroll.found = place
        if place != NOT_FOUND:
            self.scroll.show(place)

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Lay out the text, with the cursor on what was found, and the field."""
        body, panel = super().lay_out(cols, room)
        row = self.scroll.row_of(self.scroll.found)
        return body._replace(cursor=row if 0 <= row < len(body.rows) else 0), panel
