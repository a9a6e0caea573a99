"""The one table of keys: what each does, and what is said of it.

Bindings, footers, help and the menu are made from it, and so are the letters that no page of a story can
have. That is why it stands below the rooms that read a story, which know no terminal.
"""

from __future__ import annotations

from typing import NamedTuple

from game.locale.messages import tr_later


class KeyRow(NamedTuple):
    """Keys that do the same: the action, prompt_toolkit's names for them, and what a reader is told.

    `hint` stands in the footer, if it is not empty; `group` is the heading that help has it under.
    `entry` is its line in the menu, which has the same groups. A key that `opens` a screen names what makes
    it, `module:name` in `terminal/screens`; it does so from other texts that are looked up, too.
    """

    action: str
    keys: tuple[str, ...]
    shown: str
    about: str
    hint: str = ""
    group: str = "Here"
    entry: str = ""
    opens: str = ""


def _opens(screen: str, key: str, about: str, group: str, entry: str) -> KeyRow:
    """Return the row of a key that opens a `screen`; in the group `Menu` it does so in the menu alone.

    The action has the name of its module.
    """
    return KeyRow(screen.partition(":")[0], (key,), key, about, group=group, entry=entry, opens=screen)


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
    _opens(
        "history:HistoryScreen",
        "h",
        "history: read back, search, copy out",
        "Read",
        "Read back, search, copy out",
    ),
    _opens("status:status_screen", "i", "how things stand, what you carry", "Look up", "How things stand"),
    _opens("chapters:ChaptersList", "c", "chapters: begin a run from one of them", "Look up", "Chapters"),
    _opens("endings:endings_screen", "e", "the endings found", "Look up", "Endings"),
    _opens("save:SaveName", "s", "save under a name", "Keep", "Save under a name"),
    _opens("saves:SavesList", "l", "runs and saves", "Keep", "Runs and saves"),
    KeyRow("quick_save", ("f5",), "F5", "save quickly", group="Keep"),
    KeyRow("quick_load", ("f9",), "F9", "go back to what was saved quickly", group="Keep"),
    KeyRow("rename", ("r",), "r", "give it another name", "r rename"),
    KeyRow("delete", ("d", "delete"), "d  Del", "delete what is marked", "d delete"),
    KeyRow("copy_out", ("x",), "x", "copy its text out into a file", "x copy out"),
    KeyRow("read", ("r",), "r", "read it again", "r read it"),
    KeyRow("card", ("v",), "v", "see the card of the chapter", "v card"),
    _opens("settings:SettingsList", ",", "settings", "Leave", "Settings"),
    KeyRow("help", ("?",), "?", "these keys", "? keys", "Leave", "Keys"),
    _opens("about:about_screen", "a", "what the story is, and what is in it", "Menu", ABOUT),
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
OPENS = {key.action: key.opens for key in KEYS if key.opens}
MENU_ONLY = tuple(key.action for key in KEYS if key.group == "Menu")  # what has a key in the menu alone
LOOKED_UP = tuple(action for action in OPENS if action not in MENU_ONLY)
# Besides what is looked up: the actions whose letters no page has, some of them in other screens alone.
_KEPT = ("up", "down", "undo", "forward", "search", "copy_out", "read", "help", "menu", "quit")
GAME_KEYS = frozenset("123456789") | {
    name for key in KEYS if key.action in (*LOOKED_UP, *_KEPT) for name in key.keys if len(name) == 1
}
