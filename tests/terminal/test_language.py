"""A story played in another language: in plain lines, and on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game import Playthrough, load_story
from game.key_table import LOOKED_UP
from game.locale.messages import use
from game.play.hot_reload.watch_files import Follower
from game.play.open_session import open_session
from game.story.front_matter import Title
from game.story.translation.load import in_language
from game.terminal.screens.story import StoryScreen
from game.terminal.screens.title import TitleScreen
from game.terminal.ui.screen_stack import ScreenStack
from tests.story.test_translation import KOREAN, translate
from tests.support.command import escape
from tests.support.places import STORIES
from tests.support.screens import a_stack, drawn
from tests.support.stories import PAGES, STORY

WriteStory = Callable[..., Path]


@pytest.fixture
def korean(write_story: WriteStory) -> Path:
    folder = write_story(STORY, start="hall", pages=PAGES)
    translate(folder, KOREAN)
    return folder


def play(folder: Path, typed: str, *arguments: str, **environment: str) -> str:
    saves = str(folder.parent / "saves")
    done = escape("play", str(folder), "--save-dir", saves, *arguments, typed=typed, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_story_is_played_in_the_language_that_was_asked_for(korean: Path) -> None:
    told = play(korean, "벽을 더듬어\n", "--lang", "ko")
    assert "램프는 *꺼졌고* 난로도 꺼졌다." in told
    assert "못, 모자, 그리고 모자 뒤에 열쇠." in told


@pytest.mark.parametrize(
    ("environment", "is_korean"),
    [
        ({"LC_ALL": "ko_KR.UTF-8"}, True),
        ({"LC_ALL": "", "LANG": "ko_KR.UTF-8"}, True),
        ({"LANGUAGE": "ko:en", "LC_ALL": "en_US.UTF-8"}, True),
        ({"LC_ALL": "fr_FR.UTF-8"}, False),
        ({"LC_ALL": "C.UTF-8"}, False),
    ],
)
def test_else_in_the_language_of_the_system(
    environment: dict[str, str], is_korean: bool, korean: Path
) -> None:
    assert ("램프는" in play(korean, "", **environment)) is is_korean


def test_a_game_begun_in_one_language_goes_on_in_another(korean: Path) -> None:
    play(korean, "벽을\nsave attic\n", "--lang", "ko")
    told = play(korean, "go through\n", "--lang", "en", "--continue")
    assert "A nail, a hat, and behind the hat the key." in told
    assert "Speak." in told
    assert "못, 모자" in play(korean, "", "--load", "attic", "--lang", "ko")


def test_a_language_that_is_not_there_is_said(korean: Path) -> None:
    done = escape("play", str(korean), "--lang", "kr")
    assert (done.returncode, done.stderr) == (2, "there is no language `kr` here: did you mean `ko`?\n")


def test_a_catalogue_that_cannot_be_read_is_said_and_the_story_told_as_it_was_written(korean: Path) -> None:
    path = korean / "translations" / "ko.po"
    path.write_text(path.read_text(encoding="utf-8") + "oops\n", encoding="utf-8")
    told = play(korean, "", "--lang", "ko")
    assert "this is no line of a catalogue" in told
    assert "The lamp is *out*, and the stove too." in told


def test_a_translation_is_followed_while_it_is_made(korean: Path) -> None:
    path = korean / "translations" / "ko.po"
    follower = Follower(korean, "ko")
    play = Playthrough(in_language(load_story(korean), "ko"))
    path.write_text(
        path.read_text(encoding="utf-8").replace("물소리가 들린다.", "물이 흐른다."), encoding="utf-8"
    )
    assert [follower.changed(), follower.changed()] == [False, True]
    news = follower.follow(play)
    assert news.loaded is not None
    assert str(news.loaded.play.passage).endswith("물이 흐른다.")
    path.write_text("oops", encoding="utf-8")
    news = follower.follow(play)
    assert news.loaded is None
    assert "this is no line of a catalogue" in news.report[0]


# --- the screens ------------------------------------------------------------------------

# What stays as it is in every language: keys, and names that are no words.
SAME = re.compile(
    r"(?<![A-Za-z])(Esc|Enter|Space|PgDn|PgUp|Home|End|Up|Down|Tab|Left|Right|Del|Backspace|Ctrl|Shift|fg|ASCII|txt|md|F\d+"
    r"|English|attic)(?![A-Za-z])"
)


@pytest.fixture
def in_korean() -> Iterator[None]:
    use("ko")
    yield
    use("en")


@pytest.mark.usefixtures("in_korean")
def test_no_screen_has_words_of_english(tmp_path: Path) -> None:
    session = open_session(STORIES / "good" / "hub", tmp_path / "saves", language="ko")
    stack = a_stack(session)
    session.choose("take_the_letter")
    session.save("attic")
    session.choose("name")
    stack.reset(StoryScreen(stack, session))
    for name in ("", "menu", *LOOKED_UP):
        if name:
            stack.top.actions[name]()
        assert english(stack) == [], name
        stack.help()
        assert english(stack) == [], f"the keys of {name}"
        stack.reset(StoryScreen(stack, session))
        drawn(stack, 100, 60)
    stack.top.actions["undo"]()
    assert english(stack) == []


def english(stack: ScreenStack) -> list[str]:
    """Return the words of English on a screen."""
    return re.findall(r"[A-Za-z]{2,}", SAME.sub("", "\n".join(drawn(stack, 100, 60))))


@pytest.mark.usefixtures("in_korean")
def test_the_title_and_the_end_have_no_words_of_english(tmp_path: Path) -> None:
    session = open_session(STORIES / "good" / "hub", tmp_path / "saves", language="ko")
    stack = a_stack(session)
    title = TitleScreen(stack, Title("hub", session.story.title, ""), True, lambda _: None)
    stack.reset(title)
    assert english(stack) == []
    for key in ("take_the_letter", "leave", "read_the_letter"):
        session.choose(key)
    assert english(a_stack(session)) == []
