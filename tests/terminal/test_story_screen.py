"""What a player meets on the story's screen besides its words: mouse, widths, news, ways on, ways out."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from game.play.open_session import open_session
from game.play.settings import SPEEDS, Settings
from tests.support.chapters import HALL, ROAD, YARD
from tests.support.chapters import HEAD as CHAPTERS
from tests.support.screens import Seen, a_stack, drawn, on_screen
from tests.support.stories import PAGES, STORY

WriteStory = Callable[..., Path]
MOUSE = Settings(mouse=True)
LEFT, MIDDLE, RIGHT, CTRL_LEFT = 0, 1, 2, 16


def mouse(game: Seen, button: int, down: tuple[int, int], up: tuple[int, int]) -> Seen:
    """Press a button of the mouse at a column and a row, counted from 0, and release it."""
    for (column, row), way in ((down, "M"), (up, "m")):
        game.press(f"\x1b[<{button};{column + 1};{row + 1}{way}")
    return game


@pytest.mark.parametrize("button", [MIDDLE, RIGHT, CTRL_LEFT])
def test_only_the_left_button_takes_a_choice(write_story: WriteStory, tmp_path: Path, button: int) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves", settings=MOUSE) as seen:
        there = (12, seen.row_of("Sit down"))
        assert "You sit." not in mouse(seen, button, there, there).text
        assert "You sit." in mouse(seen, LEFT, there, there).text


def test_a_drag_and_a_click_beside_the_words_take_nothing(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves", settings=MOUSE) as seen:
        row = seen.row_of("Sit down")
        assert "You sit." not in mouse(seen, LEFT, (12, 5), (12, row)).text
        assert "You sit." not in mouse(seen, LEFT, (70, row), (70, row)).text


def test_hints_are_clicked_and_words_are_read_on(write_story: WriteStory, tmp_path: Path) -> None:
    words = "\n\n    ".join(f"Line {number}." for number in range(14))
    scenes = f"hall:\n  text: |\n    {words}\n  choices: [{{text: On., say: You go.}}]\n"
    with on_screen(write_story(scenes, "hall", pages=PAGES), tmp_path / "saves", settings=MOUSE) as seen:
        assert "Line 13." in mouse(seen, LEFT, (10, 5), (10, 5)).text
        column = seen.rows[-1].index("m menu")
        assert "Runs and saves" in mouse(seen, LEFT, (column, 23), (column, 23)).text
        seen.press("escape", "1")
        column = seen.rows[-1].index("n• The map")
        assert "Two rooms." in mouse(seen, LEFT, (column, 23), (column, 23)).text


def test_letters_of_another_keyboard_do_what_the_key_does(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall", pages=PAGES), tmp_path / "saves") as seen:
        seen.press("\uff12")
        assert "You sit." in seen.text
        seen.press("\u0433")  # the key of `u`, in Russian
        assert "Undone" in seen.text
        seen.press("\u3157")  # the key of `h`, in Korean
        assert "History" in seen.rows[0]
        seen.press("escape", "\u0442")  # the key of `n`, in Russian
        assert "Two rooms." in seen.text
        seen.press("escape", "s", "c-u", "\u0433")
        assert "Save as: \u0433" in seen.text


def test_a_field_has_a_cursor_and_takes_back_whole_letters(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        seen.press("s", "c-u", *"abd", "left", "c", "home", "x", "delete")
        assert "Save as: xbcd" in seen.text
        assert "change" not in seen.rows[-1]
        seen.press("end", "e", "\u0301", "backspace")
        assert "Save as: xbcd" in seen.text
        assert seen.cursor[0] == seen.rows[seen.cursor[1]].index("xbcd") + 4


def test_a_no_break_space_is_a_blank(write_story: WriteStory, tmp_path: Path) -> None:
    story = write_story(
        "hall: {text: \u00ab\u00a0Bonjour\u00a0!\u00a0\u00bb, choices: [{text: On., say: So.}]}", "hall"
    )
    with on_screen(story, tmp_path / "saves") as seen:
        row = seen.row_of("Bonjour")
        assert "\u00ab Bonjour ! \u00bb" in seen.rows[row]
        assert not any("underscore" in look for look in seen.styles(row))


def test_signs_that_are_wide_on_a_terminal_give_way_to_ascii(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        seen.press("\x1b[1;2R")
        assert not seen.text.isascii()
        seen.press("\x1b[1;3R")
        assert seen.text.isascii()
        seen.press(",", "right", "escape")
        assert seen.text.isascii()


def test_settings_for_those_who_read_otherwise(write_story: WriteStory, tmp_path: Path) -> None:
    settings = Settings(lines="open", italics="stars", ascii=True, taken="marked")
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves", settings=settings) as seen:
        assert "The lamp is *out*, and the stove too." in seen.text
        assert seen.text.isascii()
        seen.press("2", "u")
        assert "2  Sit down. (taken before)" in seen.text


@pytest.mark.parametrize("height", range(9, 30))
def test_where_lines_stand_apart_a_window_begins_with_the_line_read_last(
    write_story: WriteStory, tmp_path: Path, height: int
) -> None:
    words = "\n\n    ".join(f"{number} " + "word and word " * 18 for number in range(9))
    scenes = f"hall:\n  text: |\n    {words}\n  choices: [{{text: On., say: You go.}}]\n"
    stack = a_stack(open_session(write_story(scenes, "hall"), tmp_path / "saves"))
    stack.settings = Settings(lines="open")
    head = 1 if height < 12 else 2
    last = ""
    while "Space" in "\n".join(rows := drawn(stack, 60, height)):
        lines = rows[head : next(n for n, row in enumerate(rows) if "Space" in row)]
        assert last in ("", lines[0])
        last = [line for line in lines if line.strip()][-1]
        stack.top.actions["forward"]()
    assert last


def test_what_changed_is_said_once_under_the_words(write_story: WriteStory, tmp_path: Path) -> None:
    pages = "- {id: map, title: The map, key: n, text: [{if: has(ring), text: Two rooms.}]}\n"
    head = None
    with on_screen(write_story(STORY, "hall", head, pages=pages), tmp_path / "saves") as seen:
        assert "Noted" not in seen.text
        seen.press("1")
        assert "Noted: The map. Press n to look, and n again to come back." in seen.words
        assert "Carried: + Ring on a cord (i)." in seen.words
        assert "n• The map" in seen.rows[-1]
        assert "Two rooms." in seen.press("n").text
        assert "n The map" in seen.press("n").rows[-1]
        assert "Ring on a cord. Worn thin" in seen.press("i").text
        seen.press("i", "2")
        assert seen.text.count("Noted") == 0


def test_a_page_begins_with_what_is_new(write_story: WriteStory, tmp_path: Path) -> None:
    pages = """\
- id: map
  title: The map
  key: n
  text:
    - Two rooms.
    - {if: has(ring), text: A key hangs behind the hat.}
"""
    with on_screen(write_story(STORY, "hall", pages=pages), tmp_path / "saves") as seen:
        seen.press("n", "n", "1", "n")
        assert "New • A key hangs behind the hat. Before Two rooms." in seen.words
        seen.press("n", "n")
        assert "New" not in seen.text


PAGES_OF_THE_RING = """\
- {id: map, title: The map, key: n, text: [Two rooms., {if: has(ring), text: A key hangs behind the hat.}]}
- {id: ring, title: The ring, key: o, text: [{if: has(ring), text: It is thin.}]}
"""
FOUND_AT_LAST = """\
hall:
  text: A hall.
  choices:
    - {text: Sweep., do: take(ring), say: [B., B., B., B., B., B., B., B., B., B., B., B., B., A ring!]}
    - {text: Wait., say: You wait.}
"""


@pytest.mark.parametrize("speed", SPEEDS)
def test_the_last_row_tells_of_nothing_that_has_not_been_shown(
    write_story: WriteStory, tmp_path: Path, speed: str
) -> None:
    story = write_story(FOUND_AT_LAST, "hall", pages=PAGES_OF_THE_RING)
    with on_screen(story, tmp_path / "saves", (160, 24), settings=Settings(speed=speed)) as seen:
        assert "new" not in seen.press("n", "n", "end", "1", "m").text.split()
        seen.press("m")
        while "A ring!" not in seen.text:
            assert not {"n•", "o", "o•", "thing"} & set(seen.rows[-1].split())
            seen.press(" ")
        assert "n• The map  o• The ring" in seen.press("end").rows[-1]
        assert "1 thing" in seen.rows[-1]
        seen.press("n", "n", "2").wait_for("You wait.").press("end")
        assert "o• The ring  n The map" in seen.rows[-1]


def test_nothing_is_said_behind_the_last_words_of_an_ending(write_story: WriteStory, tmp_path: Path) -> None:
    pages = "- {id: map, title: The map, key: n, text: [Two rooms., {if: visits(sleep) > 0, text: A bed.}]}\n"
    with on_screen(write_story(STORY, "hall", pages=pages), tmp_path / "saves") as seen:
        seen.press("3")
        assert "You sleep. ─" in seen.words
        assert "n• The map" in seen.rows[-1]


def test_a_choice_with_marks_in_it_is_undone_without_more(write_story: WriteStory, tmp_path: Path) -> None:
    scenes = "hall: {text: A hall., choices: [{text: 'Lie. \"I sat.\"', say: So.}, {text: Sit., say: So.}]}"
    with on_screen(write_story(scenes, "hall"), tmp_path / "saves") as seen:
        assert 'Undone: Lie. "I sat." Ctrl-R does it again.' in seen.press("1", "u").words
        assert 'Undone: "Sit." Ctrl-R does it again.' in seen.press("2", "u").words


def test_a_scale_is_taught_by_the_story(write_story: WriteStory, tmp_path: Path) -> None:
    from tests.conftest import HEAD

    head = HEAD.format(start="hall").replace(
        "words: [dead", "show: true, about: it carries you, words: [dead"
    )
    later = head.replace('"{body}"', '"{visits(hall) > 9: {body}|On the record}"')
    with on_screen(write_story(STORY, head=later), tmp_path / "saves") as seen:
        assert "The scale is" not in seen.press("2").text  # the word does not stand there yet
    with on_screen(write_story(STORY, head=head), tmp_path / "other saves") as seen:
        seen.press("2")
        told = "Body: hurt. The scale is sound, sore, hurt, failing, dead. It carries you."
        assert told in seen.words
        assert told in seen.press("i").words
        assert told in seen.press("i", "?").words
        assert told not in seen.press("escape", "2").words.partition("You sit.")[2].partition("You sit.")[2]


def test_what_was_read_is_not_held_up_again(write_story: WriteStory, tmp_path: Path) -> None:
    words = "\n\n    ".join(f"Line {number}." for number in range(20))
    scenes = f"""
hall: {{text: A hall., choices: [{{text: In., to: room}}]}}
room:
  text: |
    {words}
  choices: [{{text: Out., to: hall}}]
"""
    with on_screen(write_story(scenes, "hall"), tmp_path / "saves") as seen:
        seen.press("1")
        assert "1  Out." not in seen.text
        seen.press(" ", " ", "1", "1")
        assert "1  Out." in seen.text
        assert "Line 19." in seen.text
        seen.press("home")
        assert "Line 0." in seen.text
        assert "1  Out." not in seen.text


def test_leaving_with_choices_that_are_nowhere_on_disk_asks_once(
    write_story: WriteStory, tmp_path: Path
) -> None:
    saves = tmp_path / "saves"
    with on_screen(write_story(STORY, "hall"), saves) as seen:
        shutil.rmtree(saves, ignore_errors=True)
        saves.mkdir()
        (saves / "test-story").write_text("in the way", encoding="utf-8")
        assert "is kept" not in seen.press("2", "m").text
        seen.press("q")
        assert "leaving loses them" in seen.words
        assert "Go on" in seen.cursor_row
        seen.press("enter")
        assert "You sit." in seen.text
        seen.press("q", "down", "enter")
        assert seen.over() == 0


def test_runs_are_renamed_deleted_and_copied_out(
    write_story: WriteStory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves") as seen:
        seen.press("2", "l", "r", *"First", "enter")
        assert "First" in seen.cursor_row
        seen.press("x", "enter")
        assert "Written:" in seen.text
        assert "You sit." in (tmp_path / "test-story-First.txt").read_text(encoding="utf-8")
        seen.press("x", "enter")
        assert "can't be written" in seen.text
        seen.press("escape", "d", "down", "enter")
        assert "There are no runs yet" in seen.text


def test_a_list_of_many_choices_is_laid_out_once(write_story: WriteStory, tmp_path: Path) -> None:
    choices = "\n".join(
        f"    - {{text: Choice {number}., id: c{number}, say: So.}}" for number in range(3000)
    )
    story = write_story(f"hall:\n  text: A hall.\n  choices:\n{choices}\n", "hall")
    stack = a_stack(open_session(story, tmp_path / "saves"))
    drawn(stack, 80, 24)
    for _ in range(50):
        stack.top.actions["down"]()
        rows = drawn(stack, 80, 24)
    assert any("Choice 49." in row for row in rows)
    stack.top.actions["up"]()


KEYS = (
    *"1234uhicelsmtnxk?,",
    *("enter", "enter", "down", "up", "escape", " ", "pageup", "home", "end", "c-r", "f5", "f9"),
)


@pytest.mark.slow
def test_no_key_but_delete_lowers_the_number_of_runs(
    write_story: WriteStory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(0)
    monkeypatch.chdir(tmp_path)
    with on_screen(write_story(STORY, "hall", pages=PAGES), tmp_path / "saves") as seen:
        runs = 0
        for _ in range(250):
            key = chance.choice(KEYS)
            if "Quit" in seen.cursor_row or "Leave  " in seen.cursor_row:
                key = "up"
            elif "1  Begin" in seen.text or "New game" in seen.text:
                key = chance.choice(["1", "2", "3", "down"])
            seen.press(key)
            found = seen.terminal.game.title_actions.session.list_runs()  # type: ignore[union-attr]
            assert len(found) >= runs, key
            runs = len(found)


@pytest.mark.parametrize("height", range(6, 13))
def test_the_key_that_reads_on_is_there_in_the_first_frame(
    write_story: WriteStory, tmp_path: Path, height: int
) -> None:
    words = "\n\n    ".join(f"Line {number}." for number in range(14))
    scenes = f"hall:\n  text: |\n    {words}\n  choices: [{{text: On., say: You go.}}]\n"
    stack = a_stack(open_session(write_story(scenes, "hall"), tmp_path / "saves"))
    assert any("Space" in row for row in drawn(stack, 80, height))
    assert any("Space" in row for row in drawn(stack, 20, height))


def test_a_page_without_a_key_is_opened_from_the_menu(write_story: WriteStory, tmp_path: Path) -> None:
    pages = "- {id: map, title: The map, text: Two rooms.}\n"
    with on_screen(write_story(STORY, "hall", pages=pages), tmp_path / "saves") as seen:
        seen.press("m", "down", "down", "down")
        assert "The map" in seen.cursor_row
        assert "Two rooms." in seen.press("enter").text
        assert "The lamp is out" in seen.press("q").text


def test_a_chapter_is_read_again_from_its_start(write_story: WriteStory, tmp_path: Path) -> None:
    with on_screen(write_story(STORY, "hall"), tmp_path / "saves", size=(80, 12)) as seen:
        seen.press("2", "2", "2", "2", "2", "c", "r")
        assert "History" in seen.rows[0]
        assert "The lamp is out" in seen.text
        seen.press("h")
        assert "Chapters" in seen.rows[0]


def test_the_header_says_the_chapter_of_what_is_shown(write_story: WriteStory, tmp_path: Path) -> None:
    """Also of an ending that is reached from another chapter."""
    hall = HALL + "    - {text: Lie down., to: asleep}\n"
    scenes = {"the-hall__s": hall, "1-yard__s": YARD, "2-road__s": ROAD, "one__scenes": ""}
    story = write_story("", head=CHAPTERS, **scenes)
    with on_screen(story, tmp_path / "saves") as seen:
        assert seen.rows[0].strip().startswith("A Test · The Hall")
        seen.press("4")
        assert "You sleep." in seen.text
        assert seen.rows[0].strip().startswith("A Test · 1 The Yard")
        seen.press("u", "3")
        assert seen.rows[0].strip().startswith("A Test · 1 The Yard")


def test_words_that_move_to_another_place_name_it(write_story: WriteStory, tmp_path: Path) -> None:
    scenes = """
yard: {place: The yard, text: Rain., choices: [{text: Go in., say: You knock., to: store}]}
store: {place: The store, text: Flour., choices: [{text: Out., to: yard}]}
"""
    with on_screen(write_story(scenes, "yard"), tmp_path / "saves") as seen:
        seen.press("1")
        knocked = seen.row_of("You knock.")
        assert [row.strip() for row in seen.rows[knocked + 1 : knocked + 4]] == ["", "The store", "Flour."]
