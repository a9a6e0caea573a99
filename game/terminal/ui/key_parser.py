"""What a terminal sends, taken apart into keys.

prompt_toolkit types out what it does not know: the rest of an unknown sequence comes as letters, and
takes choices. Here a control sequence (ECMA-48: CSI, SS3, OSC, DCS and their like) is one whole. Known
ones are the keys of prompt_toolkit's table; all others, and any key with Alt, do nothing.

    ESC [ A               Up
    ESC [ 1 3 ; 2 u       nothing: Shift and Enter on some terminals
    ESC, and no more      Esc, once `flush` says that nothing came for as long as `escape_delay`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from prompt_toolkit.input import Input
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

NEAR, FAR = 0.05, 0.2  # seconds that the bytes of one key may lie apart: on this machine, and over a line
LONGEST_DELAY = 5.0

_SEQUENCE = re.compile(
    r"""\x1b\x1b?(?:                                   # a second Esc in front: Alt is held
        \[M(?:...) | \[\[.                             # a mouse as in X10; F1 to F5 on Linux
        | \[[0-?]*[ -/]*[@-~] | O[0-?]*[@-~]           # CSI and SS3
        | [\]P_^X][^\x00-\x1f]*(?:\x07|\x1b\\)         # OSC, DCS, APC, PM, SOS: a text and its end
        | [^\x00-\x1f\[O\]P_^X]                        # Alt and a key
    )""",
    re.VERBOSE | re.DOTALL,
)
_BEGUN = re.compile(
    r"\x1b\x1b?(?:\[(?:M.{0,2}|\[|[0-?]*[ -/]*)|O[0-?]*|[\]P_^X][^\x00-\x1f]*\x1b?)?\Z", re.DOTALL
)
_POSITION = re.compile(r"\x1b\[\d+;\d+R\Z")
_MOUSE = re.compile(r"\x1b\[(?:<?[\d;]+[mM]|M...)\Z", re.DOTALL)
_PASTE_END = "\x1b[201~"


class KeyParser(Vt100Parser):
    """Takes the place of prompt_toolkit's own parser; see `take_keys_from`."""

    def reset(self, request: bool = False) -> None:
        """Forget what was begun."""
        self._left = ""
        self._pasted: str | None = None

    def feed(self, data: str) -> None:
        """Take what was sent, and give the keys that are whole."""
        if self._pasted is not None:
            data = self._paste(data)
        self._left += data
        while self._left and self._pasted is None:
            if not self._left.startswith("\x1b"):
                self._type(self._left[0])
                self._left = self._left[1:]
            elif found := _SEQUENCE.match(self._left):
                self._left = self._left[found.end() :]
                self._send(found.group())
            elif _BEGUN.match(self._left):
                return
            elif self._left.startswith("\x1b\x1b"):
                self._press(Keys.Escape, "\x1b")
                self._left = self._left[1:]
            else:  # broken off by a key that is none of its own
                begun = re.match(r"\x1b[^\x00-\x1f]*", self._left)
                self._left = self._left[begun.end() if begun else 1 :]
        if self._pasted is not None and self._left:
            left, self._left = self._left, ""
            self.feed(left)

    def flush(self) -> None:
        """Take what was begun for all that comes: one Esc, or two, is the key; anything else was none."""
        left, self._left = self._left, ""
        if left in ("\x1b", "\x1b\x1b"):
            for escape in left:
                self._press(Keys.Escape, escape)

    def _paste(self, data: str) -> str:
        """Gather a text that is pasted, and give what stands behind its end; Ctrl-C breaks it off."""
        whole, end, rest = f"{self._pasted}{data}".partition(_PASTE_END)
        if "\x03" in whole:
            self._pasted = None
            return whole[whole.index("\x03") :] + end + rest
        self._pasted = None if end else whole
        if end:
            self._press(Keys.BracketedPaste, whole)
        return rest

    def _type(self, character: str) -> None:
        if character == "\n":  # what some terminals send for Enter, and what becomes of one typed ahead
            character = "\r"
        if "\x80" <= character <= "\x9f" or "\ud800" <= character <= "\udfff":
            return
        self._send(character) if character in ANSI_SEQUENCES else self._press(character, character)

    def _send(self, sequence: str) -> None:
        if _POSITION.match(sequence):
            self._press(Keys.CPRResponse, sequence)
        elif _MOUSE.match(sequence):
            self._press(Keys.Vt100MouseEvent, sequence)
        else:
            key = ANSI_SEQUENCES.get(sequence, Keys.Ignore)
            if key == Keys.BracketedPaste:
                self._pasted = ""
            elif not isinstance(key, tuple) and key != Keys.Ignore:
                self._press(key, sequence)

    def _press(self, key: Keys | str, data: str) -> None:
        self.feed_key_callback(KeyPress(key, data))


def take_keys_from(terminal: Input) -> None:
    """Let the keys of a terminal be parsed here."""
    if isinstance(terminal, Vt100Input):
        receive: Callable[[KeyPress], None] = terminal.vt100_parser.feed_key_callback
        terminal.vt100_parser = KeyParser(receive)


def escape_delay(environment: Mapping[str, str]) -> float:
    """Return the seconds to wait for the rest of a key: ESCDELAY milliseconds, or longer over ssh."""
    told = environment.get("ESCDELAY", "")
    if told.isdecimal() and len(told) < 9:
        return min(int(told) / 1000, LONGEST_DELAY)
    return FAR if environment.get("SSH_TTY") or environment.get("SSH_CONNECTION") else NEAR
