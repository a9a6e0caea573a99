"""A key that comes twice, or is held down, takes nothing that was not read: no timers, only what was pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.play.session import Session
from game.play.settings import Settings
from game.terminal.screens.story import StoryScreen
from tests.support.screens import Seen, on_screen
from tests.support.stories import PAGES

WriteStory = Callable[..., Path]
SIZES = ((80, 24), (40, 12), (20, 8), (120, 40))
ROOMS = "".join(
    f"room{number}: {{text: Room {number}., choices: [{{text: On., to: room{number + 1}}}, {{text: Up., to: room{number + 1}}}]}}\n"
    for number in range(9)
)
STORY = ROOMS + "room9: {ending: {title: The end, text: Done.}}\n"


@pytest.fixture(params=SIZES)
def seen(request: pytest.FixtureRequest, write_story: WriteStory, tmp_path: Path) -> Iterator[Seen]:
    story, settings = write_story(STORY, "room0", pages=PAGES), Settings(mouse=True)
    with on_screen(story, tmp_path / "saves", request.param, settings=settings) as game:
        yield game


def session_in(seen: Seen) -> Session:
    screen = seen.terminal.stack.screens[0]
    assert isinstance(screen, StoryScreen)
    return screen.session


def taken(seen: Seen) -> int:
    """Count the choices taken so far."""
    return len(session_in(seen).play.log)


def click(seen: Seen, column: int, row: int) -> None:
    seen.press(f"\x1b[<0;{column + 1};{row + 1}M", f"\x1b[<0;{column + 1};{row + 1}m")


def test_a_number_pressed_twice_takes_one_choice_and_marks_the_next(seen: Seen) -> None:
    seen.press("1", "1")
    assert taken(seen) == 1
    assert "▸ 1" in seen.text
    assert "Enter" in seen.text
    seen.press("enter")
    assert taken(seen) == 2
    assert "▸ 1" not in seen.text


def test_a_number_held_down_takes_one_choice(seen: Seen) -> None:
    seen.press(*"1" * 30)
    assert taken(seen) == 1


@pytest.mark.parametrize("between", [(" ",), ("down",), ("enter",), ("n", "n")])
def test_after_any_other_key_a_number_takes_at_once(seen: Seen, between: tuple[str, ...]) -> None:
    seen.press("1", *between, "1")
    assert taken(seen) == 2


def test_another_number_takes_at_once(seen: Seen) -> None:
    seen.press("1", "2", "1", "2")
    assert taken(seen) == 4


def test_words_that_were_read_before_hold_nobody_up(seen: Seen) -> None:
    seen.press("1", " ", "1", "u", "u")
    assert taken(seen) == 0
    seen.press("1", "1", "1", "1")
    assert taken(seen) == 3


def test_a_number_pressed_twice_on_the_title_takes_no_choice(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "room0"), tmp_path / "saves", title=True) as seen:
        seen.press("1").wait_for("Room 0.")
        seen.press("1")
        assert taken(seen) == 0


def test_a_number_pressed_twice_in_the_menu_takes_no_choice(seen: Seen) -> None:
    seen.press("m", "1", "1")
    assert taken(seen) == 0


def test_clicks_on_one_spot_take_one_choice(seen: Seen) -> None:
    row = seen.row_of("1  On.")
    column = seen.rows[row].index("On.")
    for _ in range(4):
        click(seen, column, row)
    assert taken(seen) == 1
    click(seen, column + 1, seen.row_of("1  On."))
    assert taken(seen) == 2


def test_a_click_that_only_marks_says_why(write_story: WriteStory, tmp_path: Path) -> None:
    ways = "".join(f"    - {{text: Way {number}., id: way{number}, say: So.}}\n" for number in range(6))
    story, settings = write_story(f"hall:\n  text: A hall.\n  choices:\n{ways}", "hall"), Settings(mouse=True)
    with on_screen(story, tmp_path / "saves", settings=settings) as seen:
        row = seen.row_of("Way 4.")
        column = seen.rows[row].index("Way")
        click(seen, column, row)
        assert taken(seen) == 1
        assert "Way" in seen.rows[row]
        click(seen, column, row)
        assert taken(seen) == 1
        assert "Pressed twice: Enter takes what is marked." in seen.text


def test_enter_that_closed_a_page_takes_no_choice(seen: Seen) -> None:
    seen.press("down", "n", "enter", "enter", "enter")
    assert taken(seen) == 0
    assert "Room 0." in seen.text
    seen.press("down", "enter")
    assert taken(seen) == 1


def test_what_is_marked_is_said_to_be_taken_by_enter(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "room0"), tmp_path / "saves") as seen:
        assert "Press a number." in seen.rows[-1]
        seen.press("down")
        assert "Press a number" not in seen.text
        assert "Enter takes it" in seen.rows[-1]
        seen.press(" ")
        assert "Enter takes what is marked." in seen.rows[-1]
