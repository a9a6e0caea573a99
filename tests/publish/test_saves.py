"""Saves go both ways between the terminal and a page: the same file, the same going on, the same words."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from game import Playthrough, Story, load_story
from game.play.saves.record import DamagedError, NewerError, Record, decode, encode
from game.play.saves.restore import restore
from game.play.saves.saves import record_of
from game.publish.check import find_runtime
from game.publish.compile import as_json, compile_story
from game.publish.html_page import HERE
from tests.support.edits import EDITS, UNCHANGED, WALK, Edit
from tests.support.places import GOLDEN, SHIPPED

RUNTIME = find_runtime()
pytestmark = pytest.mark.skipif(
    RUNTIME is None, reason="nothing here runs JavaScript: install the extra `test`"
)
Write = Callable[..., Path]


def in_page(*orders: tuple[Story, str, Sequence[str]]) -> list[dict[str, Any]]:
    """Go on from saves in the page's player, and take some choices more."""
    assert RUNTIME is not None
    lines = [json.dumps([compile_story(story), text, keys]) for story, text, keys in orders]
    done = subprocess.run(
        [*RUNTIME, str(Path(__file__).with_name("saves.mjs")), str(HERE / "saves.js")],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def saved(play: Playthrough, title: str = "") -> str:
    return encode(record_of(play, title)).decode()


def like_the_page(record: Record) -> Record:
    """Return a record as a page writes it: it has no folder, no number of a run, no hour."""
    return record._replace(home="", run=0, origin="", order=0, pages=())


def test_a_save_is_gone_on_with_and_written_alike() -> None:
    story = load_story(SHIPPED)
    chance = random.Random(5)
    orders = []
    plays = []
    for walkthrough in story.walkthroughs:
        cut = chance.randrange(len(walkthrough.choose))
        play = Playthrough(story)
        for key in walkthrough.choose[:cut]:
            play.choose(key)
        orders.append((story, saved(play, "꽃 \u200b 😀"), walkthrough.choose[cut:]))
        for key in walkthrough.choose[cut:]:
            play.choose(key)
        plays.append(play)
    for play, found in zip(plays, in_page(*orders), strict=True):
        assert found["words"] == str(play.transcript())
        assert found["save"].encode() == encode(like_the_page(record_of(play, "꽃 \u200b 😀")))
        back = restore(story, decode(found["save"].encode()))
        assert (back.play.log, back.play.state, back.notice) == (play.log, play.state, "")


COUNTS = """
a:
  text: "{cycle: Here|Again}, {visits(b) > 1: often|seldom}, {any: one|two|three}."
  choices:
    - {text: Knock., say: "{seq: Once|Twice|More} {any: one|two|three}."}
    - {text: Look., once: true, say: Dust.}
    - {text: Go., if: chosen(knock), to: b}
b: {choices: [{text: Back., to: a}, {text: End., if: chosen(a.look), to: z}]}
z: {ending: {title: Out}}
"""


def test_what_is_counted_goes_on_to_be_counted(write_story: Write) -> None:
    story = load_story(write_story(COUNTS))
    keys = ["knock", "look", "go", "back", "knock", "go", "back", "knock", "go", "end"]
    orders = []
    for cut in range(len(keys)):
        play = Playthrough(story, seed=cut * 1_000_003)
        for key in keys[:cut]:
            play.choose(key)
        orders.append((story, saved(play), keys[cut:]))
        account = Playthrough(story, start=play.state, earlier="Before.", seed=2**40 + cut)
        orders.append((story, saved(account), keys[cut:]))
    for (_, text, rest), found in zip(orders, in_page(*orders), strict=True):
        play = restore(story, decode(text.encode())).play
        for key in rest:
            play.choose(key)
        assert found["words"] == str(play.transcript())
        assert found["save"].encode() == encode(like_the_page(record_of(play)))


@pytest.mark.parametrize("name", EDITS)
def test_a_save_outlives_an_edit_in_a_page_too(write_story: Write, name: str) -> None:
    edit = EDITS[name]
    play = Playthrough(load_story(write_story(UNCHANGED.scenes(), head=UNCHANGED.head())))
    for key in WALK:
        play.choose(key)
    story = load_story(write_story(edit.scenes(), head=edit.head()))
    (found,) = in_page((story, saved(play), ()))
    ours = restore(story, decode(saved(play).encode()))
    assert (found["notice"], found["log"]) == (ours.notice, [list(step) for step in ours.play.log])
    assert found["earlier"] == ours.play.earlier
    assert found["save"].encode() == encode(like_the_page(record_of(ours.play)))


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_saves_of_every_version_load_in_a_page(file: Path) -> None:
    story = load_story(GOLDEN / "story")
    ours = restore(story, decode(file.read_bytes()))
    (found,) = in_page((story, file.read_text(encoding="ascii"), ()))
    assert (found["notice"], found["log"]) == ("", [list(step) for step in ours.play.log])
    assert found["words"] == str(ours.play.transcript())


def test_a_save_of_another_story_is_refused(write_story: Write) -> None:
    play = Playthrough(load_story(write_story(UNCHANGED.scenes(), head=UNCHANGED.head())))
    other = Edit({"long-walk": "short-walk"}, "")
    story = load_story(write_story(other.scenes(), head=other.head()))
    (found,) = in_page((story, saved(play), ()))
    assert found == {"refused": "This is a save of another story, `long-walk`."}


def test_what_is_not_as_it_was_written_is_refused(write_story: Write) -> None:
    story = load_story(write_story(UNCHANGED.scenes(), head=UNCHANGED.head()))
    play = Playthrough(story)
    for key in WALK:
        play.choose(key)
    text = saved(play)
    chance = random.Random(7)
    spoilt = [
        "",
        "{}",
        "[]",
        "null",
        text + text,
        text.replace("{", '{"format":"x",', 1),
        text.replace(":4", ":4.0"),
    ]
    spoilt += [text[: chance.randrange(len(text))] for _ in range(40)]
    for _ in range(200):
        place = chance.randrange(len(text))
        spoilt.append(text[:place] + chr(ord(text[place]) ^ 1 << chance.randrange(7)) + text[place + 1 :])
    found = in_page(*((story, one, ()) for one in spoilt))
    assert {one.get("refused") for one in found} == {"This is no save, or it is damaged."}
    for one in spoilt[:7]:
        with pytest.raises(DamagedError):
            decode(one.encode())


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def test_a_newer_save_is_said_to_be_one(write_story: Write) -> None:
    story = load_story(write_story(UNCHANGED.scenes(), head=UNCHANGED.head()))
    whole = json.loads(saved(Playthrough(story)).replace('"version":2', '"version":99'))
    del whole["sha256"]
    whole["sha256"] = hashlib.sha256(canonical(whole).encode()).hexdigest()
    text = canonical(whole)
    with pytest.raises(NewerError):
        decode(text.encode())
    (found,) = in_page((story, text, ()))
    assert found == {"refused": "A newer version of the game wrote this save."}


def test_a_program_is_smaller_than_its_words_need() -> None:
    story = load_story(SHIPPED)
    words = sum(file.stat().st_size for file in SHIPPED.rglob("*.yaml"))
    assert len(as_json(compile_story(story)).encode()) < words
