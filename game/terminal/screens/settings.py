"""The settings, each changed by the arrows."""

from __future__ import annotations

from game.locale.messages import LANGUAGES, SYSTEM, tr, tr_later
from game.play.settings import ALLOWED
from game.terminal.screens.list_screen import ListScreen
from game.terminal.screens.opener import Opener
from game.terminal.ui.keys import Actions
from game.terminal.widgets.choice_list import ChoiceList, Entry

SETTINGS = {
    "measure": tr_later("Width of the text"),
    "lines": tr_later("Lines"),
    "italics": tr_later("Stressed words"),
    "theme": tr_later("Colours"),
    "speed": tr_later("Words come"),
    "taken": tr_later("Choices taken before"),
    "news": tr_later("What is new is told by"),
    "mouse": tr_later("Mouse (hold Shift to select text)"),
    "ascii": tr_later("Signs of ASCII alone"),
    "language": tr_later("Language from the next start on"),
    "plain": tr_later("Plain mode from the next start on"),
}
SHOWN = {
    True: tr_later("on"),
    False: tr_later("off"),
    SYSTEM: tr_later("the system's"),
    "close": tr_later("close"),
    "open": tr_later("open"),
    "slanted": tr_later("slanted"),
    "stars": tr_later("stars"),
    "none": tr_later("none"),
    "terminal": tr_later("terminal"),
    "dark": tr_later("dark"),
    "light": tr_later("light"),
    "contrast": tr_later("high contrast"),
    "at once": tr_later("at once"),
    "fast": tr_later("quickly"),
    "slow": tr_later("slowly"),
    "not marked": tr_later("not marked"),
    "marked": tr_later("marked"),
    "a line": tr_later("a line"),
    "a dot": tr_later("a dot"),
}
SAMPLE = tr_later(
    "This is how wide the words stand: as many to a line as the eye takes in, and no more than it "
    "finds its way back from.\nLetters too small? Ctrl and + in most terminals."
)


class SettingsList(ListScreen):
    """The settings, each changed by the arrows."""

    def __init__(self, game: Opener) -> None:
        super().__init__(game.stack, tr("Settings"), ChoiceList(()))
        self._list(0)

    @property
    def actions(self) -> Actions:
        """What is marked can be changed both ways."""
        turning: Actions = {"less": lambda: self._turn(-1), "more": lambda: self._turn(1)}
        return {**super().actions, **turning, "settings": self.stack.close}

    def explanation(self) -> str:
        """Show the width of the text, and say what no setting is for."""
        return tr(SAMPLE)

    def _list(self, selected: int) -> None:
        now = self.stack.settings._asdict()
        entries = [
            Entry(f"{tr(label)}: {_shown(now[name])}", lambda: self._turn(1))
            for name, label in SETTINGS.items()
        ]
        self.choices = ChoiceList(entries, selected=selected)

    def _turn(self, step: int) -> None:
        name = list(SETTINGS)[self.choices.selected]
        allowed = ALLOWED[name]
        now = allowed.index(getattr(self.stack.settings, name))
        self.stack.change(self.stack.settings._replace(**{name: allowed[(now + step) % len(allowed)]}))
        self._list(self.choices.selected)


def _shown(value: object) -> str:
    known = SHOWN.get(value)
    return tr(known) if known else LANGUAGES.get(str(value), str(value))
