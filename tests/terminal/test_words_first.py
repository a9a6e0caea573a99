"""No key acts on words that have not been shown, at any size, along every walkthrough."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import pytest

from game import Story, load_story
from game.play.open_session import open_session, session_of
from game.play.saves.paths import shipped_story
from game.play.session import Session
from game.story.model import Walkthrough
from game.terminal.screens.story import StoryScreen
from game.terminal.screens.title_actions import TitleActions
from game.terminal.ui.layout import Size as Cells
from game.terminal.ui.screen_stack import NARROW, ScreenStack
from tests.support.screens import a_stack, drawn, hardly_kept, played, read, story_of

WriteStory = Callable[..., Path]
SIZES = ((80, 24), (40, 12), (20, 6), (120, 40), (200, 60))
USUAL, SMALL = SIZES[:2]
SHORT = 50  # choices of a walkthrough that is played in the quick tests too


@pytest.fixture(scope="module")
def story() -> Story:
    return load_story(shipped_story())


def check(story: Story, saves: Path, walkthroughs: Iterable[Walkthrough], size: tuple[int, int]) -> None:
    """Hold every frame of what a player comes to read to the rules.

    What can't be seen can't be taken; the last row names help and the key of the moment, and nothing in
    it is cut; beside the choices it is said how things stand; a page is announced on the turn on which it
    first shows something.
    """
    session = hardly_kept(story, saves / str(size))
    known: list[Collection[str]] = []  # pages after each choice of the playthrough
    for stack in played(session, walkthroughs, size):
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
        for page in pages.keys() - known[len(log) - 1] if log else ():
            assert pages[page] in told, (size, pages[page])
        known[len(log) :] = [pages.keys()]


def shown(stack: ScreenStack, size: tuple[int, int]) -> str:
    """Draw, look at the last row and at what can be pointed at, and give the words without the head."""
    frame = stack.top.draw(Cells(*size))
    rows = ["".join(text for _, text in row).rstrip() for row in frame.rows]
    if isinstance(stack.top, StoryScreen):
        last = f" {rows[-1]} "
        assert "  ? keys " in last or (size[0] < NARROW and "  ? " in last), size
        assert "…" not in last, size
        if stack.top.view.mode == "choosing":
            stands = " ".join(stack.top.status())
            assert stands in " ".join(f"{rows[-2]} {last}".replace(" · ", " ").split()), (size, stands)
        if stack.top.view.mode != "choosing":
            assert "Space" in "".join(rows[2:]), size
            assert not any(target.entry >= 0 for target in frame.targets), size
    return "\n".join(rows[0 if size[1] < 8 else 2 :])


def test_no_choice_can_be_taken_while_words_are_below(story: Story, tmp_path: Path) -> None:
    short = [one for one in story.walkthroughs if len(one.choose) < SHORT]
    assert short
    for size in SIZES:
        check(story, tmp_path, short, size)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_no_choice_can_be_taken_while_words_are_below_along_every_walkthrough(
    story: Story, tmp_path: Path, size: tuple[int, int]
) -> None:
    check(story, tmp_path, story.walkthroughs, size)


@pytest.mark.parametrize("size", SIZES)
def test_enter_alone_takes_no_choice(story: Story, tmp_path: Path, size: tuple[int, int]) -> None:
    stack = a_stack(session_of(story, tmp_path))
    for _ in range(500):
        drawn(stack, *size)
        stack.top.actions["take"]()
    assert story_of(stack).session.play.log == ()


# --- what was never shown is not taken for read -------------------------------------

LINES = "\n\n".join(f"Line {number}." for number in range(30))
LONG = f"""
hall: {{text: A hall., choices: [{{text: In., id: in, to: room}}]}}
room:
  text: {LINES!r}
  choices:
    - {{text: Look., id: look, say: {LINES.replace("Line", "Sight")!r}}}
    - {{text: Out., to: hall}}
""".replace("'", '"')


def ways_back(stack: ScreenStack, title_actions: TitleActions) -> dict[str, Callable[[], object]]:
    """Return the ways to come to a passage that was told before."""
    return {
        "continue": title_actions.go_on,
        "load": lambda: title_actions.load("kept"),
        "quick load": lambda: stack.top.actions["quick_load"](),
        "redo": lambda: stack.top.actions["redo"](),
    }


@pytest.mark.parametrize("size", [USUAL, SMALL])
@pytest.mark.parametrize("way", ["continue", "load", "quick load", "redo"])
@pytest.mark.parametrize(
    ("keys", "first", "last"), [("1", "Line 0.", "Line 29."), ("11", "Sight 0.", "Sight 29.")]
)
def test_a_passage_that_was_left_unread_is_come_back_to_words_first(
    write_story: WriteStory, tmp_path: Path, size: tuple[int, int], way: str, keys: str, first: str, last: str
) -> None:
    story, saves = write_story(LONG, "hall"), tmp_path / "saves"
    stack = a_stack(open_session(story, saves))
    for key in keys:
        read(stack, *size)
        stack.top.press(key)
    session = story_of(stack).session
    assert "Out." not in "".join(drawn(stack, *size))
    log = session.play.log
    session.save("kept")
    session.quick_save()
    if way in ("continue", "load"):
        session.close()
        session = open_session(story, saves)
        stack = a_stack(session)
    elif way == "redo":
        stack.top.actions["undo"]()
        drawn(stack, *size)
    come_back = ways_back(stack, TitleActions(stack, session))[way]

    come_back()
    rows = "\n".join(drawn(stack, *size))
    assert first in rows
    assert "Space" in rows
    assert "Out." not in rows
    stack.top.press("1")
    assert session.play.log == log
    rows = "\n".join(read(stack, *size))
    assert last in rows
    assert "Out." in rows

    if way == "redo":
        stack.top.actions["undo"]()
        drawn(stack, *size)
    come_back()
    rows = "\n".join(drawn(stack, *size))
    assert last in rows
    assert "Out." in rows


@pytest.mark.parametrize("size", [USUAL, SMALL])
def test_undo_goes_back_to_unread_words_at_their_first(
    write_story: WriteStory, tmp_path: Path, size: tuple[int, int]
) -> None:
    session = open_session(write_story(LONG, "hall"), tmp_path / "saves")
    stack = a_stack(session)
    for key in ("in", "look"):
        session.choose(key)
    stack.top.actions["undo"]()
    rows = "\n".join(drawn(stack, *size))
    assert "Line 0." in rows
    assert "Out." not in rows
    assert "Out." in "\n".join(read(stack, *size))
    stack.top.actions["redo"]()
    assert "Sight 0." in "\n".join(drawn(stack, *size))
    stack.top.actions["undo"]()
    rows = "\n".join(drawn(stack, *size))
    assert "Line 29." in rows
    assert "Out." in rows


@pytest.mark.parametrize("size", SIZES)
def test_row_by_row_the_choices_come_behind_the_last_words_and_no_blank_rows(
    write_story: WriteStory, tmp_path: Path, size: tuple[int, int]
) -> None:
    stack = a_stack(open_session(write_story(LONG, "hall"), tmp_path / "saves"))
    read(stack, *size)
    stack.top.press("1")
    while not any("Line 29." in row for row in drawn(stack, *size)):
        stack.top.actions["down"]()
    stack.top.actions["down"]()
    assert "Out." in "\n".join(drawn(stack, *size))


# --- what is below the fold is not taken ---------------------------------------------

MANY = "hall:\n  text: A hall.\n  choices:\n" + "".join(
    f"    - {{text: Way {number} {'and a long way round the yard ' * 4}end., id: way{number}, say: So.}}\n"
    for number in range(1, 10)
)


def choices_of(session: Session) -> list[str]:
    """Return the keys of the choices that were taken."""
    return [step.key for step in session.play.log]


@pytest.mark.parametrize("size", [USUAL, SMALL])
@pytest.mark.parametrize("second", ["number", "Enter"])
def test_a_number_out_of_sight_only_brings_its_choice_into_sight(
    write_story: WriteStory, tmp_path: Path, size: tuple[int, int], second: str
) -> None:
    session = open_session(write_story(MANY, "hall"), tmp_path / "saves")
    stack = a_stack(session)
    rows = "\n".join(read(stack, *size))
    assert "Way 1 " in rows
    assert "Way 9 " not in rows
    stack.top.press("9")
    stack.top.press("9")  # typed before anything was drawn
    assert choices_of(session) == []
    assert "Way 9 " in "\n".join(drawn(stack, *size))
    if second == "Enter":
        stack.top.actions["take"]()
    else:
        stack.top.press("9")
    assert choices_of(session) == ["way9"]


@pytest.mark.parametrize("size", [USUAL, SMALL])
def test_a_number_in_sight_takes_its_choice_at_once(
    write_story: WriteStory, tmp_path: Path, size: tuple[int, int]
) -> None:
    session = open_session(write_story(MANY, "hall"), tmp_path / "saves")
    stack = a_stack(session)
    read(stack, *size)
    stack.top.press("1")
    assert choices_of(session) == ["way1"]
