"""`escape refs` and `escape rename`, as an author runs them."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from game import StoryError, load_story
from game.cli import main
from game.story.diagnostics.problem import SourceSpan
from game.story.format import PENDING
from game.story.index import file_changes
from game.story.index.file_changes import TextEdit, changed, finish, write
from game.story.index.index import read_index
from tests.support.command import escape
from tests.support.generate import write_story as write_generated
from tests.support.places import SHIPPED
from tests.support.sampling import sample

Write = Callable[..., Path]
SCENES = """\
# the hall is not the scene `hall`
hall:
  text: 'A hall. {trust >= 2: Trust.|}'
  choices:
    - text: Go to the hall again.
      to: hall  # hall
    - {text: Wait., do: [trust += 1]}
    - {text: Talk., to: {text: Talk of the hall., to: hall}}
    - {text: Out., if: visited(hall.talk) or chosen(wait), to: "z"}
z: {ending: {title: Out of the hall}}
"""
WALK = "- {name: W, choose: [wait, talk, out], expect: {ending: z}}\n"


@pytest.fixture
def folder(write_story: Write) -> Path:
    found = write_story(SCENES, start="hall", walkthroughs__w=WALK)
    (found / "extra").mkdir()
    return found


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_refs_say_where_a_name_stands(folder: Path) -> None:
    done = escape("refs", "hall", str(folder))
    lines = [line.removeprefix(str(folder)) for line in done.stdout.splitlines()]
    assert lines == [
        "/one/scenes.yaml:2:1: scene declared: hall:",
        "/one/scenes.yaml:6:11: scene entered: to: hall  # hall",
        "/one/scenes.yaml:8:55: scene entered: - {text: Talk., to: {text: Talk of the hall., to: hall}}",
        "/story.yaml:4:8: scene entered: start: hall",
    ]
    assert (done.stderr, done.returncode) == ("", 0)


def test_refs_find_the_choices_of_walkthroughs(folder: Path) -> None:
    done = escape("refs", "hall.wait", str(folder), "--format", "json")
    found = json.loads(done.stdout)
    assert [(use["kind"], use["role"], use["line"], use["column"]) for use in found] == [
        ("choice", "derived", 7, 8),
        ("choice", "asked about", 9, 53),
        ("choice", "taken", 1, 22),
    ]
    assert found[2]["text"] == WALK.strip()


def test_a_name_that_is_not_there_is_one_line(folder: Path) -> None:
    for verb in (("refs", "hell"), ("rename", "hell", "inn")):
        done = escape(*verb, str(folder))
        assert done.stderr == "there is no `hell` in this story: did you mean `hall`?\n"
        assert (done.stdout, done.returncode) == ("", 2)


def test_options_may_stand_before_the_story(folder: Path) -> None:
    done = escape("refs", "z", "--format", "json", str(folder))
    assert (len(json.loads(done.stdout)), done.stderr) == (3, "")
    assert escape("rename", "hall", "--keep-saves", "inn", str(folder)).returncode == 0
    assert escape("rename", "inn", "hall", "--dry-run", str(folder)).returncode == 0
    for wrong in (["refs"], ["refs", "z", str(folder), "more"], ["refs", "z", "--none", str(folder)]):
        done = escape(*wrong)
        assert (done.stdout, done.returncode) == ("", 2)
        assert "usage: escape" in done.stderr


def test_refs_name_a_file_that_can_not_be_read(folder: Path) -> None:
    broken = folder / "one" / "more.yaml"
    broken.write_text("den:\n  text: 'A den.\n", encoding="utf-8")
    said = f"{broken} can't be read (line 2): its names are missing here\n"
    done = escape("refs", "hall", str(folder))
    assert (done.stderr, done.stdout.count("\n"), done.returncode) == (said, 4, 0)
    done = escape("refs", "den", str(folder))
    assert done.stderr == said + "`den` is not found in what can be read of this story\n"
    assert (done.stdout, done.returncode) == ("", 2)


def test_a_scene_is_renamed_and_nothing_else(folder: Path) -> None:
    before = files_of(folder)
    done = escape("rename", "hall", "inn", str(folder))
    assert (done.stdout, done.stderr, done.returncode) == (
        "`hall` is `inn` now: 5 places in 2 files.\n",
        "",
        0,
    )
    scenes = SCENES.replace("\nhall:", "\ninn:").replace("to: hall", "to: inn").replace("(hall.", "(inn.")
    assert (folder / "one" / "scenes.yaml").read_text() == scenes
    assert (folder / "story.yaml").read_bytes() == before["story.yaml"].replace(b"start: hall", b"start: inn")
    assert files_of(folder).keys() == before.keys()
    assert escape("rename", "inn", "hall", str(folder)).returncode == 0
    assert files_of(folder) == before


def test_a_choice_gets_an_id_and_what_is_written_in_it_follows(folder: Path) -> None:
    before = files_of(folder)
    assert escape("rename", "hall.talk", "ask", str(folder)).stdout.startswith(
        "`hall.talk` is `ask` now: 3 places"
    )
    assert escape("rename", "hall.go_to_the_hall_again", "hall.again", str(folder)).returncode == 0
    scenes = (folder / "one" / "scenes.yaml").read_text()
    assert "- {id: ask, text: Talk.," in scenes
    assert "visited(hall.ask)" in scenes
    assert "    - id: again\n      text: Go to the hall again.\n      to: hall  # hall\n" in scenes
    assert (folder / "walkthroughs" / "w.yaml").read_text() == WALK.replace("talk", "ask")
    assert escape("test", str(folder)).returncode == 0
    assert files_of(folder).keys() == before.keys()


def test_a_dry_run_shows_what_would_change(folder: Path) -> None:
    before = files_of(folder)
    done = escape("rename", "trust", "faith", str(folder), "--dry-run")
    removed = [line for line in done.stdout.splitlines() if re.match(r"-(?!--)", line)]
    assert removed == [
        "-  text: 'A hall. {trust >= 2: Trust.|}'",
        "-    - {text: Wait., do: [trust += 1]}",
        "-  trust: {range: [0, 5], start: 1}",
    ]
    assert files_of(folder) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("trust", "body"), "there is a variable `body` already"),
        (("trust", "ring"), "there is an item `ring` already"),
        (("trust", "mercy"), "there is a word `mercy` already"),
        (("trust", "visited"), "`visited` is a word of the language"),
        (("hall", "z"), "there is a scene `z` already"),
        (("hall", "Hall"), "`Hall` can't be a name"),
        (("hall", "x" * 65), "can't be a name"),
        (("hall.wait", "talk"), "there is a choice `hall.talk` already"),
        (("hall.wait", "z.wait"), "`z.wait` can't be a name"),
        (("one", "walkthroughs"), "`walkthroughs` can't be the folder of a chapter"),
        (("one", "walk/throughs"), "`walk/throughs` can't be the folder of a chapter"),
        (("one", "story.yaml"), "`story.yaml` can't be the folder of a chapter"),
        (("one", "extra"), "there is a file or folder `extra`"),
        (("hall", "inn", "--kind", "item"), "there is no item `hall`"),
    ],
)
def test_what_can_not_be_renamed_is_one_line(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    before = files_of(folder)
    done = escape("rename", *arguments[:2], str(folder), *arguments[2:])
    assert said in done.stderr
    assert (done.stdout, done.stderr.count("\n"), done.returncode) == ("", 1, 2)
    assert files_of(folder) == before


def test_a_chapter_moves_with_its_folder(folder: Path) -> None:
    before = files_of(folder)
    dry = escape("rename", "one", "1-the-hall", str(folder), "--dry-run")
    assert f"the folder {folder / 'one'} becomes {folder / '1-the-hall'}" in dry.stdout.splitlines()
    assert files_of(folder) == before
    done = escape("rename", "one", "1-the-hall", str(folder))
    said = "`one` is `1-the-hall` now: 1 place in 1 file, and its folder.\n"
    assert (done.stdout, done.stderr, done.returncode) == (said, "", 0)
    expected = {name.replace("one/", "1-the-hall/"): data for name, data in before.items()}
    expected["story.yaml"] = before["story.yaml"].replace(b"one: One", b"1-the-hall: One")
    assert files_of(folder) == expected
    assert escape("lint", str(folder)).returncode == 0
    assert escape("rename", "1-the-hall", "one", str(folder)).returncode == 0
    assert files_of(folder) == before


def test_who_has_a_translation_is_told_to_take_it_along(folder: Path) -> None:
    (folder / "translations").mkdir()
    (folder / "translations" / "ko.po").write_text("", encoding="utf-8")
    done = escape("rename", "hall", "inn", str(folder))
    assert done.stdout.splitlines()[1:] == ["`escape translate ko` takes its translation along."]


def test_a_chapter_is_moved_whole_after_a_kill(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = files_of(folder)
    head = folder / "story.yaml"
    new = {head: head.read_bytes().replace(b"one: One", b"two: One")}
    for moment in range(1, 6):
        steps = iter(range(moment))

        def count(steps: object = steps) -> None:
            if next(steps, None) is None:  # type: ignore[call-overload]
                raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", _after(count, Path.replace))
            with suppress(Killed):
                write(folder, new, [(folder / "one", folder / "two")])
        finish(folder)
        is_new = (folder / "two").exists()
        assert is_new is not (folder / "one").exists()
        assert (head.read_bytes() == new[head]) is is_new
        if is_new:
            write(folder, {head: old["story.yaml"]}, [(folder / "two", folder / "one")])
    assert {name: data for name, data in files_of(folder).items() if not name.endswith(".new")} == old


def test_two_things_of_one_name_are_told_apart(write_story: Write) -> None:
    folder = write_story(
        "ring: {text: Here., choices: [{text: Take it., do: take(ring), to: ring}, {text: Out., to: z}]}\n"
        "z: {ending: {title: Out}}\n",
        start="ring",
    )
    done = escape("rename", "ring", "band", str(folder))
    assert done.stderr == "`ring` is an item and a scene: say which with --kind\n"
    assert escape("rename", "ring", "band", str(folder), "--kind", "scene").returncode == 0
    scenes = (folder / "one" / "scenes.yaml").read_text()
    assert scenes.startswith("band: {text: Here., choices: [{text: Take it., do: take(ring), to: band}")


def test_a_key_made_of_words_that_would_change_is_told(write_story: Write) -> None:
    folder = write_story("a: {choices: [{text: 'Trust {trust}.', to: z}]}\nz: {ending: {title: Out}}\n")
    before = files_of(folder)
    done = escape("rename", "trust", "faith", str(folder))
    assert "the key of the choice `a.trust_faith` is made of its words" in done.stderr or (
        "the key of the choice `a.trust_trust` is made of its words" in done.stderr
    )
    assert files_of(folder) == before


def test_a_story_with_errors_is_not_renamed_in(write_story: Write) -> None:
    folder = write_story("a: {to: nowhere}\n")
    done = escape("rename", "a", "b", str(folder))
    assert "R201" in done.stderr
    assert done.returncode == 1


def test_bytes_that_only_an_editor_sees_stay(write_story: Write) -> None:
    folder = write_story(SCENES, start="hall")
    file = folder / "one" / "scenes.yaml"
    data = b"\xef\xbb\xbf" + SCENES.replace("\n", "\r\n").replace("A hall", "Ein Flur, 현관  ").encode()
    file.write_bytes(data)
    assert escape("rename", "hall", "inn", str(folder)).returncode == 0
    expected = (
        data.replace(b"\nhall:", b"\ninn:").replace(b"to: hall", b"to: inn").replace(b"(hall.", b"(inn.")
    )
    assert file.read_bytes() == expected


def replaced(before: dict[str, bytes], after: dict[str, bytes]) -> set[tuple[bytes, bytes]]:
    """Return the words that differ between two states of a folder, of which each byte else is the same."""
    assert before.keys() == after.keys()
    found: set[tuple[bytes, bytes]] = set()
    for name in before:
        words = [re.findall(rb"\w+|\W", data[name]) for data in (before, after)]
        found.update((old, new) for old, new in zip(words[0], words[1], strict=True) if old != new)
    return found


def renamed_and_back(folder: Path, chance: random.Random) -> None:
    """Rename one name of each kind in a story, and back; compare every byte, outside the names and in all."""
    index = read_index(folder)
    if index.story is None:
        return
    declared = [use for use in index.uses if use.role == "declared" and use.kind != "chapter"]
    for kind in dict.fromkeys(use.kind for use in declared):
        use = chance.choice([one for one in declared if one.kind == kind])
        scene, _, old = use.name.rpartition(".")
        new = f"{old}_new"[-60:].lstrip("_0123456789")
        before = files_of(folder)
        done = escape("rename", use.name, new, str(folder), "--kind", kind)
        if "is made of its words" in done.stderr:
            continue
        assert (done.stderr, done.returncode) == ("", 0)
        assert load_story(folder).fingerprint != index.story.fingerprint
        assert replaced(before, files_of(folder)) == {(old.encode(), new.encode())}
        back = escape("rename", f"{scene}.{new}" if scene else new, old, str(folder), "--kind", kind)
        assert (back.stderr, back.returncode) == ("", 0)
        assert files_of(folder) == before


@pytest.mark.parametrize("seed", sample(range(4), 1))
def test_names_of_generated_stories_there_and_back(tmp_path: Path, seed: int) -> None:
    folder = write_generated(tmp_path / "story", seed)
    try:
        load_story(folder)
    except StoryError:
        return
    renamed_and_back(folder, random.Random(seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", sample(range(4), 1))
def test_names_of_the_shipped_story_there_and_back(tmp_path: Path, seed: int) -> None:
    shutil.copytree(SHIPPED, tmp_path / "story")
    renamed_and_back(tmp_path / "story", random.Random(seed))


class Killed(BaseException):
    """The process is gone."""


def test_who_is_killed_in_the_middle_has_all_files_old_or_all_new(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = read_index(folder)
    made = [
        TextEdit(use.place, use.token, "inn" + use.token[4:])
        for use in index.uses
        if use.token.startswith("hall")
    ]
    old = files_of(folder)
    new = dict(old)
    for path, data in changed(made).items():
        new[str(path.relative_to(folder))] = data
    outcomes = set()
    for moment in range(1, 30):
        copy = tmp_path / f"copy{moment}"
        shutil.copytree(folder, copy)
        steps = iter(range(moment))

        def count(*_: object, steps: object = steps) -> None:
            if next(steps, None) is None:  # type: ignore[call-overload]
                raise Killed

        moved = [
            TextEdit(
                SourceSpan(one.place.file.replace(str(folder), str(copy)), *one.place[1:]), one.old, one.new
            )
            for one in made
        ]
        with monkeypatch.context() as patch:
            for name in ("_write", "replace"):
                owner = file_changes if name == "_write" else Path
                patch.setattr(owner, name, _after(count, getattr(owner, name)))
            with suppress(Killed):
                write(copy, changed(moved))
        finish(copy)
        found = {name: data for name, data in files_of(copy).items() if not name.endswith(".new")}
        assert found in (old, new)
        assert not (copy / PENDING).exists()
        outcomes.add(found == new)
    assert outcomes == {True, False}


def _after(first: Callable[..., None], then: Callable[..., object]) -> Callable[..., object]:
    def both(*arguments: object) -> object:
        first()
        return then(*arguments)

    return both


def test_a_list_of_changes_that_leads_out_of_the_folder_moves_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / ".x.new").write_text("evil")
    (tmp_path / "x").write_text("good")
    (folder / ".y.new").write_text("evil")
    digests = [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "x", folder / "story.yaml")
    ]
    pairs = [["../.x.new", "../x", digests[0]], [".y.new", "story.yaml", digests[1]]]
    (folder / PENDING).write_text(json.dumps(pairs))
    before = (folder / "story.yaml").read_bytes()
    finish(folder)
    assert ((tmp_path / "x").read_text(), (folder / "story.yaml").read_bytes()) == ("good", before)


KILLED = """\
import os, sys
from pathlib import Path
replace, left = Path.replace, [int(sys.argv.pop(1))]
def killed(path, target):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    return replace(path, target)
Path.replace = killed
from game.cli import main
main()
"""


def kill_a_rename(folder: Path, replaced: int) -> None:
    """Rename `hall`, and end the process with no word when it has replaced so many files."""
    command = [sys.executable, "-c", KILLED, str(replaced), "rename", "hall", "inn", str(folder)]
    assert subprocess.run(command, check=False).returncode == 9


def test_the_next_command_finishes_a_change_that_was_broken_off(folder: Path, tmp_path: Path) -> None:
    whole = shutil.copytree(folder, tmp_path / "whole")
    assert escape("rename", "hall", "inn", str(whole)).returncode == 0
    kill_a_rename(folder, 2)  # the list, and the first file
    mixed = files_of(folder)
    dry = escape("rename", "z", "y", str(folder), "--dry-run")
    assert "a change to this story was broken off in the middle: `--dry-run` changes nothing" in dry.stderr
    assert (dry.stdout, dry.returncode, files_of(folder)) == ("", 2, mixed)
    done = escape("lint", str(folder))
    said = "a change to this story was broken off; it is finished now: 1 file put in place\n"
    assert (done.stderr, done.returncode) == (said, 0)
    assert files_of(folder) == files_of(whole)


def test_an_edit_made_after_a_change_was_broken_off_is_kept(folder: Path) -> None:
    kill_a_rename(folder, 2)
    (waiting,) = (path for path in folder.rglob(".*.yaml.new"))
    edited = waiting.with_name(waiting.name[1 : -len(".new")])
    edited.write_bytes(edited.read_bytes() + b"# mine\n")
    before = files_of(folder)
    for command in (["lint"], ["test"], ["refs", "z"], ["rename", "z", "y"]):
        done = escape(*command, str(folder))
        assert f"`{edited}` was changed since" in done.stderr
        assert str(waiting) in done.stderr
        assert (done.stdout, done.returncode, files_of(folder)) == ("", 2, before)
    edited.write_bytes(waiting.read_bytes())
    assert escape("lint", str(folder)).returncode == 0
    assert not (folder / PENDING).exists()


def test_new_files_whose_change_never_began_are_removed_by_the_next(folder: Path) -> None:
    kill_a_rename(folder, 0)
    assert list(folder.rglob("*.new"))
    assert escape("lint", str(folder)).stderr == ""
    assert escape("rename", "z", "y", str(folder)).returncode == 0
    assert not list(folder.rglob("*.new"))


def test_a_story_whose_files_can_not_be_replaced_is_read_as_it_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kill_a_rename(folder, 2)

    def refuse(*_: object) -> Path:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    before = files_of(folder)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(SystemExit):
        main(["refs", "z", str(folder)])
    out, err = capsys.readouterr()
    assert "it can't be finished here, so that some files are new and some old: read-only" in err
    assert "scene declared: z: {ending" in out
    assert files_of(folder) == before
