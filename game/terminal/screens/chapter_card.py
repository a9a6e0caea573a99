"""The card of a chapter: a picture with its title, put away by any key."""

from __future__ import annotations

from game.locale.messages import tr, tr_later
from game.play.chapters import chapter_name
from game.play.session import Session
from game.story.cells import cells
from game.story.chapter_card import read_card
from game.terminal.ui.layout import BLANK, ClickTarget, Frame, Size, centred, shifted, shortened
from game.terminal.ui.screen_stack import Screen, ScreenStack

HINT = tr_later("Any key goes on.")


class CardScreen(Screen):
    """The card of a chapter. Any key puts it away, and does nothing else."""

    def __init__(self, stack: ScreenStack, title: str, picture: tuple[str, ...]) -> None:
        super().__init__(stack)
        self.title = title
        self.picture = picture
        self._shown = False  # whether it has been drawn

    def press(self, data: str) -> None:
        """Put the card away, once it has been on the screen."""
        if self._shown:
            self.stack.close()

    def draw(self, size: Size) -> Frame:
        """Draw the picture with the title below it; the title alone where there is no room."""
        self._shown = True
        wide = max(map(cells, self.picture))
        fits = wide <= size.width and len(self.picture) + 4 <= size.height
        picture = self.picture if fits else ()
        title = shortened(self.stack.glyphs.spell(self.title), size.width, self.stack.glyphs)
        left = (size.width - wide) // 2
        rows = [shifted((("class:card", line),), left) for line in picture]
        rows += (
            [BLANK, centred(title, size.width, "class:title")]
            if picture
            else [centred(title, size.width, "class:title")]
        )
        over = max((size.height - len(rows)) // 2, 0)
        rows = [*[BLANK] * over, *rows]
        rows += [BLANK] * (size.height - 1 - len(rows))
        hint = shortened(tr(HINT), size.width, self.stack.glyphs)
        return Frame(
            (*rows[: size.height - 1], centred(hint, size.width, "class:faint")),
            ((size.width - cells(hint)) // 2, size.height - 1),
            tuple(ClickTarget(row, 0, size.width, does="any key") for row in range(size.height)),
        )


def show_card(stack: ScreenStack, session: Session) -> None:
    """Show the card of the chapter where the player is, if it has one."""
    picture = read_chapter_card(stack, session)
    if picture:
        stack.push(CardScreen(stack, chapter_name(session.play.chapter), picture))


def read_chapter_card(stack: ScreenStack, session: Session) -> tuple[str, ...]:
    """Return the card of the chapter where the player is; empty if it has none."""
    return read_card(session.play.story.folder, session.play.chapter.id, stack.glyphs.ascii_cards)
