"""No key acts on words that have not been shown, at any size, along every walkthrough."""

from __future__ import annotations

from pathlib import Path

import pytest

from game import Story, load_story
from game.play.saves.paths import shipped_story
from game.play.session import session_of
from game.story.model import Walkthrough
from game.terminal.screens.story import StoryScreen
from game.terminal.ui.layout import Size as Cells
from game.terminal.ui.screen_stack import ScreenStack
from tests.support.screens import a_stack, drawn, played, story_of

SIZES = ((80, 24), (40, 12), (20, 6), (120, 40), (200, 60))
SHORT = 50  # choices of a walkthrough that is played in the quick tests too


@pytest.fixture(scope="module")
def story() -> Story:
    return load_story(shipped_story())


def check(story: Story, saves: Path, walkthrough: Walkthrough, size: tuple[int, int]) -> None:
    """Hold every frame of a player's first playthrough to the rules.

    What can't be seen can't be taken; the last row names help and the key of the moment, and nothing in
    it is cut; a page is announced on the turn on which it first shows something.
    """
    session = session_of(story, saves / f"{walkthrough.name} {size}")
    known: frozenset[str] | None = None
    for stack in played(session, walkthrough, size):
        screen, log = story_of(stack), session.play.log
        while "Space" in shown(stack, size):
            for number in "129":
                screen.press(number)
            assert session.play.log == log
            stack.message = ""
            screen.actions["forward"]()
            story_of(stack)
        scroll = screen.view.scroll
        told = " ".join(str(block.paragraph) for block in scroll.blocks[scroll.anchor :])
        pages = {page.id: page.title for page in session.play.pages}
        for page in pages.keys() - known if known is not None else ():
            assert pages[page] in told, (size, pages[page])
        known = frozenset(pages)


def shown(stack: ScreenStack, size: tuple[int, int]) -> str:
    """Draw, look at the last row and at what can be pointed at, and give the words without the head."""
    frame = stack.top.draw(Cells(*size))
    rows = ["".join(text for _, text in row).rstrip() for row in frame.rows]
    if isinstance(stack.top, StoryScreen):
        assert "? keys" in rows[-1], size
        assert "…" not in rows[-1], size
        if stack.top.view.mode != "choosing":
            assert "Space" in "".join(rows[2:]), size
            assert not any(target.entry >= 0 for target in frame.targets), size
    return "\n".join(rows[0 if size[1] < 8 else 2 :])


def test_no_choice_can_be_taken_while_words_are_below(story: Story, tmp_path: Path) -> None:
    short = [one for one in story.walkthroughs if len(one.choose) < SHORT]
    assert short
    for walkthrough in short:
        for size in SIZES:
            check(story, tmp_path, walkthrough, size)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_no_choice_can_be_taken_while_words_are_below_along_every_walkthrough(
    story: Story, tmp_path: Path, size: tuple[int, int]
) -> None:
    for walkthrough in story.walkthroughs:
        check(story, tmp_path, walkthrough, size)


@pytest.mark.parametrize("size", SIZES)
def test_enter_alone_takes_no_choice(story: Story, tmp_path: Path, size: tuple[int, int]) -> None:
    stack = a_stack(session_of(story, tmp_path))
    for _ in range(500):
        drawn(stack, *size)
        stack.top.actions["take"]()
    assert story_of(stack).session.play.log == ()
