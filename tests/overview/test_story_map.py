"""The map of a story, and how it is drawn."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Story
from game.overview.drawing import as_dot, as_mermaid, as_svg
from game.overview.story_map import heat, story_map
from game.story.diagnostics.problem import GameError
from tests.support.command import escape

MakeStory = Callable[..., Story]
HEAD = """
format: 1
id: two-chapters
title: 'Two "chapters"'
start: a
chapters: {1-one: One \\ and, 2-two: 'Two ]['}
variables: {trust: {range: [0, 5], start: 1}, open_gate: {start: false}}
"""
ONE = """
a:
  choices:
    - {id: left, text: Left., to: left}
    - {id: right, text: Right., if: trust >= 2 or open_gate, to: right}
    - {id: stay, text: Stay., say: Yes.}
    - id: jump
      text: Jump.
      if: trust < 5
      outcomes:
        - {if: open_gate, to: [{if: trust > 2, scene: left}, right]}
        - {to: dead}
left: {choices: [{text: On., to: meet}], to: meet}
right: {to: meet}
dead: {ending: {title: Dead}}
"""
TWO = """
meet: {choices: [{text: Out., to: out}, {text: Back., if: trust > 4, to: a}]}
out: {choices: [{text: End., to: end}, {text: Fall., to: dead}]}
end: {ending: {title: 'The "End"'}}
"""


@pytest.fixture
def two(write_story: Callable[..., Path]) -> Path:
    return write_story("", head=HEAD, **{"1-one__s": ONE, "2-two__s": TWO})


@pytest.fixture
def mapped(two: Path) -> Story:
    from game import load_story

    return load_story(two)


def test_edges_carry_what_must_hold(mapped: Story) -> None:
    edges = {(edge.source, edge.target): edge for edge in story_map(mapped).edges}
    assert edges["a", "left"].conditions == ()  # one of the ways is always there
    assert [way.choice for way in edges["a", "left"].ways] == ["left", "jump"]
    assert edges["a", "right"].conditions == (
        "trust >= 2 or open_gate", "trust < 5 and open_gate, else",
    )  # fmt: skip
    assert edges["a", "dead"].conditions == ("trust < 5, else",)
    assert edges["left", "meet"].conditions == ()
    assert ("a", "a") not in edges


def test_every_condition_of_a_conjunction_stays_whole(story: MakeStory) -> None:
    scenes = "a: {choices: [{text: Go., if: trust > 1 or open_gate, outcomes: [{if: trust > 2, to: b}]}], to: b}\nb: {ending: {title: E}}"
    (edge,) = story_map(story(scenes)).edges
    assert edge.conditions == ("(trust > 1 or open_gate) and trust > 2", "no choice open")


def test_bottlenecks_are_where_ways_meet_and_nothing_goes_round(mapped: Story, story: MakeStory) -> None:
    assert story_map(mapped).bottlenecks == {"meet"}
    round_it = """
a: {choices: [{text: b, to: b}, {text: c, to: c}, {text: d, to: d}]}
b: {to: meet}
c: {to: meet}
meet: {to: d}
d: {to: e}
e: {ending: {title: E}}
"""
    assert story_map(story(round_it)).bottlenecks == {"d"}


def test_ways_back_are_those_round_a_ring(mapped: Story) -> None:
    assert [(e.source, e.target) for e in story_map(mapped).edges if e.back] == [("meet", "a")]


def test_a_chapter_is_drawn_with_what_it_leads_to_and_comes_from(mapped: Story) -> None:
    drawn = story_map(mapped, "2")
    assert [(chapter.id, [scene.id for scene in scenes]) for chapter, scenes in drawn.chapters] == [
        ("1-one", ["a", "left", "right", "dead"]), ("2-two", ["meet", "out", "end"]),
    ]  # fmt: skip
    assert ("a", "left") not in {(edge.source, edge.target) for edge in drawn.edges}
    assert story_map(mapped, "two ][").chapter == story_map(mapped, "2-two").chapter == drawn.chapter
    with pytest.raises(GameError, match="did you mean `1-one`"):
        story_map(mapped, "1-onw")


def test_heat_is_the_share_of_playthroughs_that_see_a_scene(mapped: Story) -> None:
    shares = heat(mapped).shares
    assert shares["a"] == 1
    assert shares["left"] == pytest.approx(1 / 2, abs=0.06)  # `jump` leads to `dead`, staying changes nothing
    assert shares["right"] == 0
    drawn = story_map(mapped, with_heat=True)
    assert "never" in as_dot(drawn)
    assert "never" in as_mermaid(drawn)
    assert heat(mapped).shares == shares


def test_mermaid_names_nothing_with_a_word_of_its_own(mapped: Story) -> None:
    told = as_mermaid(story_map(mapped))
    assert '    s_end[["end"]]:::ending' in told
    assert '    s_a["a"]:::start' in told
    assert '    s_meet{{"meet"}}:::bottleneck' in told
    assert 's_a -.->|"trust #60; 5#44; else"| s_dead' in told
    assert 'subgraph chapter_1["Two #93;#91;"]' in told


def test_dot_quotes_what_an_author_wrote(mapped: Story) -> None:
    told = as_dot(story_map(mapped))
    assert 'label="Two \\"chapters\\""' in told
    assert 'label="One \\\\ and"' in told
    assert 'subgraph "cluster_2-two"' in told


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_draws_every_scene(mapped: Story) -> None:
    picture = ElementTree.fromstring(as_svg(story_map(mapped, with_heat=True)))  # noqa: S314 - our own
    told = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert set(mapped.scenes) <= told
    assert "trust < 5, else" in told


def test_without_graphviz_the_other_formats_remain(mapped: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(GameError, match="--format dot"):
        as_svg(story_map(mapped))


def test_a_graphviz_that_fails_is_no_traceback(mapped: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("dot", 1)

    monkeypatch.setattr(shutil, "which", lambda _: "dot")
    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(GameError, match="--chapter"):
        as_svg(story_map(mapped))


def test_the_command(two: Path, tmp_path: Path) -> None:
    printed = escape("graph", str(two))
    assert (printed.returncode, printed.stdout.splitlines()[3]) == (0, "flowchart TD")
    written = tmp_path / "map.dot"
    done = escape("graph", str(two), "--format", "dot", "--chapter", "1-one", "-o", str(written))
    assert (done.returncode, done.stdout) == (0, "")
    assert written.read_text().startswith("digraph story {")
    assert escape("graph", str(two), "--chapter", "nine").returncode == 2


def test_a_scene_written_in_another_stands_small_in_its_box(story: MakeStory) -> None:
    drawn = story_map(
        story(
            """
a:
  choices:
    - {text: Ask., to: {text: He waits., to: z}}
  then: {text: On., to: z}
z: {ending: {title: Z}}
"""
        )
    )
    dot = as_dot(drawn)
    box = dot[dot.index('subgraph "cluster_in_a"') : dot.index('"z" [')]
    assert '"a.ask" [label="ask" tooltip="a.ask"' in box
    assert box.count("fontsize=9") == 2
    mermaid = as_mermaid(drawn)
    assert 'w_1("<small>ask</small>"):::plain' in mermaid
    assert "s_a --> w_1" in mermaid
    assert "." not in "".join(line for line in mermaid.splitlines() if "-->" in line).replace("-->", "")
