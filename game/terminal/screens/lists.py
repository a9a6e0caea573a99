"""Screens that are lists: the menu, saves, settings; and the two that ask something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from prompt_toolkit.utils import get_cwidth

from game.play.profile import Profile
from game.play.saves.saves import SaveInfo, Saves
from game.play.session import Session, chapter_name, slot_for
from game.play.settings import ALLOWED
from game.story.text.styled import Paragraph, Run
from game.terminal.screens.text import Reader, ending_blocks
from game.terminal.ui.glyphs import Signs
from game.terminal.ui.keys import Actions
from game.terminal.ui.layout import Columns, Frame, Size, shifted
from game.terminal.ui.screen_stack import Desk, Screen
from game.terminal.widgets.choice_list import Drawn, Entry, Menu, choosing
from game.terminal.widgets.scroll_view import Block
from game.terminal.widgets.text_input import Field
from game.terminal.wrap import wrap

if TYPE_CHECKING:
    from game.terminal.screens.story import StoryScreen

POINTER_CELLS = 2


class ListScreen(Screen):
    """A list with a title over it."""

    def __init__(self, desk: Desk, title: str, menu: Menu) -> None:
        super().__init__(desk)
        self.title = title
        self.menu = menu

    @property
    def actions(self) -> Actions:
        """A list is moved in, taken from and closed."""
        return {**choosing(self.menu), "help": self.desk.help, "close": self.desk.close}

    def wheel(self, rows: int) -> None:
        """Move in the list."""
        self.menu.move(1 if rows > 0 else -1)

    def click(self, entry: int) -> None:
        """Take what was pointed at."""
        self.menu.click(entry)

    def header(self) -> tuple[str, str]:
        """Give the title."""
        return self.title, ""

    def body(self, cols: Columns, height: int) -> Drawn:
        """Give the list."""
        left = cols.text_left - min(POINTER_CELLS, cols.gutter)
        drawn = self.menu.draw(cols.text_left + cols.text - left, height, self.desk.signs)
        return drawn._replace(rows=[shifted(row, left) for row in drawn.rows], column=left)


class GameMenu(ListScreen):
    """What can be done besides playing on."""

    def __init__(self, desk: Desk, story: StoryScreen) -> None:
        play = story.session.play
        entries: list[tuple[str, Callable[[], None]]] = [
            ("Go on", lambda: None),
            ("Save", story.save),
            ("Load", story.load),
            *((page.title, partial(story.open_page, page.id)) for page in play.pages),
            ("How things stand", lambda: desk.push(standing(desk, story.session))),
            ("History", story.history),
            ("Endings found", lambda: desk.push(endings_screen(desk, story.session.profile))),
            ("Settings", lambda: desk.push(SettingsList(desk))),
            ("Keys", desk.help),
            ("To the title", desk.go_home),
            ("Quit", lambda: desk.leave(0)),
        ]
        super().__init__(desk, "Menu", Menu([_closing(desk, text, do) for text, do in entries]))
        self._story = story

    def status(self) -> str:
        """Give how things stand."""
        return self._story.status()


def chapters_list(desk: Desk, chapters: Mapping[str, Callable[[], None]]) -> ListScreen:
    """List chapters by name, each with what goes back to its start."""
    entries = [_closing(desk, name, go_back) for name, go_back in chapters.items()]
    return ListScreen(desk, "Go back to the start of", Menu(entries))


def _closing(desk: Desk, text: str, do: Callable[[], None]) -> Entry:
    """Give an entry that closes its list before it does anything."""

    def take() -> None:
        desk.close()
        do()

    return Entry(text, take)


def standing(desk: Desk, session: Session) -> Reader:
    """Give where the player is, the status line, and what is carried, at full length."""
    play = session.play
    said = [chapter_name(play.chapter), play.place, play.status]
    carried = [f"{item.title}. {item.about}".strip() for item in play.carried]
    return Reader(desk, "How things stand", [Block.of(text) for text in (*said, *carried) if text])


def endings_screen(desk: Desk, profile: Profile) -> Reader:
    """Give the endings found, and blanks for the others."""
    return Reader(desk, "Endings", ending_blocks(desk, profile))


# --- saves --------------------------------------------------------------------


class SavesList(ListScreen):
    """The saved games, the newest first."""

    def __init__(self, desk: Desk, saves: Saves, load: Callable[[str], None]) -> None:
        self._saves = saves
        self._load = load
        super().__init__(desk, "Saved games", Menu(()))
        self._list(0)

    @property
    def actions(self) -> Actions:
        """A save can be deleted too."""
        return {**super().actions, "delete": self._ask} if self._found else super().actions

    def _list(self, selected: int) -> None:
        self._found = self._saves.list()
        rows = [save_row(info, self.desk.signs) for info in self._found]
        entries = [
            Entry(row, partial(self._load, info.slot)) for row, info in zip(rows, self._found, strict=True)
        ]
        none = Entry("There are no saved games.", lambda: None, open=False)
        self.menu = Menu(entries or [none], selected=selected)

    def _ask(self) -> None:
        info = self._found[self.menu.selected]
        question = f"Delete {name_of(info)} for good?"
        self.desk.push(Confirm(self.desk, question, "Delete it", partial(self._delete, info.slot)))

    def _delete(self, slot: str) -> None:
        self._saves.delete(slot)
        self._list(self.menu.selected)


def name_of(info: SaveInfo) -> str:
    """Give what a player calls a save."""
    return "the autosave" if info.automatic else f"`{info.title or info.slot}`"


def save_row(info: SaveInfo, signs: Signs) -> str:
    """Give a save in a line: slot, title, chapter, place, when, how many choices."""
    slot = "autosave" if info.automatic else info.slot
    when = datetime.fromtimestamp(info.when).astimezone().strftime("%Y-%m-%d %H:%M")
    if not info.sound:
        return f" {signs.dot} ".join([slot, info.fault, when])
    choices = f"{info.choices} choice{'' if info.choices == 1 else 's'}"
    return f" {signs.dot} ".join(filter(None, [slot, info.title, info.chapter, info.place, when, choices]))


# --- settings -----------------------------------------------------------------

SETTINGS = {
    "measure": "Width of the text",
    "theme": "Colours",
    "speed": "Words come",
    "mouse": "Mouse (hold Shift to select text)",
    "plain": "Plain mode from the next start on",
}


class SettingsList(ListScreen):
    """The settings, each changed by the arrows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Settings", Menu(()))
        self._list(0)

    @property
    def actions(self) -> Actions:
        """What is marked can be changed both ways."""
        return {**super().actions, "less": lambda: self._turn(-1), "more": lambda: self._turn(1)}

    def _list(self, selected: int) -> None:
        now = self.desk.settings._asdict()
        entries = [
            Entry(f"{label}: {_shown(now[name])}", lambda: self._turn(1)) for name, label in SETTINGS.items()
        ]
        self.menu = Menu(entries, selected=selected)

    def _turn(self, step: int) -> None:
        name = list(SETTINGS)[self.menu.selected]
        allowed = ALLOWED[name]
        now = allowed.index(getattr(self.desk.settings, name))
        self.desk.change(self.desk.settings._replace(**{name: allowed[(now + step) % len(allowed)]}))
        self._list(self.menu.selected)


def _shown(value: object) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


# --- questions ----------------------------------------------------------------


class Dialog(Screen):
    """A question in the panel; the screen below stays in sight where there is room for it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._roomy = True

    def header(self) -> tuple[str, str]:
        """Keep the header."""
        return self.desk.below(self).header()

    def body(self, cols: Columns, height: int) -> Drawn:
        """Keep what lies below in sight."""
        rows = self.desk.below(self).body(cols, height).rows if self._roomy else []
        return Drawn(rows, 0, [])

    def draw(self, size: Size) -> Frame:
        """Draw it, with or without what lies below."""
        self._roomy = size.roomy
        return super().draw(size)


class Confirm(Dialog):
    """Asks before something that can't be taken back; the first answer is to leave it."""

    def __init__(self, desk: Desk, question: str, yes: str, do: Callable[[], None]) -> None:
        super().__init__(desk)
        self._question = question
        self._do = do
        self._menu = Menu([Entry("Leave it", desk.close), Entry(yes, self._yes)])

    @property
    def actions(self) -> Actions:
        """Answer, or close."""
        return {**choosing(self._menu), "close": self.desk.close}

    def click(self, entry: int) -> None:
        """Take the answer pointed at."""
        self._menu.click(entry)

    def panel(self, cols: Columns, height: int, limit: int) -> Drawn:
        """Give the question and its answers."""
        asked = wrap(Paragraph((Run(self.desk.signs.spell(self._question)),)), cols.text, get_cwidth)
        asked = asked[: max(limit - 2, 0)]
        rows = [(("class:message", "".join(run.text for run in line)),) for line in asked]
        drawn = self._menu.draw(cols.text, max(limit - len(rows), 1), self.desk.signs)
        whole = [shifted(row, cols.text_left) for row in (*rows, *drawn.rows)]
        owners = [-1] * len(rows) + drawn.owners
        return Drawn(whole, len(rows) + drawn.cursor, owners, cols.text_left)

    def _yes(self) -> None:
        self.desk.close()
        self._do()


class NameField(Dialog):
    """Asks for the name of a save."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk)
        self._session = session
        self._field = Field("Save as: ", slot_for(session.play.place or session.play.chapter.title))
        self._taken = {info.slot for info in session.saves.list()}

    @property
    def actions(self) -> Actions:
        """Every key that prints is text."""
        return {**self._field.actions, "accept": self._save, "cancel": self.desk.close}

    def press(self, data: str) -> None:
        """Write a letter."""
        self._field.write(data)

    def paste(self, text: str) -> None:
        """Write what was pasted."""
        self._field.write(text)

    def panel(self, cols: Columns, height: int, limit: int) -> Drawn:
        """Give the field."""
        return self._field.draw(cols, self.desk.signs)

    def status(self) -> str:
        """Say so where a save would be replaced."""
        slot = slot_for(self._field.text)
        return f"replaces `{slot}`" if slot in self._taken else f"new: `{slot}`"

    def _save(self) -> None:
        if not self._field.text.strip():
            self.desk.message = "Type a name for it."
            return
        slot = self._session.save(self._field.text.strip())
        self.desk.close()
        self.desk.message = f"Saved as `{slot}`."
