"""The list of runs and saves is searched as the history is, drawn without a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.play.open_session import open_session
from game.play.session import Session
from game.terminal.screens.saves import SavesList
from game.terminal.screens.title_actions import TitleActions
from game.terminal.ui.layout import Size
from game.terminal.ui.screen_stack import ScreenStack
from tests.support.screens import a_stack, drawn
from tests.support.stories import STORY

WriteStory = Callable[..., Path]
SIZE = (80, 24)


@pytest.fixture
def session(write_story: WriteStory, tmp_path: Path) -> Session:
    session = open_session(write_story(STORY, "hall"), tmp_path / "saves")
    for name in ("before the truck", "나무", "before the Bridge"):
        session.save(name)
    return session


def the_list(session: Session) -> ScreenStack:
    """Return a stack with the list of runs and saves on it, drawn once."""
    stack = a_stack(session)
    stack.push(SavesList(TitleActions(stack, session)))
    drawn(stack, *SIZE)
    return stack


def find(stack: ScreenStack, sought: str) -> str:
    """Search for something, and give the row that is marked then."""
    stack.top.actions["search"]()
    drawn(stack, *SIZE)
    for letter in sought:
        stack.top.press(letter)
    stack.top.actions["accept"]()
    return marked(stack)


def marked(stack: ScreenStack) -> str:
    """Return the row that is marked; it is where the cursor stands."""
    rows = drawn(stack, *SIZE)
    row = rows[stack.top.draw(Size(*SIZE)).cursor[1]]
    assert "▸" in row
    return row


def test_a_save_is_found_by_any_of_its_words(session: Session) -> None:
    stack = the_list(session)
    assert "/ find" in drawn(stack, *SIZE)[-1]
    assert "나무" in find(stack, "나무")
    assert "before the truck" in find(stack, "TRUCK")
    assert "before the Bridge" in find(stack, "bridge")


def test_it_goes_from_place_to_place_and_round_the_end(session: Session) -> None:
    stack = the_list(session)
    first = find(stack, "before")
    stack.top.actions["next_match"]()
    second = marked(stack)
    assert {"Bridge" in first, "Bridge" in second} == {True, False}
    stack.top.actions["next_match"]()
    assert marked(stack) == first
    stack.top.actions["last_match"]()
    assert marked(stack) == second
    assert find(stack, "before") == first


def test_a_search_goes_on_from_what_is_marked(session: Session) -> None:
    stack = the_list(session)
    first = find(stack, "before")
    stack.top.actions["next_match"]()
    second = marked(stack)
    stack.top.actions["home"]()
    stack.top.actions["next_match"]()
    assert marked(stack) in (first, second)
    stack.top.actions["end"]()
    stack.top.actions["last_match"]()
    assert marked(stack) in (first, second)


def test_what_is_nowhere_is_said_and_nothing_else_is_marked(session: Session) -> None:
    stack = the_list(session)
    stack.top.actions["end"]()
    before = marked(stack)
    assert find(stack, "zebra") == before
    assert "`zebra` stands nowhere in it." in drawn(stack, *SIZE)[-1]


def test_esc_leaves_the_search_and_then_the_list(session: Session) -> None:
    stack = the_list(session)
    before = marked(stack)
    stack.top.actions["search"]()
    stack.top.press("d")  # the key that deletes
    assert any("Find: d" in row for row in drawn(stack, *SIZE))
    assert not {"delete", "take", "close"} & stack.top.actions.keys()
    stack.top.actions["cancel"]()
    assert marked(stack) == before
    stack.top.actions["close"]()
    assert not isinstance(stack.top, SavesList)


def test_nothing_is_loaded_by_a_click_while_a_word_is_typed(session: Session) -> None:
    stack = the_list(session)
    assert any(target.entry >= 0 for target in stack.top.draw(Size(*SIZE)).targets)
    stack.top.actions["search"]()
    assert not any(target.entry >= 0 for target in stack.top.draw(Size(*SIZE)).targets)


def test_a_list_with_nothing_in_it_is_not_searched(write_story: WriteStory, tmp_path: Path) -> None:
    session = open_session(write_story(STORY, "hall"), tmp_path / "none")
    assert "search" not in the_list(session).top.actions
