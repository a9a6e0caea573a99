"""What `escape stats` counts."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from game import Story, load_story
from game.overview.statistics import as_json, as_lines, stats
from game.overview.word_count import length_of, remembered, words_written
from game.proof.simulate.random_play import playthroughs
from tests.support.command import escape
from tests.support.places import STORIES

MakeStory = Callable[..., Story]
FORK = """
a:
  title: Two words
  text: One two three.
  choices:
    - {id: near, text: Go near., to: b}
    - {id: far, text: Go far., do: open_gate = true, say: It opens., to: c}
b: {text: "Four {trust: a|b} {trust >= 2: five six|seven}", ending: {title: Near}}
c: {text: "{open_gate: Open.|Shut.} {trust}", choices: [{id: on, text: "On.", to: d}]}
d: {text: "One two three four five six seven eight.", ending: {title: Far}}
""".replace("{trust: a|b} ", "")


def test_words_of_every_alternative_count_once(story: MakeStory) -> None:
    scenes = story(FORK).scenes
    assert {id_: words_written(scene) for id_, scene in scenes.items()} == {"a": 11, "b": 5, "c": 4, "d": 9}


def test_the_whole_story(story: MakeStory) -> None:
    found = stats(story(FORK))
    whole = found.whole
    assert (whole.words, whole.scenes, whole.endings, whole.choices) == (29, 4, 2, 3)
    assert whole.options is not None
    assert 1 < whole.options < 2
    assert found.chapters[0][1] == whole


def test_readings_are_in_order_and_name_their_ending(story: MakeStory) -> None:
    found = stats(story(FORK))
    assert found.shortest
    assert found.longest
    assert found.likeliest
    # two words of title, three, then three of the text and one of the ending's title
    assert (found.shortest.ending, found.shortest.words, found.shortest.choices) == ("b", 5 + 2 + 1, 1)
    assert (found.longest.ending, found.longest.words, found.longest.choices) == ("d", 5 + 2 + 2 + 9, 2)
    assert found.likeliest.words in (8, 18)
    assert found.longest.minutes == pytest.approx(18 / 200)


def test_a_walkthrough_longer_than_any_random_playthrough(story: MakeStory) -> None:
    scenes = "a: {choices: [{id: again, text: Again., say: Word.}, {id: out, text: Out., to: b}]}\nb: {ending: {title: End}}"
    walk = f"- {{name: long, choose: [{'again, ' * 60}out], expect: {{ending: b}}}}"
    found = stats(story(scenes, walkthroughs__long=walk))
    assert found.longest
    assert (found.longest.choices, found.longest.words) == (61, 61)


@pytest.mark.parametrize(
    ("scenes", "kept"),
    [
        ("{do: trust += 1, to: b}\nb: {text: '{trust}', ending: {title: E}}", True),
        ("{do: trust += 1, to: b}\nb: {choices: [{text: E, if: trust > 1, to: a}], to: a}", True),
        ("{do: trust += 1, to: b}\nb: {ending: {title: E}}", False),
        ("{if: trust < 5, do: trust += 1, to: b}\nb: {ending: {title: E}}", False),
        ("{do: take(ring), to: b}\nb: {text: [{if: has(ring), text: R}], ending: {title: E}}", True),
        ("{do: body = -1, to: b}\nb: {ending: {title: E}}", True),  # the status line
        ("{do: trust += 1, to: b}\nb: {do: body = trust, ending: {title: E}}", True),
        ("{to: b}\nb: {to: c}\nc: {text: '{visited(b): x}', ending: {title: E}}", True),
        ("{to: b}\nb: {to: c}\nc: {ending: {title: E}}", False),
    ],
)
def test_remembered_choices(story: MakeStory, scenes: str, kept: bool) -> None:
    head, _, rest = scenes.partition("\n")
    found = story(f"a: {{choices: [{{id: it, text: It., {head[1:]}]}}\n{rest}")
    assert (("a", "it") in remembered(found)) is kept


def test_a_story_that_never_ends_is_counted_all_the_same(story: MakeStory) -> None:
    found = stats(
        story("a: {choices: [{text: On, to: b}]}\nb: {choices: [{text: Stop, if: trust > 3, to: a}]}")
    )
    assert found.longest is None
    assert found.whole.options is None
    assert "No playthrough" in "\n".join(as_lines(found))
    assert json.loads(as_json(found))["playthroughs"] == {
        "shortest": None,
        "likeliest": None,
        "longest": None,
    }


def test_the_command(write_story: Callable[..., Path]) -> None:
    folder = str(write_story(FORK))
    told = escape("stats", folder)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[1].split()[:2] == ["One", "29"]
    counted = json.loads(escape("stats", folder, "--format", "json").stdout)
    assert counted["chapters"]["one"]["words"] == counted["words"] == 29
    assert counted["playthroughs"]["longest"]["words_by_chapter"] == {"one": 18}
    assert escape("stats", folder + "/nowhere").returncode == 2


@pytest.mark.parametrize(
    ("text", "words", "minutes"),
    [
        ("Two words — or four.", 5, 5 / 200),
        ("雨が降る。", 5, 5 / 500),
        ("바람이 분다.", 2, 5 / 500),
        ("“바람”이 분다 2026", 3, 5 / 500 + 1 / 200),
    ],
)
def test_words_are_counted_as_each_script_has_them(text: str, words: int, minutes: float) -> None:
    assert length_of(text).words == words
    assert length_of(text).minutes == pytest.approx(minutes)


def test_languages_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "weather"
    shutil.copytree(STORIES / "good" / "weather", folder)
    (folder / "translations").mkdir()
    (folder / "translations" / "ko.po").write_text(
        'msgctxt "shore/place"\nmsgid "The shore"\nmsgstr "물가"\n\n'
        '#, fuzzy\nmsgctxt "shed/take_the_oar/text"\nmsgid "Take the oar."\nmsgstr "노"\n',
        encoding="utf-8",
    )
    (folder / "translations" / "ja.po").write_text("oops", encoding="utf-8")
    found = stats(load_story(folder))
    pieces = found.languages["ko"].pieces
    assert pieces > 30
    assert found.languages == {"ko": (pieces, 1, 1), "ja": (pieces, 0, 0)}
    assert json.loads(as_json(found))["languages"]["ko"]["translated"] == 1
    assert re.search(rf"^ko +1 +{pieces} +1$", "\n".join(as_lines(found)), re.MULTILINE)


def test_what_is_taken_at_random_has_a_limit_of_what_is_looked_at(story: MakeStory) -> None:
    made = story(FORK)
    everything = list(playthroughs(made, 50, 1))
    some = list(playthroughs(made, 50, 1, most=60))
    assert 1 < len(some) < 50
    assert some[:-1] == everything[: len(some) - 1]
    assert [one.outcome for one in playthroughs(made, 50, 1, most=0)] == ["too long"]
    assert list(playthroughs(made, 50, 1, most=1_000_000)) == everything
