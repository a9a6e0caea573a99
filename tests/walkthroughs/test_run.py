"""`escape test`: walkthroughs played again, random playthroughs, walkthroughs recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story, load_story
from game.play.saves.record import SaveError
from game.story.diagnostics.problem import GameError
from game.walkthroughs import runner
from game.walkthroughs.random_coverage import as_lines as coverage_lines
from game.walkthroughs.random_coverage import cover_at_random
from game.walkthroughs.runner import as_lines, run_walkthroughs
from game.walkthroughs.write import as_walkthrough
from tests.support.command import escape

MakeStory = Callable[..., Story]
SCENES = """
a:
  choices:
    - {id: look, text: Look., once: true, say: Dust.}
    - {id: take, text: Take the ring., if: trust >= 3, do: take(ring), to: b}
    - {id: shout, text: Shout., if: open_gate, locked: Nobody would hear., to: b}
    - {id: leave, text: Leave., do: trust += 1, to: b}
b:
  text: "{trust >= 2: Warm.|Cold.}"
  choices:
    - {id: back, text: Back., to: a}
    - {id: out, text: Out., outcomes: [{if: has(ring), to: rich}, {to: poor}]}
poor: {ending: {title: Poor}}
rich: {ending: {title: Rich}}
"""


def walk(choose: str, expect: str = "{}") -> str:
    return f"- {{name: One, choose: [{choose}], expect: {expect}}}"


def failure(story: Story) -> runner.Failure | None:
    ((_, found),) = run_walkthroughs(story)
    return found


def test_walkthroughs_that_work(story: MakeStory) -> None:
    good = walk("look, leave, back, leave, back, take, out", "{ending: rich, trust: 3, ring: true}")
    told = list(
        run_walkthroughs(story(SCENES, walkthroughs__w=good + "\n" + walk("leave", "{scene: b, map: false}")))
    )
    assert [found for _, found in told] == [None, None]
    assert "2 of 2 walkthroughs as expected" in next(as_lines(told))


@pytest.mark.parametrize(
    ("choose", "step", "scene", "why"),
    [
        ("look, look", 2, "a", "not open"),
        ("take", 1, "a", "not open"),
        ("shout", 1, "a", "it is locked: Nobody would hear."),
        ("leave, look", 2, "b", "no such choice here"),
        ("leave, lok", 2, "b", "no such choice here"),
        ("laeve", 1, "a", "did you mean `leave`?"),
        ("leave, out, out", 3, "poor", "the story has ended, in `poor`"),
    ],
)
def test_a_step_that_cannot_be_taken(story: MakeStory, choose: str, step: int, scene: str, why: str) -> None:
    found = failure(story(SCENES, walkthroughs__w=walk(choose)))
    assert found
    assert (len(found.taken) + 1, found.scene, found.asked) == (step, scene, choose.split(", ")[step - 1])
    assert why in found.why


def test_a_failure_shows_step_offers_and_what_was_asked(story: MakeStory) -> None:
    told = "\n".join(
        as_lines(list(run_walkthroughs(story(SCENES, walkthroughs__w=walk("leave, back, take")))))
    )
    assert "w.yaml:1:3: `One` fails at step 3 of 3, in `a`\n" in told
    assert "  asked    take: it is not open\n" in told
    assert (
        "  offered  look: Look.\n           shout: (Nobody would hear.)\n           leave: Leave.\n" in told
    )
    assert "  after    leave back\n" in told


@pytest.mark.parametrize(
    ("expect", "why"),
    [
        ("{ending: rich}", "it comes to the ending `poor`, not to `rich`"),
        ("{scene: b, trust: 4}", "it stops in `poor`, not in `b`; `trust` is 2, not 4"),
        ("{ring: true}", "`ring` is false, not true"),
        ("{version: mercy}", "`version` is none, not mercy"),
    ],
)
def test_an_end_that_is_not_as_expected(story: MakeStory, expect: str, why: str) -> None:
    found = failure(story(SCENES, walkthroughs__w=walk("leave, out", expect)))
    assert found
    assert (found.asked, found.why) == ("", why)
    unended = failure(story(SCENES, walkthroughs__w=walk("leave", "{ending: poor}")))
    assert unended
    assert unended.why == "it comes to no ending, not to `poor`"


def test_what_saving_loses_is_a_failure(story: MakeStory, monkeypatch: pytest.MonkeyPatch) -> None:
    made = story(SCENES, walkthroughs__w=walk("leave, out"))
    monkeypatch.setattr(runner, "restore", lambda story, _: _Fresh(story))
    found = failure(made)
    assert found
    assert (len(found.taken), found.why) == (1, "saving and loading did not bring back what was saved")

    def damaged(*_: object) -> None:
        raise SaveError("broken")

    monkeypatch.setattr(runner, "restore", damaged)
    found = failure(made)
    assert found
    assert "broken" in found.why


class _Fresh:
    """A loaded game that forgot everything."""

    def __init__(self, story: Story) -> None:
        self.play = Playthrough(story)


def test_coverage_of_everything(story: MakeStory) -> None:
    found = cover_at_random(story(SCENES), 300, 1)
    told = "\n".join(coverage_lines(found))
    assert not found.wrong
    assert found.endings.total() == 300
    assert "  scenes        4 of      4    100%" in told
    assert "choices       5 of      6" in told  # nothing ever opens the gate
    assert "the choice `shout`" in told
    assert cover_at_random(story(SCENES), 300, 1).endings == found.endings
    assert any(cover_at_random(story(SCENES), 300, seed).endings != found.endings for seed in (2, 3, 4))


def test_coverage_lists_an_alternative_but_not_what_hangs_on_it(story: MakeStory) -> None:
    scenes = "a: {text: '{trust > 3: Never {trust > 4: at|of} all.|Always.}', choices: [{text: Go., if: trust > 3, to: c}, {id: b, text: B., to: b}]}\nb: {ending: {title: B}}\nc: {ending: {title: C}}"
    told = "\n".join(coverage_lines(cover_at_random(story(scenes), 10, 1)))
    listed = told.partition("never seen\n")[2]
    assert "the first alternative of `{trust > 3: …}`" in listed
    assert "the choice `go`" in listed


@pytest.mark.parametrize(
    ("scenes", "outcome"),
    [
        ("a: {choices: [{id: b, text: B., to: b}]}\nb: {choices: [{text: No., if: trust > 4, to: a}]}", "dead end"),
        ("a: {choices: [{id: b, text: B., to: b}]}\nb: {to: [{if: trust > 4, scene: a}, c]}\nc: {to: [{if: trust > 4, scene: a}, b]}", "loop"),
        ("a: {choices: [{id: b, text: B., say: Again.}]}", "too long"),
    ],
)  # fmt: skip
def test_playthroughs_that_get_stuck(story: MakeStory, scenes: str, outcome: str) -> None:
    found = cover_at_random(story(scenes), 5, 1)
    assert [sample.outcome for sample in found.wrong] == [outcome]
    assert found.stuck == 5
    told = "\n".join(coverage_lines(found))
    assert "100%  (none)" in told
    after = "2,001 choices, the last of them" + 12 * " b" if outcome == "too long" else "b"
    assert outcome == "loop" or f"  after    {after}\n" in told


def test_a_recorded_playthrough_is_a_walkthrough_that_works(
    write_story: Callable[..., Path], tmp_path: Path
) -> None:
    folder = write_story(SCENES)
    play = Playthrough(load_story(folder))
    for key in ("look", "leave", "back"):
        play.choose(key)
    for name in ('With "quotes" \\ and: #', "plain"):
        file = folder / "walkthroughs" / "new.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(as_walkthrough(play, name), encoding="utf-8")
        story = load_story(folder)
        (walkthrough,) = story.walkthroughs
        assert walkthrough.name == name
        assert walkthrough.choose == ("look", "leave", "back")
        assert walkthrough.expect == (("scene", "a"), ("trust", 2))
        assert failure(story) is None


def test_a_game_in_the_middle_of_a_changed_story_cannot_be_recorded(story: MakeStory) -> None:
    made = story(SCENES)
    with pytest.raises(GameError, match="changed"):
        as_walkthrough(Playthrough(made, start=Playthrough(made).state), "x")


def test_the_command(write_story: Callable[..., Path], tmp_path: Path) -> None:
    folder = str(write_story(SCENES, walkthroughs__w=walk("leave, out", "{ending: poor}")))
    done = escape("test", folder, "--random", "50", "--seed", "7")
    assert (done.returncode, done.stderr) == (0, "")
    assert "50 random playthroughs, seed 7" in done.stdout
    unseeded = [escape("test", folder, "--random", "1").stdout for _ in range(3)]
    assert len({re.search(r"seed (\d+)", told)[1] for told in unseeded}) > 1  # type: ignore[index]
    write_story(SCENES, walkthroughs__w=walk("out"))
    assert escape("test", folder).returncode == 1
    stuck = str(write_story("a: {choices: [{text: B., if: trust > 4, to: a}]}", walkthroughs__w="[]"))
    assert escape("test", stuck, "--random", "1").returncode == 1


def test_recording_from_a_save(write_story: Callable[..., Path], tmp_path: Path) -> None:
    folder, saves, file = str(write_story(SCENES)), str(tmp_path / "saves"), tmp_path / "the_door.yaml"
    escape("play", folder, "--plain", "--save-dir", saves, typed="1\nleave\nsave door\nout\n")
    common = ("test", folder, "--save-dir", saves, "--record")
    assert escape(*common, str(file), "--load", "door").returncode == 0
    assert file.read_text() == (
        '- name: "the door"\n  choose:\n    - look\n    - leave\n  expect:\n    scene: b\n    trust: 2\n'
    )
    again = escape(*common, str(file))
    assert (again.returncode, "already" in again.stderr) == (2, True)
    newest = tmp_path / "b.yaml"
    assert escape(*common, str(newest)).returncode == 0
    assert "ending: poor" in newest.read_text()
    assert escape(*common, str(tmp_path / "c.yaml"), "--load", "nothing").returncode == 3
