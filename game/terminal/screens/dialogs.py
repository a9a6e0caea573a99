"""Screens that ask something: whether it is meant, and for a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from game.play.session import Session, TakenError
from game.story.text.styled import Paragraph, Run
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Drawn, Frame, Size, shifted
from game.terminal.ui.screen_stack import Screen, ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry, choosing
from game.terminal.widgets.text_input import TextInput
from game.terminal.wrap import wrap


class Dialog(Screen):
    """A question in the panel; the screen below stays in sight where there is room for it."""

    def __init__(self, stack: ScreenStack) -> None:
        super().__init__(stack)
        self._roomy = True

    def header(self, width: int) -> tuple[str, str]:
        """Keep the header."""
        return self.stack.below(self).header(width)

    def panel(self, cols: Columns, room: int) -> Drawn:
        """Give the question, in at most so many rows."""
        raise NotImplementedError

    def lay_out(self, cols: Columns, room: int) -> tuple[Drawn, Drawn]:
        """Keep what lies below in sight, as far as there is room."""
        panel = self.panel(cols, room)
        rows = self.stack.below(self).lay_out(cols, room)[0].rows if self._roomy else []
        return Drawn(rows[: max(room - len(panel.rows), 0)], 0, []), panel

    def focus(self) -> Literal["body", "panel", "key"]:
        """Answer the question."""
        return "panel"

    def draw(self, size: Size) -> Frame:
        """Draw it, with or without what lies below."""
        self._roomy = size.roomy
        return super().draw(size)


class Confirm(Dialog):
    """Asks before something that can't be taken back; the first answer is to leave it."""

    def __init__(self, stack: ScreenStack, question: str, yes: str, do: Callable[[], None]) -> None:
        super().__init__(stack)
        self._question = question
        self._do = do
        self._choices = ChoiceList([Entry("Leave it", stack.close), Entry(yes, self._yes)])

    @property
    def actions(self) -> Actions:
        """Answer, or close."""
        return {**choosing(self._choices), "close": self.stack.close}

    def click(self, entry: int) -> None:
        """Take the answer pointed at."""
        self._choices.click(entry)

    def panel(self, cols: Columns, room: int) -> Drawn:
        """Give the question and its answers."""
        asked = wrap(Paragraph((Run(self.stack.glyphs.spell(self._question)),)), cols.text)
        asked = asked[: max(room - 2, 0)]
        rows = [(("class:message", "".join(run.text for run in line)),) for line in asked]
        drawn = self._choices.draw(cols.text, max(room - len(rows), 1), self.stack.glyphs)
        whole = [shifted(row, cols.text_left) for row in (*rows, *drawn.rows)]
        owners = [-1] * len(rows) + drawn.owners
        return Drawn(whole, len(rows) + drawn.cursor, owners, cols.text_left)

    def _yes(self) -> None:
        self.stack.close()
        self._do()


class NameField(Dialog):
    """Asks for the name of a save."""

    takes_text = True

    def __init__(self, stack: ScreenStack, session: Session) -> None:
        super().__init__(stack)
        self._session = session
        self._field = TextInput("Save as: ", session.play.place or session.play.chapter.title)

    @property
    def actions(self) -> Actions:
        """Every key that prints is text."""
        return {**self._field.actions, "accept": self._save, "cancel": self.stack.close}

    def press(self, data: str) -> None:
        """Write a letter."""
        self._field.write(data)

    def paste(self, text: str) -> None:
        """Write what was pasted."""
        self._field.write(text)

    def panel(self, cols: Columns, room: int) -> Drawn:
        """Give the field."""
        return self._field.draw(cols, self.stack.glyphs)

    def status(self) -> Sequence[str]:
        """Keep the status line."""
        return self.stack.below(self).status()

    def _save(self) -> None:
        name = self._field.text.strip()
        if not name:
            self.stack.message = "Type a name for it."
            return
        try:
            self._done(self._session.save(name))
        except TakenError as error:
            question = f"There is a save of that name, of {error.info.choices} choices."
            self.stack.push(Confirm(self.stack, question, "Replace it", lambda: self._replace(name)))

    def _replace(self, name: str) -> None:
        self._done(self._session.save(name, replace=True))

    def _done(self, name: str) -> None:
        self.stack.close()
        self.stack.message = f"Saved as `{name}`."
