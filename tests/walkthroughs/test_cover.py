"""Walkthroughs that together take every choice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game import Playthrough, Story, StoryError, load_story
from game.cli import main
from game.proof.verify import verify
from game.walkthroughs.cover import cover
from tests.support.generate import write_chapters, write_story

STORY = """
a: {choices: [{text: Left., id: left, to: b}, {text: Right., id: right, to: b}, {text: Wait., id: wait, say: Tick.}]}
b:
  choices:
    - {text: Up., id: up, to: end}
    - {text: Down., id: down, once: true, to: c}
    - {text: In., id: into, to: d}
c: {choices: [{text: Back., id: back, to: b}]}
d: {choices: [{text: X., id: x, to: end}, {text: Y., id: y, to: end}]}
end: {ending: {title: End}}
"""


def taken(story: Story, walkthroughs: tuple[tuple[str, ...], ...]) -> set[tuple[str, str]]:
    """Play walkthroughs, and give every choice that was taken."""
    found = set()
    for keys in walkthroughs:
        play = Playthrough(story)
        for key in keys:
            found.add((play.scene, key))
            play.choose(key)
    return found


def test_every_choice_is_taken_by_few(story: Callable[..., Story]) -> None:
    made = story(STORY)
    verdict = verify(made)
    found = cover(made, verdict.taken)
    assert taken(made, found) == set(verdict.taken)
    # `up`, `x` and `y` end the story: no two of them can be had at once.
    assert len(found) == 3


@pytest.mark.parametrize("seed", range(25))
def test_generated_stories_are_covered(tmp_path: Path, seed: int) -> None:
    try:
        made = load_story(write_story(tmp_path, seed, scenes=7))
    except StoryError:
        pytest.skip("its scenes lead round in a loop")
    verdict = verify(made)
    found = cover(made, verdict.taken)
    rings = {(one.scene, one.walkthrough[-1]) for one in verdict.findings if one.problem.code == "G509" and one.walkthrough}  # fmt: skip
    assert set(verdict.taken) - rings <= taken(made, found) <= set(verdict.taken)


def test_the_files_are_walkthroughs_of_the_story(
    write_story: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_story(STORY)
    arguments = ["verify", str(folder), "--walkthroughs", str(folder / "walkthroughs")]
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 0
    assert "3 walkthroughs take every choice" in capsys.readouterr().err
    made = load_story(folder)
    assert len(made.walkthroughs) == 3
    for walkthrough in made.walkthroughs:
        play = Playthrough(made)
        for key in walkthrough.choose:
            play.choose(key)
        assert play.ending is not None
        assert walkthrough.expect == (("ending", "end"),)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "not an empty folder" in capsys.readouterr().err


@pytest.mark.slow
def test_a_big_story_is_covered(tmp_path: Path) -> None:
    made = load_story(write_chapters(tmp_path, 2, 40))
    verdict = verify(made)
    found = cover(made, verdict.taken)
    assert taken(made, found) == set(verdict.taken)
