"""`escape new`: a story that is good from its first minute."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game import GameError, Playthrough, load_story
from game.lint.check_story import lint
from game.story.authoring.json_schema import as_json
from game.story.authoring.scaffold import SCHEMA, begin


def test_a_new_story_is_good_and_plays_its_own_walkthroughs(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "down"
    begin(folder)
    assert lint(folder) == []
    story = load_story(folder)
    assert len(story.scenes) == 6
    assert story.variables
    assert story.items
    assert story.pages
    assert sum(scene.ending is not None for scene in story.scenes.values()) >= 1
    ends = set()
    for walkthrough in story.walkthroughs:
        play = Playthrough(story)
        for key in walkthrough.choose:
            play.choose(key)
        assert play.ending is not None
        expected = dict(walkthrough.expect)
        assert play.ending.id == expected.pop("ending")
        assert {name: play.values[name] for name in expected} == expected
        ends.add(play.ending.id)
    assert ends == {scene.id for scene in story.scenes.values() if scene.ending}


def test_a_new_story_teaches_and_is_known_to_editors(tmp_path: Path) -> None:
    begin(tmp_path)
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == as_json()
    for path in tmp_path.rglob("*.yaml"):
        first, *lines = path.read_text(encoding="utf-8").splitlines()
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found
        assert (path.parent / found.group(1)).resolve() == (tmp_path / SCHEMA).resolve()
        assert any(line.lstrip().startswith("# ") for line in lines)


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".kept").write_text("mine", encoding="utf-8")
    with pytest.raises(GameError, match="not empty"):
        begin(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".kept"]
    with pytest.raises(GameError, match="a file"):
        begin(tmp_path / ".kept")
