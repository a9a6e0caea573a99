from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story
from game.play.profile import Profile, first_in_chapter
from game.play.settings import Settings, read_settings, write_settings

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
