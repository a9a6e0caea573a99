"""Several keys in one go: what came before the last frame was drawn turns no page and takes no choice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from game.play.settings import Settings
from game.terminal.screens.story import StoryScreen
from tests.support.ptys import on_pty
from tests.support.screens import KEYS, Seen, on_screen

WriteStory = Callable[..., Path]
SIZES = ((80, 24), (40, 12), (20, 8))
USUAL = SIZES[0]
WHEEL = "\x1b[<65;5;5M"
COUNT = 60
LINES = "\n\n".join(f"Line {number}." for number in range(COUNT))
SIGHTS = LINES.replace("Line", "Sight")
NOTES = f"- {{id: notes, title: What you know, key: n, text: [{LINES.replace('Line', 'Note')!r}]}}\n".replace(
    "'", '"'
)
STORY = f"""
hall:
  text: {LINES!r}
  choices:
    - {{text: In., id: in, to: room}}
    - {{text: Look., id: look, say: {SIGHTS!r}}}
    - {{text: Wait., id: wait, say: So.}}
room: {{text: A room., choices: [{{text: Out., to: yard}}]}}
yard: {{text: {SIGHTS!r}, choices: [{{text: On., to: hall}}]}}
""".replace("'", '"')


@contextmanager
def on_frames(seen: Seen) -> Iterator[list[str]]:
    """Gather what stands on the terminal after each frame."""
    frames = [seen.text]

    def gather(_: object) -> None:
        frames.append(seen.text)

    seen.terminal.app.after_render += gather
    yield frames
    seen.terminal.app.after_render -= gather


def story_in(seen: Seen) -> StoryScreen:
    screen = seen.terminal.stack.screens[0]
    assert isinstance(screen, StoryScreen)
    return screen


def taken(seen: Seen) -> list[str]:
    return [step.key for step in story_in(seen).session.play.log]


def unseen(frames: list[str], word: str) -> list[int]:
    """Give the numbers of the lines that stand in no frame."""
    whole = "\n".join(frames)
    return [number for number in range(COUNT) if f"{word} {number}." not in whole]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["enter", " ", "pagedown", "down", WHEEL])
@pytest.mark.parametrize("speed", ["at once", "fast"])
def test_every_window_is_drawn_however_many_keys_come_in_one_go(
    write_story: WriteStory, tmp_path: Path, size: tuple[int, int], key: str, speed: str
) -> None:
    settings = Settings(mouse=True, speed=speed)
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves", size, settings=settings) as seen:
        with on_frames(seen) as frames:
            goes = 0
            while story_in(seen).view.mode != "choosing":
                seen.press(KEYS.get(key, key) * 50)
                goes += 1
                assert goes < 200
        assert unseen(frames, "Line") == []
        assert taken(seen) == []


def test_fifty_enters_from_the_title_show_every_window_and_five_hundred_take_nothing(
    write_story: WriteStory, tmp_path: Path
) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves", title=True) as seen:
        with on_frames(seen) as frames:
            seen.press("\r" * 50).wait_for("Line 0.")
            for _ in range(10):
                seen.press("\r" * 50)
        assert unseen(frames, "Line") == []
        assert "1  In." in seen.text
        assert taken(seen) == []


def test_what_comes_with_the_key_that_takes_a_choice_reads_nothing_on(
    write_story: WriteStory, tmp_path: Path
) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        seen.press("end", "2" + "\r " * 20)
        assert taken(seen) == ["look"]
        assert "Sight 0." in seen.text


def test_a_key_behind_one_that_looks_back_takes_no_choice(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        seen.press("end", KEYS["pageup"] + "1")
        assert taken(seen) == []
        assert "looking back" in seen.text


def test_letting_all_words_come_takes_no_choice_with_them(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "room"), tmp_path / "saves", settings=Settings(speed="slow")) as seen:
        assert "Out." not in seen.text
        seen.press("\r1")
        assert taken(seen) == []
        assert "Out." in seen.text
        seen.press(" ", "1")
        assert taken(seen) == ["out"]


def test_a_choice_that_was_marked_out_of_sight_is_not_taken(write_story: WriteStory, tmp_path: Path) -> None:
    ways = "".join(f"    - {{text: Way {number}., id: way{number}, say: So.}}\n" for number in range(1, 31))
    story = write_story(f"hall:\n  text: A hall.\n  choices:\n{ways}", "hall")
    with on_screen(story, tmp_path / "saves") as seen:
        seen.press(KEYS["up"] + "\r")
        assert taken(seen) == []
        assert "▸ ·  Way 30." in seen.text
        assert "That key came before these words: it took nothing." in seen.text
        seen.press("up", "down", "enter")
        assert taken(seen) == ["way30"]


@pytest.mark.parametrize("key", ["enter", " ", WHEEL])
def test_a_page_is_read_window_by_window_too(write_story: WriteStory, tmp_path: Path, key: str) -> None:
    story, settings = write_story(STORY, "room", pages=NOTES), Settings(mouse=True)
    with on_screen(story, tmp_path / "saves", settings=settings) as seen, on_frames(seen) as frames:
        seen.press("n" + KEYS.get(key, key) * 50)
        assert "Note 0." in seen.text
        while unseen(frames, "Note"):
            assert "Note" in seen.press(KEYS.get(key, key) * 50).text


def test_the_card_of_a_chapter_is_seen(write_story: WriteStory, tmp_path: Path) -> None:
    story = write_story(STORY, "hall")
    (story / "one/card.txt").write_text("┌──┐\n└──┘\n", encoding="utf-8")
    with on_screen(story, tmp_path / "saves", title=True) as seen:
        with on_frames(seen) as frames:
            seen.press("\r" * 50).wait_for("Any key goes on.")
            assert "Line 0." in seen.press("\r" * 50).text
        assert "Line 0." not in frames[-2]


# --- what is said of it ------------------------------------------------------------


@pytest.mark.parametrize("choice", ["1", "2"])
def test_a_number_that_came_too_soon_is_told_so(write_story: WriteStory, tmp_path: Path, choice: str) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        seen.press("end", choice * 3)
        assert "That key came before these words: it took nothing." in seen.text
        assert "The choices come after the words." not in seen.text
        assert len(taken(seen)) == 1


def test_words_first_is_said_only_while_words_are_below(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        assert "The choices come after the words. Space reads on." in seen.press("1").text
        assert "Space reads on" in seen.rows[-2]


def test_it_is_said_why_a_number_pressed_twice_only_marks(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "room"), tmp_path / "saves") as seen:
        seen.press("1", "end", "1", "end", "3")
        assert taken(seen) == ["out", "on", "wait"]
        assert "Pressed twice: Enter takes what is marked." in seen.press("3").rows[-1]
        assert taken(seen) == ["out", "on", "wait"]


def test_it_is_said_once_how_one_goes_back_in_the_words(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        assert "PgUp" not in seen.press("end").text
        assert "PgUp goes back in the words." in seen.press("3").rows[-1]
        assert "PgUp" not in seen.press("1").text
        assert "PgUp" not in seen.press("u").text


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_on_a_real_terminal_too_every_window_is_drawn(write_story: WriteStory, tmp_path: Path) -> None:
    with on_pty("play", write_story(STORY, "hall"), "--save-dir", tmp_path / "saves", size=USUAL) as game:
        game.wait_for("Begin").send("\r").wait_for("Line 0.")
        for number in range(1, COUNT):
            if f"Line {number}." not in game.text:
                game.send("\r" * 50).wait_for(f"Line {number}.")
        game.wait_for("1  In.")
        game.send("q")
        assert game.ended() == 0
