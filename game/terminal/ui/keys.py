"""What the keys of the table do: bindings, and the hints of footers, made from it.

A key does something where the screen on top has an action of its name, and help shows it there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from game.key_table import KEYS, KeyRow
from game.locale.messages import tr
from game.terminal.ui.footer import Hint
from game.terminal.ui.glyphs import Glyphs

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
