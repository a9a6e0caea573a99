"""The one control that fills the terminal: it draws the screen on top, and tells it where the mouse was."""

from __future__ import annotations

from prompt_toolkit.data_structures import Point
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout import UIContent, UIControl
from prompt_toolkit.mouse_events import MouseButton, MouseEvent, MouseEventType

from game.terminal.ui.keys import Act
from game.terminal.ui.layout import ClickTarget, Frame, Row, Size, size_of
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.wrap import odd_width

WHEEL_ROWS = 3
NO_BREAK = "\u00a0"  # prompt_toolkit underlines it


class Canvas(UIControl):
    """The whole terminal: draws the screen on top and tells it where the mouse was."""

    def __init__(self, stack: ScreenStack, act: Act) -> None:
        self._stack = stack
        self._act = act
        self._frame = Frame(())
        self._pressed: ClickTarget | None = None  # what the left button was pressed on

    @property
    def odd(self) -> bool:
        """Whether terminals differ in how they place what is seen."""
        return any(odd_width(text) for row in self._frame.rows for _, text in row)

    def is_focusable(self) -> bool:
        """Hold the cursor."""
        return True

    def create_content(self, width: int, height: int) -> UIContent:
        """Draw."""
        frame = self._frame = self._stack.top.draw(Size(width, height))
        x, y = frame.cursor
        # A click beside a row is told as one on its last letter: a row that can be clicked has no end.
        padded = width if self._stack.settings.mouse else 0
        return UIContent(
            get_line=lambda number: _blanked(frame.rows[number], padded),
            line_count=len(frame.rows),
            cursor_position=Point(min(x, width - 1), min(y, height - 1)),
        )

    def mouse_handler(self, mouse_event: MouseEvent) -> None:
        """Scroll, or take what the left button was pressed and released on."""
        kind, top = mouse_event.event_type, self._stack.top
        if kind == MouseEventType.SCROLL_UP:
            self._act(lambda: top.wheel(-WHEEL_ROWS), kind)
        elif kind == MouseEventType.SCROLL_DOWN:
            self._act(lambda: top.wheel(WHEEL_ROWS), kind)
        elif kind == MouseEventType.MOUSE_DOWN:
            left = mouse_event.button == MouseButton.LEFT and not mouse_event.modifiers
            self._pressed = self._pointed_at(mouse_event.position) if left else None
        elif kind == MouseEventType.MOUSE_UP:
            pressed, self._pressed = self._pressed, None
            if pressed is not None and pressed == self._pointed_at(mouse_event.position):
                self._take(pressed, mouse_event.position)

    def _pointed_at(self, at: Point) -> ClickTarget:
        """Return what is pointed at; all that is nothing else reads on."""
        return self._frame.target(at.x, at.y) or ClickTarget(at.y, at.x, at.x + 1, does="forward")

    def _take(self, target: ClickTarget, at: Point) -> None:
        top = self._stack.top
        if target.entry >= 0:
            self._act(lambda: top.click(target.entry), at)
        elif target.does in top.actions:
            self._act(top.actions[target.does], at)
        elif target.does != "forward":
            self._act(lambda: top.press(target.does), at)


def _blanked(row: Row, width: int) -> StyleAndTextTuples:
    """Put blanks in a row for what prompt_toolkit would underline, and up to a width behind it."""
    words = [(style, text.replace(NO_BREAK, " ")) for style, text in row]
    return [*words, ("", " " * (width - size_of(row)))]
