from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story, load_story
from game.play.profile import Profile
from game.play.saves.saves import Saves
from game.play.session import session_of
from game.terminal.plain.game import PROMPT, Plain
from game.terminal.ui.glyphs import ASCII
from tests.support.stories import PAGES, STORY

Told = Callable[..., str]


@pytest.fixture
def hall(story: Callable[..., Story]) -> Story:
    return story(STORY, "hall", pages=PAGES)


@pytest.fixture
def told(hall: Story, tmp_path: Path) -> Told:
    """Play lines, and give what was written."""

    def play(*lines: str, **options: object) -> str:
        out = io.StringIO()
        Plain(session_of(hall, tmp_path / "saves"), iter(lines), out, **options).run()  # type: ignore[arg-type]
        return out.getvalue()

    return play


BEGINNING = """\
The hall

The lamp is *out*, and the stove too.

You hear water.

3 choices.
1. Feel along the wall for the key.
   (The door is locked.)
2. Sit down.
3. Lie down.
> """


def answer(told: str) -> str:
    """Give what came after the first prompt, up to the next."""
    return told.removeprefix(BEGINNING).removesuffix(PROMPT)


def test_the_beginning(told: Told) -> None:
    assert told() == BEGINNING


@pytest.mark.parametrize("line", ["2", "2\n", " 2 ", "2.", "Sit", "sit down.", "SI", "s"])
def test_a_number_or_the_first_letters_take_a_choice(told: Told, line: str) -> None:
    assert answer(told(line)).startswith("You sit.\n\n3 choices.\n1. ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("xyzzy", "That is no choice here. `help` says what can be typed."),
        ("9", "There is no choice of that number."),
        ("9.", "There is no choice of that number."),
        ("1.2", "That is no choice here. `help` says what can be typed."),
        ("0", "There is no choice of that number."),
        ("99999999999999999999", "There is no choice of that number."),
        ("go through", "The door is locked."),
        ("save No!", None),
        ("load nothing", "there is no save `nothing`"),
        ("load", "there is no save `quick`"),
        ("undo", "There is nothing to undo."),
        ("²", "That is no choice here. `help` says what can be typed."),
        ("!?", "That is no choice here. `help` says what can be typed."),
    ],
)
def test_what_it_does_not_understand_gets_one_line_and_costs_nothing(
    told: Told, line: str, said: str | None
) -> None:
    answered = answer(told(line))
    assert answered.count("\n") == 1
    assert said is None or answered == f"{said}\n"
    assert told(line, "2").endswith(told("2").removeprefix(BEGINNING))


@pytest.mark.parametrize("line", ["", "\n", "   ", "\t\n"])
def test_an_empty_line_tells_the_choices_again(told: Told, line: str) -> None:
    assert told(line) == BEGINNING + BEGINNING[BEGINNING.index("3 choices.") :]


def test_letters_that_begin_more_than_one_choice_take_none(
    story: Callable[..., Story], tmp_path: Path
) -> None:
    two = story("hall: {choices: [{text: Go up., say: Up.}, {text: Go down., say: Down.}]}", "hall")
    out = io.StringIO()
    Plain(session_of(two, tmp_path), iter(["go", "GO D"]), out).run()
    assert "More than one choice begins so" in out.getvalue()
    assert "Down." in out.getvalue()


def test_commands_come_before_pages_and_pages_before_choices(
    story: Callable[..., Story], tmp_path: Path
) -> None:
    scenes = "hall: {choices: [{text: Undo it., say: Undone.}, {text: The map is wet., say: Wet.}, {text: Map., say: M.}]}"
    odd = story(scenes, "hall", pages=PAGES)
    out = io.StringIO()
    Plain(session_of(odd, tmp_path), iter(["undo", "the map", "map", "undo it", "the map is"]), out).run()
    words = out.getvalue()
    assert "There is nothing to undo." in words
    assert words.count("Two rooms.") == 1
    assert "M." in words  # a choice typed in full
    assert "Undone." in words
    assert "Wet." in words


def test_undo_tells_the_scene_again(told: Told) -> None:
    assert told("2", "undo").endswith(BEGINNING)


def test_saves_are_kept_and_loaded(told: Told) -> None:
    words = told("2", "save", "save mine", "3")
    assert "Saved as `quick`." in words
    assert "Saved as `mine`." in words
    loaded = told("load mine")
    assert "You sit." in loaded
    assert "The lamp is *out*" in answer(loaded)
    listed = answer(told("saves"))
    assert any(line.startswith("mine: ") and "1 choice" in line for line in listed.splitlines())


def test_history_status_and_pages(told: Told) -> None:
    history = answer(told("2", "history"))
    assert "> Sit down.\n\nYou sit." in history
    assert answer(told("status")) == "One · Home · hurt\n"
    assert "You carry Ring on a cord: Worn thin on one side." in told("1", "status")
    for line in ("map", "The map", "MAP", "n"):
        assert answer(told(line)) == "The map\n\nTwo rooms.\n\n"


def test_a_choice_that_begins_so_comes_before_the_key_of_a_page(
    story: Callable[..., Story], tmp_path: Path
) -> None:
    night = story("hall: {choices: [{text: Night falls., say: Dark.}]}", "hall", pages=PAGES)
    out = io.StringIO()
    Plain(session_of(night, tmp_path), iter(["n"]), out).run()
    assert "Dark." in out.getvalue()
    assert "Two rooms." not in out.getvalue()


def test_help_names_every_command_and_page(told: Told) -> None:
    words = answer(told("help"))
    for name in ("undo", "save NAME", "load NAME", "saves", "history", "status", "help", "quit", "map"):
        assert any(line.startswith(name) for line in words.splitlines())
    assert "screen" not in words


def test_quit_ends_and_the_game_is_on_disk(told: Told, hall: Story, tmp_path: Path) -> None:
    for ending in (["2", "quit", "2"], ["2"]):
        told(*ending)
        assert len(Saves(tmp_path / "saves", hall).load_newest().play.log) == 1


def test_an_ending_says_what_was_found_and_the_five_ways_on(told: Told) -> None:
    assert told("3").endswith(
        "Asleep\n\nYou sleep.\n\nThe end, one of 2. You have found 1. Run 1 is kept.\n\n"
        "1. Undo the last choice.\n2. Chapters: begin a new run from one of them.\n"
        "3. Hear this run again. `export FILE` writes it into a file.\n4. Endings found.\n"
        "5. Begin a new run at the beginning.\n> "
    )
    assert told("3", "1").endswith(f"> Undone: Lie down. `redo` does it again.\n{BEGINNING}")
    assert "One, hurt, 0 choices, you are here" in told("3", "2")
    assert "> Lie down.\n\nAsleep" in told("3", "3")
    assert "1 of 2 endings found.\nAsleep, in run 1" in told("3", "4")
    assert told("3", "5").endswith(f"> {BEGINNING}")


def test_the_same_lines_give_the_same_words(hall: Story, tmp_path: Path) -> None:
    lines = ("1", "map", "2", "undo", "status", "history", "nonsense", "1", "save a", "load a", "help")
    written = [io.StringIO(), io.StringIO()]
    for number, out in enumerate(written):
        Plain(session_of(hall, tmp_path / str(number)), lines, out).run()
    assert written[0].getvalue() == written[1].getvalue()


def test_nothing_is_wider_than_the_width(told: Told) -> None:
    words = told("1", "1", "history", width=20)
    assert "The lamp is *out*,\nand the stove too." in words
    assert all(len(line) <= 20 for line in told("2", width=20).splitlines())


def test_ascii_alone_is_written_where_that_is_asked_for(story: Callable[..., Story], tmp_path: Path) -> None:
    odd = story("hall: {text: “So” — … yes, choices: [{text: “Go”, say: ─}]}", "hall")
    out = io.StringIO()
    Plain(session_of(odd, tmp_path), iter(["1", "status", "history"]), out, glyphs=ASCII).run()
    assert out.getvalue().isascii()
    assert '"So" - ... yes' in out.getvalue()


def test_no_escape_sequence_and_no_control_character_is_ever_written(told: Told) -> None:
    words = told("\x1b[31m", "save \x1b]0;x\x07", "load \x9b", "1", "help", "saves", "history", "\u202e")
    assert all(character.isprintable() or character == "\n" for character in words)


def test_the_profile_is_told_of_every_place(hall: Story, tmp_path: Path) -> None:
    Plain(session_of(hall, tmp_path), iter(["3"]), io.StringIO()).run()
    profile = Profile(tmp_path, hall)
    assert profile.endings == {"sleep": "Asleep"}
    assert profile.scenes == {"hall", "sleep"}


def test_screen_is_a_command_only_where_plain_mode_was_a_setting(hall: Story, tmp_path: Path) -> None:
    asked: list[str] = []
    out = io.StringIO()
    lines = iter(["help", "screen"])
    session = session_of(hall, tmp_path)
    Plain(session, lines, out, to_screen=lambda: asked.append("yes")).run()
    assert asked == ["yes"]
    assert "screen" in out.getvalue()


def test_a_game_that_can_not_save_says_so_once_and_goes_on(hall: Story, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    session = session_of(hall, tmp_path / "file")
    out = io.StringIO()
    Plain(session, iter(["2", "2", "save x", "3"]), out).run()
    assert out.getvalue().count("can't save by itself") == 1
    assert "You sleep." in out.getvalue()


def test_the_shipped_story_is_read_in_plain_to_every_recorded_end(tmp_path: Path) -> None:
    from game.play.saves.paths import shipped_story

    story = load_story(shipped_story())
    for walkthrough in story.walkthroughs:
        play = Playthrough(story)
        numbers = []
        for key in walkthrough.choose:
            numbers.append(str([offer.key for offer in play.offers if offer.open].index(key) + 1))
            play.choose(key)
        out = io.StringIO()
        game = Plain(session_of(story, tmp_path), iter(numbers), out, 66)
        game.run()
        assert game.play.scene == play.scene
        assert all(character.isprintable() or character == "\n" for character in out.getvalue())
