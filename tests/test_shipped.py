"""The story that ships with the game, and the README."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest

from game import Playthrough, load_story
from game.play.open_session import session_of
from game.story.model import Walkthrough
from game.terminal.plain.game import Plain
from tests.support.places import ROOT

STORY = load_story(ROOT / "scenes")


@pytest.mark.parametrize("walkthrough", STORY.walkthroughs, ids=lambda walkthrough: walkthrough.name)
def test_walkthroughs_keep_working(walkthrough: Walkthrough) -> None:
    play = Playthrough(STORY)
    for key in walkthrough.choose:
        assert key in [offer.key for offer in play.offers if offer.open], play.scene
        play.choose(key)
        assert Playthrough(STORY, log=play.log).passage == play.passage
    for name, value in walkthrough.expect:
        if name == "ending":
            assert play.ending is not None
            assert play.ending.id == value
        elif name == "scene":
            assert play.scene == value
        else:
            assert play.values[name] == value, name


def test_the_shipped_story_draws_no_warning() -> None:
    assert STORY.warnings == ()


def test_the_readme_tells_what_playing_is_like(tmp_path: Path) -> None:
    """The scene in the README, played by what is typed there, gives what stands there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## A scene")[1]
    scene, console = re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)[:2]
    folder = tmp_path / "story"
    (folder / "one").mkdir(parents=True)
    (folder / "story.yaml").write_text(
        "{format: 1, id: readme, title: R, start: hall, chapters: {one: One}, variables: {has_key: {start: false}}}",
        encoding="utf-8",
    )
    (folder / "one" / "hall.yaml").write_text(scene + "garden: {ending: {title: Out}}\n", encoding="utf-8")
    story = load_story(folder)
    typed = re.findall(r"^> (.*)$", console, re.MULTILINE)
    out = StringIO()
    Plain(session_of(story, tmp_path), typed, out).run()
    written = re.sub(r"^> .*\n", "> ", console, flags=re.MULTILINE)
    assert out.getvalue().startswith(f"{written}Out\n\nThe end.")


def test_the_readme_shows_words_of_the_story() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("## What playing looks like")[1].split("```")[1].removeprefix("text\n")
    words = " ".join(shown.split("\n4 choices.\n")[0].replace("*", "").split())  # stars: stress
    assert words in " ".join(str(Playthrough(STORY).passage).split())
    offers = [offer.text for offer in Playthrough(STORY).offers]
    assert re.findall(r"^\d+\. (.*)$", shown, re.MULTILINE) == offers
