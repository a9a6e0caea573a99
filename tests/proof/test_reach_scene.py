"""`escape play --at SCENE --set NAME=VALUE`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game import Story
from game.proof.effort import Effort
from game.proof.reach_scene import arrival, begin_at
from game.story.diagnostics.problem import GameError
from tests.support.command import escape

MakeStory = Callable[..., Story]
SCENES = """
a:
  choices:
    - {id: rest, text: Rest., do: trust += 1, say: Good.}
    - {id: ring, text: Take the ring., once: true, do: take(ring), say: Yours.}
    - {id: go, text: Go., if: trust >= 3, to: b}
    - {id: long, text: The long way., to: round}
round: {do: version = mercy, choices: [{id: on, text: On., to: hall}]}
hall: {to: b}
b:
  text: "{seq: First|Second} {visited(b): here|not here}."
  choices: [{id: lose, text: Lose., do: [drop(ring), trust = 0], say: Lost.}, {id: end, text: End., to: end}]
never: {text: Nobody. {seq: a|b}, choices: [{id: x, text: X., to: b}]}
end: {ending: {title: End}}
""".replace("text: Nobody. {seq: a|b}", "text: 'Nobody. {seq: one|two}'")


def test_the_shortest_way_to_a_scene(story: MakeStory) -> None:
    made = story(SCENES)
    assert arrival(made, "a", {}) == ((), True, False)
    assert arrival(made, "b", {}) == (("long", "on"), True, False)
    assert arrival(made, "hall", {}) == (("long", "on"), True, False)
    assert arrival(made, "end", {}) == (("long", "on", "end"), True, False)
    assert arrival(made, "never", {}) == (None, False, True)


def test_the_shortest_way_with_values_as_wanted(story: MakeStory) -> None:
    made = story(SCENES)
    found = arrival(made, "b", {"version": "none", "ring": True})
    assert found.is_shortest
    assert sorted(found.keys or ()) == ["go", "rest", "rest", "ring"]
    assert arrival(made, "b", {"trust": 0}).keys == ("long", "on", "lose")
    assert arrival(made, "b", {"open_gate": True}).never


def test_beginning_where_it_can_really_be_so(story: MakeStory) -> None:
    loaded = begin_at(story(SCENES), "b", ["version=none", "ring=true"])
    assert (loaded.play.scene, loaded.play.values["trust"]) == ("b", 3)
    assert len(loaded.play.log) == 4
    assert loaded.notice.startswith(
        "`b` with version=none, ring=true after 4 choices (no way there is shorter): "
    )
    assert begin_at(story(SCENES), "a", []).notice == "`a` after 0 choices (no way there is shorter)"


def test_beginning_as_told_where_no_playthrough_can_be_so(story: MakeStory) -> None:
    loaded = begin_at(story(SCENES), "b", ["open_gate=true", "trust=5"])
    assert loaded.notice == (
        "No playthrough comes to `b` with open_gate=true, trust=5. You do; "
        "all else is as after the shortest way to `b`."
    )
    assert loaded.play.start is not None
    values = loaded.play.values
    assert (values["open_gate"], values["trust"], values["version"]) == (True, 5, "mercy")
    assert str(loaded.play.passage) == "First here."
    loaded.play.choose("end")
    assert loaded.play.ending


def test_beginning_in_a_scene_that_nothing_leads_to(story: MakeStory) -> None:
    loaded = begin_at(story(SCENES), "never", [])
    assert loaded.notice == (
        "No playthrough comes to `never`. You do; all else is as at the story's beginning."
    )
    assert str(loaded.play.passage) == "Nobody. one"


def test_what_could_not_be_found_out_is_told_so(story: MakeStory) -> None:
    assert begin_at(story(SCENES), "b", [], seconds=0).notice.startswith("It is not known whether")


def test_a_way_that_is_not_proved_the_shortest(story: MakeStory) -> None:
    notice = begin_at(story(SCENES), "b", [], effort=Effort(rounds=0)).notice
    assert "(there may be a shorter way): " in notice
    assert notice.count(" ") - notice[: notice.index(": ")].count(" ") - 1 <= 13  # only the last choices


@pytest.mark.parametrize(
    ("scene", "settings", "told"),
    [
        ("nver", [], "there is no scene `nver`: did you mean `never`?"),
        ("b", ["trust"], "`trust` sets nothing: write NAME=VALUE"),
        ("b", ["turst=1"], "there is no variable or item `turst`: did you mean `trust`?"),
        ("b", ["trust=6"], "`trust` can't be `6`, only a number from 0 to 5"),
        ("b", ["trust=²"], "`trust` can't be `²`, only a number from 0 to 5"),
        ("b", ["body=-3"], "`body` can't be `-3`, only a number from -2 to 2"),
        ("b", ["version=mercyy"], "`version` can't be `mercyy`, only `none` or `pursuit` or `mercy`"),
        ("b", ["ring=1"], "`ring` can't be `1`, only `true` or `false`"),
        ("b", ["open_gate="], "`open_gate` can't be ``, only `true` or `false`"),
    ],
)
def test_what_cannot_be_asked_for(story: MakeStory, scene: str, settings: list[str], told: str) -> None:
    with pytest.raises(GameError) as raised:
        begin_at(story(SCENES), scene, settings)
    assert str(raised.value) == told


def test_the_command(write_story: Callable[..., Path], tmp_path: Path) -> None:
    common = ("play", str(write_story(SCENES)), "--plain", "--save-dir", str(tmp_path / "saves"))
    done = escape(*common, "--at", "b", "--set", "trust=0", typed="undo\nend\n")
    assert done.stdout.startswith(
        "`b` with trust=0 after 3 choices (no way there is shorter): long on lose\n"
    )
    assert "End" in done.stdout
    assert done.returncode == 0
    made_up = escape(*common, "--at", "b", "--set", "open_gate=true", typed="lose\nsave x\n")
    assert "No playthrough comes" in made_up.stdout
    assert "Lost." in escape(*common, "--load", "x").stdout
    for wrong in (("--set", "trust=1"), ("--at", "b", "--continue"), ("--at", "nowhere")):
        assert escape(*common, *wrong).returncode == 2


def test_a_scene_that_nothing_leads_to_is_entered_all_the_same(story: MakeStory) -> None:
    made = story(
        "a: {to: z}\nnever: {do: [trust = 4, take(ring)], choices: [{text: Go., to: z}]}\nz: {ending: {title: Z}}"
    )
    values = begin_at(made, "never", []).play.values
    assert (values["trust"], values["ring"]) == (4, True)
    values = begin_at(made, "never", ["trust=2"]).play.values
    assert (values["trust"], values["ring"]) == (2, True)


PASSING = """
a: {choices: [{id: go, text: Go., do: trust += 1, to: mid}]}
mid: {do: body -= 1, text: "Middle, {trust} {body}.", to: last}
last:
  do: body -= 1
  text: "Last, {trust} {body}, mid {visits(mid) > 1: twice|once}, last {visits(last) > 1: twice|once}."
  choices: [{id: end, text: End., to: end}]
end: {ending: {title: End}}
"""


@pytest.mark.parametrize(("settings", "trust"), [([], 2), (["trust=4"], 4), (["open_gate=true"], 2)])
def test_a_scene_that_leads_on_is_told_and_what_follows_is_done_once(
    story: MakeStory, settings: list[str], trust: int
) -> None:
    play = begin_at(story(PASSING), "mid", settings).play
    assert (play.scene, play.values["trust"]) == ("last", trust)
    assert str(play.passage).endswith(f"Middle, {trust} failing.\n\nLast, {trust} dead, mid once, last once.")
