"""No key acts on words that have not been shown, at any size, along every walkthrough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from game.play.saves.paths import shipped_story
from game.play.session import Session, open_session
from game.story.model import Walkthrough
from game.terminal.screens.story import StoryScreen
from game.terminal.ui.layout import Size as Cells
from game.terminal.ui.screen_stack import ScreenStack
from tests.support.screens import a_stack, drawn, read

SIZES = ((80, 24), (40, 12), (20, 6), (120, 40), (200, 60))
SHORT = 50  # choices of a walkthrough that is played in the quick tests too


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return open_session(shipped_story(), tmp_path_factory.mktemp("saves"))


def story_of(stack: ScreenStack) -> StoryScreen:
    """Give the story on a stack; cards are put away."""
    while not isinstance(stack.top, StoryScreen):
        drawn(stack, 80, 24)
        stack.top.press(" ")
    return stack.top


def played(session: Session, walkthrough: Walkthrough, size: tuple[int, int]) -> Iterator[ScreenStack]:
    """Play a walkthrough by its numbers, and give the stack whenever new words have come."""
    stack = a_stack(session)
    for key in walkthrough.choose:
        yield stack
        read(stack, *size)
        while not isinstance(stack.top, StoryScreen):
            stack.top.press(" ")
            read(stack, *size)
        open_ones = [offer.key for offer in stack.top.session.play.offers if offer.open]
        stack.top.press(str(open_ones.index(key) + 1))
    yield stack


def check(session: Session, walkthrough: Walkthrough, size: tuple[int, int]) -> None:
    """Hold every frame of a playthrough to the rule: what can't be seen can't be taken."""
    for stack in played(session, walkthrough, size):
        screen = story_of(stack)
        while "Space" in "".join(drawn(stack, *size)):
            log = screen.session.play.log
            assert not any(target.entry >= 0 for target in screen.draw(Cells(*size)).targets)
            for number in "123456789":
                screen.press(number)
            assert screen.session.play.log == log
            stack.message = ""
            screen.actions["forward"]()
            if stack.top is not screen or screen.session.play.log != log:
                break


def test_no_choice_can_be_taken_while_words_are_below(session: Session) -> None:
    short = [one for one in session.story.walkthroughs if len(one.choose) < SHORT]
    assert short
    for walkthrough in short:
        for size in SIZES:
            check(session, walkthrough, size)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_no_choice_can_be_taken_while_words_are_below_along_every_walkthrough(
    session: Session, size: tuple[int, int]
) -> None:
    for walkthrough in session.story.walkthroughs:
        check(session, walkthrough, size)


@pytest.mark.parametrize("size", SIZES)
def test_enter_alone_takes_no_choice(session: Session, size: tuple[int, int]) -> None:
    stack = a_stack(session)
    for _ in range(500):
        drawn(stack, *size)
        stack.top.actions["take"]()
    assert story_of(stack).session.play.log == ()
