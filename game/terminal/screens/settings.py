"""The settings, each changed by the arrows."""

from __future__ import annotations

from game.play.settings import ALLOWED
from game.terminal.screens.list_screen import ListScreen
from game.terminal.ui.keys import Actions
from game.terminal.ui.screen_stack import ScreenStack
from game.terminal.widgets.choice_list import ChoiceList, Entry

SETTINGS = {
    "measure": "Width of the text",
    "lines": "Lines",
    "italics": "Stressed words",
    "theme": "Colours",
    "speed": "Words come",
    "taken": "Choices taken before",
    "news": "What is new is told by",
    "mouse": "Mouse (hold Shift to select text)",
    "ascii": "Signs of ASCII alone",
    "plain": "Plain mode from the next start on",
}
SHOWN = {"fast": "quickly", "slow": "slowly", "contrast": "high contrast"}
SAMPLE = (
    "This is how wide the words stand: as many to a line as the eye takes in, and no more than it "
    "finds its way back from.\nLetters too small? Ctrl and + in most terminals."
)


class SettingsList(ListScreen):
    """The settings, each changed by the arrows."""

    def __init__(self, stack: ScreenStack) -> None:
        super().__init__(stack, "Settings", ChoiceList(()))
        self._list(0)

    @property
    def actions(self) -> Actions:
        """What is marked can be changed both ways."""
        turning: Actions = {"less": lambda: self._turn(-1), "more": lambda: self._turn(1)}
        return {**super().actions, **turning, "settings": self.stack.close}

    def explanation(self) -> str:
        """Show the width of the text, and say what no setting is for."""
        return SAMPLE

    def _list(self, selected: int) -> None:
        now = self.stack.settings._asdict()
        entries = [
            Entry(f"{label}: {_shown(now[name])}", lambda: self._turn(1)) for name, label in SETTINGS.items()
        ]
        self.choices = ChoiceList(entries, selected=selected)

    def _turn(self, step: int) -> None:
        name = list(SETTINGS)[self.choices.selected]
        allowed = ALLOWED[name]
        now = allowed.index(getattr(self.stack.settings, name))
        self.stack.change(self.stack.settings._replace(**{name: allowed[(now + step) % len(allowed)]}))
        self._list(self.choices.selected)


def _shown(value: object) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else SHOWN.get(str(value), str(value))
