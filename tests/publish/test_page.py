"""The page as a file: one document that asks for nothing, and from which no story breaks out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from game import Story, StoryError, load_story
from game.publish.compile import as_json, compile_story
from game.publish.html_page import HERE, MODULES, page
from game.story.sanitize import HOSTILE
from tests.support.hostile import STORIES, WORDS
from tests.support.places import SHIPPED

SCENES = "a: {text: Hall., to: z}\nz: {ending: {title: Out}}\n"


class Elements(HTMLParser):
    """The elements of a document with their attributes, and the words in each script and style."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[int, str] = {}
        self.inside = False
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words[len(self.found) - 1] = self.words.get(len(self.found) - 1, "") + data

    def of(self, tag: str, **attributes: str) -> str:
        """Return the words of the one element of this kind."""
        (number,) = [
            number
            for number, (name, found) in enumerate(self.found)
            if name == tag and attributes.items() <= found.items()
        ]
        return self.words.get(number, "")


def program_in(document: str) -> Any:
    return json.loads(Elements(document).of("script", type="application/json"))


def test_the_page_has_its_words_its_style_and_its_script_in_it(story: Callable[..., Story]) -> None:
    told = story(SCENES)
    elements = Elements(page(told))
    assert elements.of("title") == "A Test"
    assert program_in(page(told)) == json.loads(as_json(compile_story(told)))
    asking = [found for _, found in elements.found if {"src", "srcset", "action", "data"} & found.keys()]
    links = [found["href"] for _, found in elements.found if "href" in found]
    assert asking == []
    assert all(str(link).startswith("data:") for link in links)


def test_the_policy_names_this_script_and_this_style_and_nothing_else(story: Callable[..., Story]) -> None:
    elements = Elements(page(story(SCENES)))
    (policy,) = [
        str(found["content"])
        for _, found in elements.found
        if found.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": digest(elements.of("script", type="module")),
        "style-src": digest(elements.of("style")),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("name", sorted(STORIES))
def test_a_hostile_story_is_refused_or_is_only_words(tmp_path: Path, name: str) -> None:
    STORIES[name](tmp_path / "story")
    try:
        told = load_story(tmp_path / "story")
    except StoryError:
        return
    document = page(told)
    assert HOSTILE.search(document) is None
    assert program_in(document) == json.loads(as_json(compile_story(told)))
    assert outline(document) == outline(page(load_story(SHIPPED)))


@pytest.mark.parametrize("words", WORDS)
def test_hostile_words_stay_in_the_program(story: Callable[..., Story], words: str) -> None:
    told = story(everywhere(words), head=head(words))
    document = page(told)
    elements = Elements(document)
    assert outline(document) == outline(page(load_story(SHIPPED)))
    assert HOSTILE.search(document) is None
    assert elements.of("title") == told.title
    assert program_in(document) == json.loads(as_json(compile_story(told)))


def outline(document: str) -> list[str]:
    return [tag for tag, _ in Elements(document).found]


def everywhere(words: str) -> str:
    """Write scenes with these words wherever a story may have words."""
    text = quoted(re.sub(r"[{}\\|]", r"\\\g<0>", words))
    return (
        f"a: {{title: {text}, place: {text}, text: [{text}, 'a'], choices: ["
        f"{{id: one, text: {text}, say: {text}}}, {{id: two, text: {text}, if: t, locked: {text}, to: z}},"
        f"{{id: out, text: {text}, to: z}}]}}\nz: {{ending: {{title: {text}, text: {text}}}}}\n"
    )


def quoted(words: str) -> str:
    """Quote words as YAML may have them."""
    return json.dumps(words, ensure_ascii=False)


def head(words: str) -> str:
    plain, text = quoted(words), quoted(re.sub(r"[{}\\|]", r"\\\g<0>", words))
    return (
        f"format: 1\nid: hostile\ntitle: {plain}\nbyline: {plain}\nversion: {plain}\nstart: a\nabout: {text}\n"
        f"content_notes: [{plain}]\nchapters: {{one: {plain}}}\nstatus: {text}\n"
        f"variables: {{t: {{start: false, about: {plain}}}}}\nitems: {{ring: {{name: {plain}, about: {plain}}}}}\n"
    )


def test_the_modules_become_one() -> None:
    for name in MODULES:
        source = (HERE / name).read_text(encoding="utf-8")
        assert "</script" not in source
        assert "<!--" not in source
        lines = source.replace("\\`", "").split("\n")  # indentation is left out: no string may go over lines
        assert [line for line in lines if not line.strip().startswith("//") and line.count("`") % 2] == []
        for match in re.finditer(r"^(import|export)\b.*", source, re.MULTILINE):
            assert re.fullmatch(
                r'import \{.*\} from "\./\w+\.js";|export (class|function|const) .*', match[0]
            )


def test_nothing_in_the_page_reads_words_as_markup_or_as_a_program() -> None:
    names = "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|setHTML|srcdoc|DOMParser"
    for name in MODULES:
        assert re.search(names, (HERE / name).read_text(encoding="utf-8")) is None


def test_a_page_without_its_story_stays_small() -> None:
    whole = page(load_story(SHIPPED))
    program = re.search('<script type="application/json".*?</script>', whole, re.DOTALL)
    assert program
    assert len(whole.encode()) - len(program[0].encode()) <= 60 * 1024
