"""The page in other languages: one that is baked in, or several with a switch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from game import Playthrough, load_story
from game.publish.check import differences, find_runtime, walks
from game.publish.compile import as_json, compile_story
from game.publish.html_page import page, page_words
from game.story.translation.load import in_language
from tests.story.test_translation import translate
from tests.support import browser as browsers
from tests.support.command import escape
from tests.support.places import STORIES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.browser import Reader

HUB = STORIES / "good" / "hub"


def test_a_page_in_one_language(tmp_path: Path) -> None:
    file = tmp_path / "hub.html"
    assert escape("publish", str(HUB), "--lang", "ko", "-o", str(file)).returncode == 0
    document = file.read_text(encoding="utf-8")
    assert '<html lang="ko">' in document
    assert "<title>관청의 하루</title>" in document
    assert "The clerk waits." not in document
    assert document == page(in_language(load_story(HUB), "ko"), "ko")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("아침이다. 문이 닫혀 있다.", "ko"),
        ("朝だ。扉は閉まっている。", "ja"),
        ("早晨。门关着。", "zh"),
        ("The door is shut. Over it stands 관청.", "en"),
    ],
)
def test_a_page_says_in_which_language_its_story_is_written(
    write_story: Callable[..., Path], tmp_path: Path, words: str, language: str
) -> None:
    folder = write_story(f"a:\n  ending: {{title: '{words}', text: '{words * 3}'}}\n")
    file = tmp_path / "page.html"
    assert escape("publish", str(folder), "-o", str(file)).returncode == 0
    assert f'<html lang="{language}">' in file.read_text(encoding="utf-8")


def test_a_page_in_english_has_no_other_words() -> None:
    story = load_story(HUB)
    assert "data-words" not in page(story)
    assert re.search("[가-힣]", page(story)) is None
    assert page_words("en") == {}
    assert page_words("ko")["Menu"] == ("메뉴",)


def test_the_program_is_the_same_but_for_its_words() -> None:
    """Keys, conditions, effects and ways on, and the fingerprint, are the same in every language."""
    keys = re.compile(r'"(?:key|fingerprint|id|condition|do|to|if|counter)":("[^"]*"|\[[^{}]*?\]|\d+)')
    story = load_story(HUB)
    programs = [as_json(compile_story(in_language(story, language))) for language in ("en", "ko")]
    assert programs[0] != programs[1]
    assert keys.findall(programs[0]) == keys.findall(programs[1])


@pytest.mark.skipif(find_runtime() is None, reason="nothing here runs JavaScript")
def test_the_page_tells_a_translation_as_the_game_does(write_story: Callable[..., Path]) -> None:
    """Words of variables too, and lines that are joined without a blank."""
    scenes = """
a:
  text: "It is {version}, {body}. {any: One.|Two.|Three.}"
  choices:
    - {text: Hurry., do: [version = pursuit, body -= 1], say: "{choice} {version}"}
    - {text: Leave., to: z}
z: {ending: {title: End}}
"""
    words = {
        "a/text/1": "{version}이고 {body}.\n\n雨が\n降る。{any: 하나|둘|셋}",
        "a/hurry/text": "서두른다.",
        "variables/version/words/1": "없음",
        "variables/version/words/2": "추격",
        "variables/body/words/2": "쇠약",
    }
    folder = write_story(scenes)
    translate(folder, words)
    told = in_language(load_story(folder), "ko")
    runtime = find_runtime()
    assert runtime is not None
    assert list(differences(told, walks(told, 20), runtime)) == [None] * 20
    play = Playthrough(told)
    assert str(play.choose("hurry")) == "서두른다. 추격"


def test_a_language_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = escape("publish", str(HUB), "--lang", "en,fr", "-o", str(tmp_path / "hub.html"))
    assert (done.returncode, done.stderr) == (2, "there is no language `fr` here: there are en, ko\n")
    assert not (tmp_path / "hub.html").exists()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.started() as found:
        yield found


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Iterator[Reader]:
    """Yield somebody in front of a page in two languages, whose browser speaks Korean."""
    story = load_story(HUB)
    file = tmp_path / "hub.html"
    file.write_text(page(story, "en", {"ko": in_language(story, "ko")}), encoding="utf-8")
    found = browsers.Reader(browser, file, locale="ko-KR")
    yield found
    found.context.close()
    assert (found.asked, found.faults) == ([], [])


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(browsers.chromium() is None, reason="there is no Chromium here")
def test_a_run_goes_on_in_another_language(reader: Reader) -> None:
    shown = reader.page
    assert shown.locator("html").get_attribute("lang") == "ko"
    assert shown.locator("#name").inner_text() == "관청의 하루"
    shown.get_by_role("button", name="시작하기").click()
    shown.get_by_role("button", name="편지를 집는다.").click()
    assert "그는 말리지 않는다." in shown.locator("#log").inner_text()
    assert "소지품: + 편지" in shown.locator("#log").inner_text()
    shown.keyboard.press(",")
    shown.get_by_label("English").check()
    assert shown.locator("html").get_attribute("lang") == "en"
    shown.keyboard.press("Escape")
    assert "He lets you." in shown.locator("#log").inner_text()
    assert re.search("[가-힣]", shown.locator("body").inner_text()) is None
    shown.reload()
    assert shown.locator("#name").inner_text() == "A hub"
    shown.keyboard.press(",")
    shown.get_by_label("한국어").check()
    shown.keyboard.press("Escape")
    shown.get_by_role("button", name="이어하기").click()
    assert "그는 말리지 않는다." in shown.locator("#log").inner_text()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(browsers.chromium() is None, reason="there is no Chromium here")
def test_the_page_in_korean_has_no_words_of_english(reader: Reader) -> None:
    shown = reader.page
    shown.get_by_role("button", name="시작하기").click()
    shown.get_by_role("button", name="편지를 집는다.").click()
    for key in ("", "m", "c", "l", "e", ",", "?", "i", "h", "s"):
        if key:
            shown.keyboard.press(key)
        words = re.sub(r"\b(Tab|Enter|Space|Esc|ESCAPE|English)\b", "", shown.locator("body").inner_text())
        assert re.findall(r"[A-Za-z]{2,}", words) == [], key
        if key:
            shown.keyboard.press("Escape")
