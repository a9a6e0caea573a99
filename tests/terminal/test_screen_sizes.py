"""The figures for sizes: nothing breaks, nothing is lost, the reader's place is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough
from game.key_table import GAME_KEYS, KEYS, LOOKED_UP, OPENS
from game.play.open_session import open_session
from game.play.session import Session
from game.terminal.screens.story import StoryScreen
from game.terminal.ui.keys import rows_for
from game.terminal.ui.screen_stack import ScreenStack
from tests.support.screens import a_stack, drawn, on_screen, read
from tests.support.stories import PAGES, STORY

WriteStory = Callable[..., Path]

LONG = """
hall:
  text: |
    {paragraphs}
  choices:
    - text: Take the lantern down from its nail, wipe the glass with your sleeve, and go on.
      say: You go.
    - text: Another choice that is as long as any that the guide for authors lets a writer make.
      say: You stay.
    - {{text: Third., say: Third.}}
    - {{text: Fourth., say: Fourth.}}
"""


def long_story(write_story: WriteStory, paragraphs: int = 30) -> Path:
    words = "\n\n    ".join(
        f"Paragraph p{number}x has some words to be wrapped " * 6 for number in range(paragraphs)
    )
    return write_story(LONG.format(paragraphs=words), "hall", pages=PAGES)


@pytest.fixture
def session(write_story: WriteStory, tmp_path: Path) -> Session:
    session = open_session(long_story(write_story), tmp_path / "saves")
    session.save("one")
    return session


SCREENS = {  # the actions that lead to every screen there is
    "story": (),
    **{action: ("menu", action) for action in OPENS},
    **{action: (action,) for action in ("menu", *LOOKED_UP)},
    "search": ("history", "search"),
    "search in saves": ("saves", "search"),
    "delete": ("saves", "delete"),
    "page": (),
}


def opened(session: Session, name: str) -> ScreenStack:
    """Return a stack with this screen on top."""
    stack = a_stack(session)
    for action in SCREENS[name]:
        stack.top.actions[action]()
    if name == "page":
        stack.top.press("n")
    return stack


def test_no_size_breaks_any_screen(session: Session) -> None:
    for name in SCREENS:
        stack = opened(session, name)
        for width in (*range(1, 30), 39, 40, 41, 66, 79, 80, 81, 120, 299, 300):
            for height in (*range(1, 14), 23, 24, 25, 49, 50):
                drawn(stack, width, height)


def test_no_word_is_lost_at_any_size(session: Session) -> None:
    whole = str(Playthrough(session.story).passage).split()
    for width, height in ((20, 6), (21, 9), (40, 12), (80, 24), (80, 60), (300, 50)):
        stack = a_stack(session)
        head = 0 if height < 8 else 1 if height < 12 else 2
        seen: list[str] = []
        before: list[str] = []
        while True:
            rows = [row for row in drawn(stack, width, height)[head:] if row.strip()]
            words = rows[: next((n for n, row in enumerate(rows) if "Space" in row), len(rows))]
            seen += words[1:] if before and words[0] == before[-1] else words
            before = words
            if not any("Space" in row for row in rows):
                break
            stack.top.actions["forward"]()
        words = [word for word in " ".join(seen).split() if word.strip("─")]
        assert words[: len(whole)] == whole, (width, height)


def test_the_same_paragraph_stays_on_top_through_every_size(session: Session) -> None:
    stack = a_stack(session)
    drawn(stack, 80, 24)
    for _ in range(4):
        stack.top.actions["forward"]()
        drawn(stack, 80, 24)
    screen = stack.top
    assert isinstance(screen, StoryScreen)
    place = screen.view.scroll.top
    first = drawn(stack, 80, 24)[2]
    for width in (20, 33, 40, 57, 79, 120, 300):
        for height in (6, 9, 12, 24, 50):
            drawn(stack, width, height)
            assert screen.view.scroll.top == place
    drawn(stack, 3, 1)
    assert drawn(stack, 80, 24)[2] == first


def test_the_marked_choice_is_wholly_visible_from_forty_columns_up(session: Session) -> None:
    for width in (40, 41, 55, 80, 200):
        for height in (6, 8, 10, 12, 24, 50):
            stack = a_stack(session)
            screen = stack.top
            assert isinstance(screen, StoryScreen)
            read(stack, width, height)
            for _ in range(4):
                stack.top.actions["down"]()
                text = " ".join(drawn(stack, width, height))
                shown = " ".join(re.sub("[↑↓]", " ", text).split())
                assert screen.view.choices.entries[screen.view.choices.selected].text in shown, (
                    width,
                    height,
                )


def test_a_choice_that_is_too_high_for_its_window_is_read_through_before_the_next_is_marked(
    session: Session,
) -> None:
    stack = a_stack(session)
    screen = stack.top
    assert isinstance(screen, StoryScreen)
    read(stack, 20, 6)
    stack.top.actions["down"]()
    seen: list[str] = []
    while screen.view.choices.selected == 0:
        rows = drawn(stack, 20, 6)
        seen += [row[5:].rstrip("↑↓ ") for row in rows[1:-1]]
        stack.top.actions["down"]()
    words = list(dict.fromkeys(" ".join(seen).split()))
    assert words[: len(screen.view.choices.entries[0].text.split())] == list(
        dict.fromkeys(screen.view.choices.entries[0].text.split())
    )
    drawn(stack, 20, 6)
    stack.top.actions["up"]()
    assert screen.view.choices.selected == 0


def test_a_terminal_that_is_too_small_says_so_and_is_whole_again_later(
    write_story: WriteStory, tmp_path: Path
) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        before = seen.rows
        seen.resize(19, 5)
        assert "too small" in seen.text
        seen.press("2", "q", "escape")
        seen.resize(1, 1)
        seen.resize(80, 24)
        assert seen.rows == before


def test_under_forty_by_twelve_a_dialog_takes_the_body(session: Session) -> None:
    stack = opened(session, "save")
    assert "Paragraph" in " ".join(drawn(stack, 40, 12))
    small = drawn(stack, 39, 12)
    assert "Paragraph" not in " ".join(small)
    assert any("Save as" in row for row in small)


def test_every_key_in_help_does_something_in_every_state_that_shows_it(session: Session) -> None:
    """A key that is shown is bound, and its action runs without breaking anything."""
    by_action = {key.action: key for key in KEYS}
    for name in SCREENS:
        for action in opened(session, name).top.actions:
            stack = opened(session, name)
            drawn(stack, 80, 24)
            assert action == "number" or by_action[action].keys
            stack.top.actions[action]()
            if stack.screens:
                drawn(stack, 80, 24)


def test_hostile_and_wide_words_never_break_a_row(write_story: WriteStory, tmp_path: Path) -> None:
    wide = "규남" * 60 + " " + "e" + "\\u0301" * 200 + " 👩‍🚀 \\u200b‏ end"
    story = write_story(
        'hall:\n  text: "'
        + wide
        + '"\n  choices: [{text: "'
        + "가" * 90
        + '", id: go, say: "'
        + "나 " * 90
        + '"}]\n',
        "hall",
    )
    stack = a_stack(open_session(story, tmp_path / "saves"))
    for width in (20, 21, 40, 80, 300):
        for height in (6, 12, 24):
            drawn(stack, width, height)
    stack.top.actions["take"]()
    drawn(stack, 33, 12)


def test_no_page_can_take_a_key_that_the_story_itself_uses(session: Session) -> None:
    used = {name for key in rows_for(a_stack(session).top.actions) for name in key.keys if len(name) == 1}
    assert used <= GAME_KEYS
    assert set("123456789") <= GAME_KEYS
