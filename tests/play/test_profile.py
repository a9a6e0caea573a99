from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story, load_story
from game.play.open_session import session_of
from game.play.profile import FoundEnding, Profile, first_in_chapter
from game.play.settings import Settings, read_settings, write_settings
from tests.support.saving import files

STORY = """
a:
  choices: [{text: On., id: on, to: b}, {text: Down., id: down, to: z}]
b:
  choices: [{text: End., id: end, to: e}]
e: {ending: {title: The end, text: There.}}
z: {ending: {title: Down, text: There.}}
"""


@pytest.fixture
def played(story: Callable[..., Story]) -> Playthrough:
    return Playthrough(story(STORY))


def test_endings_scenes_and_chapters_are_kept(played: Playthrough, tmp_path: Path) -> None:
    profile = Profile(tmp_path, played.story)
    for key in (None, "on", "end"):
        if key:
            played.choose(key)
        profile.note(played)
    profile.write()
    again = Profile(tmp_path, played.story)
    assert again.endings == {"e": "The end"}
    assert again.scenes == {"a", "b", "e"}
    assert list(again.chapters) == ["one"]
    assert again.all_endings == ("e", "z")
    back = again.playthrough("one")
    assert back is not None
    assert back.scene == "a"


def test_only_what_is_new_is_written(played: Playthrough, tmp_path: Path) -> None:
    profile = Profile(tmp_path, played.story)
    profile.write()
    assert not list(tmp_path.glob("profile-*"))
    profile.note(played)
    profile.write()
    (path,) = tmp_path.glob("profile-*")
    path.unlink()
    profile.write()
    assert not path.exists()


def test_the_way_to_a_chapter_that_is_gone_is_none(played: Playthrough, tmp_path: Path) -> None:
    path = tmp_path / f"profile-{played.story.id}.json"
    path.write_text(
        json.dumps({"chapters": {"one": [["a", "gone"]], "two": [], "three": "x", "four": [[1]]}})
    )
    profile = Profile(tmp_path, played.story)
    assert profile.playthrough("one") is None
    assert profile.playthrough("nowhere") is None


def test_a_chapter_that_is_called_otherwise_now_is_known_by_the_way_to_it(
    write_story: Callable[..., Path], tmp_path: Path
) -> None:
    first = load_story(write_story(STORY))
    profile = Profile(tmp_path / "saves", first)
    profile.note(Playthrough(first), run=3)
    profile.write()
    rename_chapter(first.folder, "one", "1-the-start")
    renamed = Profile(tmp_path / "saves", load_story(first.folder))
    assert list(renamed.chapters) == ["1-the-start"]
    assert renamed.ways["1-the-start"].run == 3
    back = renamed.playthrough("1-the-start")
    assert back is not None
    assert back.scene == "a"


def rename_chapter(folder: Path, old: str, new: str) -> None:
    (folder / old).rename(folder / new)
    head = folder / "story.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace(f"  {old}:", f"  {new}:"), encoding="utf-8")


def test_the_way_to_a_chapter_goes_by_names_of_before(story: Callable[..., Story], tmp_path: Path) -> None:
    renamed = story(STORY.replace("id: on, to", "id: further, was: on, to"))
    path = tmp_path / f"profile-{renamed.id}.json"
    path.write_text(json.dumps({"chapters": {"one": [["a", "on"]]}}))
    found = Profile(tmp_path, renamed).playthrough("one")
    assert found is not None
    assert [step.key for step in found.log] == ["further"]


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        '{"endings": 3, "scenes": {}, "chapters": [1]}',
        '{"endings": {"e": 1}}',
        "\x00" * 9,
        "[" * 99999,
    ],
)
def test_a_damaged_profile_costs_only_itself(played: Playthrough, tmp_path: Path, damage: str) -> None:
    (tmp_path / f"profile-{played.story.id}.json").write_text(damage)
    (tmp_path / "settings.json").write_text(damage)
    profile = Profile(tmp_path, played.story)
    assert profile.endings == {}
    assert profile.scenes == set()
    assert profile.chapters == {}
    assert read_settings(tmp_path) == Settings()
    profile.note(played)
    profile.write()
    assert Profile(tmp_path, played.story).scenes == {"a"}


def test_a_title_of_an_ending_that_a_stranger_wrote_is_cleaned(played: Playthrough, tmp_path: Path) -> None:
    path = tmp_path / f"profile-{played.story.id}.json"
    path.write_text(json.dumps({"endings": {"e": "The\x1b[2J end"}}))
    assert Profile(tmp_path, played.story).endings == {"e": "The[2J end"}


def test_a_folder_that_can_not_be_written_is_no_matter(played: Playthrough, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    profile = Profile(blocked, played.story)
    profile.note(played)
    profile.write()
    assert blocked.read_text() == ""


def test_a_chapter_is_entered_for_the_first_time_until_a_choice_was_taken_in_it(played: Playthrough) -> None:
    assert first_in_chapter(played)
    played.choose("on")
    assert not first_in_chapter(played)


def test_settings_are_kept(tmp_path: Path) -> None:
    settings = Settings(measure=45, theme="dark", speed="slow", mouse=True, plain=True)
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings


def test_a_setting_that_can_not_be_is_as_it_was_at_first(tmp_path: Path) -> None:
    kept = {"measure": True, "theme": "pink", "speed": 3, "mouse": 1, "plain": True, "other": 1}
    (tmp_path / "settings.json").write_text(json.dumps(kept))
    assert read_settings(tmp_path) == Settings(plain=True)


# --- two sittings, power cuts and what else may lie there -------------------------------


def test_what_two_sittings_find_is_all_kept(played: Playthrough, tmp_path: Path) -> None:
    one, other = Profile(tmp_path, played.story), Profile(tmp_path, played.story)
    one.note(played)
    one.found["first"] = FoundEnding("The first", 1)
    one.write()
    other.found["second"] = FoundEnding("The second", 2)
    other.lessons.add("undo")
    other.write()
    one.found["third"] = FoundEnding("The third", 1)
    one.write()
    again = Profile(tmp_path, played.story)
    assert set(again.found) == {"first", "second", "third"}
    assert again.scenes == {"a"}
    assert again.lessons == {"undo"}


@pytest.mark.parametrize("rest", [0, 1, 20])
def test_a_profile_and_settings_cut_off_are_read_from_their_backups(
    played: Playthrough, tmp_path: Path, rest: int
) -> None:
    profile = Profile(tmp_path, played.story)
    for ending in ("one", "two"):
        profile.found[ending] = FoundEnding(ending)
        profile.write()
    for theme in ("dark", "light"):
        write_settings(tmp_path, Settings(theme=theme))
    for name in (f"profile-{played.story.id}.json", "settings.json"):
        data = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(data[:rest])
    assert set(Profile(tmp_path, played.story).found) == {"one"}
    assert read_settings(tmp_path).theme == "dark"
    profile = Profile(tmp_path, played.story)
    profile.found["three"] = FoundEnding("three")
    profile.write()  # what is damaged does not become the backup
    assert set(Profile(tmp_path, played.story).found) == {"one", "three"}


def test_settings_that_are_a_link_stay_one(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "settings.json"
    real.parent.mkdir()
    saves = tmp_path / "saves"
    saves.mkdir()
    (saves / "settings.json").symlink_to(real)
    for theme in ("dark", "light"):
        write_settings(saves, Settings(theme=theme))
    assert (saves / "settings.json").is_symlink()
    assert json.loads(real.read_text())["theme"] == "light"
    assert files(saves) == {"settings.json"}
    real.write_text("")
    assert read_settings(saves).theme == "dark"


def test_what_a_newer_game_has_set_is_left(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark", "sound": "loud"}')
    write_settings(tmp_path, read_settings(tmp_path)._replace(speed="slow"))
    kept = json.loads((tmp_path / "settings.json").read_text())
    assert (kept["theme"], kept["speed"], kept["sound"]) == ("dark", "slow", "loud")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_a_pipe_or_a_folder_in_place_of_a_file_is_passed_over_with_a_line(
    played: Playthrough, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    names = (f"profile-{played.story.id}.json", "settings.json")
    for name in names:
        make(tmp_path / name)
    session = session_of(played.story, tmp_path)
    assert session.notices == [f"`{name}` is passed over: it is not a file." for name in names]
    assert read_settings(tmp_path) == Settings()
    with pytest.raises(OSError, match="is not a file"):
        write_settings(tmp_path, Settings())
    session.choose("on")
    session.close()


def test_a_large_profile_is_read_and_never_made_too_large_to_be_read(
    played: Playthrough, tmp_path: Path
) -> None:
    profile = Profile(tmp_path, played.story)
    profile.scenes.update(f"scene_{number:06}" for number in range(100_000))
    profile.write()
    assert len(Profile(tmp_path, played.story).scenes) == 100_000
    profile.scenes.update(f"{number:060}" for number in range(100_000))
    profile.write()  # more than there is room for: the old one stays
    assert len(Profile(tmp_path, played.story).scenes) == 100_000
