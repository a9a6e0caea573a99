"""A playthrough followed into a story whose author has just given something another name."""

from __future__ import annotations

from collections.abc import Callable

from game import Playthrough, Story
from game.play.hot_reload.relocate import relocate, renamed
from game.play.saves.saves import record_of

Make = Callable[..., Story]

STORY = """
count:
  choices:
    - text: Ask him.
      to:
        choices:
          - {text: Wait., stay: true, say: "{seq: Once.|Twice.|More.}"}
          - {text: Insist., to: {choices: [{text: Go on., if: visits(count) == 1}]}}
          - {text: Leave., to: out}
  then: out
out: {ending: {title: Out}}
"""


def test_scenes_written_in_one_that_is_renamed_are_followed(story: Make) -> None:
    old = story(STORY, start="count")
    play = Playthrough(old)
    for key in ("ask_him", "wait", "insist"):
        play.choose(key)
    assert play.scene == "count.ask_him.insist"
    for changed, scene in (
        (STORY.replace("count", "tally"), "tally.ask_him.insist"),
        (STORY.replace("Ask him.", "Question him."), "count.question_him.insist"),
    ):
        new = story(changed, start=scene.partition(".")[0])
        moved = renamed(record_of(play), old, new)
        assert moved.snapshot.taken == ((scene.rpartition(".")[0], "wait", 1),)
        found = relocate(moved, new)
        assert (found.play.scene, found.notice) == (scene, "")
