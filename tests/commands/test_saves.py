"""`escape saves`: list, delete, export and import."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from game import Playthrough, load_story
from game.play.transcript import as_markdown, as_text
from tests.conftest import HEAD
from tests.support.saving import ROUND, Make, Write, command, files, only_saves, plain, wander


def saves(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("saves", *arguments), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def played(write_story: Write, tmp_path: Path) -> Path:
    """Play a little, save it twice, and give the folder of the saves."""
    folder = tmp_path / "saves"
    plain(write_story(ROUND, start="hall"), folder, typed="save one\ngo\ncome\nsave two\n")
    return folder


def test_the_help_says_whose_saves_are_meant_without_a_story() -> None:
    for act, whose in (
        ("list", "every story"),
        ("delete", "every story"),
        ("export", "the one of this folder, or the game's own"),
        ("import", "the one of this folder, or the game's own"),
    ):
        told = " ".join(saves(act, "--help").stdout.split())
        assert f"a story's folder; without it, {whose}" in told


def test_a_save_of_a_newer_game_is_named_so_and_left_alone(write_story: Write, played: Path) -> None:
    file = played / "test-story" / "one.json"
    whole = json.loads(file.read_bytes())
    del whole["sha256"]
    whole["version"] += 1
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()
    file.write_text(json.dumps({**whole, "sha256": hashlib.sha256(canonical).hexdigest()}))
    before = file.read_bytes()
    assert "one (of a newer game)" in " ".join(saves("--save-dir", played).stdout.split())
    done = plain(write_story(ROUND, start="hall"), played, "--load", "one")
    assert (done.stdout, done.returncode) == ("", 3)
    assert done.stderr == "a newer version of the game wrote this save\n"
    assert file.read_bytes() == before
    assert not [name for name in files(file.parent) if "damaged" in name]


def test_a_table_of_all_saves(played: Path) -> None:
    for arguments in ((), ("list",)):
        done = saves(*arguments, "--save-dir", played)
        assert (done.stderr, done.returncode) == ("", 0)
        head, *rows = done.stdout.splitlines()
        assert head.split() == ["name", "chapter", "status", "place", "when", "choices"]
        by_name = {row.split()[0]: row for row in rows}
        assert by_name.keys() == {"run", "one", "two"}
        assert by_name["run"].startswith("run 1  ")
        assert by_name["one"].split()[1:5] == ["One", "hurt", "Hall,", "1"]
        assert by_name["one"].endswith(" 0 choices")
        assert by_name["two"].endswith(" 2 choices")
        assert {row.index("One") for row in rows} == {head.index("chapter")}


def test_json_for_scripts(played: Path) -> None:
    done = saves("list", "--format", "json", "--save-dir", played)
    found = {one["slot"]: one for one in json.loads(done.stdout)}
    one = found["one"]
    when = datetime.fromisoformat(one.pop("when"))
    assert abs((datetime.now().astimezone() - when).total_seconds()) < 3600
    assert one == {
        "story": "test-story",
        "slot": "one",
        "name": "one",
        "title": "",
        "run": 0,
        "origin": "",
        "chapter": "One",
        "ending": "",
        "status": "hurt",
        "place": "Hall, 1",
        "choices": 0,
        "automatic": False,
        "copy": False,
        "sound": True,
    }
    assert found["two"]["choices"] == 2
    assert saves("--save-dir", played, "--format", "json").stdout == done.stdout


def test_no_saves(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        assert saves("--save-dir", folder).stdout == "There are no saved games.\n"
        assert saves("--save-dir", folder, "--format", "json").stdout == "[]\n"
    assert files(tmp_path) == set()
    (tmp_path / "file").write_text("")
    done = saves("--save-dir", tmp_path / "file")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)


def test_saves_of_several_stories(played: Path, write_story: Write) -> None:
    other = write_story(ROUND, head=HEAD.replace("test-story", "other").format(start="hall"))
    plain(other, played, typed="save one\nsave three\n")
    done = saves("--save-dir", played)
    assert done.stdout.splitlines()[0].split()[:2] == ["story", "name"]
    assert saves("list", other, "--save-dir", played).stdout.splitlines()[0].split()[0] == "name"
    assert "three" not in saves("list", write_story(ROUND, start="hall"), "--save-dir", played).stdout
    refused = saves("delete", "one", "--save-dir", played)
    assert (refused.stdout, refused.returncode) == ("", 2)
    assert "more than one story" in refused.stderr
    assert saves("delete", "three", "--save-dir", played).returncode == 0
    assert saves("delete", "one", write_story(ROUND, start="hall"), "--save-dir", played).returncode == 0
    assert only_saves(played / "test-story", "two", *_autosaves(played / "test-story"))
    assert "one.json" in files(played / "other")


def _autosaves(folder: Path) -> list[str]:
    return [name.split(".")[0] for name in files(folder) if name.startswith("run")]


def test_deleting(played: Path) -> None:
    done = saves("delete", "two", "--save-dir", played)
    assert (done.stdout, done.stderr, done.returncode) == ("Deleted `two`.\n", "", 0)
    assert only_saves(played / "test-story", "one", *_autosaves(played / "test-story"))
    done = saves("delete", "two", "--save-dir", played)
    assert (done.stdout, done.stderr, done.returncode) == ("", "there is no save `two`\n", 3)
    for wrong in ("../test-story/one", "Two", ""):
        done = saves("delete", wrong, "--save-dir", played)
        assert (done.stdout, done.returncode, done.stderr.count("\n")) == ("", 3, 1)
    assert saves("delete", "run 1", "--save-dir", played).stdout == "Deleted `run 1`.\n"
    assert only_saves(played / "test-story", "one")


def test_exporting(played: Path, write_story: Write, tmp_path: Path) -> None:
    story = write_story(ROUND, start="hall")
    done = saves("export", "two", story, "--save-dir", played)
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout == as_text(wander(Playthrough(load_story(story)), 0)).replace(
        "The lamp is low.\n",
        "The lamp is low.\n\n> Go down.\n\nWater, 2 steps deep.\n\n> Come up.\n\nThe hall\n\nThe lamp is out.\n",
    )
    done = saves(
        "export", "two", story, "--format", "markdown", "-o", tmp_path / "out.md", "--save-dir", played
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    assert (tmp_path / "out.md").read_text(encoding="utf-8").startswith("# A Test\n\n## The hall\n\n")
    assert saves("export", "three", story, "--save-dir", played).returncode == 3
    done = saves("export", "two", "--save-dir", played)
    assert (done.returncode, done.stderr) == (
        3,
        "there is no save `two` of this story, only of `test-story`\n",
    )


def test_what_stands_in_markdown_means_only_itself(story: Make) -> None:
    play = Playthrough(
        story(
            r"""
a:
  title: "1. Now"
  text: |
    1\*2 *and* _that_ <b> [x] `y` # z.

    - No list.

    3. No list either, 4. *nor here*.
  choices: [{text: "*Go* > on.", to: b}]
b: {ending: {title: The end, text: "# Not a heading."}}
"""
        )
    )
    play.choose(play.offers[0].key)
    assert as_markdown(play) == (
        "# A Test\n\n"
        "## 1\\. Now\n\n"
        "1\\*2 *and* \\_that\\_ \\<b\\> \\[x\\] \\`y\\` \\# z.\n\n"
        "\\- No list.\n\n"
        "3\\. No list either, 4. *nor here*.\n\n"
        "> Go \\> on.\n\n"
        "## The end\n\n"
        "\\# Not a heading.\n"
    )


def test_places_that_the_words_come_to_are_headings_in_markdown(story: Make) -> None:
    scenes = """
yard: {place: The yard, text: Rain., choices: [{text: Go in., say: You knock., to: store}]}
store: {place: The store, text: Flour., ending: {title: The end}}
"""
    play = Playthrough(story(scenes, "yard"))
    play.choose("go_in")
    assert as_markdown(play).endswith(
        "Rain.\n\n> Go in.\n\nYou knock.\n\n### The store\n\nFlour.\n\n## The end\n"
    )
    assert as_text(play).endswith("> Go in.\n\nYou knock.\n\nThe store\n\nFlour.\n\nThe end\n")


def test_the_words_of_an_earlier_account_are_told_first(story: Make) -> None:
    told = story(ROUND, start="hall")
    play = Playthrough(told, start=Playthrough(told).state, earlier="# Old.\n\n> Go.\n\nWords.")
    assert as_text(play).startswith("A Test\n\n# Old.\n\n> Go.\n\nWords.\n\nThe hall\n\n")
    assert as_markdown(play).startswith("# A Test\n\n\\# Old.\n\n> Go.\n\nWords.\n\n## The hall\n\n")


def test_a_save_goes_out_and_comes_back(played: Path, write_story: Write, tmp_path: Path) -> None:
    story, file = write_story(ROUND, start="hall"), tmp_path / "taken along.json"
    done = saves("export", "two", story, "--format", "save", "--save-dir", played, "-o", file)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    done = saves("import", file, story, "--save-dir", tmp_path / "elsewhere")
    assert (done.stdout, done.stderr, done.returncode) == ("Took in `taken along`: 2 choices.\n", "", 0)
    for name, where in (("two", played), ("taken along", tmp_path / "elsewhere")):
        told = saves("export", name, story, "--save-dir", where).stdout
        assert told.count("\n> ") == 2


def test_what_can_not_be_taken_in_is_one_line(played: Path, write_story: Write, tmp_path: Path) -> None:
    story, file = write_story(ROUND, start="hall"), tmp_path / "two.json"
    saves("export", "two", story, "--format", "save", "--save-dir", played, "-o", file)
    (tmp_path / "bad.json").write_text(file.read_text().replace("hall", "hill", 1))
    other = write_story(ROUND, start="hall", head=HEAD.format(start="hall").replace("test-story", "other"))
    for arguments, said, code in (
        ((file,), "this is a save of another story, `test-story`", 3),
        ((tmp_path / "bad.json",), "the save is damaged", 3),
        (
            (tmp_path / "none.json",),
            f"`{tmp_path / 'none.json'}` can't be read: no such file or directory",
            2,
        ),
        ((tmp_path,), f"`{tmp_path}` is no regular file", 2),
    ):
        done = saves("import", *arguments, other, "--save-dir", tmp_path / "elsewhere")
        assert (done.stdout, done.stderr, done.returncode) == ("", f"{said}\n", code)
    story = write_story(ROUND, start="hall")
    done = saves("import", file, story, "--save-dir", played)
    assert done.stderr == "there is a save `two` already: give this one another name with --name\n"
    assert done.returncode == 3
    assert saves("import", file, story, "--name", "three", "--save-dir", played).returncode == 0
