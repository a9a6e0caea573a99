"""Claims: read, checked, proved both ways, looked at along walkthroughs and random playthroughs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story, StoryError, load_story
from game.cli import main
from game.lint.check_story import lint
from game.play.engine.claims import breaches
from game.proof.effort import Effort
from game.proof.report.verdict import Verdict
from game.proof.verify import Limits, verify
from game.story.authoring.json_schema import schema

HEAD = """\
format: 1
id: claims
title: Claims
start: hall
chapters: {one: One}
variables:
  coins: {range: [0, 5], start: 0}
  asked: {values: [nothing, name], start: nothing}
items: {ring: {name: Ring}}
"""
SCENES = """\
hall:
  choices:
    - {text: Take the ring., id: take, once: true, do: take(ring)}
    - {text: Ask., id: ask, do: asked = name, say: Yes.}
    - {text: Stall., id: stall, to: stall}
    - {text: South., id: south, if: coins >= 2, to: way}
stall:
  choices:
    - {text: Sell., id: sell, if: has(ring), do: [drop(ring), coins += 3], to: hall}
    - {text: Back., id: back, to: hall}
way: {to: south}
south: {choices: [{text: End., id: end, to: end}]}
end: {ending: {title: End}}
"""
CLAIMS = """\
- name: Nobody has more than three coins
  always: coins <= 3
- name: Whoever comes south has asked
  when: at(south)
  then: asked != nothing
  about: The man in the south says so.
- name: Nobody goes south with the ring
  never: at(way) and has(ring)
- name: Nobody is south who was not at the stall
  never: at(south) and not visited(stall)
- name: Twice at the stall at most
  never: visits(stall) >= 3
- name: Nobody who sold still has it
  never: chosen(stall.sell) and has(ring)
- name: The coins come at the stall
  when: at(stall) and coins > 0
  then: chosen(stall.sell)
"""
BROKEN = {"Whoever comes south has asked": 4, "Twice at the stall at most": 5}

Make = Callable[..., Story]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one").mkdir()
    for name, text in (("story.yaml", HEAD), ("one/scenes.yaml", SCENES), ("claims.yaml", CLAIMS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(params=[None, 1], ids=["listed", "by sets"])
def verdict(folder: Path, request: pytest.FixtureRequest) -> Verdict:
    effort = Effort(patience=20, patience_share=0.0, least_sampling=0.0)
    return verify(load_story(folder), Limits(states=request.param), effort=effort)


def test_each_claim_has_its_answer(verdict: Verdict) -> None:
    assert verdict.proved
    assert {one.claim.name for one in verdict.claims if one.holds is False} == set(BROKEN)
    assert all(one.holds is not None for one in verdict.claims)


def test_a_broken_one_is_told_with_the_shortest_walkthrough_and_how_things_stand(verdict: Verdict) -> None:
    assert {one.claim.name: len(one.walkthrough or ()) for one in verdict.claims if one.walkthrough} == BROKEN
    first, second = verdict.findings
    assert (first.problem.code, first.problem.severity, first.problem.place.line) == ("G520", "error", 3)
    assert first.problem.message.endswith("is broken in `south`, `asked` is nothing")
    assert first.walkthrough == ("take", "stall", "sell", "south")
    assert second.walkthrough == ("stall", "back", "stall", "back", "stall")


def test_a_claim_is_looked_at_where_scenes_only_lead_on_and_after_effects(folder: Path) -> None:
    (folder / "claims.yaml").write_text(
        "- {name: Nobody passes the way, never: at(way)}\n"
        "- {name: Nobody is rich at the stall, never: at(stall) and coins > 2}\n",
        encoding="utf-8",
    )
    for limits in (Limits(), Limits(states=1)):
        found = verify(load_story(folder), limits).claims
        assert [one.walkthrough for one in found] == [
            ("take", "stall", "sell", "south"),
            ("take", "stall", "sell"),  # the effects are done, the stall is not left yet
        ]


def test_counters_that_only_claims_read_are_not_there_for_who_plays(folder: Path) -> None:
    made = load_story(folder)
    assert len(Playthrough(made).state.counters) == 1  # that the ring was taken
    assert len(made.counting_for_claims().counters) == 3
    assert [one.keys for one in breaches(made, ["stall", "back"] * 4)] == [("stall", "back") * 2 + ("stall",)]


def test_the_command_tells_claims_between_what_is_wrong_and_the_endings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["verify", str(folder)])
    assert left.value.code == 1
    out = capsys.readouterr().out
    told = ["error[G520]", "2 findings", "claims: 5 hold, 2 broken", "  broken: Twice at", "endings:"]
    assert [out.index(one) for one in told] == sorted(out.index(one) for one in told)
    with pytest.raises(SystemExit):
        main(["verify", str(folder), "--format", "json"])
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert claims[1] == {
        "name": "Whoever comes south has asked",
        "holds": False,
        "walkthrough": ["take", "stall", "sell", "south"],
        "shortest_proved": True,
        "file": str(folder / "claims.yaml"),
        "line": 3,
    }
    assert [one["holds"] for one in claims] == [True, False, True, True, False, True, True]


def test_a_limit_leaves_a_claim_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = verify(load_story(folder), Limits(states=1, seconds=0))
    assert not found.proved
    assert {one.holds for one in found.claims} <= {None}


def test_walkthroughs_and_random_playthroughs_are_held_against_claims(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "walkthroughs").mkdir()
    (folder / "walkthroughs" / "a.yaml").write_text(
        "- {name: In haste, choose: [take, stall, sell, south, end], expect: {ending: end}}\n",
        encoding="utf-8",
    )
    with pytest.raises(SystemExit) as left:
        main(["test", str(folder)])
    out = capsys.readouterr().out
    assert left.value.code == 1
    assert "`In haste` fails at step 4 of 5, in `south`" in out
    assert "the claim `Whoever comes south has asked` is broken in `south`, `asked` is nothing" in out
    with pytest.raises(SystemExit) as left:
        main(["test", str(folder), "--random", "50", "--seed", "1"])
    assert "the claim `Twice at the stall at most` is broken\n  in  " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ("- {name: a, never: at(nowhere)}", "R201"),
        ("- {name: a, never: chosen(hall.nothing)}", "R211"),
        ("- {name: a, never: coin > 3}", "R202"),
        ("- {name: a, never: coins}", "E304"),
        ("- {name: a, never: 'at(hall, stall)'}", "E305"),
        ("- {name: a, never: coins > 3, always: coins < 4}", "S107"),
        ("- {name: a, when: coins > 3}", "S102"),
        ("- {name: a, then: coins > 3, never: coins > 3}", "S107"),
        ("- {name: a}", "S102"),
        ("- {never: coins > 3}", "S102"),
        ("- {name: a, nver: coins > 3}", "S101"),
        ("- {name: a, never: coins > 3}\n- {name: a, never: coins > 3}", "R204"),
        ("- {name: a, never: coins > 5}", "E311"),
        ("- {name: a, always: at(hall) and at(stall)}", "E311"),
        ("- {name: a, never: at(hall) and at(stall)}", "E311"),
    ],
)
def test_lint_reads_claims_as_it_reads_conditions(folder: Path, claims: str, code: str) -> None:
    (folder / "claims.yaml").write_text(claims + "\n", encoding="utf-8")
    found = [problem.code for problem in lint(folder)]
    assert code in found
    assert set(found) <= {code, "R209"}  # nothing else reads what is asked


def test_at_is_for_claims_alone(folder: Path) -> None:
    (folder / "one" / "scenes.yaml").write_text(
        SCENES.replace("if: has(ring)", "if: at(hall)"), encoding="utf-8"
    )
    with pytest.raises(StoryError, match="`at` is for claims alone"):
        load_story(folder)


def test_claims_may_be_left_out_or_empty(folder: Path) -> None:
    (folder / "claims.yaml").write_text("", encoding="utf-8")
    assert verify(load_story(folder)).claims == ()
    (folder / "claims.yaml").unlink()
    assert load_story(folder).claims.claims == ()


def test_the_schema_knows_claims() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft7Validator(schema())
    good = [{"name": "a", "never": "at(hall)"}, {"name": "b", "when": "x", "then": "y", "about": "why"}]
    assert not list(validator.iter_errors(good))
    for bad in ({"name": "a"}, {"name": "a", "when": "x"}, {"name": "a", "never": "x", "always": "y"}):
        assert list(validator.iter_errors([good[0], bad]))


def test_what_a_claim_asks_for_is_computed_from_makes_a_difference_too(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    head = "format: 1\nid: c\ntitle: C\nstart: hub\nchapters: {one: One}\n"
    variables = "variables: {n: {range: [0, 9], start: 0}, f: {start: false}, g: {start: false}}\n"
    scenes = (
        "hub:\n  choices:\n    - {text: Up., id: up, do: n += 1}\n    - {text: Set., id: set, do: f = n >= 3}\n"
        "    - {text: Turn., id: turn, do: g = not g}\n    - {text: Out., id: out, if: g, to: end}\nend: {ending: {title: End}}\n"
    )
    for name, text in (
        ("story.yaml", head + variables),
        ("one/s.yaml", scenes),
        ("claims.yaml", "- {name: a, never: f}\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for limits in (Limits(), Limits(states=1)):
        (claim,) = verify(load_story(tmp_path), limits).claims
        assert sorted(claim.walkthrough or ()) == ["set", "up", "up", "up"]
        assert claim.is_shortest


def test_a_claim_may_be_broken_in_a_loop_without_a_choice(folder: Path) -> None:
    loop = "    - {text: Round., id: round, to: ring}\nstall:"
    scenes = (
        SCENES.replace("stall:", loop, 1)
        + "ring: {to: [{if: coins < 5, scene: round}, hall]}\nround: {to: ring}\n"
    )
    (folder / "one" / "scenes.yaml").write_text(scenes, encoding="utf-8")
    (folder / "claims.yaml").write_text("- {name: a, never: at(ring)}\n", encoding="utf-8")
    for limits in (Limits(), Limits(states=1)):
        found = verify(load_story(folder), limits)
        assert [one.walkthrough for one in found.claims] == [("round",)]
        assert {"G509", "G520"} <= {one.problem.code for one in found.findings}
