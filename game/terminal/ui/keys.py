"""The one table of keys. Bindings, footers and the help screen are made from it.

A key does something where the screen on top has an action of its name, and help shows it there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from game.locale.messages import tr, tr_later
from game.terminal.ui.footer import Hint
from game.terminal.ui.glyphs import Glyphs


class KeyRow(NamedTuple):
    """Keys that do the same: the action, prompt_toolkit's names for them, and what a reader is told.

    `hint` stands in the footer, if it is not empty; `group` is the heading that help has it under.
    `entry` is its line in the menu, which has the same groups. A key that `opens` a screen does so from
    other texts that are looked up, too.
    """

    action: str
    keys: tuple[str, ...]
    shown: str
    about: str
    hint: str = ""
    group: str = "Here"
    entry: str = ""
    opens: bool = False


def _opens(action: str, key: str, about: str, group: str, entry: str) -> KeyRow:
    """Return the row of a key that opens a screen."""
    return KeyRow(action, (key,), key, about, group=group, entry=entry, opens=True)


ABOUT = tr_later("What it is, and what is in it")
PAGES_GROUP = tr_later("Look up")  # under which the pages of a story stand, too
GROUPS = (
    tr_later("Here"),
    tr_later("Choose"),
    tr_later("Read"),
    PAGES_GROUP,
    tr_later("Keep"),
    tr_later("Menu"),
    tr_later("Leave"),
)
KEYS: tuple[KeyRow, ...] = (
    KeyRow("number", (), "1-9", "take that choice; twice in a row only marks one", group="Choose"),
    KeyRow("up", ("up", "k", "s-tab"), "Up  k", "the one above", group="Choose"),
    KeyRow("down", ("down", "j", "tab"), "Down  j  Tab", "the one below: mark it", "{arrows} move", "Choose"),
    KeyRow("take", ("enter",), "Enter", "take what is marked; else read on, or close", group="Choose"),
    KeyRow("undo", ("u",), "u", "undo: take back the last choice", group="Choose", entry="Undo"),
    KeyRow("redo", ("c-r",), "Ctrl-R", "redo: take it again", group="Choose"),
    KeyRow("less", ("left",), "Left", "change what is marked", "{sideways} change"),
    KeyRow("more", ("right",), "Right", "change it the other way"),
    KeyRow("forward", (" ", "pagedown"), "Space  PgDn", "read on", group="Read"),
    KeyRow("back", ("pageup",), "PgUp", "read back", group="Read"),
    KeyRow("home", ("home",), "Home", "the beginning of what is new; again: of everything", group="Read"),
    KeyRow("end", ("end",), "End", "the end, and the choices", group="Read"),
    KeyRow("search", ("/",), "/", "find; n and N then go from place to place", "/ find", "Read"),
    KeyRow("next_match", ("n",), "n", "the next place found", "n next", "Read"),
    KeyRow("last_match", ("N",), "N", "the place found before", "N before", "Read"),
    _opens("history", "h", "history: read back, search, copy out", "Read", "Read back, search, copy out"),
    _opens("status", "i", "how things stand, what you carry", "Look up", "How things stand"),
    _opens("chapters", "c", "chapters: begin a run from one of them", "Look up", "Chapters"),
    _opens("endings", "e", "the endings found", "Look up", "Endings"),
    _opens("save", "s", "save under a name", "Keep", "Save under a name"),
    _opens("load", "l", "runs and saves", "Keep", "Runs and saves"),
    KeyRow("quick_save", ("f5",), "F5", "save quickly", group="Keep"),
    KeyRow("quick_load", ("f9",), "F9", "go back to what was saved quickly", group="Keep"),
    KeyRow("rename", ("r",), "r", "give it another name", "r rename"),
    KeyRow("delete", ("d", "delete"), "d  Del", "delete what is marked", "d delete"),
    KeyRow("copy_out", ("x",), "x", "copy its text out into a file", "x copy out"),
    KeyRow("read", ("r",), "r", "read it again", "r read it"),
    KeyRow("card", ("v",), "v", "see the card of the chapter", "v card"),
    _opens("settings", ",", "settings", "Leave", "Settings"),
    KeyRow("help", ("?",), "?", "these keys", "? keys", "Leave", "Keys"),
    KeyRow("about", ("a",), "a", "what the story is, and what is in it", "", "Menu", ABOUT),
    KeyRow("title", ("t",), "t", "to the title", group="Menu", entry="To the title"),
    KeyRow("menu", ("m", "escape"), "m  Esc", "the menu", "m menu", "Leave"),
    KeyRow("to_choices", ("escape",), "Esc", "back to the choices", group="Read"),
    KeyRow("close", ("escape", "q"), "Esc  q", "close this", "Esc close", "Leave"),
    KeyRow("letter_back", ("left",), "Left", "a letter back"),
    KeyRow("letter_on", ("right",), "Right", "a letter on"),
    KeyRow("rub_out", ("c-h",), "Backspace", "take back a letter"),
    KeyRow("rub_out_next", ("delete",), "Del", "take away the letter under the cursor"),
    KeyRow("clear", ("c-u",), "Ctrl-U", "begin the field again"),
    KeyRow("accept", ("enter",), "Enter", "accept what was typed", "Enter accept"),
    KeyRow("cancel", ("escape",), "Esc", "leave things as they were", "Esc cancel", "Leave"),
    KeyRow("quit", ("q",), "q", "leave; the run is kept by itself", group="Leave", entry="Leave"),
    KeyRow("redraw", ("c-l",), "Ctrl-L", "draw the screen again", group="Leave"),
    KeyRow("suspend", ("c-z",), "Ctrl-Z", "step out to the shell; fg comes back", group="Leave"),
    KeyRow("interrupt", ("c-c", "<sigint>"), "Ctrl-C", "leave at once; the run is kept too", group="Leave"),
)
LOOKED_UP = tuple(key.action for key in KEYS if key.opens)
MENU_ONLY = tuple(key.action for key in KEYS if key.group == "Menu")  # what has a key in the menu alone
FIRST_HINTS = ("accept", "help", "close", "cancel")  # those worth most; the others stand as in the table

Actions = dict[str, Callable[[], object]]


class Act(Protocol):
    """Do what a player asks for, by a key that sends `by` or a click there; or what comes of itself."""

    def __call__(self, do: Callable[[], object], by: object = None) -> None:
        """Do it."""


def bindings(
    actions: Callable[[], Actions],
    act: Act,
    press: Callable[[str], None],
    paste: Callable[[str], None],
    measured: Callable[[int], None],
) -> KeyBindings:
    """Bind every key of the table to the action of its name, wherever there is one; `act` does it.

    A key that has none there goes to `press`, as what it sends. `measured` is told the column in which
    the terminal says that its cursor stands.
    """
    bound = KeyBindings()
    for key in KEYS:
        for name in key.keys:
            bound.add(name, filter=_live(actions, key.action))(_handler(actions, act, key.action))
    bound.add(Keys.Any)(_sender(press))
    bound.add(Keys.BracketedPaste)(_sender(paste))
    bound.add(Keys.CPRResponse)(_sender(lambda report: measured(int(report[:-1].rpartition(";")[2]))))
    return bound


def _live(actions: Callable[[], Actions], action: str) -> Condition:
    return Condition(lambda: action in actions())


def _handler(actions: Callable[[], Actions], act: Act, action: str) -> Callable[[KeyPressEvent], None]:
    def handler(event: KeyPressEvent) -> None:
        act(actions()[action], event.data)

    handler.__name__ = action
    return handler


def _sender(receive: Callable[[str], None]) -> Callable[[KeyPressEvent], None]:
    def send(event: KeyPressEvent) -> None:
        receive(event.data)

    return send


def action_of(name: str, actions: Collection[str]) -> str | None:
    """Return the action that a key has where there are these actions; the last of the table, if several."""
    return next((key.action for key in reversed(KEYS) if name in key.keys and key.action in actions), None)


def rows_for(actions: Collection[str]) -> list[KeyRow]:
    """Return the rows of the table that are live where there are these actions."""
    return [key for key in KEYS if key.action in actions]


def hints(actions: Collection[str], glyphs: Glyphs) -> list[Hint]:
    """Return the footer's hints where there are these actions, those worth most first."""
    written = [key for key in rows_for(actions) if key.hint]
    written.sort(key=lambda key: key.action not in FIRST_HINTS)
    return [
        Hint(tr(key.hint).format(arrows=glyphs.arrows, sideways=glyphs.sideways), key.action)
        for key in written
    ]
