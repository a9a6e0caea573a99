"""Screens that ask something: whether it is meant, and for a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from game.locale.messages import tr
from game.play.playthrough import Playthrough
from game.play.transcript import FORMATS
from game.story.diagnostics.phrases import system_reason
from game.story.diagnostics.problem import GameError
from game.story.text.styled import Paragraph, TextRun
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
        """Lay out the question, in at most so many rows."""
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
    """Asks before something that can't be undone. The first answer is a safe one: to leave it, or `safe`."""

    def __init__(
        self,
        stack: ScreenStack,
        question: str,
        yes: str,
        do: Callable[[], None],
        safe: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        super().__init__(stack)
        self._question = question
        text, other = safe or (tr("Leave it"), lambda: None)
        self._choices = ChoiceList([Entry(text, self._answer(other)), Entry(yes, self._answer(do))])

    @property
    def actions(self) -> Actions:
        """Answer, or close."""
        return {**choosing(self._choices), "close": self.stack.close}

    def click(self, entry: int) -> None:
        """Take the answer pointed at."""
        self._choices.click(entry)

    def panel(self, cols: Columns, room: int) -> Drawn:
        """Lay out the question and its answers."""
        asked = wrap(Paragraph((TextRun(self.stack.glyphs.spell(self._question)),)), cols.text)
        asked = asked[: max(room - 2, 0)]
        rows = [(("class:message", "".join(run.text for run in line)),) for line in asked]
        drawn = self._choices.draw(cols.text, max(room - len(rows), 1), self.stack.glyphs)
        whole = [shifted(row, cols.text_left) for row in (*rows, *drawn.rows)]
        owners = [-1] * len(rows) + drawn.owners
        return Drawn(whole, len(rows) + drawn.cursor, owners, cols.text_left)

    def _answer(self, do: Callable[[], None]) -> Callable[[], None]:
        def answer() -> None:
            self.stack.close()
            do()

        return answer


class Asking(Dialog):
    """Asks for a word in a field. `done` is given what was typed; what it raises is told."""

    takes_text = True

    def __init__(self, stack: ScreenStack, label: str, text: str, done: Callable[[str], None]) -> None:
        super().__init__(stack)
        self._field = TextInput(label, text)
        self._done = done

    @property
    def actions(self) -> Actions:
        """Every key that prints is text."""
        return {**self._field.actions, "accept": self._accept, "cancel": self.stack.close}

    def press(self, data: str) -> None:
        """Write a letter."""
        self._field.write(data)

    def paste(self, text: str) -> None:
        """Write what was pasted."""
        self._field.write(text)

    def panel(self, cols: Columns, room: int) -> Drawn:
        """Lay out the field."""
        return self._field.draw(cols, self.stack.glyphs)

    def status(self) -> Sequence[str]:
        """Keep the status line."""
        return self.stack.below(self).status()

    def _accept(self) -> None:
        typed = self._field.text.strip()
        if typed:
            self._done(typed)
        else:
            self.stack.message = tr("Type a name for it.")


class Rename(Asking):
    """Asks for another name of a save or a run."""

    def __init__(self, stack: ScreenStack, name: str, rename: Callable[[str], None]) -> None:
        super().__init__(stack, tr("Call {name}: ", name=name), "", self._named)
        self._rename = rename

    def _named(self, name: str) -> None:
        self._rename(name)
        self.stack.close()


class CopyOut(Asking):
    """Asks for a file, and writes a playthrough into it: as Markdown if the name ends so, else as text."""

    def __init__(self, stack: ScreenStack, play: Playthrough, name: str) -> None:
        self._play = play
        super().__init__(
            stack, f"{tr('Copy to')}: ", f"{play.story.id}-{name.replace(' ', '-')}.txt", self._write
        )

    def _write(self, name: str) -> None:
        path = Path(name).expanduser()
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(FORMATS["markdown" if path.suffix == ".md" else "text"](self._play))
        except OSError as error:
            raise GameError(
                tr("`{name}` can't be written: {reason}", name=name, reason=system_reason(error))
            ) from None
        self.stack.close()
        self.stack.message = tr("Written: {file}", file=path.absolute())
