"""A story in another language: its catalogue made and kept, and the story told from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game import GameError, Playthrough, load_story
from game.locale.po import PoError, header_of, read_po
from game.story.translation.catalogue import read_catalogue
from game.story.translation.load import in_language, in_language_if_sound
from game.story.translation.originals import originals
from game.story.translation.update import update_catalogue
from tests.support.command import escape
from tests.support.stories import PAGES, STORY

SHIPPED = Path(__file__).parent.parent.parent / "scenes"
WEATHER = Path(__file__).parent.parent / "stories" / "good" / "weather"
WriteStory = Callable[..., Path]

KOREAN = {
    "story/name": "시험",
    "chapters/one/title": "첫째 장",
    "items/ring/name": "끈에 꿴 반지",
    "variables/body/words/3": "아픔",
    "hall/title": "거실",
    "hall/text/1": "램프는 *꺼졌고* 난로도 꺼졌다.\n\n물소리가 들린다.",
    "hall/feel_along_the_wall_for_the_key/text": "벽을 더듬어 열쇠를 찾는다.",
    "hall/feel_along_the_wall_for_the_key/1/1": "못, 모자, 그리고 모자 뒤에 열쇠.",
    "hall/go_through_the_door/locked/1": "문이 잠겨 있다.",
    "sleep/ending/title": "잠들다",
    "pages/map/text/1": "방 두 개.",
}


def translate(folder: Path, words: dict[str, str], language: str = "ko") -> Path:
    """Write a catalogue with these words, by mark."""
    path = folder / "translations" / f"{language}.po"
    path.parent.mkdir(exist_ok=True)
    now = path.read_text(encoding="utf-8") if path.exists() else ""
    catalogue = polib.pofile(update_catalogue(load_story(folder), language, now).document)
    for entry in catalogue:
        entry.msgstr = words.get(entry.msgctxt, entry.msgstr)
    path.write_text(str(catalogue), encoding="utf-8")
    return path


def test_a_story_is_told_in_another_language(write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    translate(folder, KOREAN)
    play = Playthrough(in_language(load_story(folder), "ko_KR"))
    assert play.story.title == "시험"
    assert play.chapter.title == "첫째 장"
    assert play.status == "아픔"
    assert str(play.passage) == "램프는 꺼졌고 난로도 꺼졌다.\n\n물소리가 들린다."
    assert [run.text for run in play.passage.parts[1].paragraph.runs if run.stressed] == ["꺼졌고"]
    first, second, third, _ = play.offers
    assert (first.key, first.text) == ("feel_along_the_wall_for_the_key", "벽을 더듬어 열쇠를 찾는다.")
    assert second.reason == "문이 잠겨 있다."
    assert third.text == "Sit down."  # nobody has translated it
    assert str(play.choose(first.key)) == "못, 모자, 그리고 모자 뒤에 열쇠."
    assert [item.title for item in play.carried] == ["끈에 꿴 반지"]
    assert str(play.pages[0]) == "방 두 개."


def test_choices_and_saves_are_the_same_in_every_language(write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    translate(folder, KOREAN)
    original = load_story(folder)
    korean = in_language(original, "ko")
    assert korean.fingerprint == original.fingerprint
    play = Playthrough(korean)
    for key in ("feel_along_the_wall_for_the_key", "go_through_the_door"):
        play.choose(key)
    assert Playthrough(original, play.log).state == play.state


def test_every_piece_that_is_read_can_be_translated() -> None:
    """Whatever a translated story shows, along its walkthroughs, has been through the catalogue."""
    for folder in (WEATHER, SHIPPED):
        original = load_story(folder)
        document = re.sub(
            r'msgstr ""\n(?=\n|\Z)', 'msgstr "ZZ"\n', update_catalogue(original, "xx", "").document
        )
        marks = {one.context for one in read_po(document) if one.words == ("ZZ",)}
        assert {one.mark for one in originals(original)} == marks


def test_braces_are_read_in_the_translation(write_story: WriteStory) -> None:
    scenes = """
a:
  text: "{trust >= 2: He nods.|He looks away.} {seq: Once.|Again.} You are {body}, and it is {version}."
  choices:
    - {text: Nod., do: trust += 1, say: "You say {choice}"}
"""
    folder = write_story(scenes)
    words = {
        "a/text/1": "{version}. {body}. {seq: 한 번.|또.} {trust >= 2: 그가 고개를 끄덕인다.|그가 눈을 돌린다.}",
        "variables/version/words/1": "없음",
        "variables/body/words/3": "아픔",
        "a/nod/1/1": "“{choice}”라고 한다.",
        "a/nod/text": "끄덕인다.",
    }
    translate(folder, words)
    play = Playthrough(in_language(load_story(folder), "ko"))
    assert str(play.passage) == "없음. 아픔. 한 번. 그가 눈을 돌린다."
    assert str(play.choose("nod")) == "“끄덕인다.”라고 한다."


@pytest.mark.parametrize(
    "words",
    [
        "{trust >= 3: 그가 끄덕인다.|그가 눈을 돌린다.}",
        "{trust >= 2: 그가 끄덕인다.}",
        "{trsut >= 2: 그가 끄덕인다.|그가 눈을 돌린다.}",
        "{visited(b): 그가 끄덕인다.|그가 눈을 돌린다.}",
        "{trust >= 2: 그가 끄덕인다.|",
        "그가 끄덕인다.",
    ],
)
def test_words_with_other_braces_are_not_shown(words: str, write_story: WriteStory) -> None:
    folder = write_story(
        'a: {text: "{trust >= 2: He nods.|He looks away.}", to: b}\nb: {ending: {title: End}}'
    )
    translate(folder, {"a/text/1": words, "b/ending/title": "끝"})
    play = Playthrough(in_language(load_story(folder), "ko"))
    assert str(play.passage) == "He looks away."
    assert play.ending is not None
    assert play.ending.title == "끝"


@pytest.mark.parametrize(
    "words", ["\x1b[2J글", "글\x07\u202e", "\ud800글".encode("utf-8", "replace").decode(), "글" * 9000]
)
def test_what_a_stranger_has_translated_is_only_words(words: str, write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    translate(folder, dict.fromkeys(KOREAN, words))
    play = Playthrough(in_language(load_story(folder), "ko"))
    shown = [play.story.title, play.chapter.title, play.status, str(play.passage), play.offers[0].text]
    shown += [play.offers[1].reason, str(play.pages[0]), play.story.items["ring"].title]
    for text in shown:
        assert "글" in text
        assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text) is None


# --- the catalogue, made and kept -------------------------------------------------------


def test_a_catalogue_says_where_a_piece_stands_and_when_it_is_shown() -> None:
    document = update_catalogue(load_story(WEATHER), "ko", "").document
    assert '#. If has been in shed:\n#: one/shore.yaml:8\nmsgctxt "shore/text/2"\n' in document
    assert (
        '#. Otherwise:\n#: one/shore.yaml:9\nmsgctxt "shore/text/2/else"\nmsgid "There is a shed."\n'
        in document
    )
    assert header_of(read_po(document))["Language"] == "ko"


def test_nothing_changes_where_nothing_was_changed(write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    path = translate(folder, KOREAN)
    text = path.read_text(encoding="utf-8").replace("#: one", "# 번역자의 말\n#: one", 1)
    once = update_catalogue(load_story(folder), "ko", text).document
    assert "# 번역자의 말" in once
    assert update_catalogue(load_story(folder), "ko", once).document == once


def test_a_changed_original_is_fuzzy_until_somebody_looks_at_it(write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    path = translate(folder, KOREAN)
    story = load_story(
        write_story(STORY.replace("The door is locked.", "The door won't open."), "hall", pages=PAGES)
    )
    updated = update_catalogue(story, "ko", path.read_text(encoding="utf-8"))
    assert updated.fuzzy == 1
    entry = next(
        one for one in polib.pofile(updated.document) if one.msgctxt == "hall/go_through_the_door/locked/1"
    )
    assert (entry.msgid, entry.previous_msgid) == ("The door won't open.", "The door is locked.")
    assert (entry.msgstr, entry.flags) == ("문이 잠겨 있다.", ["fuzzy"])
    path.write_text(updated.document, encoding="utf-8")
    assert Playthrough(in_language(story, "ko")).offers[1].reason == "The door won't open."
    back = load_story(write_story(STORY, "hall", pages=PAGES))
    assert update_catalogue(back, "ko", updated.document).fuzzy == 0


def test_words_go_along_with_a_piece_that_has_moved(write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    path = translate(folder, KOREAN)
    moved = STORY.replace("hall:\n  title: The hall", "hall:\n  title: The hall").replace(
        "  text: |\n    The lamp", "  text:\n   - The first thing.\n   - |\n    The lamp"
    )
    story = load_story(write_story(moved, "hall", pages=PAGES))
    updated = update_catalogue(story, "ko", path.read_text(encoding="utf-8"))
    by_mark = {one.msgctxt: one for one in polib.pofile(updated.document)}
    assert by_mark["hall/text/2"].msgstr == KOREAN["hall/text/1"]
    assert by_mark["hall/text/1"].msgstr == ""
    assert updated.fuzzy == 0


def test_what_is_gone_is_kept_for_who_wants_it_back(write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    path = translate(folder, KOREAN)
    gone = load_story(
        write_story(STORY.replace("      locked: The door is locked.\n", ""), "hall", pages=PAGES)
    )
    document = update_catalogue(gone, "ko", path.read_text(encoding="utf-8")).document
    assert '#~ msgstr "문이 잠겨 있다."' in document
    back = update_catalogue(load_story(write_story(STORY, "hall", pages=PAGES)), "ko", document).document
    assert "#~" not in back
    assert 'msgstr "문이 잠겨 있다."' in back


# --- catalogues read without a library --------------------------------------------------


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS, st.booleans()), max_size=6))
def test_our_reader_and_the_library_read_the_same(entries: list[tuple[str, str, str, bool]]) -> None:
    written = polib.POFile()
    for mark, source, words, fuzzy in entries:
        flags = ["fuzzy"] if fuzzy else []
        written.append(polib.POEntry(msgctxt=mark, msgid=source, msgstr=words, flags=flags, comment="x"))
    plain = [
        entry
        for entry in entries
        if not set("".join(entry[:3])) & set("\r\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e")
    ]
    if len(plain) == len(entries):  # polib splits lines at these, within a text too
        read = [
            (one.context, one.source, one.words[0], one.fuzzy) for one in read_po(str(written)) if one.source
        ]
        assert read == entries


@given(st.text(alphabet=st.sampled_from(list('msgidctxstr"\\#~, n\n[0]fuzzy가')), max_size=120))
def test_no_file_breaks_the_reader(text: str) -> None:
    with suppress(PoError):
        read_po(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('msgid "a"\nmsgstr b\n', "2:1: this is no line of a catalogue: a text stands in double quotes"),
        ('msgid "a"\n\nmsgid "b"\n', "3:1: `msgid` is given twice"),
        ('msgstr "a"\n', "1:1: `msgstr` without a `msgid` before it"),
        ('"a"\n', "1:1: a text that belongs to no `msgid` and no `msgstr`"),
        ('# a\nmsgid "a"\n', "2:1: an entry without a `msgstr`"),
    ],
)
def test_a_bad_catalogue_costs_nobody_a_game(text: str, said: str, write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall")
    (folder / "translations").mkdir()
    path = folder / "translations" / "ko.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GameError, match=re.escape(f"ko.po:{said}")):
        read_catalogue(path)
    story = load_story(folder)
    told, fault = in_language_if_sound(story, "ko")
    assert told is story
    assert said in fault


# --- the command ------------------------------------------------------------------------


def test_the_command_writes_a_catalogue_and_keeps_it(write_story: WriteStory) -> None:
    folder = write_story(STORY, start="hall", pages=PAGES)
    done = escape("translate", "ko", str(folder))
    path = folder / "translations" / "ko.po"
    assert (done.returncode, done.stdout) == (0, f"{path}: 32 pieces, 0 translated\n")
    translate(folder, KOREAN)
    assert escape("translate", "ko", str(folder)).stdout == f"{path}: 32 pieces, 11 translated\n"
    before = path.read_bytes()
    path.write_bytes(before + b'msgid "\n')
    broken = escape("translate", "ko", str(folder))
    assert broken.returncode == 2
    assert broken.stderr.count("\n") == 1
    assert path.read_bytes() == before + b'msgid "\n'


@pytest.mark.parametrize("language", ["Korean", "../ko", "", "k"])
def test_a_language_is_a_code(language: str, write_story: WriteStory) -> None:
    done = escape("translate", language, str(write_story(STORY, start="hall")))
    assert (done.returncode, done.stderr) == (
        2,
        f"`{language}` is no language: write its code, as `ko` or `pt_BR`\n",
    )


def test_who_lacks_the_library_is_told_how_to_get_it(write_story: WriteStory, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "polib.py").write_text("raise ImportError", encoding="utf-8")
    path = f"{tmp_path / 'without'}:{Path(__file__).parent.parent.parent}"
    done = escape("translate", "ko", str(write_story(STORY, start="hall")), PYTHONPATH=path)
    assert done.returncode == 2
    assert (
        done.stderr
        == "`escape translate` needs the extra `translate`: pip install 'escape-account[translate]'\n"
    )
