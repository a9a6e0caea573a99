"""One sitting: runs that keep themselves, what changed, what was read, and what is nowhere on disk."""

from __future__ import annotations

import os
import random
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from game import GameError, Playthrough, SaveError, Story, load_story
from game.play.hot_reload.relocate import relocate
from game.play.open_session import session_of
from game.play.saves.record import MOST_CHOICES, VERSION
from game.play.saves.rows import row, what_stands_in
from game.play.saves.saves import Loaded, Saves, TakenError, record_of
from game.play.saves.slots import Slots
from game.play.session import Session
from game.terminal.plain.game import Plain
from game.terminal.screens.title_actions import TitleActions
from tests.support.chapters import ROAD, write_chapters
from tests.support.saving import files
from tests.support.screens import a_stack, drawn

Write = Callable[..., Path]


@pytest.fixture
def story(write_story: Write) -> Story:
    return load_story(write_chapters(write_story))


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    return tmp_path / "saves"


@pytest.fixture
def sit(story: Story, saves: Path) -> Iterator[Callable[..., Session]]:
    """Begin a sitting and take choices; all are over in the end."""
    sittings: list[Session] = []

    def begin(*keys: str) -> Session:
        sittings.append(session_of(story, saves))
        for key in keys:
            sittings[-1].choose(key)
        return sittings[-1]

    yield begin
    for one in sittings:
        one.close()


def runs(session: Session) -> dict[int, int]:
    """Count how many choices stand in each run."""
    return {info.run: info.choices for info in session.list_runs()}


def test_what_was_read_is_on_disk_after_the_next_choice(sit: Callable[..., Session]) -> None:
    session = sit()
    session.note_read()
    session.choose("wait")
    assert sit().was_read  # although the first sitting was never closed


# --- runs keep themselves -----------------------------------------------------------


def test_each_beginning_is_a_run_of_its_own(sit: Callable[..., Session]) -> None:
    session = sit("wait", "go_out", "walk", "go_on", "on")
    session.new_game()
    assert runs(session) == {1: 5}  # a new game is a run from its first choice on
    session.choose("wait")
    session.begin_chapter("1-yard")
    session.choose("walk")
    session.go_back(1)
    session.choose("take_the_ring")
    assert runs(session) == {1: 5, 2: 1, 3: 3, 4: 2}
    origins = {info.run: info.origin for info in session.list_runs()}
    assert origins == {1: "", 2: "", 3: "run 2 at The Yard", 4: "run 3"}


def test_continue_goes_on_in_the_run(sit: Callable[..., Session]) -> None:
    sit("wait", "go_out").close()
    for choices in range(3, 6):
        session = sit()
        session.continue_run()
        session.choose("walk")
        session.close()
        assert runs(session) == {1: choices}
    for _ in range(4):
        session = sit()
        session.continue_run()
        session.close()
    assert runs(session) == {1: 5}


def test_from_the_title_one_goes_on_where_one_was(sit: Callable[..., Session]) -> None:
    session = sit("wait", "go_out")
    session.begin_chapter("1-yard")
    session.continue_run()
    assert (session.play.scene, session.run.number) == ("yard", 1)
    session.go_back(1)
    session.continue_run()  # what was begun and not played on is a run as soon as another is asked for
    assert (session.play.scene, session.run.number) == ("hall", 2)


def test_loading_again_and_again_makes_no_runs_until_one_is_played(sit: Callable[..., Session]) -> None:
    session = sit("wait")
    session.save("here")
    session.choose("go_out")
    for _ in range(5):
        session.load("here")
    assert runs(session) == {1: 2}
    session.choose("wait")
    assert runs(session) == {1: 2, 2: 2}


def test_a_run_that_is_open_is_gone_on_with_as_a_copy(sit: Callable[..., Session]) -> None:
    first = sit("wait", "go_out")
    second = sit()
    second.continue_run()
    assert second.notices == ["Run 1 is open in another terminal: you go on with a copy of it."]
    second.choose("walk")
    first.choose("go_in")
    assert runs(first) == {1: 3, 2: 3}
    first.close()
    second.close()
    third = sit()
    third.continue_run()
    assert not third.notices


def test_a_run_written_by_somebody_else_is_never_written_over(
    sit: Callable[..., Session], saves: Path
) -> None:
    """As on a folder that two machines keep alike, where no lock is seen."""
    session = sit("wait")
    (path,) = (saves / "test-story").glob("run-1-*.json")
    theirs = path.read_bytes()
    path.unlink()
    path.write_bytes(theirs)
    session.choose("go_out")
    assert path.read_bytes() == theirs
    assert session.notices == ["Another sitting has gone on with run 1: you go on with a copy of it, run 2."]
    assert runs(session) == {1: 1, 2: 2}


def test_a_deleted_run_that_is_still_played_comes_back(sit: Callable[..., Session]) -> None:
    session = sit("wait")
    session.saves.delete(session.run.slot)
    session.choose("go_out")
    assert runs(session) == {1: 2}


def test_the_order_is_in_the_saves_whatever_the_clock_and_the_files_say(
    sit: Callable[..., Session], saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: 4e9)  # the clock is years ahead
        sit("wait").close()
    sit("wait", "wait").close()  # and put right
    for path in (saves / "test-story").glob("run-*"):
        os.utime(path, (0, 0))  # copied without times
    session = sit()
    session.continue_run()
    assert (session.run.number, len(session.play.log)) == (2, 2)
    for seconds in (-62e9, 1e13):
        for path in (saves / "test-story").glob("run-2-*"):
            os.utime(path, (seconds, seconds))
        assert [info.run for info in session.list_runs()] == [2, 1]
        assert all(info.time.year < 10_000 for info in session.list_runs())


def test_runs_of_before_there_were_runs_are_kept_and_gone_on_with(
    sit: Callable[..., Session], saves: Path, story: Story
) -> None:
    session = sit("wait")
    session.close()
    (path,) = (saves / "test-story").glob("run-1-*.json")
    path.rename(path.with_name("auto-4711-abcdef.json"))
    for name in files(path.parent):
        if name.startswith("run"):
            (path.parent / name).unlink()
    session = sit()
    session.continue_run()
    session.choose("go_out")
    (info,) = session.list_runs()
    assert (info.slot, info.choices, info.run) == ("auto-4711-abcdef", 2, 1)


def test_a_story_that_changed_too_much_leaves_the_old_run_as_it_is(
    sit: Callable[..., Session], saves: Path, write_story: Write
) -> None:
    sit("wait", "go_out", "walk").close()
    (path,) = (saves / "test-story").glob("run-1-*.json")
    before = path.read_bytes()
    folder = write_chapters(write_story)
    scenes = folder / "1-yard" / "s.yaml"
    scenes.write_text(scenes.read_text().replace("text: Walk.,", "text: March.,"))
    session = session_of(load_story(folder), saves)
    session.continue_run()
    assert "step 3, `walk` in `yard`" in session.notices[0]
    session.close()
    assert path.read_bytes() == before
    assert sorted(runs(session)) == [1, 2]


def test_what_a_change_of_the_author_cuts_off_stays_in_the_run(
    sit: Callable[..., Session], write_story: Write, story: Story
) -> None:
    session = sit("wait", "go_out", "go_on", "back", "walk")
    record = record_of(session.play)
    (story.folder / "2-road" / "s.yaml").write_text(
        ROAD.replace("text: Back.,", "text: Back., if: steps > 2,")
    )
    session.follow(relocate(record, load_story(story.folder)))
    assert runs(session) == {1: 5}
    session.choose(session.play.offers[0].key)
    assert runs(session)[1] == 5
    session.close()


@pytest.mark.slow
def test_a_run_holds_a_number_of_choices_and_says_so(sit: Callable[..., Session], story: Story) -> None:
    session = sit()
    session.begin(Loaded(Playthrough(story, [("hall", "wait")] * MOST_CHOICES)))
    with pytest.raises(GameError, match="100,000 choices"):
        session.choose("wait")
    assert session.undo() == "Wait."
    session.choose("wait")


def test_a_save_of_more_choices_than_can_be_played_again_is_refused_in_words(
    sit: Callable[..., Session], saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sit("wait")
    session.save("long")
    record, slots = record_of(session.play), Slots(saves, "test-story")
    too_long = record._replace(log=record.log * (MOST_CHOICES + 1))
    with pytest.raises(SaveError, match="this game of 100,001 choices is too long to be saved"):
        slots.write("long", too_long)
    assert slots.read("long").log == record.log
    with monkeypatch.context() as patch:
        patch.setattr("game.play.saves.record.MOST_CHOICES", MOST_CHOICES + 1)
        slots.write("long", too_long)  # as a stranger does
    with pytest.raises(SaveError, match="`long` holds 100,001 choices"):
        session.load("long")
    assert session.play.log == record.log


# --- saves with a name ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "아침",
        "밤 — 강가",
        "?!",
        "Ночь 1",
        "Утро 1",
        "Morning Light",
        "x" * 40,
        "x" * 41,
        "CON",
        "run 1",
        "../up",
    ],
)
def test_any_name_is_a_save_of_its_own(sit: Callable[..., Session], name: str) -> None:
    session = sit("wait")
    session.save("other")
    session.save(name)
    session.choose("go_out")
    with pytest.raises(TakenError):
        session.save(name)
    session.load(name) if name != "run 1" else session.load(session.saves.slot_of(name))
    assert len(session.play.log) == 1
    assert len({info.slot for info in session.list_saves()}) == 2


def test_what_stands_in_a_save_is_said_before_it_is_replaced_and_a_newer_games_never_is(
    sit: Callable[..., Session], saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sit("wait")
    session.save("mine")
    with pytest.raises(TakenError) as taken:
        session.save("mine")
    assert what_stands_in(taken.value.info) == "sound, The hall, 1 choice"
    (path,) = saves.glob("*/mine.json")
    path.write_bytes(b"{")
    with pytest.raises(TakenError) as taken:
        session.save("mine")
    assert what_stands_in(taken.value.info) == "damaged"
    with monkeypatch.context() as patch:
        patch.setattr("game.play.saves.record.VERSION", VERSION + 1)
        session.save("mine", replace=True)
    newer = path.read_bytes()
    with pytest.raises(SaveError, match="newer version of the game, and is left as it is"):
        sit().save("mine")
    assert path.read_bytes() == newer


def test_names_differ_as_letters_do_and_not_as_they_are_put_together(sit: Callable[..., Session]) -> None:
    session = sit("wait")
    for name in ("아침", "밤", "?!", "Ночь 1", "Утро 1", "y" * 40, "y" * 41):
        session.save(name)
    assert len(session.list_saves()) == 7
    with pytest.raises(TakenError):
        session.save(unicodedata.normalize("NFD", "아침"))
    with pytest.raises(TakenError):
        session.save("НОЧЬ  1")


def test_a_save_that_another_program_has_named_is_listed_as_a_copy(
    sit: Callable[..., Session], saves: Path
) -> None:
    session = sit("wait")
    session.quick_save()
    folder = saves / "test-story"
    copies = ["quick.sync-conflict-20261130-101010-ABCDEFG", "quick (conflicted copy)", "Chapter-3"]
    for name in copies:
        (folder / f"{name}.json").write_bytes((folder / "quick.json").read_bytes())
    (folder / "notes.txt.json").write_text("{}")
    listed = {info.slot: info.copy for info in session.list_saves()}
    assert listed == {"quick": False, **dict.fromkeys(copies, True)}
    session.choose("go_out")
    session.load("quick (conflicted copy)")
    assert len(session.play.log) == 1
    session.saves.delete("Chapter-3")
    assert "Chapter-3" not in {info.slot for info in session.list_saves()}


def test_whatever_a_files_name_holds_is_listed_as_text_and_can_be_loaded(
    sit: Callable[..., Session], saves: Path
) -> None:
    session = sit("wait")
    session.save("one")
    data = (saves / "test-story" / "one.json").read_bytes()
    session.saves.delete("one")
    for name in (b"one\xff.json", b"one\n2.json", b"one \x1b[31m.json"):
        (saves / "test-story" / os.fsdecode(name)).write_bytes(data)
    rows = [row(info) for info in session.list_saves()]
    assert all(text.isprintable() for one in rows for text in one)
    for one in rows:
        session.choose("wait")
        session.load(one.name)
        assert len(session.play.log) == 1


def test_a_save_that_is_a_link_stays_one(sit: Callable[..., Session], saves: Path, tmp_path: Path) -> None:
    session = sit("wait")
    session.save("one")
    here, there = saves / "test-story" / "one.json", tmp_path / "elsewhere.json"
    here.rename(there)
    here.symlink_to(there)
    session.choose("wait")
    session.save("one", replace=True)
    assert here.is_symlink()
    there.write_bytes(b"")
    session.load("one")  # its backup lies beside what it leads to
    assert len(session.play.log) == 1


def test_quick_saves_take_turns_and_the_newest_is_loaded(sit: Callable[..., Session]) -> None:
    session = sit()
    for _ in range(5):
        session.choose("wait")
        session.quick_save()
    assert {info.slot: info.choices for info in session.list_saves()} == {
        "quick": 4,
        "quick-2": 5,
        "quick-3": 3,
    }
    session.undo()
    session.load()
    assert len(session.play.log) == 5
    session.load("quick-3")
    assert len(session.play.log) == 3


def test_a_save_can_be_renamed(sit: Callable[..., Session]) -> None:
    session = sit("wait")
    session.save("one")
    session.rename("one", "나무")
    session.rename(session.run.slot, "The long way")
    session.choose("go_out")  # it keeps its name
    assert {info.name for info in session.saves.list()} == {"나무", "The long way"}
    session.load("나무")
    assert len(session.play.log) == 1


# --- a save belongs to its story ----------------------------------------------------------


def test_a_strangers_story_of_the_same_id_has_saves_of_its_own(
    sit: Callable[..., Session], saves: Path, tmp_path: Path
) -> None:
    session = sit("wait", "go_out", "lie_down")
    session.save("mine")
    session.close()
    before = {name: (saves / "test-story" / name).read_bytes() for name in files(saves / "test-story")}
    stranger = tmp_path / "stranger"
    (stranger / "one").mkdir(parents=True)
    head = "{format: 1, id: test-story, title: Not it, start: hall, chapters: {one: One}}"
    (stranger / "story.yaml").write_text(head)
    (stranger / "one" / "s.yaml").write_text(
        "hall: {choices: [{text: On., say: On.}, {text: End., to: asleep}]}\nasleep: {ending: {title: Zzz}}\n"
    )
    other = session_of(load_story(stranger), saves)
    assert other.profile.found == {}
    with pytest.raises(SaveError, match="no game to continue"):
        other.continue_run()
    for _ in range(4):
        other.new_game()
        other.choose("on")
    other.save("mine")
    other.close()
    assert {name: (saves / "test-story" / name).read_bytes() for name in before} == before
    again = sit()
    again.continue_run()
    assert len(again.play.log) == 3
    assert set(again.profile.endings) == {"asleep"}


def test_a_story_that_is_moved_or_changed_keeps_its_saves(
    sit: Callable[..., Session], saves: Path, story: Story, tmp_path: Path
) -> None:
    sit("wait").close()
    scenes = story.folder / "the-hall" / "s.yaml"
    scenes.write_text(scenes.read_text().replace("You wait.", "You wait long."))
    session = session_of(load_story(story.folder), saves)
    session.continue_run()
    session.choose("go_out")
    session.close()
    story.folder.rename(tmp_path / "elsewhere")
    session = session_of(load_story(tmp_path / "elsewhere"), saves)
    session.continue_run()
    assert len(session.play.log) == 2
    session.close()


def test_saves_that_say_nothing_are_the_storys_that_knows_their_choices(
    sit: Callable[..., Session], saves: Path, story: Story, tmp_path: Path
) -> None:
    sit("wait", "go_out").close()
    (saves / "test-story" / ".story.json").unlink()
    story.folder.rename(tmp_path / "elsewhere")
    scenes = tmp_path / "elsewhere" / "1-yard" / "s.yaml"
    scenes.write_text(scenes.read_text().replace("The yard.", "The great yard."))
    session = session_of(load_story(tmp_path / "elsewhere"), saves)
    session.continue_run()
    assert len(session.play.log) == 2
    session.close()


# --- what changed, what was read -------------------------------------------------------------


def test_a_turn_says_what_it_changed(sit: Callable[..., Session]) -> None:
    session = sit("wait")
    assert not any(session.changes)
    session.choose("take_the_ring")
    assert [page.id for page in session.changes.pages] == ["notes"]
    assert [item.name for item in session.changes.gained] == ["ring"]
    session.choose("go_out")
    session.choose("walk")
    assert session.changes.words == (("body", "worn", "sound"),)
    assert not session.changes.pages
    session.choose("walk")
    assert [page.id for page in session.changes.pages] == ["notes"]
    session.undo()
    assert not any(session.changes)


def test_a_page_has_news_until_it_is_opened_in_this_run(sit: Callable[..., Session]) -> None:
    session = sit("take_the_ring")
    assert [page.id for page in session.pages_with_news] == ["notes"]
    page, new = session.open_page("notes")
    assert page is not None
    assert new == {"There is a ring."}
    assert session.pages_with_news == ()
    for key in ("go_out", "walk", "walk"):
        session.choose(key)
    session.close()
    session = sit()
    session.continue_run()
    page, new = session.open_page("notes")
    assert new == {"It is a long way."}
    assert session.open_page("none") == (None, frozenset())


def test_what_was_read_is_known_in_every_run(sit: Callable[..., Session]) -> None:
    session = sit("go_out")
    assert not session.was_read
    session.note_read()
    assert session.was_read
    session.close()
    other = sit("wait")
    assert not other.was_read
    other.choose("go_out")
    assert other.was_read


def test_undo_and_redo_say_what(sit: Callable[..., Session]) -> None:
    session = sit("wait", "go_out")
    assert (session.undo(), session.undo(), session.undo()) == ("Go out.", "Wait.", "")
    assert (session.redo(), session.redo(), session.redo()) == ("Wait.", "Go out.", "")


def test_chapters_are_those_this_run_or_another_has_come_to(sit: Callable[..., Session]) -> None:
    sit("wait", "go_out", "go_on").close()
    session = sit()
    told = [(one.chapter.id, one.run, one.own, one.here, one.choices) for one in session.chapters()]
    assert told == [
        ("the-hall", 0, True, True, 0),
        ("1-yard", 1, False, False, 2),
        ("2-road", 1, False, False, 3),
    ]
    session.begin_chapter("2-road")
    assert session.play.scene == "road"
    with pytest.raises(GameError, match="the way there is gone"):
        sit().begin_chapter("nowhere")


# --- where nothing can be saved -----------------------------------------------------------------


def test_choices_that_are_nowhere_on_disk_are_known(story: Story, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    session = session_of(story, tmp_path / "file")
    assert not session.unsaved
    session.choose("wait")
    session.choose("wait")
    assert session.unsaved
    assert len(session.notices) == 1
    (tmp_path / "file").unlink()
    session.choose("wait")
    assert not session.unsaved
    assert session.notices[1:] == ["The game saves by itself again."]
    session.close()


# --- only delete lowers the number of runs ---------------------------------------------------------


class Watched:
    """The runs of a folder: none may go that was not deleted, and none may change that is not played or renamed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.deleted = 0
        self.renamed: set[str] = set()
        self.before: dict[str, bytes] = {}

    def count(self, session: Session) -> None:
        delete, rename = session.saves.delete, session.saves.rename

        def counted(slot: str) -> None:
            self.deleted += slot.startswith("run-")
            delete(slot)

        def noted(slot: str, title: str) -> None:
            self.renamed.add(slot)
            rename(slot, title)

        session.saves.delete = counted  # type: ignore[method-assign]
        session.saves.rename = noted  # type: ignore[method-assign]

    def look(self, *played: str) -> None:
        """Compare with the last time; `played` are the runs that may have changed."""
        now = {path.stem: path.read_bytes() for path in self.folder.glob("run-*.json")}
        gone = self.before.keys() - now.keys()
        assert len(gone) <= self.deleted
        self.deleted -= len(gone)
        for slot in self.before.keys() & now.keys():
            assert slot in {*played, *self.renamed} or now[slot] == self.before[slot], (
                f"{slot} was written over"
            )
        self.before = now
        self.renamed.clear()


LINES = [
    *("1", "2", "3", "4", "undo", "redo", "again", "", "news", "status", "history 2", "find hall", "help"),
    *("chapters", "chapter 1", "chapter 2", "chapter the hall", "endings", "runs", "saves", "new", "about"),
    *(
        "run 1",
        "run 2",
        "run 9",
        "save",
        "save a",
        "save 아침",
        "load",
        "load a",
        "load 아침",
        "notes",
        "xyzzy",
    ),
]


@pytest.mark.parametrize("seed", range(12))
def test_no_line_of_plain_mode_lowers_the_number_of_runs(story: Story, saves: Path, seed: int) -> None:
    dice = random.Random(seed)
    watched = Watched(saves / "test-story")
    for _ in range(5):
        session = session_of(story, saves)
        if dice.random() < 0.5 and watched.before:
            session.continue_run()

        def lines(session: Session = session) -> Iterator[str]:
            for _ in range(25):
                before = session.run.slot
                yield dice.choice(LINES)
                watched.look(before, session.run.slot)

        Plain(session, lines(), StringIO()).run()
        watched.look(session.run.slot)
    assert len(watched.before) > 1


@pytest.mark.parametrize("seed", range(12))
def test_no_key_of_the_screen_lowers_the_number_of_runs_but_delete(
    story: Story, saves: Path, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # what is copied out goes there
    dice = random.Random(seed)
    watched = Watched(saves / "test-story")
    for _ in range(4):
        session = session_of(story, saves)
        watched.count(session)
        stack = a_stack(session)
        title = TitleActions(stack, session)
        ways = (title.new_game, title.play, partial(title.open, "saves"))
        stack.go_home = lambda ways=ways: dice.choice(ways)()  # type: ignore[misc]
        for _ in range(80):
            before = session.run.slot
            try:
                if dice.random() < 0.5:
                    stack.top.press(dice.choice("1234nspa"))
                else:
                    stack.top.actions[dice.choice(sorted(stack.top.actions))]()
            except GameError:
                pass
            if not stack.screens:
                title.play()
            drawn(stack, 80, 24)
            watched.look(before, session.run.slot)
        session.close()
        watched.look(session.run.slot)
    assert watched.before


def test_deleting_is_what_lowers_it(sit: Callable[..., Session], saves: Path, story: Story) -> None:
    sit("wait").close()
    sit("go_out").close()
    Saves(saves, story).delete(sit().saves.named("run 1").slot)
    assert runs(sit()) == {2: 1}
