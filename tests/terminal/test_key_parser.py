"""Whatever a terminal sends is one key, or nothing; never letters that it did not mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

from game.terminal.ui.key_parser import KeyParser, escape_delay
from game.terminal.ui.keyboard import latin

PAUSE = None


def keys(*sent: str | None) -> list[str]:
    """Return the keys of what is sent, piece by piece; PAUSE is the time after which nothing more belongs to one."""
    pressed: list[KeyPress] = []
    parser = KeyParser(pressed.append)
    for piece in sent:
        if piece is PAUSE:
            parser.flush()
        else:
            parser.feed(piece)
    return [one.key.value if isinstance(one.key, Keys) else one.key for one in pressed]


@pytest.mark.parametrize(
    ("sent", "pressed"),
    [
        (["\x1b[A"], ["up"]),
        (["\x1bOA"], ["up"]),
        (["\x1b", "[", "B"], ["down"]),
        (["\x1b[[A"], ["f1"]),
        (["\x1b", PAUSE], ["escape"]),
        (["\x1b\x1b", PAUSE], ["escape", "escape"]),
        (["\n"], ["c-m"]),
        (["\r"], ["c-m"]),
        (["\x7f"], ["c-h"]),
        (["\x1b[13;2u", "u"], ["u"]),
        (["\x1b[27;5;49~", "u"], ["u"]),
        (["\x1b[49;2;49;1;0;1_", "u"], ["u"]),
        (["\x1b[48;24;80;480;1600t", "u"], ["u"]),
        (["\x1b[I\x1b[O", "u"], ["u"]),
        (["\x1bOM", "u"], ["u"]),
        (["\x1b1", "u"], ["u"]),
        (["\x1b\x1b[A", "u"], ["u"]),
        (["\x1b]11;rgb:0000/0000/0000\x07", "u"], ["u"]),
        (["\x1bP1$r0m\x1b\\", "u"], ["u"]),
        (["\x1b[", PAUSE, "u"], ["u"]),
        (["\x1b[\x03"], ["c-c"]),
        (["\x1b]11;rgb\x03"], ["c-c"]),
        (["\x1b[200~1\n\x1b[A", "q\x1b[201~u"], ["<bracketed-paste>", "u"]),
        (["\x1b[200~1\n", "2", "\x03"], ["c-c"]),
        (["\x1b[<0;10;3M"], ["<vt100-mouse-event>"]),
        (["\x1b[M !!", "u"], ["<vt100-mouse-event>", "u"]),
        (["\x1b[3;7R"], ["<cursor-position-response>"]),
        (["\x9b1", "\udc80"], ["1"]),
    ],
)
def test_what_is_sent_is_a_key_or_nothing(sent: list[str | None], pressed: list[str]) -> None:
    assert keys(*sent) == pressed


@given(st.text("\x1b[]OPM?;<>0123456789~ABu_\x07\\", max_size=30), st.integers(0, 30))
def test_it_is_no_matter_how_what_is_sent_comes_apart(sent: str, place: int) -> None:
    assert keys(sent, PAUSE) == keys(sent[:place], sent[place:], PAUSE)


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, 0.05),
        ({"SSH_TTY": "/dev/pts/1"}, 0.2),
        ({"SSH_CONNECTION": "::1 1 ::1 22"}, 0.2),
        ({"ESCDELAY": "25", "SSH_TTY": "/dev/pts/1"}, 0.025),
        ({"ESCDELAY": "nonsense"}, 0.05),
        ({"ESCDELAY": "99999999"}, 5),
    ],
)
def test_the_wait_for_the_rest_of_a_key(environment: dict[str, str], seconds: float) -> None:
    assert escape_delay(environment) == seconds


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("\u0433", "u"),  # Russian
        ("\u0419", "Q"),
        ("\u0456", "s"),  # Ukrainian
        ("\u3142", "q"),  # Korean
        ("\u03c5", "y"),  # Greek
        ("\uff11", "1"),
        ("\uff55", "u"),
        ("\uff1f", "?"),
        ("é", "é"),
        ("u", "u"),
        ("림", "림"),
    ],
)
def test_a_letter_of_another_keyboard_is_the_key_it_stands_on(typed: str, key: str) -> None:
    assert latin(typed) == key
