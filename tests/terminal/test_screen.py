from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from game.play.settings import Settings
from game.terminal.ui.glyphs import ASCII
from tests.conftest import HEAD
from tests.support.screens import Seen, on_screen
from tests.support.stories import PAGES, STORY

WriteStory = Callable[..., Path]
Open = Callable[..., AbstractContextManager[Seen]]


@pytest.fixture
def open_story(write_story: WriteStory, tmp_path: Path) -> Open:
    """Write a story and play it on a terminal."""

    def play(scenes: str = STORY, start: str = "hall", **options: Any) -> AbstractContextManager[Seen]:
        files = {"pages": options.pop("pages", PAGES)}
        return on_screen(write_story(scenes, start, **files), tmp_path / "saves", **options)

    return play


@pytest.fixture
def game(open_story: Open) -> Iterator[Seen]:
    with open_story() as seen:
        yield seen


def test_words_and_choices_stand_between_header_and_status(game: Seen) -> None:
    assert game.rows[0].strip().startswith("A Test · One")
    assert game.rows[0].endswith("Home")
    assert "The lamp is out, and the stove too." in game.text
    assert "  1  Feel along the wall for the key." in game.text
    assert "  ·  (The door is locked.)" in game.text
    assert "  2  Sit down." in game.text
    assert "hurt" in game.rows[-1]
    assert "1-3  ? keys" in game.rows[-1]


def test_however_much_is_carried_the_way_to_help_and_menu_stays(
    write_story: WriteStory, tmp_path: Path
) -> None:
    head = HEAD.format(start="hall").replace(
        "Ring on a cord", "A ring on a cord that is " + "very " * 20 + "long"
    )
    scenes = "hall: {do: take(ring), text: A hall., choices: [{text: Stay., say: You stay.}]}"
    with on_screen(write_story(scenes, head=head), tmp_path / "saves") as seen:
        assert "hurt · 1 thing" in seen.rows[-1]
        assert "? keys  m menu" in seen.rows[-1]
        assert "A ring on a cord" not in seen.text
        assert "? keys" in seen.resize(30, 12).rows[-1]
        assert "…" not in seen.rows[-1]
        assert "A ring on a cord that is very" in seen.resize(80, 24).press("i").text


def test_the_choice_taken_stands_over_its_answer_in_the_first_row_of_the_body(game: Seen) -> None:
    game.press("2")
    assert game.rows[2].strip() == "▸ Sit down."
    assert game.rows[4].strip() == "You sit."
    game.press("pageup")
    assert "The lamp is out" in game.text


def test_the_cursor_stands_on_the_selected_choice_and_skips_locked_ones(game: Seen) -> None:
    assert "The hall" in game.cursor_row
    assert not game.cursor_hidden
    for key, choice in (
        ("down", "Feel"),
        ("down", "Sit"),
        ("j", "Lie"),
        ("tab", "Feel"),
        ("up", "Lie"),
        ("k", "Sit"),
        ("s-tab", "Feel"),
    ):
        assert choice in game.press(key).cursor_row
    game.press("down", "enter")
    assert "You sit." in game.text


def test_a_locked_choice_has_no_number(game: Seen) -> None:
    game.press("9")
    assert "The lamp is out" in game.text
    game.press(*"1 1")
    assert "림규남 waits under the tree." in game.words


def test_undo_and_redo(game: Seen) -> None:
    assert "nothing to undo" in game.press("u").text
    assert "nothing to redo" in game.press("c-r").text
    game.press(*"1 1")
    assert "1 thing" in game.rows[-1]
    game.press("u")
    assert "waits under the tree" not in game.text
    assert "The lamp is out" in game.text
    assert "behind the hat the key" in game.text
    game.press("c-r")
    assert "waits under the tree" in game.text


def test_after_an_undo_the_text_of_the_scene_is_shown_and_what_came_later_is_gone(game: Seen) -> None:
    game.press(*"2 2u")
    assert "The lamp is out" in game.text
    game.press("end")
    assert game.text.count("You sit.") == 1
    game.press("u", "u")
    assert game.text.count("You sit.") == 0


def test_pages_are_opened_by_their_keys_and_closed_by_esc_and_q(game: Seen) -> None:
    for key in ("escape", "q"):
        game.press("n")
        assert "Two rooms." in game.text
        game.press(key)
        assert "Two rooms." not in game.text
        assert "Feel along" in game.cursor_row


@pytest.mark.parametrize("key", ["n", "?", "i", "e"])
def test_enter_reads_a_text_on_and_closes_it_at_its_end(open_story: Open, key: str) -> None:
    with open_story(size=(40, 12)) as game:
        story = game.press(" ").rows[1:-1]
        rows = game.press(key).rows
        while "Space" in "\n".join(rows):
            assert game.press("enter").rows != rows
            rows = game.rows
        assert game.press("enter").rows[1:-1] == story


def test_esc_and_m_open_the_menu_which_has_every_other_screen(game: Seen) -> None:
    for key in ("m", "escape"):
        game.press(key)
        for entry in ("Go on", "Undo", "Runs and saves", "The map", "How things stand", "Settings", "Leave"):
            assert entry in game.text
        assert "Go on" in game.cursor_row
        game.press("escape")
        assert "Feel along" in game.cursor_row


def test_how_things_stand_is_told_at_full_length(game: Seen) -> None:
    game.press("1", "m", "i")
    assert "Ring on a cord. Worn thin on one side." in game.words
    assert "Home" in game.text


def test_every_printable_key_is_text_in_the_name_field(game: Seen) -> None:
    game.press("s")
    assert "Save as: Home" in game.text
    game.press(*"q1 ?nsul/")
    assert "Save as: q1 ?nsul/" in game.text
    assert game.cursor_row.strip() == "Save as: q1 ?nsul/"
    game.press("backspace", "enter")
    assert "Saved as `q1 ?nsul`." in game.text
    game.press("2", "l")
    assert "q1 ?nsul" in game.text
    game.press(*(["down"] if "q1 ?nsul" not in game.cursor_row else []), "enter")
    assert "You sit." not in game.text
    assert "The lamp is out" in game.text


def test_a_name_in_any_language_is_kept_as_the_title(game: Seen) -> None:
    game.press("s", "림", "규", "enter", "l")
    assert "림 규" in game.text or "림규" in game.words
    game.press("escape", "s", "c-u", "enter")
    assert "Type a name" in game.text
    game.press("escape")
    assert "Feel along" in game.cursor_row


def test_a_text_pasted_into_the_name_field_is_one_line_without_control_characters(game: Seen) -> None:
    game.press("s").paste("two\nlines\x1b[31m")
    assert "two lines" in game.text
    game.press("escape").paste("111")
    assert "The lamp is out" in game.text


def test_quick_saves_are_loaded_and_undo_goes_past_a_load(game: Seen) -> None:
    assert "there is no save" in game.press("f9").text
    game.press("2", "f5")
    assert "Saved as `quick`." in game.text
    game.press(*"1 1")
    assert "waits under the tree" in game.text
    game.press("f9")
    assert "The lamp is out" in game.text
    assert "You sit." in game.text
    game.press("end")
    assert "waits" not in game.text
    game.press("u")
    assert "You sit." not in game.text


def test_deleting_a_save_asks_and_the_first_answer_leaves_it(game: Seen) -> None:
    game.press("f5", "l")
    while "quick" not in game.cursor_row:
        game.press("down")
    game.press("d")
    assert "Delete `quick` for good?" in game.text
    assert "Leave it" in game.cursor_row
    game.press("enter")
    assert "quick" in game.text
    game.press("delete", "down", "enter")
    assert "quick" not in game.text


def test_history_tells_everything_and_is_searched(game: Seen) -> None:
    game.press("2", "1", "h")
    assert "▸ Feel along the wall for the key." in game.text
    assert "The lamp is out" in game.text
    game.press("/")
    game.press(*"STOVE", "enter")
    assert "stove" in game.cursor_row
    assert any("reverse" in look for look in game.styles(game.cursor[1]))
    game.press("/", *"hat", "enter")
    assert "hat" in game.cursor_row
    game.press("/", *"zebra", "enter")
    assert "stands nowhere" in game.text
    game.press("/", "q", "escape", "q")
    assert "Go through the door" in game.cursor_row


def test_the_next_and_the_last_place_found(game: Seen) -> None:
    game.press("2", "2", "h", "/", *"You", "enter")
    last = game.cursor
    game.press("N")
    assert game.cursor < last or game.cursor[1] < last[1]
    game.press("n")
    assert game.cursor == last


def test_what_is_searched_again_is_the_place_before(game: Seen) -> None:
    game.press("2", "2", "h", "/", *"You", "enter")
    last = game.cursor
    game.press("/", *"you", "enter")
    before = game.cursor
    assert before[1] < last[1]
    assert any("reverse" in look for look in game.styles(before[1]))
    assert not any("reverse" in look for look in game.styles(last[1]))


def test_history_names_the_keys_of_its_search(game: Seen) -> None:
    game.press("2", "h")
    assert "? keys  Esc close  ↑↓ move  / find" in game.text
    game.press("?")
    assert "find; n and N then go from place to place" in game.text
    game.press("escape", "/", *"You", "enter")
    assert "n next  N before" in game.text
    game.press("?")
    assert "the next place found" in game.words + game.press("end").words
    game.press("escape", "/", "?")
    assert "Find: ?" in game.text


def test_a_long_row_of_help_hangs_under_its_text(open_story: Open) -> None:
    with open_story(size=(40, 12)) as game:
        rows = game.press("?", "end").rows
        (number,) = (number for number, row in enumerate(rows) if "Ctrl-C" in row)
        below = rows[number + 1]
        assert len(below) - len(below.lstrip()) == rows[number].index("leave at once")


def test_an_ending_says_what_was_found_and_leads_back(game: Seen) -> None:
    game.press("3")
    assert "Asleep" in game.text
    assert "You sleep." in game.text
    assert "The end, one of 2. You have found 1." in game.text
    assert "· · · · ·" not in game.text
    assert "In the garden" not in game.text
    assert "Undo the last choice" in game.press("down").cursor_row
    game.press("enter")
    assert "The lamp is out" in game.text
    game.press(*"1 1 1")
    assert "You have found 2." in game.text
    game.press("2")
    assert "Chapters" in game.rows[0]
    assert "One" in game.cursor_row
    assert "Enter begins a new run at the start of One, as this run came to it. Run 1 is kept." in game.words
    game.press("escape")
    assert "You have found 2." in game.text
    game.press("2", "enter")
    assert "The lamp is out" in game.text


def test_words_have_the_whole_screen_until_they_have_been_read(
    write_story: WriteStory, tmp_path: Path
) -> None:
    words = "\n\n".join(f"    Line {number}." for number in range(1, 30))
    hall = "hall: {text: A hall., choices: [{text: Go., to: end}]}"
    scenes = f"{hall}\nend:\n  text: |\n{words}\n  ending: {{title: Out, text: The last of it.}}"
    with on_screen(write_story(scenes, "hall"), tmp_path / "saves") as seen:
        seen.press("1").wait_for("Line 9.")
        assert "1 of 4 ── Space reads on" in seen.text
        assert "Undo the last" not in seen.text
        seen.press("x", "1", "3")
        assert "The choices come after the words." in seen.text
        assert "Line 9." in seen.text
        for _ in range(9):
            if "Undo the last" in seen.text:
                break
            seen.press("enter")
        assert "The last of it." in seen.text
        assert "The end." in seen.text
        assert "Press a number" in seen.press("enter").text
        seen.press("1").wait_for("A hall.")


def test_from_an_ending_to_the_title_and_a_new_game(game: Seen) -> None:
    game.press("3", "5")
    assert "New game" in game.text
    assert "Continue: The end: Asleep, hurt, 1 choice" in game.cursor_row
    game.press("down", "enter")
    assert "The lamp is out" in game.text


def test_quit_leaves_with_nothing_asked_and_the_game_is_saved(open_story: Open) -> None:
    with open_story() as seen:
        seen.press(*"1 1q")
        assert seen.over() == 0
    with open_story(title=True) as seen:
        seen.wait_for("Continue: One").press("3").wait_for("Runs and saves")
        assert "run 1" in seen.cursor_row
        assert "The garden" in seen.cursor_row
        assert "▸ Go through the door. 림규남 waits under the tree." in seen.words


def test_ctrl_c_leaves_with_130_from_every_screen(open_story: Open) -> None:
    for keys in ((), ("m",), ("h", "/"), ("s",), ("?",), ("l",)):
        with open_story() as seen:
            seen.press(*keys, "c-c")
            assert seen.over() == 130


def test_a_chapter_card_goes_on_any_key_which_does_nothing_else(open_story: Open, tmp_path: Path) -> None:
    card = tmp_path / "story/one/card.txt"
    card.parent.mkdir(parents=True)
    card.write_text("┌──┐\n└──┘\n", encoding="utf-8")
    for key in ("1", "q", "escape", "x", "enter", "f5"):
        with open_story(title=True) as seen:
            seen.wait_for("Begin").press("enter").wait_for("┌──┐")
            assert "One" in seen.text
            assert "lamp" not in seen.text
            assert "Any key goes on." in seen.cursor_row
            seen.press(key)
            assert "The lamp is out" in seen.text
            assert "The hall" in seen.cursor_row


def test_a_choice_is_answered_before_the_card_of_the_chapter_it_opens(
    write_story: WriteStory, tmp_path: Path
) -> None:
    head = HEAD.format(start="hall").replace("one: One", "one: One\n  two: Two")
    scenes = "hall: {text: A hall., choices: [{text: Go out., say: The door sticks., to: yard}]}"
    yard = "yard: {text: It is snowing., ending: {title: Out, text: Snow.}}"
    folder = write_story(scenes, head=head, two__scenes=yard)
    (folder / "two/card.txt").write_text("┌──┐\n└──┘\n", encoding="utf-8")
    with on_screen(folder, tmp_path / "saves") as seen:
        seen.press("1").wait_for("The door sticks.")
        assert "┌──┐" not in seen.text
        assert "snowing" not in seen.text
        assert seen.rows[0].endswith("One")
        assert "Space reads on" in seen.text
        seen.press("1")
        assert "┌──┐" not in seen.text
        seen.press("enter").wait_for("┌──┐").press("x").wait_for("It is snowing.")
        assert "The end." in seen.text
        assert seen.rows[0].endswith("Two")
        seen.press("u").wait_for("A hall.")


def test_a_card_that_does_not_fit_leaves_its_title(open_story: Open, tmp_path: Path) -> None:
    card = tmp_path / "story/one/card.txt"
    card.parent.mkdir(parents=True)
    card.write_text("─" * 60 + "\n", encoding="utf-8")
    with open_story(title=True, size=(40, 12)) as seen:
        seen.wait_for("Begin").press("enter").wait_for("One")
        assert "──" not in seen.text
        assert "Any key goes on." in seen.rows[-1]


@pytest.mark.parametrize("key", [" ", "x", "9"])
def test_a_key_that_does_nothing_on_the_title_is_answered(open_story: Open, key: str) -> None:
    with open_story(title=True) as seen:
        seen.wait_for("Begin").press(key).wait_for("Enter takes what is marked.")


def test_the_title_has_about_endings_and_settings(open_story: Open) -> None:
    with open_story(title=True) as seen:
        assert "A Test" in seen.text
        assert "by nobody" in seen.text
        seen.press("2").wait_for("Esc close").press("escape", "3")
        assert "Width of the text: 66" in seen.cursor_row
        seen.press("escape", "4")
        assert seen.over() == 0


def test_settings_are_changed_both_ways_and_kept(open_story: Open) -> None:
    with open_story() as seen:
        seen.press(",")
        assert "Width of the text: 66" in seen.cursor_row
        seen.press("left", "left", "right")
        assert "Width of the text: 63" in seen.cursor_row
        seen.press("down", "down", "down", "enter")
        assert "Colours: dark" in seen.cursor_row
        assert seen.settings_kept[-1] == Settings(measure=63, theme="dark")
        assert not any(look[-1].endswith("/default") for look in seen.styles(1))


def test_words_that_come_one_by_one_are_completed_by_any_key_which_does_nothing_else(
    open_story: Open,
) -> None:
    with open_story(settings=Settings(speed="slow")) as seen:
        assert "You hear water." not in seen.text
        assert "Sit down" not in seen.text
        seen.press("x")
        assert "You hear water." in seen.text
        assert "Sit down" in seen.text
        seen.press("2")
        assert "You sit." not in seen.text
        seen.wait_for("You sit.")
        seen.press("2", "2")
        assert seen.text.count("You sit.") == 1


def test_ascii_draws_with_ascii_alone(open_story: Open) -> None:
    story = STORY.replace("You hear water.", "You hear — “water” …")
    with open_story(story, glyphs=ASCII) as seen:
        assert seen.text.isascii()
        assert '"water" ...' in seen.text
        assert "  1  Feel" in seen.text
        for keys in (("?",), ("q", "m"), ("escape", "l"), ("q", "s"), ("escape", "h"), ("q", "3")):
            assert seen.press(*keys).text.isascii()


def test_no_byte_is_written_while_nothing_happens(game: Seen) -> None:
    before = game.written
    game.idle(200)
    assert game.written == before


def test_the_help_is_made_from_the_table_for_the_screen_it_was_asked_on(game: Seen) -> None:
    game.press("?")
    told = game.words + game.press("end").words
    for words in (
        "take that choice; twice in a row only marks one",
        "undo: take back the last choice",
        "The map",
        "Ctrl-Z",
        "save under a name",
    ):
        assert words in told
    game.press("q", "f5", "l", "?")
    assert "delete what is marked" in game.text
    assert "undo: take back the last choice" not in game.text


def test_the_mouse_scrolls_and_takes_when_it_is_on(open_story: Open) -> None:
    with open_story(settings=Settings(mouse=True)) as seen:
        row = seen.row_of("Sit down") + 1
        seen.press(f"\x1b[<0;10;{row}M", f"\x1b[<0;10;{row}m")
        assert "You sit." in seen.text
        seen.press("\x1b[<64;10;5M")
        assert "You hear water." in seen.text


@pytest.mark.parametrize("name", ["con", "아침", "?!"])
def test_any_name_will_do_and_one_that_is_taken_asks_first(game: Seen, name: str) -> None:
    game.press("s", *name, "enter")
    assert f"Saved as `{name}`." in game.words
    game.press("2", "s", *name, "enter")
    assert "There is one of that name: hurt, Home, 0 choices." in game.words
    assert f"Keep both, as `{name} 2`" in game.cursor_row
    game.press("enter")
    assert f"Saved as `{name} 2`." in game.words
    game.press("s", *name, "enter", "down", "enter")
    assert f"Saved as `{name}`." in game.words
    game.press("l")
    assert game.text.count(name) == 2


def test_reading_on_puts_what_is_new_in_the_same_row_even_on_the_last_page(open_story: Open) -> None:
    words = "\n\n    ".join(f"Line {number}." for number in range(14))
    with open_story(f"hall:\n  text: |\n    {words}\n  choices: [{{text: On., say: You go.}}]\n") as seen:
        assert "1 of 2 ── Space reads on" in seen.text
        last = max(int(number) for number in re.findall(r"Line (\d+)", seen.text))
        seen.press(" ")
        first = next(row.strip() for row in seen.rows[2:] if row.strip())
        assert first in (f"Line {last}.", f"Line {last + 1}.")
        assert seen.row_of("Line 13.") < 20
        assert "Space reads on" not in seen.text
        assert "1  On." in seen.text
        top = seen.rows[2:5]
        assert seen.press(" ").rows[2:5] == top
        seen.press("pageup")
        assert "Line 0." in seen.text
        assert "looking back ── End: choices" in seen.text
        assert "1  On." not in seen.text
        seen.press("1")
        assert "You go" not in seen.text
        for key in ("end", "escape", "enter"):
            assert "1  On." in seen.press(key).text
            seen.press("pageup")


def test_the_width_given_on_the_command_line_holds_until_it_is_set(
    write_story: WriteStory, tmp_path: Path
) -> None:
    words = "word " * 60
    story = write_story(f"hall: {{text: {words}, choices: [{{text: On., say: Yes.}}]}}", "hall")
    with on_screen(story, tmp_path / "saves", width=30) as seen:
        assert max(len(row.strip()) for row in seen.rows if row.strip().startswith("word")) <= 30
        seen.press(",", "right", "escape")
        assert max(len(row.strip()) for row in seen.rows if row.strip().startswith("word")) > 60
