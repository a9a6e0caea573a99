from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from game import GameError, Playthrough, SaveError, Story
from game.play.saves.record import VERSION, DamagedError
from game.play.saves.rows import date_of, row
from game.play.saves.saves import Saves
from game.play.saves.slots import SaveInfo, SlotError, Slots
from tests.conftest import HEAD
from tests.support.saving import ROUND, Make, autosaves, files, only_saves, played, same, wander


@pytest.fixture
def hall(story: Make) -> Story:
    return story(ROUND, start="hall")


@pytest.fixture
def saves(tmp_path: Path, hall: Story) -> Saves:
    return Saves(tmp_path, hall)


@pytest.fixture
def slots(tmp_path: Path) -> Path:
    """Return the folder where the story's saves are."""
    return tmp_path / "test-story"


# --- saving and loading ---------------------------------------------------------


def test_a_save_comes_back_as_it_was(saves: Saves, hall: Story) -> None:
    for steps in range(8):
        play = wander(Playthrough(hall), steps)
        saves.save(play)
        loaded = saves.load()
        assert same(loaded.play, play)
        assert (loaded.notice, loaded.whole) == ("", True)
        assert str(loaded.play.passage) == str(play.passage)
        assert str(loaded.play.transcript()) == str(play.transcript())


def test_save_load_save_gives_the_same_bytes_and_plays_on_alike(
    saves: Saves, hall: Story, slots: Path
) -> None:
    play = wander(Playthrough(hall), 9)
    saves.save(play, "one", "제목")
    before = (slots / "one.json").read_bytes()
    loaded = saves.load("one").play
    saves.save(loaded, "one")
    old, new = (json.loads(data)["payload"] for data in (before, (slots / "one.json").read_bytes()))
    assert new.pop("order") > old.pop("order")
    assert new == old
    assert old["title"] == "제목"
    for _ in range(5):
        assert str(wander(play, 1).passage) == str(wander(loaded, 1).passage)
        assert play.offers == loaded.offers


def test_undo_goes_past_a_load(saves: Saves, hall: Story) -> None:
    play = wander(Playthrough(hall), 3)
    saves.save(play)
    loaded = saves.load().play
    assert [loaded.undo() for _ in range(4)] == [True, True, True, False]
    assert same(loaded, Playthrough(hall))


def test_the_list_is_newest_first_and_says_where_each_stands(saves: Saves, hall: Story, slots: Path) -> None:
    assert saves.list() == []
    saves.save(Playthrough(hall), "first", "Ein Anfang")
    saves.save(wander(Playthrough(hall), 1), "second")
    os.utime(slots / "first.json", (4e9, 4e9))  # whatever the file's time is
    second, first = saves.list()
    assert (first.slot, first.title, first.chapter, first.place) == ("first", "Ein Anfang", "One", "Hall, 1")
    assert first.when < second.when
    assert (first.choices, first.sound, first.automatic) == (0, True, False)
    assert (second.slot, second.title, second.place, second.choices) == ("second", "", "", 1)


def test_a_title_is_one_line_without_tricks(saves: Saves, hall: Story) -> None:
    saves.save(Playthrough(hall), "one", "  a\n\x1b[31mred \u202e" + "x" * 500)
    (info,) = saves.list()
    assert info.title.startswith("a [31mred x")
    assert len(info.title) == 200


@pytest.mark.parametrize(
    "name", ["", "A", "-a", "_a", "a" * 33, "a.b", "../a", "a/b", "a b", "é", "con", "nul", "com1", "a\n"]
)
def test_a_slot_that_no_save_can_have(saves: Saves, hall: Story, tmp_path: Path, name: str) -> None:
    play = Playthrough(hall)
    for attempt in (lambda: saves.save(play, name), lambda: saves.load(name), lambda: saves.delete(name)):
        with pytest.raises(SlotError):
            attempt()
    assert files(tmp_path / "test-story") == set()


def test_names_that_saves_can_have(saves: Saves, hall: Story) -> None:
    names = {"a", "0", "a-b_c", "a" * 32, "console", "auto", "auto-1"}
    for name in names:
        saves.save(Playthrough(hall), name)
    assert {info.slot for info in saves.list()} == names


def test_deleting(saves: Saves, hall: Story, slots: Path) -> None:
    saves.save(Playthrough(hall))
    saves.save(Playthrough(hall))
    saves.delete("quick")
    assert files(slots) == set()
    for attempt in (saves.delete, saves.load):
        with pytest.raises(SaveError, match="no save `quick`"):
            attempt("quick")


def test_another_storys_save_is_refused(
    tmp_path: Path, saves: Saves, hall: Story, slots: Path, story: Make
) -> None:
    saves.save(Playthrough(hall))
    head = HEAD.replace("test-story", "renamed").format(start="hall")
    other = Saves(tmp_path, story(ROUND, head=head))
    with pytest.raises(SaveError, match="no save `quick` of this story, only of `test-story`"):
        other.load()
    slots.rename(tmp_path / "renamed")
    before = (tmp_path / "renamed" / "quick.json").read_bytes()
    with pytest.raises(SaveError, match="`quick` is a save of another story, `test-story`"):
        other.load()
    assert (tmp_path / "renamed" / "quick.json").read_bytes() == before


# --- damage -----------------------------------------------------------------------


def damage(path: Path) -> bytes:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return bytes(data)


def test_a_damaged_save_gives_the_one_before_it_and_is_kept(saves: Saves, hall: Story, slots: Path) -> None:
    before = wander(Playthrough(hall), 1)
    saves.save(before)
    saves.save(wander(Playthrough(hall), 2))
    junk = damage(slots / "quick.json")
    loaded = saves.load()
    assert same(loaded.play, before)
    assert loaded.notice == "`quick` is damaged; this is the save before it, 1 choice long."
    assert files(slots) == {"quick.json.bak", "quick.damaged-1.json"}
    assert (slots / "quick.damaged-1.json").read_bytes() == junk
    assert saves.load().notice.startswith("`quick` is missing; this is the save before it")
    saves.save(loaded.play)
    assert saves.load().notice == ""
    assert (slots / "quick.damaged-1.json").read_bytes() == junk


def test_a_damaged_save_never_becomes_the_backup(saves: Saves, hall: Story, slots: Path) -> None:
    for steps in range(2):
        saves.save(wander(Playthrough(hall), steps))
    good = (slots / "quick.json.bak").read_bytes()
    junk = damage(slots / "quick.json")
    saves.save(wander(Playthrough(hall), 2))
    assert (slots / "quick.json.bak").read_bytes() == good
    assert (slots / "quick.damaged-1.json").read_bytes() == junk
    assert len(saves.load().play.log) == 2


def test_without_a_sound_backup_nothing_is_loaded_and_nothing_deleted(
    saves: Saves, hall: Story, slots: Path
) -> None:
    saves.save(Playthrough(hall))
    saves.save(Playthrough(hall))
    damage(slots / "quick.json")
    (slots / "quick.json.bak").write_bytes(b"")
    with pytest.raises(SaveError, match="`quick` is damaged, and there is no sound copy of it"):
        saves.load()
    assert files(slots) == {"quick.damaged-1.json", "quick.damaged-1.json.bak"}


def test_a_log_that_does_not_lead_to_the_snapshot_is_damage(saves: Saves, hall: Story, slots: Path) -> None:
    saves.save(Playthrough(hall))
    record = Slots(slots.parent, "test-story").read("quick")
    values = {**record.snapshot.values, "trust": 4}
    wrong = [
        record._replace(snapshot=record.snapshot._replace(values=values)),
        record._replace(log=(("hall", "go_down"),)),
        record._replace(log=(("hall", "fly"),)),
        record._replace(log=(("cellar", "come_up"),)),
        record._replace(start=record.snapshot._replace(scene="nowhere")),
        record._replace(start=record.snapshot._replace(items=("lamp",))),
    ]
    for one in wrong:
        Slots(slots.parent, "test-story").write("quick", record)
        Slots(slots.parent, "test-story").write("quick", one)
        assert same(saves.load().play, Playthrough(hall))
    assert len([name for name in files(slots) if "damaged" in name]) == len(wrong)


def test_the_list_shows_what_can_be_had(saves: Saves, hall: Story, slots: Path) -> None:
    saves.save(wander(Playthrough(hall), 1), "one")
    saves.save(wander(Playthrough(hall), 2), "one")
    saves.save(Playthrough(hall), "two")
    damage(slots / "one.json")
    damage(slots / "two.json")
    listed = {info.slot: (info.sound, info.choices) for info in saves.list()}
    assert listed == {"one": (True, 1), "two": (False, 0)}


def test_things_that_are_no_files_do_not_hang_or_break(saves: Saves, hall: Story, slots: Path) -> None:
    slots.mkdir()
    os.mkfifo(slots / "pipe.json")
    (slots / "folder.json").mkdir()
    (slots / "loop.json").symlink_to("loop.json")
    (slots / "Odd Name.json").write_text("{}")
    (slots / "con.json").write_text("{}")
    assert {info.slot: info.sound for info in saves.list()} == {"pipe": False, "folder": False, "loop": False}
    for name in ("pipe", "folder", "loop"):
        with pytest.raises(SaveError):
            saves.load(name)
    with pytest.raises(SaveError, match="could not be saved"):
        saves.save(Playthrough(hall), "folder")


def test_a_newer_games_save_is_refused_and_never_replaced(
    saves: Saves, hall: Story, slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saves.save(Playthrough(hall))
    with monkeypatch.context() as patch:
        patch.setattr("game.play.saves.record.VERSION", VERSION + 1)
        saves.save(wander(Playthrough(hall), 1))
    newer = (slots / "quick.json").read_bytes()
    with pytest.raises(SaveError, match="newer") as caught:
        saves.load()
    assert not isinstance(caught.value, DamagedError)
    assert [(info.slot, info.fault) for info in saves.list()] == [("quick", "of a newer game")]
    for _ in range(3):
        with pytest.raises(SaveError, match="newer version of the game, and is left as it is"):
            Saves(slots.parent, hall).save(Playthrough(hall))
    assert (slots / "quick.json").read_bytes() == newer
    (slots / "quick.json").rename(slots / "quick.json.bak")  # as where only the backup is left
    with pytest.raises(SaveError, match="left as it is"):
        Saves(slots.parent, hall).save(Playthrough(hall))
    assert (slots / "quick.json.bak").read_bytes() == newer
    assert only_saves(slots, "quick")


def test_the_run_of_a_newer_game_is_passed_over_and_left_alone(
    tmp_path: Path, hall: Story, slots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = played(tmp_path, wander(Playthrough(hall), 2)).play
    with monkeypatch.context() as patch:
        patch.setattr("game.play.saves.record.VERSION", VERSION + 1)
        played(tmp_path, wander(Playthrough(hall), 3))
    saves = Saves(tmp_path, hall)
    (slot,) = (info.slot for info in saves.list() if not info.sound)
    newer = (slots / f"{slot}.json").read_bytes()
    os.utime(slots / f"{slot}.json", (4e9, 4e9))
    loaded = saves.load_newest()
    assert same(loaded.play, before)
    assert "a newer version of the game wrote this save; this is the game before it" in loaded.notice
    for _ in range(4):
        played(tmp_path, wander(Playthrough(hall), 4))
    assert (slots / f"{slot}.json").read_bytes() == newer


# --- runs -------------------------------------------------------------------------


def test_no_game_to_continue(saves: Saves, hall: Story) -> None:
    saves.save(Playthrough(hall))
    with pytest.raises(SaveError, match="no game to continue"):
        saves.load_newest()


def test_a_run_touches_no_named_slot(saves: Saves, hall: Story, slots: Path) -> None:
    for name in ("auto", "auto-1", "run-1", "quick"):
        saves.save(Playthrough(hall), name)
    before = {name: (slots / name).read_bytes() for name in files(slots)}
    for steps in range(1, 6):
        played(slots.parent, wander(Playthrough(hall), steps))
    assert {name: (slots / name).read_bytes() for name in before} == before
    for info in saves.runs():
        with pytest.raises(GameError, match="the game's own"):
            saves.save(Playthrough(hall), info.slot)


def test_a_damaged_newest_run_gives_the_one_before_it(tmp_path: Path, hall: Story, slots: Path) -> None:
    played(tmp_path, wander(Playthrough(hall), 1))
    session = played(tmp_path, wander(Playthrough(hall), 2))
    wander(session.play, 1)
    session.close()
    newest, _ = autosaves(session.saves)
    damage(slots / f"{newest}.json")
    loaded = Saves(tmp_path, hall).load_newest()
    assert len(loaded.play.log) == 2
    assert "is damaged; this is the save before it" in loaded.notice
    (slots / f"{newest}.json").write_bytes(b"")
    (slots / f"{newest}.json.bak").write_bytes(b"")
    loaded = Saves(tmp_path, hall).load_newest()
    assert len(loaded.play.log) == 1
    assert "this is the game before it" in loaded.notice


def test_nothing_but_saves_is_left_behind(saves: Saves, hall: Story, slots: Path) -> None:
    for steps in range(4):
        saves.save(wander(Playthrough(hall), steps))
        saves.load()
    assert only_saves(slots, "quick")


def test_a_date_is_said_to_the_minute_or_short_or_for_scripts() -> None:
    info = SaveInfo("one", "", "", "", datetime(2020, 5, 4, 3, 2, 1).timestamp(), 0)
    assert date_of(info) == row(info).when == "2020-05-04 03:02"
    assert date_of(info, "short") == "2020-05-04"
    told = date_of(info, "ISO 8601")
    assert told.startswith("2020-05-04T03:02:01")
    assert datetime.fromisoformat(told).timestamp() == info.when
    now = datetime.now()
    assert date_of(info._replace(when=now.timestamp()), "short") in (f"{now:%H:%M}", f"{now:%Y-%m-%d}")
