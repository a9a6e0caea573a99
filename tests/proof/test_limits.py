"""Stories of shapes that once got a false answer, none at all, or no end: each stands for its kind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

import pytest

from game import Story, StoryError, load_story
from game.lint.check_story import lint
from game.proof.budget import Budget
from game.proof.effort import NORMAL, Effort
from game.proof.program.expressions import state_layout
from game.proof.program.queries import queries
from game.proof.reach_scene import arrival
from game.proof.report.verdict import Verdict
from game.proof.verify import Limits, verify
from tests.support.generate import write_story
from tests.support.growing import STORIES, write
from tests.support.places import ROOT

MakeStory = Callable[..., Story]
BY_SETS = Limits(states=1)
END = "end: {ending: {title: End}}\n"


def head(variables: str) -> str:
    return f"format: 1\nid: shape\ntitle: Shape\nstart: hub\nchapters: {{one: One}}\nvariables: {variables}\n"


def ending(verdict: Verdict, name: str) -> tuple[bool | None, int, bool]:
    """Return of an ending whether it is reachable, after how many choices, and whether that is proved."""
    found = next(one for one in verdict.endings if one.id == name)
    return found.reachable, len(found.shortest or ()), found.is_shortest


# --- a story without variables -------------------------------------------------------


def test_without_variables_and_marks_nothing_is_unreachable_that_is_not(story: MakeStory) -> None:
    made = story(
        "hub: {choices: [{text: Go., id: go, to: room}]}\nroom: {choices: [{text: On., id: on, to: end}]}\n"
        + END
        + "lost: {choices: [{text: On., id: on, to: end}]}\n",
        head="format: 1\nid: bare\ntitle: Bare\nstart: hub\nchapters: {one: One}\n",
    )
    for limits in (BY_SETS, Limits()):
        verdict = verify(made, limits)
        assert verdict.proved
        assert [(one.problem.code, one.scene) for one in verdict.findings] == [("G501", "lost")]
        assert ending(verdict, "end") == (True, 2, True)
    assert arrival(made, "room", {}).keys == ("go",)
    assert arrival(made, "lost", {}).never


# --- a search behind closed guards -----------------------------------------------------


def ten_step_hub(flags: int) -> str:
    turns = "".join(
        f"    - {{text: turn {n}, id: t{n}, do: f{n} = not f{n}, say: Click.}}\n" for n in range(flags)
    )
    return (
        "hub:\n  choices:\n    - {text: up, id: up, if: n < 9, do: n += 1}\n"
        "    - {text: down, id: down, if: n > 0, do: n = 0}\n"
        "    - {text: open, id: open, if: n == 9, to: won}\n    - {text: go, id: go, to: lost}\n"
        f"{turns}won: {{ending: {{title: Won}}}}\nlost: {{ending: {{title: Lost}}}}\n"
    )


def test_a_counter_is_not_carried_past_a_guard_that_is_closed(story: MakeStory) -> None:
    flags = 12
    variables = ", ".join(
        [*(f"f{n}: {{start: false}}" for n in range(flags)), "n: {range: [0, 9], start: 0}"]
    )
    made = story(ten_step_hub(flags), head=head(f"{{{variables}}}"))
    for limits in (BY_SETS, Limits(states=500)):
        verdict = verify(made, limits)
        assert verdict.proved
        assert ending(verdict, "won") == (True, 10, True)
        assert ending(verdict, "lost") == (True, 1, True)


# --- long stretches without a choice -----------------------------------------------------


def chain(length: int) -> str:
    scenes = "".join(f"c{n}: {{to: c{n + 1}}}\n" for n in range(length))
    return f"hub: {{choices: [{{text: a, id: a, to: c0}}, {{text: b, id: b, to: h2}}]}}\nh2: {{choices: [{{text: b, id: b, to: h3}}]}}\nh3: {{choices: [{{text: b, id: b, to: end}}]}}\n{scenes}c{length}: {{to: end}}\n{END}"


@pytest.mark.parametrize(("length", "choices"), [(300, 1), (990, 1), (1_005, 3)])
def test_a_long_stretch_without_a_choice_is_a_way_as_far_as_the_game_goes_it(
    story: MakeStory, length: int, choices: int
) -> None:
    made = story(chain(length), head=head("{x: {start: false}}"))
    for limits in (BY_SETS, Limits()):
        assert ending(verify(made, limits), "end") == (True, choices, True)


# --- time and memory ---------------------------------------------------------------------


def test_seconds_are_kept_inside_one_condition(story: MakeStory) -> None:
    names = "bcdefgh"
    effects = "".join(f"    - {{text: {n}, id: {n}, do: v{n} += 1}}\n" for n in names)
    made = story(
        "hub:\n  choices:\n"
        + effects
        + "    - {text: go, id: go, if: vb * vc * vd + ve * vf == vg * vh * 7 + 3, to: end}\n"
        + END,
        head=head("{" + ", ".join(f"v{n}: {{range: [0, 60], start: 0}}" for n in names) + "}"),
    )
    began = process_time()
    verdict = verify(made, Limits(states=10, seconds=2), effort=Effort(patience=10, patience_share=0.0))
    assert process_time() - began < 20
    assert not verdict.proved
    assert verdict.limits


def test_a_limit_says_which_and_what_raises_it(story: MakeStory) -> None:
    made = story(
        ten_step_hub(8),
        head=head(
            "{"
            + ", ".join([*(f"f{n}: {{start: false}}" for n in range(8)), "n: {range: [0, 9], start: 0}"])
            + "}"
        ),
    )
    verdict = verify(made, Limits(states=10, seconds=0))
    assert verdict.limits == ("the 0 s of `--max-seconds` were up",)
    assert not any(finding.walkthrough is None for finding in verdict.findings)


BOUNDED = """
import resource, sys
from pathlib import Path
from game import load_story
from game.proof.verify import Limits, verify
story = load_story(Path(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_SELF)
seconds = int(used.ru_utime + used.ru_stime) + 7
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_DATA, (512 << 20, 512 << 20))
verdict = verify(story, Limits(seconds=3))
assert verdict.proved or verdict.limits and verdict.unknown and verdict.endings
assert not verdict.findings  # all of it can be seen
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits of a process are of Unix")
@pytest.mark.parametrize(
    "name", ["choices in a scene", "once choices in a scene", "flags in a scene", "items in a scene"]
)
def test_limits_are_kept_with_thousands_of_things_in_a_story(name: str, tmp_path: Path) -> None:
    folder = write(STORIES[name](3_000), tmp_path / "story")
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(folder)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]


# --- wide variables ------------------------------------------------------------------------

WIDE = """\
hub:
  choices:
    - {text: Earn., id: earn, do: gold += 3}
    - {text: Double., id: double, do: gold = gold + gold}
    - {text: Take the key., id: key, once: true, do: k = true}
    - {text: Buy., id: buy, if: gold >= 9, to: end}
    - {text: Owe., id: owe, if: gold < 0, to: end}
    - {text: Nothing., id: nothing, if: k and not k, to: end}
    - {text: Open., id: open, if: k, to: end}
"""


def test_a_variable_with_more_values_than_can_be_listed_costs_only_itself(story: MakeStory) -> None:
    made = story(WIDE + END, head=head("{gold: {range: [0, 999999999], start: 0}, k: {start: false}}"))
    verdict = verify(made, Limits(states=50))
    assert [(one.problem.code, one.choice) for one in verdict.findings] == [
        ("G502", "owe"),
        ("G502", "nothing"),
    ]
    assert ending(verdict, "end") == (True, 2, True)
    assert verdict.unknown == ()
    assert verdict.traps_proved
    assert verdict.spans["k"]["one"].proved
    assert not verdict.spans["gold"]["one"].proved
    assert verdict.limits == (
        "`gold` takes too many values to tell apart, and was taken for any in its range",
    )
    assert not verdict.proved


def test_lint_reckons_with_intervals_where_there_is_too_much_to_try(story: MakeStory) -> None:
    made = story(WIDE + END, head=head("{gold: {range: [0, 999999999], start: 0}, k: {start: false}}"))
    found = [(problem.code, problem.message) for problem in lint(made.folder)]
    assert ("E308", "`gold < 0` never holds") in found
    assert len([code for code, _ in found if code in ("E308", "E309")]) == 2  # and what k and not k is


def test_what_hangs_on_a_wide_variable_is_unknown_and_nothing_else(story: MakeStory) -> None:
    scenes = WIDE.replace("if: gold >= 9, to: end", "if: gold == 999999998, to: end") + END
    made = story(scenes, head=head("{gold: {range: [0, 999999999], start: 0}, k: {start: false}}"))
    verdict = verify(made, Limits(states=50, seconds=20))
    assert [one.message for one in verdict.unknown] == ["not known: whether the choice `buy` can be open"]


def test_a_cycle_of_coprime_lengths_lists_no_counts(story: MakeStory) -> None:
    cycles = " ".join(
        "{cycle: " + "|".join(f"w{n}" for n in range(size)) + "}" for size in (7, 11, 13, 17, 19, 23)
    )
    scene = (
        f"hub: {{text: '{cycles}', choices: [{{text: a, id: a, to: hub}}, {{text: b, id: b, to: end}}]}}\n"
    )
    verdict = verify(story(scene + END, head=head("{x: {start: false}}")), Limits(states=50, seconds=20))
    assert ending(verdict, "end") == (True, 1, True)
    assert not verdict.findings
    assert arrival(load_story(verdict.story.folder), "hub", {}).keys == ()


def test_hundreds_of_once_choices_in_one_scene(story: MakeStory) -> None:
    many = "".join(f"    - {{text: c{n}, id: c{n}, once: true, say: Yes.}}\n" for n in range(300))
    made = story(
        f"hub:\n  choices:\n{many}    - {{text: Out., id: out, to: end}}\n{END}",
        head=head("{x: {start: false}}"),
    )
    verdict = verify(made, Limits(states=500, seconds=60))
    assert verdict.proved
    assert ending(verdict, "end") == (True, 1, True)


# --- what is asked, and told ---------------------------------------------------------------


def test_an_ending_behind_its_one_way_is_told_once(story: MakeStory) -> None:
    made = story(
        "hub: {choices: [{text: a, id: a, to: mid}]}\nmid: {to: [{if: x, scene: good}, end]}\ngood: {ending: {title: Good}}\n"
        + END,
        head=head("{x: {start: false}}"),
    )
    for limits in (BY_SETS, Limits()):
        assert [(one.problem.code, one.scene) for one in verify(made, limits).findings] == [("G501", "good")]


def test_a_title_is_asked_only_where_its_page_is_offered(story: MakeStory) -> None:
    pages = "- {id: p, title: 'P{x: one|two}', key: n, text: [{if: x, text: Words.}]}\n"
    scenes = "hub: {choices: [{text: a, id: a, do: x = true, say: Yes.}, {text: b, id: b, to: end}]}\n" + END
    made = story(scenes, head=head("{x: {start: false}}"), pages=pages)
    for limits in (BY_SETS, Limits()):
        found = [(one.problem.code, one.problem.message) for one in verify(made, limits).findings]
        assert found == [("G506", "the second alternative of `{x: …}` is never shown")]


# --- no false word at any limit --------------------------------------------------------------


def small_stories(folder: Path, seeds: range) -> Iterator[Story]:
    for seed in seeds:
        try:
            yield load_story(write_story(folder / str(seed), seed, 5, choices=3))
        except StoryError:
            continue


@pytest.mark.parametrize("states", [0, 1, 10, 100, 1_000])
def test_witnessed_unreachable_and_unknown_are_never_confused(tmp_path: Path, states: int) -> None:
    for made in small_stories(tmp_path, range(12)):
        asked = queries(made, state_layout(made), Budget(None))
        truth = verify(made, Limits(states=1_000_000))
        assert truth.proved
        known = {(one.problem.code, one.problem.place, one.problem.message) for one in truth.findings}
        lengths = {one.id: ending(truth, one.id) for one in truth.endings}
        for seconds in (0, 0.02, 2):
            for effort in (
                NORMAL,
                Effort(patience=0, patience_share=0.0, seeking=0, looked_at=5, persistence=10),
            ):
                verdict = verify(made, Limits(states=states, seconds=seconds), effort=effort)
                for finding in verdict.findings:
                    told = (finding.problem.code, finding.problem.place, finding.problem.message)
                    assert told in known
                if verdict.proved:
                    assert len(verdict.findings) == len(known)
                for one in verdict.endings:
                    reachable, length, is_shortest = ending(verdict, one.id)
                    assert reachable in (None, lengths[one.id][0])
                    assert not is_shortest or length == lengths[one.id][1]
        assert asked
