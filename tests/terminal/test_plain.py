from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game import Playthrough, Story, load_story
from game.play.open_session import session_of
from game.play.profile import Profile
from game.play.saves.paths import shipped_story
from game.play.saves.saves import Saves
from game.terminal.plain.game import PROMPT, Plain
from game.terminal.plain.poll import lines_of
from game.terminal.ui.glyphs import ASCII
from tests.conftest import HEAD
from tests.support.chapters import write_chapters
from tests.support.screens import hardly_kept
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
    """Return what came after the first prompt, up to the next."""
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


# --- what else can be typed -------------------------------------------------------------


@pytest.fixture
def road(write_story: Callable[..., Path], tmp_path: Path) -> Told:
    """Play lines of a story in chapters, and give what was written."""
    told = load_story(write_chapters(write_story))

    def play(*lines: str) -> str:
        out = io.StringIO()
        Plain(session_of(told, tmp_path / "saves"), iter(lines), out).run()
        return out.getvalue()

    return play


def test_chapters_say_themselves_and_a_turn_what_it_changed(road: Told) -> None:
    words = road("1", "go out", "walk", "walk", "notes", "walk")
    assert words.startswith("The Hall.\n\nsound. The hall.\n\nA hall, dark.\n\n3 choices.\n")
    assert (
        "It is cold.\n\nNoted: What you know. Type `notes` to hear it.\nYou carry: A ring.\n\n2 cho" in words
    )
    assert "Chapter 1. The Yard.\n\nsound. The yard.\n\nThe yard.\n\n" in words
    assert "You walk.\n\nBody: worn, was sound.\n\n" in words
    assert words.count("Noted:") == 1  # until it was opened
    assert "> What you know\n\nThere is a ring.\n\nIt is a long way.\n\n> " in words


def test_undo_says_what_and_redo_does_it_again(road: Told) -> None:
    words = road("wait", "u", "redo", "redo", "again")
    assert "> Undone: Wait. `redo` does it again.\nA hall, dark." in words
    assert words.count("You wait.\n\n3 choices.") == 3
    assert "There is nothing to redo." in words


def test_chapters_runs_and_endings_are_gone_to_by_what_they_are_called(road: Told) -> None:
    words = road("wait", "go out", "go on", "on", "chapters", "chapter 1", "lie", "endings", "runs", "run 1")
    assert "1 The Yard, sound, 2 choices\n2 The Road, sound, 3 choices, you are here" in words
    assert "A new run begins here; the one you came from is kept.\nChapter 1. The Yard." in words
    assert "2 of 2 endings found.\nAsleep, in run 2\nFar, in run 1\n" in words
    assert (
        "run 2: The end: Asleep, sound, 3 choices, from run 1 at The Yard; you are here\n"
        "run 1: The end: Far, sound, 4 choices\n"
    ) in words
    assert words.endswith("5. Begin a new run at the beginning.\n> ")


def test_every_ending_is_found_from_one_command_line(road: Told) -> None:
    words = road("go out", "lie", "1", "go on", "on", "endings", "new", "wait", "endings")
    assert "You have found 1." in words
    assert "You have found 2." in words
    assert words.count("2 of 2 endings found.") == 2


def test_what_was_told_is_found_and_told_again_and_written(road: Told, tmp_path: Path) -> None:
    file = tmp_path / "told.md"
    words = road(
        "wait", "go out", "history 1", "find WAIT", "find nothing", f"export {file}", f"export {file}"
    )
    assert "> > Go out.\n\nThe yard.\n\n> After 1 choice: > Wait.\n\nAfter 1 choice: You wait." in words
    assert "`nothing` was not told so far." in words
    assert file.read_text(encoding="utf-8").startswith("# A Test\n")
    assert "There is a file" in words


def test_news_lists_the_pages_with_something_new(road: Told) -> None:
    words = road("news", "1", "notes", "news")
    assert "There is nothing new on the pages." in words.split("It is cold.")[0]
    assert words.endswith("You carry: A ring.\n\nThere is nothing new on the pages.\n> ")


def test_what_the_story_says_about_itself(story: Callable[..., Story], tmp_path: Path) -> None:
    head = (
        HEAD.format(start="a")
        + "about: A story of *one* room.\ncontent_notes: [spiders]\nbyline: by nobody\n"
    )
    told = story("a: {text: A., choices: [{text: On., say: B.}]}", head=head)
    out = io.StringIO()
    Plain(session_of(told, tmp_path), iter(["about"]), out).run()
    assert "> A Test\n\nby nobody\n\nA story of one room.\n\nContent notes: spiders.\n\n> " in out.getvalue()


TYPED = {
    "Save him.": ["save him", "Save him."],
    "Load the cart.": ["load the cart", "LOAD THE"],
    "Help.": ["Help", "help."],
    "Status": ["status"],
    "Quit.": ["quit", "Quit."],
    "Don\u2019t.": ["don't", "Don\u2019t", "\ufeffdon't."],
    "\u201cGo.\u201d": ['"go."', "go"],
    "Run for it.": ["run", "run for"],
    "\uac15\uac00\ub85c.": ["\uac15\uac00\ub85c", "\u1100\u1161\u11bc\u1100\u1161\u1105\u1169"],
    "\u0130stanbul.": ["istanbul", "\u0130stanbul"],
    "Undo the knot.": ["undo the", "\uff11"],
}


@pytest.mark.parametrize(
    ("choice", "line"), [(text, line) for text, lines in TYPED.items() for line in lines]
)
def test_a_choice_is_known_by_its_words_however_they_are_typed(
    story: Callable[..., Story], tmp_path: Path, choice: str, line: str
) -> None:
    told = story(f"a: {{choices: [{{text: '{choice.replace(chr(39), chr(39) * 2)}', id: x, say: Taken.}}]}}")
    out = io.StringIO()
    Plain(session_of(told, tmp_path), iter([line]), out).run()
    assert "> Taken." in out.getvalue()


def test_commands_are_still_there_where_no_choice_is_typed_in_full(
    story: Callable[..., Story], tmp_path: Path
) -> None:
    told = story(
        "a: {choices: [{text: Quit., say: A.}, {text: Save him., say: B.}, {text: Uncover it., say: C.}]}"
    )
    out = io.StringIO()
    Plain(session_of(told, tmp_path), iter(["save", "save mine", "u", "q", "quit"]), out).run()
    for words in ("Saved as `quick`.", "Saved as `mine`.", "> C.", "> A."):
        assert words in out.getvalue()


def test_replacing_a_save_is_asked_about_and_done_when_it_is_typed_again(road: Told) -> None:
    words = road("save 아침", "wait", "save 아침", "load 아침", "wait", "save 아침", "save 아침", "saves")
    assert (
        words.count("> There is a save of that name: sound, The hall, 0 choices. The same again replaces it.")
        == 2
    )
    assert words.count("Saved as `아침`.") == 2
    assert "아침: The Hall, sound, The hall, 1 choice\n" in words


def test_leaving_with_choices_that_are_nowhere_on_disk_is_asked_about_once(
    hall: Story, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    out = io.StringIO()
    Plain(session_of(hall, tmp_path / "file"), iter(["2", "quit", "2", "quit", "quit", "2"]), out).run()
    assert out.getvalue().count("leaving loses them") == 2
    assert out.getvalue().count("You sit.") == 2


def test_a_line_without_an_end_is_not_kept_in_memory(tmp_path: Path) -> None:
    class Endless(io.StringIO):
        def __init__(self) -> None:
            super().__init__()
            self.left, self.most = 3_000, 0

        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            assert size is not None
            assert 0 < size <= 100_000
            self.left -= 1
            return "x" * size if self.left > 0 else "\n" if self.left == 0 else ""

    (line,) = lines_of(Endless())
    assert len(line) <= 100_000


def test_what_the_words_of_the_status_line_mean_is_told_once(
    story: Callable[..., Story], tmp_path: Path
) -> None:
    head = HEAD.format(start="hall").replace(
        "words: [dead", "show: true, about: it carries you, words: [dead"
    )
    out = io.StringIO()
    Plain(session_of(story(STORY, head=head), tmp_path), ["2", "2", "status"], out).run()
    scale = "Body: hurt. The scale is sound, sore, hurt, failing, dead. It carries you."
    before, once, again = out.getvalue().split(scale)
    assert "You sit." in before
    assert "You sit." in once
    assert once.endswith("> One · Home · hurt\n")
    assert again == f"\n{PROMPT}"


@pytest.mark.slow
def test_every_recorded_end_of_the_shipped_story_is_reached_from_one_command_line(tmp_path: Path) -> None:
    story = load_story(shipped_story())
    reached: list[str] = []
    expected: list[str] = []
    for walkthrough in story.walkthroughs:
        play = Playthrough(story)
        for key in walkthrough.choose:
            play.choose(key)
        expected.append(play.scene)

    def typed() -> Iterator[str]:
        for walkthrough in story.walkthroughs:
            for key in walkthrough.choose:
                yield str([offer.key for offer in game.play.offers if offer.open].index(key) + 1)
            reached.append(game.play.scene)
            yield "new"
        yield "endings"

    out = io.StringIO()
    game = Plain(hardly_kept(story, tmp_path), typed(), out)
    game.run()
    assert reached == expected
    total = sum(scene.ending is not None for scene in story.scenes.values())
    assert f"{total} of {total} endings found." in out.getvalue()
    assert all(character.isprintable() or character == "\n" for character in out.getvalue())


def test_words_that_move_to_another_place_name_it(story: Callable[..., Story], tmp_path: Path) -> None:
    scenes = """
yard: {place: The yard, text: Rain., choices: [{text: Go in., say: You knock., to: store}]}
store: {place: The store, text: Flour., choices: [{text: Out., to: yard}]}
"""
    out = io.StringIO()
    Plain(session_of(story(scenes, "yard"), tmp_path / "saves"), iter(["1", "1"]), out).run()
    assert "> You knock.\n\nThe store.\n\nFlour.\n\n1 choice.\n1. Out.\n> Rain.\n\n" in out.getvalue()
