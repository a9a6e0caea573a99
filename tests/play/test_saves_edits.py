"""A save outlives every kind of change to its story."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, SaveError, Story, load_story
from game.play.saves.record import MAX_BYTES, MAX_EARLIER
from game.play.saves.saves import Loaded, Saves
from tests.support.edits import (
    EARLIER,
    EDITS,
    HEAD,
    HERE,
    INN,
    SCENES,
    TYPO,
    UNCHANGED,
    WALK,
    Edit,
    changed,
    gone,
)
from tests.support.saving import Write, files, plain, same
from tests.support.screens import on_screen

Tell = Callable[..., Story]
After = Callable[["Edit"], tuple[Saves, Loaded]]


@pytest.fixture
def tell(write_story: Write) -> Tell:
    """Write the story as it is after an edit; without one, as it was."""

    def told(edit: Edit = UNCHANGED) -> Story:
        return load_story(write_story(edit.scenes(), head=edit.head()))

    return told


def walked(story: Story) -> Playthrough:
    play = Playthrough(story)
    for key in WALK:
        play.choose(key)
    return play


@pytest.fixture
def after(tell: Tell, tmp_path: Path) -> After:
    """Make a save, change the story, and load it again."""

    def loaded(edit: Edit) -> tuple[Saves, Loaded]:
        play = walked(tell())
        Saves(tmp_path, play.story).save(play)
        saves = Saves(tmp_path, tell(edit))
        return saves, saves.load()

    return loaded


@pytest.mark.parametrize("name", EDITS)
def test_a_save_outlives_an_edit(after: After, name: str) -> None:
    edit = EDITS[name]
    assert (edit.head(), edit.scenes()) != (HEAD, SCENES)
    saves, loaded = after(edit)
    play = loaded.play
    assert loaded.notice == edit.notice
    assert (play.scene, len(play.log), play.values["coins"]) == (edit.scene, edit.steps, edit.coins)
    # The next save loads like any other, and plays on alike.
    saves.save(play)
    again = saves.load()
    assert (again.notice, again.whole) == ("", True)
    assert same(again.play, play)
    for one in (play, again.play):
        for offer in one.offers[:1]:
            one.choose(offer.key)
    assert same(again.play, play)
    assert str(again.play.transcript()) == str(play.transcript())


@pytest.mark.parametrize("name", [name for name in EDITS if EDITS[name].steps < 3])
def test_the_old_save_is_kept(after: After, tmp_path: Path, name: str) -> None:
    saves, loaded = after(EDITS[name])
    folder = tmp_path / "long-walk"
    old = (folder / "quick.json").read_bytes()
    saves.load()
    for _ in range(3):
        saves.save(loaded.play)
    (kept,) = (file for file in files(folder) if file.startswith("quick.kept-"))
    assert (folder / kept).read_bytes() == old
    assert [info.slot for info in saves.list()] == ["quick"]


def test_a_new_account_keeps_the_old_words_and_undo_stops_at_it(after: After) -> None:
    _, loaded = after(EDITS[TYPO])
    play = loaded.play
    assert play.earlier == "The gate, 1 coins.\n\n> Take the key.\n\nThe road."
    assert not play.undo()
    assert str(play.passage) == "The inn, 4 coins, high."
    play.choose("sleep")
    assert play.undo()
    assert not play.undo()


def test_one_new_account_after_another(after: After, tell: Tell, tmp_path: Path) -> None:
    saves, loaded = after(EDITS[TYPO])
    loaded.play.choose("sleep")
    saves.save(loaded.play)
    assert saves.load().play.scene == "morning"
    saves = Saves(tmp_path, tell(Edit({**EDITS[TYPO].words, "Sleep.": "Sleep in."}, "")))
    second = saves.load()
    assert second.notice == gone("1, `sleep` in `inn`")
    assert second.play.scene == "morning"
    assert second.play.earlier == (
        "The gate, 1 coins.\n\n> Take the key.\n\nThe road.\n\nThe inn, 4 coins, high."
    )
    saves.save(second.play)
    assert same(saves.load().play, second.play)


def test_where_neither_start_nor_snapshot_fits_the_story_begins_again(
    after: After, tell: Tell, tmp_path: Path
) -> None:
    saves, loaded = after(EDITS[TYPO])
    saves.save(loaded.play)
    story = tell(EDITS["the present scene renamed"])
    again = Saves(tmp_path, story).load()
    assert again.notice == changed("the place it went on from is gone", "you begin again")
    assert same(again.play, Playthrough(story))


def test_where_only_the_start_is_gone_the_snapshot_is_enough(
    after: After, tell: Tell, tmp_path: Path
) -> None:
    saves, loaded = after(EDITS[TYPO])
    loaded.play.choose("sleep")
    saves.save(loaded.play)
    again = Saves(tmp_path, tell(EDITS["the present scene renamed"])).load()
    assert again.notice == changed("the place it went on from is gone", HERE)
    assert again.play.scene == "morning"
    assert again.play.earlier == loaded.play.earlier


def test_a_snapshot_from_which_the_story_runs_in_a_loop_does_not_fit(after: After) -> None:
    ring = "inn: {to: [{if: seen, scene: loft}, morning]}\nloft: {to: [{if: seen, scene: inn}, morning]}\n"
    _, loaded = after(Edit({INN: ring}, ""))
    assert loaded.notice == gone("2, `walk_on` in `road`", EARLIER)
    assert loaded.play.scene == "road"


def test_another_id_makes_it_another_story(after: After, tell: Tell, tmp_path: Path) -> None:
    after(UNCHANGED)
    with pytest.raises(SaveError, match="only of `long-walk`"):
        Saves(tmp_path, tell(Edit({"long-walk": "short-walk"}, ""))).load()


def test_the_words_of_a_very_long_account_do_not_keep_it_from_being_saved(tell: Tell, tmp_path: Path) -> None:
    story = tell(Edit({"You wait.": "You wait. " + "Rain. " * 500}, ""))
    play = Playthrough(story, [("gate", "wait")] * 1_500 + [("gate", "take_the_key")])
    assert len(str(play.transcript())) > MAX_BYTES
    Saves(tmp_path, story).save(play)
    saves = Saves(
        tmp_path, tell(Edit({"You wait.": "You wait. " + "Rain. " * 500, "Take the": "Take a"}, ""))
    )
    loaded = saves.load()
    assert loaded.play.scene == "road"
    assert MAX_EARLIER * 0.9 < len(loaded.play.earlier) < MAX_EARLIER
    assert loaded.play.earlier.startswith("…\n\n")
    saves.save(loaded.play)
    assert same(saves.load().play, loaded.play)


# --- what the player reads --------------------------------------------------------


@pytest.mark.parametrize("name", [TYPO, "a scene added"])
def test_plain_mode_tells_it_in_one_sentence(write_story: Write, tmp_path: Path, name: str) -> None:
    plain(write_story(SCENES, head=HEAD), tmp_path / "old", typed="take\nwalk\npay\nsave one\n")
    story = write_story(EDITS[name].scenes(), head=EDITS[name].head())
    for number, (how, typed) in enumerate(
        [(("--load", "one"), ""), (("--continue",), ""), ((), "load one\n")]
    ):
        saves = tmp_path / f"saves-{number}"
        shutil.copytree(tmp_path / "old", saves)
        done = plain(story, saves, *how, typed=typed)
        told = done.stdout if not typed else done.stdout.split("> ")[1]
        first = told.split("\n", 1)[0] if EDITS[name].notice else ""
        assert first == EDITS[name].notice
        assert told.count("The story has changed") == bool(EDITS[name].notice)
        assert (done.stderr, done.returncode) == ("", 0)


def test_plain_mode_says_why_undo_stops(write_story: Write, tmp_path: Path) -> None:
    plain(write_story(SCENES, head=HEAD), tmp_path, typed="take\nwalk\nsave\n")
    story = write_story(EDITS[TYPO].scenes(), head=HEAD)
    told = plain(story, tmp_path, "--load", "quick", typed="undo\nhistory\n").stdout
    undo, history = told.split("2. Sleep.\n> ", 1)[1].split("\n> ", 1)
    assert undo == "The story has changed since then: what came before can't be undone."
    assert history.startswith("The gate, 1 coins.\n\n> Take the key.\n\nThe road.\n\nThe inn, 5 coins")


def test_plain_mode_refuses_another_storys_save_with_a_line(write_story: Write, tmp_path: Path) -> None:
    plain(write_story(SCENES, head=HEAD), tmp_path, typed="save\n")
    other = write_story(SCENES, head=HEAD.replace("long-walk", "short-walk"))
    for how in (("--load", "quick"), ("--continue",)):
        done = plain(other, tmp_path, *how)
        assert (done.stdout, done.returncode, done.stderr.count("\n")) == ("", 3, 1)


@pytest.mark.parametrize("name", EDITS)
def test_the_screen_tells_it_in_one_sentence(
    write_story: Write, tmp_path: Path, tell: Tell, name: str
) -> None:
    play = walked(tell())
    Saves(tmp_path, play.story).save(play)
    edit = EDITS[name]
    with on_screen(write_story(edit.scenes(), head=edit.head()), tmp_path, (80, 24)) as seen:
        assert "The story has changed" not in seen.words
        seen.press("f9")
        assert edit.notice in seen.words
        assert seen.words.count("The story has changed") == bool(edit.notice)
