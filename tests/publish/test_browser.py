"""The page in a real browser, as readers use it: keys, clicks, files, small windows, hostile stories."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from game import Playthrough, Story, load_story
from game.key_table import KEYS
from game.play.saves.record import decode, encode
from game.publish.html_page import page
from game.terminal.screens.story import PRESSED_TWICE
from tests.publish.test_page import everywhere, head
from tests.support import browser as browsers
from tests.support.command import escape
from tests.support.hostile import WORDS
from tests.support.places import SHIPPED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.browser import Reader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(browsers.chromium() is None, reason="there is no Chromium here"),
]

SCENES = """
a:
  title: Hall
  place: The hall
  text: [The hall is cold., "It is *very* cold."]
  choices:
    - {text: Look around., do: [trust += 1, take(ring)], say: Dust.}
    - {text: The locked door., if: open_gate, locked: It wants a key., to: z}
    - {text: Leave., to: z}
z: {ending: {title: Out, text: The road.}}
"""
PAGES = '[{id: notes, title: What you know, key: n, text: [{if: trust > 1, text: "Trust is {trust}."}]}]'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsers.started() as found:
        yield found


@pytest.fixture
def reads(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    """Yield a reader in front of a story's page; nothing may be asked for or go wrong while it is read."""
    readers: list[Reader] = []

    def begin(story: Story, **how: Any) -> Reader:
        file = tmp_path / "page.html"
        file.write_text(page(story), encoding="utf-8")
        readers.append(browsers.Reader(browser, file, **how))
        return readers[-1]

    yield begin
    for reader in readers:
        reader.context.close()
        assert (reader.asked, reader.faults) == ([], [])


class Server(ThreadingHTTPServer):
    """A server of the network, and what was asked of it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: set[str] = set()
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.add(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


@pytest.fixture
def small(story: Callable[..., Story], reads: Callable[..., Reader]) -> Callable[..., Reader]:
    """Return a reader in front of a small story."""
    return lambda **how: reads(story(SCENES, pages=PAGES), **how)


def shows(reader: Reader, play: Playthrough) -> None:
    """Check that the page shows what a playthrough says."""
    words = [
        re.sub(r"\s+", " ", str(part.paragraph))
        for part in play.passage.parts
        if part.kind in ("text", "say")
    ]
    assert re.sub(r"\s+", " ", reader.words) == " ".join(words)
    assert [re.sub(r"\s+", " ", text) for text in reader.choices] == [
        re.sub(r"\s+", " ", offer.text) for offer in play.offers if offer.open
    ] or play.ending
    assert reader.text("#status") == re.sub(r"\s+", " ", play.status)


def test_the_first_chapter_by_keyboard_alone(reads: Callable[..., Reader]) -> None:
    story = load_story(SHIPPED)
    reader, play = reads(story), Playthrough(story)
    reader.press("1")
    first = play.chapter.id
    chapters = set()
    for turn in range(60):
        shows(reader, play)
        keys = [offer.key for offer in play.offers if offer.open]
        number = turn % len(keys)
        button = reader.page.locator("#now .choice:not([aria-disabled])").nth(number)
        if turn % 2:
            while not button.evaluate("button => button === document.activeElement"):
                reader.press("Tab")
            reader.press("Enter")
        else:
            button.evaluate("button => button.scrollIntoView({block: 'end'})")
            reader.press(str(number + 1))
        play.choose(keys[number])
        chapters.add(play.chapter.id)
        if len(chapters - {first}) > 1 or play.ending:
            break
    shows(reader, play)
    assert len(play.log) > 10


def test_a_walkthrough_to_its_ending_by_clicking(reads: Callable[..., Reader]) -> None:
    story = load_story(SHIPPED)
    keys = min((walkthrough.choose for walkthrough in story.walkthroughs), key=len)
    reader, play = reads(story), Playthrough(story)
    reader.click("Begin")
    for key in keys:
        open_keys = [offer.key for offer in play.offers if offer.open]
        reader.page.locator("#now .choice:not([aria-disabled])").nth(open_keys.index(key)).click()
        play.choose(key)
        shows(reader, play)
    assert play.ending is not None
    assert reader.text("h3.ending") == play.ending.title
    assert "You have found 1." in reader.text("#now")
    reader.press("e")
    assert play.ending.title in reader.text("#dialog")


def test_a_reload_goes_on_and_undo_reaches_behind_it(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1", "1")
    assert reader.words == "Dust."
    reader.page.reload()
    reader.click(
        "Continue The hall One · The hall".replace("The hall One", "One")
    ) if False else reader.press("1")
    assert reader.words == "Dust."
    reader.press("u")
    assert reader.words == "The hall is cold.\n\nIt is very cold."
    assert reader.text("#notice") == "Undone: Look around."
    reader.press("r")
    assert reader.words == "Dust."
    reader.press("u", "u")
    assert "nothing to undo" in reader.text("#notice")


def test_a_locked_choice_is_shown_says_why_and_can_not_be_taken(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1")
    locked = reader.page.get_by_role("button", name="Not open: The locked door. It wants a key.")
    assert locked.get_attribute("aria-disabled") == "true"
    locked.click(force=True)
    assert reader.choices == ["Look around.", "Leave."]
    reader.press("2")
    assert reader.text("h3.ending") == "Out"


def test_a_double_tap_and_a_double_click_take_one_choice(small: Callable[..., Reader]) -> None:
    reader = small()
    choices = reader.page.locator("#now .choice")
    for _ in range(3):
        reader.page.keyboard.press("1")
    assert reader.text("#notice") == PRESSED_TWICE  # as in the terminal
    assert choices.first.evaluate("button => button === document.activeElement")
    assert reader.page.locator("#log .taken").count() == 0
    choices.first.dblclick()
    assert reader.page.locator("#log .taken").count() == 1
    reader.press("?")
    assert next(key.about for key in KEYS if key.action == "number") in reader.text("#dialog")


def test_a_number_takes_nothing_that_is_not_in_sight(small: Callable[..., Reader]) -> None:
    reader = small(height=150)
    reader.click("Begin")
    reader.page.evaluate("window.scrollTo(0, 0)")
    reader.press("2")
    assert reader.page.locator("h3.ending").count() == 0
    assert "read on" in reader.text("#notice")
    reader.page.locator("#now .choice").last.evaluate("button => button.scrollIntoView({block: 'end'})")
    reader.press("2")
    assert reader.text("h3.ending") == "Out"


def test_what_changed_is_said_and_a_page_opens_and_closes_with_its_key(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1", "1")
    assert reader.page.locator(".news:not(.unseen)").all_inner_texts() == [
        "Noted: What you know (n)",
        "Carried: + Ring on a cord",
    ]
    reader.press("n")
    assert "Trust is 2." in reader.text("#dialog")
    reader.press("n")
    assert not reader.page.locator("#dialog").is_visible()
    reader.press("i")
    assert "Ring on a cord: Worn thin on one side." in reader.text("#dialog")


def test_the_reader_is_brought_to_the_beginning_of_the_new_words(small: Callable[..., Reader]) -> None:
    reader = small(height=400)
    reader.press("1")
    for _ in range(6):
        reader.page.locator("#now .choice").first.click()
        taken = reader.page.locator("#log .taken").last.bounding_box()
        header = reader.page.locator("#header").bounding_box()
        assert taken is not None
        assert header is not None
        assert header["y"] + header["height"] <= taken["y"] < 150
        assert reader.page.evaluate("document.activeElement.id") == "now"


def test_only_what_is_new_is_read_out(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1", "1")
    log = reader.page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    reader.page.evaluate(
        "() => { window.added = []; new MutationObserver((all) => all.forEach((one) => "
        "one.addedNodes.forEach((node) => window.added.push(node.textContent)))).observe(document.getElementById('log'), "
        "{childList: true, subtree: true}); }"
    )
    reader.press("1")
    assert reader.page.evaluate("window.added.length") == 1
    assert "Dust." in reader.page.evaluate("window.added[0]")
    assert reader.page.get_by_role("group", name="2 choices").count() == 1


def test_a_game_begun_in_the_terminal_goes_on_in_the_page_and_back(
    reads: Callable[..., Reader], tmp_path: Path
) -> None:
    story = load_story(SHIPPED)
    keys = min((walkthrough.choose for walkthrough in story.walkthroughs), key=len)
    play, typed, saves = Playthrough(story), [], ("--save-dir", str(tmp_path))
    for key in keys[: len(keys) // 2]:
        typed.append(str([offer.key for offer in play.offers if offer.open].index(key) + 1))
        play.choose(key)
    escape("play", "--plain", "--seed", "0", *saves, typed="\n".join([*typed, "save half", "quit\n"]))
    file = tmp_path / "half.json"
    escape("saves", "export", "half", "--format", "save", *saves, "-o", str(file))
    reader = reads(story)
    reader.load_from_file(file)
    shows(reader, play)
    for key in keys[len(keys) // 2 :]:
        open_keys = [offer.key for offer in play.offers if offer.open]
        reader.page.locator("#now .choice:not([aria-disabled])").nth(open_keys.index(key)).click()
        play.choose(key)
    done = escape("saves", "import", str(reader.save_to_file(tmp_path)), "--name", "whole", *saves)
    assert done.stdout == f"Took in `whole`: {len(keys)} choices.\n"
    told = escape("saves", "export", "whole", *saves).stdout
    assert told.endswith(f"{play.transcript()}\n".split("\n\n")[-1])
    assert told.count("\n> ") == len(keys)


@pytest.mark.parametrize("change", ["damaged", "another", "empty"])
def test_a_file_that_is_no_save_of_this_story_is_refused(
    small: Callable[..., Reader], tmp_path: Path, change: str
) -> None:
    reader = small()
    reader.press("1", "1")
    data = reader.save_to_file(tmp_path).read_text()
    changed = {"damaged": data.replace("look_around", "look_arounx"), "another": "", "empty": ""}[change]
    if change == "another":
        record = decode(data.encode())
        changed = encode(record._replace(story="another")).decode()
    (tmp_path / "bad.json").write_text(changed)
    reader.load_from_file(tmp_path / "bad.json")
    said = reader.page.locator("#file-said:not(:empty)").inner_text()
    assert ("another story" in said) == (change == "another")
    reader.press("Escape")
    assert reader.words == "Dust."


def test_runs_and_saves_are_kept_and_replaced_only_when_asked_twice(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1", "1", "s")
    reader.page.get_by_role("textbox", name="Name").fill("꽃")
    reader.press("Enter")
    assert reader.text("#notice") == "Saved as “꽃”."
    reader.press("t")
    reader.click("New game")
    reader.press("s")
    reader.page.get_by_role("textbox", name="Name").fill("꽃")
    reader.press("Enter")
    assert "There is a save of that name." in reader.text("#dialog")
    reader.press("Escape", "l")
    rows = reader.page.locator("#dialog .row .choice").all_inner_texts()
    assert [row.split("\n")[0] for row in rows] == ["Run 2", "Run 1", "꽃"]
    assert "1 choice" in rows[2]


def test_two_windows_do_not_write_over_each_other(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1")
    other = reader.context.new_page()
    other.goto(reader.file.as_uri())
    other.keyboard.press("1")
    other.keyboard.press("Shift")
    other.keyboard.press("1")
    reader.page.locator("#notice", has_text="another window").wait_for()
    reader.press("1", "1", "l")
    rows = reader.page.locator("#dialog .row .choice").all_inner_texts()
    assert ["2 choices" in rows[0], "1 choice" in rows[1]] == [True, True]


def test_a_browser_that_keeps_nothing_is_said_once(
    browser: Browser, story: Callable[..., Story], tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    refusing = (
        "<script>Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})</script>"
    )
    document = page(story(SCENES)).replace("<head>", f"<head>{refusing}", 1)
    file.write_text(document, encoding="utf-8")
    reader = browsers.Reader(browser, file)
    reader.press("1")
    assert "keeps nothing" in reader.text("#notice")
    reader.press("1")
    assert (reader.words, reader.text("#notice")) == ("Dust.", "")
    reader.context.close()


@pytest.mark.parametrize("value", ["5", "[]", '"x"', "{", '{"a": 1}', "null", "true"])
def test_what_others_left_in_the_browser_does_no_harm(small: Callable[..., Reader], value: str) -> None:
    reader = small()
    names = ("settings", "endings", "chapters", "lessons", "run/1", "run/x", "save/a")
    for name in names:
        reader.page.evaluate(f"localStorage.setItem('escape/test-story/{name}', '{value}')")
    reader.page.reload()
    reader.click("Begin")
    reader.press("1")
    assert reader.words == "Dust."
    for key in ("m", "c", "e", "l", ","):
        reader.press(key, "Escape")
    reader.press("3", "2")
    assert reader.text("h3.ending") == "Out"


def test_settings_are_kept(small: Callable[..., Reader]) -> None:
    reader = small(color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = reader.page.evaluate(paper)
    reader.press("1", ",")
    reader.page.get_by_label("Dark").check()
    reader.page.get_by_label("Largest").check()
    reader.page.get_by_label("Off").check()
    reader.press("Escape")
    reader.page.reload()
    assert reader.page.evaluate(paper) != light
    assert reader.page.evaluate("getComputedStyle(document.body).fontSize") == "36px"
    reader.press("1")
    assert reader.page.locator("#log .passage").count() == 0


@pytest.mark.parametrize(("width", "size"), [(320, "1"), (320, "4"), (800, "4"), (1600, "1")])
def test_nothing_is_wider_than_the_window(small: Callable[..., Reader], width: int, size: str) -> None:
    reader = small(width=width, height=600)
    reader.page.evaluate(f"document.documentElement.dataset.size = '{size}'")
    reader.press("1")
    for key in ("", "m", "s", "l", ",", "?", "a", "i", "h", "c"):
        if key:
            reader.press(key)
        widest = "[document.scrollingElement, document.getElementById('dialog')].map((e) => e.scrollWidth - e.clientWidth)"
        assert max(reader.page.evaluate(widest)) <= 0, key
        reader.press(*(["Escape"] if key else []))


def test_a_line_has_sixty_to_seventy_characters(reads: Callable[..., Reader]) -> None:
    reader = reads(load_story(SHIPPED), width=1600)
    reader.press("1")
    lengths = reader.page.evaluate(
        """() => [...document.querySelectorAll('.passage p')].flatMap((paragraph) => {
          const text = paragraph.firstChild, found = [], range = document.createRange();
          let start = 0, top = null;
          for (let at = 0; at < text.length; at += 1) {
            range.setStart(text, at); range.setEnd(text, at + 1);
            const here = range.getBoundingClientRect().top;
            if (top !== null && here > top + 5) { found.push(at - start); start = at; }
            top = here;
          }
          return found;
        })"""
    )
    assert 60 <= sum(lengths) / len(lengths) <= 70


@pytest.mark.parametrize("words", WORDS)
def test_hostile_words_run_nothing_and_ask_for_nothing(
    story: Callable[..., Story], reads: Callable[..., Reader], words: str
) -> None:
    told = story(everywhere(words), head=head(words))
    reader, play = reads(told), Playthrough(told)
    elements = "[...new Set([...document.body.querySelectorAll('*')].map((e) => e.localName))].sort().join()"
    reader.press("1")
    for key in ("one", None, "a", "i", "h", "c", "m"):
        if key == "one":
            play.choose("one")
            reader.press("1")
            shows(reader, play)
        elif key:
            reader.press(key)
        assert not {"img", "iframe", "base", "style", "link"} & set(reader.page.evaluate(elements).split(","))
        reader.press(*(["Escape"] if key and key != "one" else []))
    assert reader.page.title() == " ".join(told.title.split())


def test_the_policy_is_noticed_when_it_is_broken(
    browser: Browser, story: Callable[..., Story], tmp_path: Path, server: Server
) -> None:
    file = tmp_path / "page.html"
    document = page(story(SCENES))
    beacon = f"<img src='{server.url}/image'><script>fetch('{server.url}/request')</script>"
    attacked = document.replace("</body>", f"{beacon}</body>")
    loose = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", attacked)
    for text, expected in ((attacked, set()), (loose, {"/image", "/request"})):
        file.write_text(text, encoding="utf-8")
        reader = browsers.Reader(browser, file)
        reader.page.wait_for_timeout(300)
        reader.context.close()
        assert server.asked == expected


def test_printing_shows_the_words_alone(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1", "1")
    reader.page.emulate_media(media="print")
    assert reader.page.locator("#log .passage").count() == 2
    assert not reader.page.locator("#now").is_visible()
    assert not reader.page.locator("#header").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1600])
def test_axe_finds_nothing(small: Callable[..., Reader], theme: str, width: int) -> None:
    reader = small(color_scheme=theme, width=width)
    found = {"title": violations(reader)}
    reader.press("1")
    found["beginning"] = violations(reader)
    reader.page.locator("#now .choice").first.click()
    found["scene"] = violations(reader)
    for key in ("m", "n", "i", "h", "c", "s", "l", "e", ",", "?", "a"):
        reader.press(key)
        found[key] = violations(reader)
        reader.press("Escape")
    reader.page.locator("#now .choice").last.click()
    found["ending"] = violations(reader)
    assert {where: all_of for where, all_of in found.items() if all_of} == {}


def violations(reader: Reader) -> list[str]:
    """Return what axe finds, by its rule and the elements."""
    results = Axe().run(reader.page, options={"resultTypes": ["violations"]}).response
    return [
        f"{one['id']}: {', '.join(node['html'] for node in one['nodes'])}" for one in results["violations"]
    ]


def test_the_tree_of_a_screen_reader(small: Callable[..., Reader]) -> None:
    reader = small()
    reader.press("1", "1")
    assert reader.page.locator("body").aria_snapshot() == TREE


TREE = """\
- banner:
  - paragraph: One · The hall
  - paragraph: hurt
  - 'button "Menu : 1 page has news"'
- main:
  - heading "A Test" [level=1]
  - log "The story":
    - heading "One" [level=2]
    - heading "Hall" [level=3]
    - paragraph: The hall is cold.
    - paragraph:
      - text: It is
      - emphasis: very
      - text: cold.
    - paragraph: "You chose: Look around."
    - paragraph: Dust.
    - paragraph:
      - text: "Noted:"
      - button "What you know"
      - text: (n)
    - paragraph: "Carried: + Ring on a cord"
  - group "2 choices":
    - list:
      - listitem:
        - button "Look around."
      - listitem:
        - 'button "Not open: The locked door. It wants a key." [disabled]'
      - listitem:
        - button "Leave."\
"""
