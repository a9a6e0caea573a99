"""The verb verify: a fault that was planted is found, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story, load_story
from game.cli import main
from game.play.engine.rules import Rules
from game.proof.effort import Effort
from game.proof.report import validate as replay
from game.proof.report.validate import (
    Disagreement,
    Replay,
    check_dead_end,
    check_ending,
    check_loop,
    check_stops_in,
)
from game.proof.report.verdict import Verdict
from game.proof.verify import Limits
from game.proof.verify import verify as verify_with
from tests.support.generate import write_chapters

Write = Callable[..., Path]
MakeStory = Callable[..., Story]

HEAD = """\
format: 1
id: planted
title: Planted
start: hall
chapters: {one: One}
variables:
  coins: {range: [0, 5], start: 0}
  mood: {values: [calm, cross], start: calm}
  lamp: {start: false}
  a: {start: false}
  b: {start: false}
  c: {start: false}
items:
  key: {name: Key}
status: "{coins}"
"""
# A story without a fault: whatever can be written can be seen.
GOOD = """\
hall:
  text:
    - "Hall. {lamp: Light.|Dark.}"
    - {if: coins >= 2, text: Clink., else: Hush.}
  choices:
    - {text: Earn., id: earn, if: coins < 3, locked: No more., do: coins += 1}
    - {text: Light the lamp., id: light, if: not lamp, do: lamp = true}
    - {text: Take the key., id: key, once: true, do: take(key)}
    - text: Go out.
      id: out
      if: has(key)
      outcomes:
        - {if: coins >= 3, say: The porter bows., to: garden}
        - {to: yard}
yard:
  text: "{seq: A yard.|The yard again.}"
  choices:
    - {text: Go back., id: back, to: hall}
    - {text: Climb., id: climb, to: over}
garden: {text: A garden., to: [{if: lamp, scene: over}, hall]}
over: {ending: {title: Over, text: Free.}}
"""


@pytest.fixture(params=[20_000, 0], ids=["listed", "by sets"])
def limits(request: pytest.FixtureRequest) -> Limits:
    """Prove by listing every state, and then by sets of states alone."""
    return Limits(states=request.param)


@pytest.fixture
def planted(story: MakeStory) -> Callable[[str, str], Story]:
    """Write the good story with something replaced."""

    def plant(old: str, new: str, more: str = "") -> Story:
        assert GOOD.count(old) == 1
        return story(GOOD.replace(old, new) + more, head=HEAD)

    return plant


def verify(story: Story, limits: Limits) -> Verdict:
    """Prove a story with hardly any samples."""
    return verify_with(story, limits, effort=Effort(least_sampling=0.0))


def told(story: Story, limits: Limits) -> list[tuple[str, str, str]]:
    """Return the findings of a proof that must be whole, each with its scene and choice."""
    verdict = verify(story, limits)
    assert verdict.proved
    assert verdict.limits == ()
    return [(one.problem.code, one.scene, one.choice) for one in verdict.findings]


def test_a_story_without_faults_draws_nothing(story: MakeStory, limits: Limits) -> None:
    verdict = verify(story(GOOD, head=HEAD), limits)
    assert verdict.findings == ()
    assert verdict.proved
    assert [(one.id, one.reachable, one.shortest) for one in verdict.endings] == [
        ("over", True, ("key", "out", "climb"))
    ]
    assert {name: span["one"].values for name, span in verdict.spans.items() if name in ("coins", "c")} == {
        "coins": {0, 1, 2, 3},
        "c": {False},
    }


NEVER = "    - {text: Sulk., id: sulk, if: coins >= 2 and mood == cross, say: '{lamp: a|b}', to: yard}\n"


@pytest.mark.parametrize(
    ("old", "new", "code", "scene", "choice"),
    [
        ("    - text: Go out.\n", NEVER + "    - text: Go out.\n", "G502", "hall", "sulk"),
        ("        - {to: yard}", "        - {if: c, say: No.}\n        - {to: yard}", "G503", "hall", "out"),
        ("{if: lamp, scene: over}", "{if: c, scene: hall}, {if: lamp, scene: over}", "G504", "garden", ""),
        ("if: coins >= 2, text", "if: coins >= 4, text", "G505", "hall", ""),
        ("if: coins >= 2, text", "if: coins >= 0, text", "G505", "hall", ""),
        ("{lamp: Light.|Dark.}", "{coins > 3: Light.|Dark.}", "G506", "hall", ""),
        ("A yard.|The yard again.}", "A yard.|{visited(garden): x|y}}", "G506", "yard", ""),
        ("locked: No more., do", "locked: 'No {coins < 3: x|more}.', do", "G506", "hall", "earn"),
        ("text: Light the lamp.", "text: 'Light {not lamp: it|them}.'", "G506", "hall", "light"),
    ],
)
def test_what_can_never_be_seen(
    planted: Callable[[str, str], Story],
    limits: Limits,
    old: str,
    new: str,
    code: str,
    scene: str,
    choice: str,
) -> None:
    assert told(planted(old, new), limits) == [(code, scene, choice)]


def test_what_only_a_fault_keeps_from_being_reached_is_told_too(
    planted: Callable[..., Story], limits: Limits
) -> None:
    found = told(planted("if: coins >= 3, say", "if: coins >= 4, say"), limits)
    assert found == [("G503", "hall", "out"), ("G501", "garden", "")]


def test_a_scene_that_nothing_leads_to(planted: Callable[..., Story], limits: Limits) -> None:
    story = planted("Free.", "Free.", "lost: {text: '{lamp: a|b}', choices: [{text: x, to: over}]}\n")
    assert told(story, limits) == [("G501", "lost", "")]


def test_places_and_messages_are_the_authors(planted: Callable[..., Story], limits: Limits) -> None:
    (finding,) = verify(planted("{lamp: Light.|Dark.}", "{coins > 3: Light.|Dark.}"), limits).findings
    place = finding.problem.place
    assert (place.line, place.column) == (3, 14)
    assert finding.problem.message == "the first alternative of `{coins > 3: …}` is never shown"
    assert finding.walkthrough is None


PIT = """\
pit:
  choices:
    - {text: Wait., id: wait, do: coins -= 1}
    - {text: Dig., id: dig, if: not a, to: over}
"""
LEVERS = """\
    - {text: A., id: a, once: true, do: a = true}
    - {text: B., id: b, once: true, if: a, do: b = true}
    - {text: C., id: c, once: true, if: a and b, do: c = true}
"""


def test_a_soft_lock_behind_a_rare_combination(planted: Callable[..., Story], limits: Limits) -> None:
    jump = "    - {text: Jump., id: jump, if: coins == 3 and (c or not a), to: pit}\n"
    story = planted("    - text: Go out.\n", LEVERS + jump + "    - text: Go out.\n", PIT)
    (finding,) = verify(story, limits).findings
    assert (finding.problem.code, finding.scene) == ("G508", "pit")
    assert finding.walkthrough is not None
    assert len(finding.walkthrough) == 7
    assert finding.walkthrough[-1] == "jump"


def test_an_ending_that_needs_seven_exact_choices(planted: Callable[..., Story], limits: Limits) -> None:
    vault = "    - {text: Vault., id: vault, if: coins == 3 and c and not lamp and not has(key), to: vault}\n"
    more = "vault: {ending: {title: Vault}}\n"
    verdict = verify(planted("    - text: Go out.\n", LEVERS + vault + "    - text: Go out.\n", more), limits)
    assert verdict.proved
    assert verdict.findings == ()
    shortest = {one.id: one.shortest for one in verdict.endings}["vault"]
    assert shortest is not None
    assert sorted(shortest) == ["a", "b", "c", "earn", "earn", "earn", "vault"]


def test_the_shortest_way_leads_over_a_copied_number(story: MakeStory) -> None:
    noise = "abcde"
    made = story(
        "hall: {choices: [{text: Count., id: count, do: n += 1}, {text: Copy., id: copy, do: m = n},"
        + "".join(f"{{text: {one}., id: {one}, do: {one} = not {one}}}," for one in noise)
        + "{text: Out., id: out, if: 'm == 7 and count(a, b, c, d, e) == 1', to: end}]}\n"
        + "end: {ending: {title: End}}\n",
        head="format: 1\nid: copied\ntitle: Copied\nstart: hall\nchapters: {one: One}\nvariables:\n"
        + "".join(f"  {one}: {{start: false}}\n" for one in noise)
        + "  n: {range: [0, 9], start: 0}\n  m: {range: [0, 9], start: 0}\n",
    )
    verdict = verify(made, Limits(states=50))
    assert verdict.proved
    assert len(verdict.endings[0].shortest or ()) == 10


def test_what_was_left_undone_long_before_is_found_without_a_finer_bound(story: MakeStory) -> None:
    """A key lies at the start, a door is twelve halls further on, and each hall turns a switch or not."""
    halls = "".join(
        f"hall{n}:\n  choices:\n"
        f"    - {{text: turn, id: turn, do: f{n} = true, to: hall{n + 1}}}\n"
        f"    - {{text: pass, id: pass, to: hall{n + 1}}}\n"
        f"    - {{text: back, id: back, if: f{max(0, n - 1)}, to: start}}\n"
        for n in range(12)
    )
    lit = " and ".join(f"f{n}" for n in range(12))
    head = "format: 1\nid: halls\ntitle: Halls\nstart: start\nchapters: {one: One}\nvariables: "
    verdict = verify_with(
        story(
            "start:\n  choices:\n"
            "    - {text: leave it, id: leave, do: key = false, to: hall0}\n"
            "    - {text: take it, id: take, do: key = true, to: hall0}\n"
            f"{halls}hall12:\n  choices:\n"
            "    - {text: open, id: open, if: key, to: won}\n"
            f"    - {{text: look, id: look, if: {lit}, to: lit}}\n"
            "    - {text: sit, id: sit, to: lost}\n"
            "won: {ending: {title: Won}}\nlost: {ending: {title: Lost}}\nlit: {ending: {title: Lit}}\n",
            head=f"{head}{{key: {{start: false}}, {', '.join(f'f{n}: {{start: false}}' for n in range(12))}}}\n",
        ),
        Limits(states=1),
        effort=Effort(rounds=1, patience=1, short_patience=1, patience_share=0.0),
    )
    assert [(one.id, len(one.shortest or ()), one.is_shortest) for one in verdict.endings] == [
        (ending, 14, True) for ending in ("won", "lost", "lit")
    ]


def test_a_loop_left_only_by_a_spent_choice(story: MakeStory, limits: Limits) -> None:
    scenes = """\
    hall:
      choices:
        - {text: Round., id: round, to: hall2}
        - {text: Blow the whistle., id: whistle, once: true, do: coins += 1, to: [{if: coins >= 2, scene: over}, hall2]}
    hall2:
      choices:
        - {text: Back., id: back, to: hall}
        - {text: Pay., id: pay, once: true, do: coins += 1}
    over: {ending: {title: Over}}
    """
    (finding,) = verify(story(scenes, head=HEAD), limits).findings
    assert (finding.problem.code, finding.scene) == ("G508", "hall2")
    assert finding.walkthrough == ("whistle",)


def test_a_dead_end(planted: Callable[..., Story], limits: Limits) -> None:
    story = planted("{text: Climb., id: climb, to: over}", "{text: Climb., id: climb, to: cell}", "cell: {choices: [{text: x, id: x, if: lamp and coins >= 2, to: over}]}\n")  # fmt: skip
    (finding,) = verify(story, limits).findings
    assert (finding.problem.code, finding.scene) == ("G507", "cell")
    assert finding.walkthrough == ("key", "out", "climb")


def test_a_loop_without_a_choice(planted: Callable[..., Story], limits: Limits) -> None:
    ring = "r1: {to: [{if: lamp, scene: over}, r2]}\nr2: {to: r1}\n"
    story = planted("{text: Climb., id: climb, to: over}", "{text: Climb., id: climb, to: r1}", ring)
    (finding,) = verify(story, limits).findings
    assert (finding.problem.code, finding.scene) == ("G509", "yard")
    assert finding.walkthrough == ("key", "out", "climb")


def test_pages_and_the_status_line_are_asked_about(story: MakeStory, limits: Limits) -> None:
    pages = """\
    - id: notes
      title: Notes
      key: n
      text:
        - {if: coins >= 3, text: "Rich, {lamp: lit|unlit}."}
        - {if: coins >= 4, text: Too rich.}
    """
    assert told(story(GOOD, head=HEAD, pages=pages), limits) == [("G505", "", "")]


def test_no_verdict_without_a_proof(tmp_path: Path) -> None:
    verdict = verify(load_story(write_chapters(tmp_path, 1, 80)), Limits(states=10, seconds=0))
    assert not verdict.proved
    assert verdict.limits == ("the 0 s of `--max-seconds` were up",)
    assert verdict.unknown
    assert not verdict.traps_proved
    assert {one.walkthrough for one in verdict.findings} <= {None}  # what flows nowhere is proved at once
    assert {one.reachable for one in verdict.endings} <= {True, None}


def test_a_variable_too_wide_to_reckon_with(story: MakeStory) -> None:
    head = HEAD.replace("[0, 5]", "[0, 999999]")
    scenes = GOOD.replace("if: coins < 3, locked: No more., do", "do")
    verdict = verify(story(scenes, head=head), Limits(states=100))
    assert not verdict.proved
    assert verdict.limits == (
        "`coins` takes too many values to tell apart, and was taken for any in its range",
        "whether an ending can be reached hangs on a variable with too many values",
    )
    assert not verdict.traps_proved
    assert [one.reachable for one in verdict.endings] == [True]


@pytest.mark.slow
def test_a_big_story_is_proved_whole(tmp_path: Path) -> None:
    story = load_story(write_chapters(tmp_path, 1, 100))
    verdict = verify(story, Limits(states=100))
    assert verdict.proved
    rules = Rules(story)
    for finding in verdict.findings:
        assert finding.walkthrough is None or len(finding.walkthrough) < 200
    for ending in verdict.endings:
        state = rules.start()
        for key in ending.shortest or ():
            state = rules.step(state, key)
        assert not ending.reachable or state.scene == ending.id


# --- telling -----------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["verify", *arguments])
    out, err = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, out, err


def test_exit_codes_and_text(write_story: Write, capsys: pytest.CaptureFixture[str]) -> None:
    clean = write_story(GOOD, head=HEAD)
    code, out, err = run(capsys, str(clean))
    assert (code, err) == (0, "")
    assert out.startswith("no findings; every playthrough there can be was looked at\n")
    assert "  over: 3 choices" in out
    assert "    key out climb\n" in out
    assert run(capsys, str(clean / "nowhere"))[0] == 2
    assert run(capsys, str(clean), "--max-states", "many")[0] == 2
    broken = write_story(GOOD.replace("if: has(key)", "if: has(key) and c"), head=HEAD)
    code, out, err = run(capsys, str(broken))
    assert (code, err) == (1, "")
    assert out.startswith("warning[G502]: the choice `out` is never open\n") or "G508" in out


def test_json(write_story: Write, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_story(GOOD.replace("if: coins >= 2, text", "if: coins >= 4, text"), head=HEAD)
    code, out, _ = run(capsys, str(folder), "--format", "json")
    told = json.loads(out)
    assert code == 1
    assert told["proved"] is True
    assert told["limits"] == []
    (ending,) = told["endings"]
    assert ending["share"] == pytest.approx(1.0)
    assert {key: ending[key] for key in ("id", "title", "reachable", "shortest", "share_is")} == {
        "id": "over",
        "title": "Over",
        "reachable": True,
        "shortest": ["key", "out", "climb"],
        "share_is": "exact",
    }
    (finding,) = told["findings"]
    assert finding == {
        "code": "G505",
        "severity": "warning",
        "file": str(folder / "one" / "scenes.yaml"),
        "line": 4,
        "column": 12,
        "scene": "hall",
        "choice": None,
        "message": "this text is never shown",
        "walkthrough": None,
    }
    assert told["variables"]["coins"] == {"one": [0, 3]}
    assert told["variables"]["lamp"] == {"one": [False, True]}
    assert told["variables"]["mood"] == {"one": ["calm"]}


# --- replaying ---------------------------------------------------------------------


def test_a_walkthrough_that_does_not_play_is_our_mistake(story: MakeStory) -> None:
    made = story(GOOD, head=HEAD)
    one = Replay(made)
    check_ending(one, "over", ("key", "out", "climb"))
    check_stops_in(one, "yard", ("key", "out"))
    for keys in (("key", "out"), ("out",)):
        with pytest.raises(Disagreement, match="a mistake in ESCAPE"):
            check_ending(one, "over", keys)
    check_ending(one, "over", ("key", "out", "climb"))
    for check, scene in ((check_stops_in, "hall"), (check_dead_end, "yard")):
        with pytest.raises(Disagreement, match="a mistake in ESCAPE"):
            check(one, scene, ("key", "out"))
    with pytest.raises(Disagreement, match="a mistake in ESCAPE"):
        check_loop(made, ("key", "out"))


def test_a_disagreement_ends_with_70(
    write_story: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(Playthrough):
        ending = None

    monkeypatch.setattr(replay, "Playthrough", Other)
    code, out, err = run(capsys, str(write_story(GOOD, head=HEAD)))
    assert (code, out) == (70, "")
    assert "it does not end in `over`: key out climb" in err
