"""A story changed while it is played: the place is kept, or it is said why it could not be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, load_story
from game.play.hot_reload.watch_files import Follower, News
from game.play.saves.restore import Loaded

Write = Callable[..., Path]
SCENES = """
a:
  text: The hall.
  choices:
    - {text: Open the dor., do: trust += 1, to: b}
    - {id: sit, text: Sit down., once: true, say: You sit.}
b:
  text: The yard.
  choices:
    - {id: gate, text: To the gate., to: c}
    - {id: back, text: Back., to: a}
c:
  text: The gate.
  choices:
    - {id: wait, text: Wait., say: You wait.}
    - {id: out, text: Out., if: trust >= 2, to: d}
d: {text: Free., ending: {title: Out}}
"""
WAY = ("sit", "open_the_dor", "gate", "wait")


class Author:
    """A story being written and played at once."""

    def __init__(self, write: Write, way: tuple[str, ...] = WAY) -> None:
        self._write = write
        self.scenes = SCENES
        folder = write(SCENES)
        self.follower = Follower(folder)
        self.play = Playthrough(load_story(folder))
        for key in way:
            self.play.choose(key)

    def edit(self, *changes: tuple[str, str], **files: str) -> News:
        for old, new in changes:
            assert old in self.scenes
            self.scenes = self.scenes.replace(old, new)
        self._write(self.scenes, **files)
        news = self.follower.follow(self.play)
        if news.loaded is not None:
            self.play = news.loaded.play
        return news

    def went(self, *changes: tuple[str, str], **files: str) -> Loaded:
        news = self.edit(*changes, **files)
        assert news.loaded
        return news.loaded

    def keys(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.play.log)


@pytest.fixture
def author(write_story: Write) -> Author:
    return Author(write_story)


def test_a_typo_in_a_text(author: Author) -> None:
    assert author.went(("You wait.", "You wait and see.")).notice == ""
    assert str(author.play.passage) == "You wait and see."
    assert author.keys() == WAY


def test_a_typo_in_a_choice_without_an_id(author: Author) -> None:
    assert author.went(("dor", "door")).notice == ""
    assert author.keys() == ("sit", "open_the_door", "gate", "wait")
    assert author.play.values["trust"] == 2


def test_a_choice_added_in_front(author: Author) -> None:
    author.went(("    - {text: Open", "    - {text: Knock., say: No.}\n    - {text: Open"))
    assert author.keys() == WAY


def test_a_scene_added_in_front_of_the_story(write_story: Write, author: Author) -> None:
    author.scenes = "z: {text: Night., choices: [{id: wake, text: Wake., to: a}]}\n" + author.scenes
    head = (write_story(SCENES) / "story.yaml").read_text().replace("start: a", "start: z")
    loaded = author.went(story=head)
    assert author.keys() == ("wake", *WAY)
    assert loaded.notice == "On the way, `wake` in `z` was taken too."
    assert str(author.play.passage) == "You wait."


def test_a_scene_added_in_between_and_in_front_of_the_present_one(author: Author) -> None:
    new = "x: {choices: [{id: no, text: N., to: a}, {id: on, text: O., to: c}]}\nb:"
    loaded = author.went(("to: c}", "to: x}"), ("b:", new))
    assert author.keys() == ("sit", "open_the_dor", "gate", "on", "wait")
    assert "`on` in `x`" in loaded.notice


def test_the_present_scene_renamed(author: Author) -> None:
    assert author.went(("to: c}", "to: the_gate}"), ("c:\n", "the_gate:\n")).notice == ""
    assert (author.play.scene, author.keys()) == ("the_gate", WAY)


def test_the_present_scene_deleted(author: Author) -> None:
    gate = author.scenes[author.scenes.index("c:\n") : author.scenes.index("\nd:") + 1]
    loaded = author.went((gate, ""), ("to: c}", "to: d}"))
    assert author.play.scene == "d"
    assert "`c` is gone, and `wait` with it. `c` is gone; the same choices now lead to `d`." in loaded.notice
    # and put back: the place that was left is found again
    loaded = author.went(("to: d}\n    - {id: back", "to: c}\n    - {id: back"), ("\nd:", "\n" + gate + "d:"))
    assert (author.play.scene, author.keys(), loaded.notice) == ("c", WAY, "")


def test_a_scene_on_the_way_deleted(author: Author) -> None:
    yard = author.scenes[author.scenes.index("b:\n") : author.scenes.index("c:\n")]
    loaded = author.went((yard, ""), ("to: b}", "to: c}"))
    assert (author.play.scene, author.keys()) == ("c", ("sit", "open_the_dor", "wait"))
    assert loaded.notice == "`b` is gone, and `gate` with it."


def test_a_choice_on_the_way_deleted_leaves_the_player_where_he_is(author: Author) -> None:
    loaded = author.went(("    - {id: gate, text: To the gate., to: c}\n", ""))
    assert loaded.notice == (
        "Step 3, `gate` in `b`, could not be followed: there is no such choice any more. "
        "You stay in `c`; what came before can't be undone."
    )
    assert author.play.scene == "c"
    assert author.play.values["trust"] == 2
    assert "Open the dor." in author.play.earlier


def test_a_way_and_the_present_scene_gone_leave_the_nearest_point(author: Author) -> None:
    gate = author.scenes[author.scenes.index("c:\n") : author.scenes.index("\nd:") + 1]
    loaded = author.went((gate, ""), ("    - {id: gate, text: To the gate., to: c}\n", ""))
    assert author.play.scene == "b"
    assert author.keys() == ("sit", "open_the_dor")
    assert loaded.notice.endswith("This is the nearest point that still stands, after 2 of 4 choices.")
    author.play.choose("back")  # from here on this is the player's place
    author.went(("The hall.", "The great hall."))
    assert author.keys() == ("sit", "open_the_dor", "back")


def test_a_choice_that_is_closed_now(author: Author) -> None:
    loaded = author.went(("once: true,", "once: true, if: trust > 3,"))
    assert "`sit` in `a`, could not be followed: it is not open there any more" in loaded.notice
    assert author.play.scene == "c"


def test_the_same_choices_leading_elsewhere(author: Author) -> None:
    author.play.undo()  # the gate is reached, nothing done there
    loaded = author.went(("text: To the gate., to: c}", "text: To the gate., to: d}"))
    assert (author.play.scene, author.keys()) == ("d", WAY[:3])
    assert loaded.notice == "The same choices now lead to `d`, not to `c`."


def test_a_broken_file_keeps_the_last_good_version(author: Author) -> None:
    play = author.play
    news = author.edit(("to: c}", "to: c"))
    assert news.loaded is None
    assert news.problems
    assert author.play is play
    assert str(play.choose("wait")) == "You wait."
    assert author.went(("to: c", "to: c}")).notice == ""
    assert author.keys() == (*WAY, "wait")


def test_a_ring_on_the_way_is_a_problem(author: Author) -> None:
    news = author.edit(
        ("text: To the gate., to: c}", "text: G., to: r}"),
        ("\nd:", "\nr: {to: [{if: trust > 9, scene: a}, s]}\ns: {to: [{if: trust > 9, scene: a}, r]}\nd:"),
    )
    assert news.loaded is None
    assert [problem.code for problem in news.problems] == ["G401"]


def test_a_game_begun_in_the_middle(write_story: Write) -> None:
    author = Author(write_story, ())
    story = author.play.story
    middle = Playthrough(story, WAY_STEPS[:3]).state
    author.play = Playthrough(story, start=middle)
    author.play.choose("wait")
    assert author.went(("You wait.", "Long.")).notice == ""
    assert str(author.play.passage) == "Long."
    assert author.play.start is not None


WAY_STEPS = (("a", "sit"), ("a", "open_the_dor"), ("b", "gate"))


def test_warnings_come_with_the_news(author: Author) -> None:
    news = author.edit(walkthroughs__w="- {name: W, choose: [nothing]}")
    assert news.loaded
    assert [problem.code for problem in news.problems] == ["R207"]


# --- the files -------------------------------------------------------------------


def test_a_change_counts_once_the_files_are_quiet(write_story: Write) -> None:
    folder = write_story(SCENES)
    follower = Follower(folder)
    assert not follower.changed()
    write_story(SCENES + "# one")
    assert not follower.changed()
    write_story(SCENES + "# one more")
    assert not follower.changed()
    assert follower.changed()
    assert not follower.changed()


def test_files_that_come_and_go_are_changes(write_story: Write) -> None:
    folder = write_story(SCENES)
    follower = Follower(folder)
    new = folder / "one" / "deep" / "new.yaml"
    new.parent.mkdir()
    for change in (new.touch, new.unlink):
        change()
        assert [follower.changed() for _ in range(3)] == [False, True, False]
    (folder / "notes.txt").write_text("no scene")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("")
    assert not any(follower.changed() for _ in range(3))


def test_a_claim_that_the_present_playthrough_breaks_is_told_once(write_story: Write) -> None:
    folder = write_story(SCENES)
    (folder / "claims.yaml").write_text(
        "- {name: Nobody waits at the gate, never: chosen(c.wait)}\n", encoding="utf-8"
    )
    follower, play = Follower(folder), Playthrough(load_story(folder))
    for key in WAY[:-1]:
        play.choose(key)
        assert follower.broken(play) == ""
    play.choose(WAY[-1])
    assert follower.broken(play) == "The claim `Nobody waits at the gate` is broken in `c`."
    assert follower.broken(play) == ""
    play.undo()
    assert follower.broken(play) == ""
    play.redo()
    assert follower.broken(play) == "The claim `Nobody waits at the gate` is broken in `c`."
