from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game import Playthrough, SaveError, load_story
from game.play.saves.record import (
    MAX_BYTES,
    MAX_EARLIER,
    VERSION,
    DamagedError,
    Record,
    Snapshot,
    decode,
    encode,
    label,
    newest_words,
    snapshot,
    state_of,
)
from tests.support.places import SHIPPED
from tests.support.saving import ROUND, Make, wander

HERE = Snapshot("hall", {"trust": 2, "open_gate": True, "version": "none"}, ("ring",), (), {"hall": 1})
SMALL = Record(
    story="s",
    fingerprint="f",
    title="가나다",
    chapter="One",
    place="Hall",
    start=None,
    earlier="",
    log=(("hall", "go_down"), ("cellar", "come_up"), ("hall", "go_down")),
    snapshot=HERE,
)


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def sealed(**whole: Any) -> bytes:
    """Write an object as a save whose hash is right, as any stranger can."""
    return canonical({**whole, "sha256": hashlib.sha256(canonical(whole)).hexdigest()})


def with_payload(**changes: Any) -> bytes:
    payload = {**json.loads(encode(SMALL))["payload"], **changes}
    return sealed(format="escape-save", version=VERSION, payload=payload)


def test_a_record_is_read_as_it_was_written() -> None:
    data = encode(SMALL)
    assert decode(data) == SMALL
    assert encode(decode(data)) == data
    assert data.isascii()
    assert data == with_payload()


def test_the_outer_object_and_its_hash_are_what_the_design_says() -> None:
    whole = json.loads(encode(SMALL))
    assert whole.keys() == {"format", "version", "payload", "sha256"}
    digest = whole.pop("sha256")
    assert digest == hashlib.sha256(canonical(whole)).hexdigest()


@given(st.text(max_size=300))
def test_any_title_can_be_kept(title: str) -> None:
    kept = SMALL._replace(title=label(title))
    assert decode(encode(kept)) == kept


def test_every_flipped_bit_is_seen() -> None:
    data = encode(SMALL)
    for position in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[position // 8] ^= 1 << position % 8
        try:
            assert decode(bytes(flipped)) == SMALL  # `\\uac00` and `\\uAC00` are the same character
        except DamagedError:
            continue


def test_every_truncation_is_seen() -> None:
    data = encode(SMALL)
    for length in range(len(data)):
        with pytest.raises(DamagedError):
            decode(data[:length])


def test_a_save_of_version_1_has_what_it_had_and_no_more() -> None:
    payload = json.loads(encode(SMALL))["payload"]
    new = {"home", "run", "origin", "order", "status", "ending", "pages", "seed"}
    old = {name: value for name, value in payload.items() if name not in new}
    assert decode(sealed(format="escape-save", version=1, payload=old)) == SMALL
    for version, wrong in ((1, payload), (2, old)):
        with pytest.raises(DamagedError):
            decode(sealed(format="escape-save", version=version, payload=wrong))


def test_the_hash_is_read_before_the_version() -> None:
    payload = json.loads(encode(SMALL))["payload"]
    newer = sealed(format="escape-save", version=VERSION + 1, payload={"anything": 1})
    with pytest.raises(SaveError, match="newer") as caught:
        decode(newer)
    assert not isinstance(caught.value, DamagedError)
    with pytest.raises(DamagedError):
        decode(newer.replace(b'"version":%d' % (VERSION + 1), b'"version":%d' % (VERSION + 2)))
    for version in (True, 1.0, "1", None, -1, [1]):
        with pytest.raises(DamagedError):
            decode(sealed(format="escape-save", version=version, payload=payload))
    with pytest.raises(DamagedError):
        decode(sealed(format="other", version=1, payload=payload))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"1",
        b'"x"',
        b"\xff\xfe",
        "{\u00e4}".encode(),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
        b'{"format":"escape-save","format":"escape-save"}',
        b'{"format":NaN,"version":1,"payload":{},"sha256":""}',
        b'{"format":1e999,"version":1,"payload":{},"sha256":""}',
        b" " * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_save_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedError):
        decode(data)


def test_a_key_given_twice_is_refused_though_the_hash_is_right() -> None:
    data = encode(SMALL)
    with pytest.raises(DamagedError):
        decode(data.replace(b'"place":"Hall"', b'"place":"Cell","place":"Hall"'))


def snapshot_with(**changes: Any) -> dict[str, Any]:
    return {**HERE._asdict(), **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"story": 1},
        {"story": "two\nlines"},
        {"story": "Large"},
        {"fingerprint": ""},
        {"title": "\x1b[31mred"},
        {"title": "two\nlines"},
        {"title": "x" * 201},
        {"place": "\u202ebackwards"},
        {"chapter": None},
        {"earlier": "words without a start"},
        {"earlier": "x" * (MAX_EARLIER + 1), "start": HERE._asdict()},
        {"earlier": "\x07", "start": HERE._asdict()},
        {"start": {}},
        {"start": []},
        {"start": False},
        {"log": [3]},
        {"log": [-1]},
        {"log": [0, 0]},
        {"log": [0, 1, True]},
        {"log": [0, 1, 0.0]},
        {"log": [[0]]},
        {"log": {}},
        {"log": "012"},
        {"steps": [["hall", "go_down"], ["hall", "go_down"]]},
        {"steps": [["hall"], ["cellar", "come_up"]]},
        {"steps": ["ha", "ce"]},
        {"snapshot": None},
        {"snapshot": snapshot_with(scene=None)},
        {"snapshot": snapshot_with(values=[])},
        {"snapshot": snapshot_with(values={"trust": 1.5})},
        {"snapshot": snapshot_with(values={"trust": None})},
        {"snapshot": snapshot_with(values={"trust": [1]})},
        {"snapshot": snapshot_with(items="ring")},
        {"snapshot": snapshot_with(items=[1])},
        {"snapshot": snapshot_with(values={"version": "a word"})},
        {"snapshot": snapshot_with(values={"a variable": 1})},
        {"snapshot": snapshot_with(scene="x" * 301)},
        {"snapshot": snapshot_with(once=[["hall"]])},
        {"snapshot": snapshot_with(visits={"hall": -1})},
        {"snapshot": snapshot_with(visits={"hall": True})},
        {"snapshot": snapshot_with(more=1)},
        {"more": 1},
        {"home": 0},
        {"home": "two words"},
        {"run": -1},
        {"run": True},
        {"order": 2**53 + 1},
        {"origin": "two\nlines"},
        {"pages": {"map": 1}},
        {"pages": [["map", -1]]},
        {"pages": [["map"]]},
        {"status": None},
        {"ending": "x" * 201},
        {"seed": 1.0},
    ],
)
def test_every_value_is_checked(changes: dict[str, Any]) -> None:
    with pytest.raises(DamagedError):
        decode(with_payload(**changes))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**6) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=300)
@given(st.sampled_from(sorted(json.loads(encode(SMALL))["payload"])), JSON)
def test_anything_else_is_damage_or_a_record_that_can_be_written_again(name: str, value: object) -> None:
    try:
        record = decode(with_payload(**{name: value}))
    except DamagedError:
        return
    assert decode(encode(record)) == record


def test_a_state_comes_back_by_its_names(story: Make) -> None:
    told = story(ROUND, start="hall")
    play = wander(Playthrough(told), 7)
    assert state_of(told, snapshot(told, play.state)) == play.state


def test_what_is_new_stands_at_its_start_and_what_is_gone_is_forgotten(story: Make) -> None:
    told = story(ROUND, start="hall")
    state = state_of(told, HERE._replace(values={"trust": 4, "gone": 9}, items=("ring", "lamp")))
    assert state is not None
    values = dict(zip((*told.variables, *told.items), state.values, strict=True))
    assert values == {
        "trust": 4,
        "body": 0,
        "version": "none",
        "open_gate": False,
        "ring": True,
        "map": False,
    }


@pytest.mark.parametrize(
    "values",
    [{"trust": 6}, {"trust": -1}, {"trust": True}, {"trust": "2"}, {"open_gate": 1}, {"version": "mercy?"}],
)
def test_a_value_that_the_story_does_not_allow_does_not_fit(story: Make, values: dict[str, Any]) -> None:
    assert state_of(story(ROUND, start="hall"), HERE._replace(values=values)) is None


def test_ten_thousand_choices_with_the_longest_names_fit(tmp_path: Path) -> None:
    steps = [(f"{n:064}", f"{n:064}") for n in range(10_000)]
    assert len(encode(SMALL._replace(log=tuple(steps)))) <= MAX_BYTES
    again = SMALL._replace(log=tuple(steps[:20] * 5_000))
    assert len(encode(again)) < MAX_BYTES / 8
    assert decode(encode(again)) == again


def test_what_is_too_long_for_a_save_is_said() -> None:
    with pytest.raises(SaveError, match="3,000,000 choices"):
        encode(SMALL._replace(log=SMALL.log * 1_000_000))


def test_old_words_leave_room_for_new_choices() -> None:
    text = "\n\n".join(f"Paragraph {number}, with 한국어 in it." for number in range(100_000))
    kept = newest_words(text)
    assert kept.startswith("…\n\nParagraph ")
    assert text.endswith(kept.removeprefix("…"))
    record = SMALL._replace(start=HERE, earlier=kept)
    assert decode(encode(record)) == record
    assert MAX_EARLIER * 0.9 < len(encode(record)) < MAX_EARLIER * 1.1
    assert newest_words("A few.\n\nWords.") == "A few.\n\nWords."
    assert newest_words(kept) == kept


def test_the_shipped_story_can_be_saved_at_every_step_of_its_walkthroughs() -> None:
    story = load_story(SHIPPED)
    for walkthrough in story.walkthroughs:
        play = Playthrough(story)
        for key in walkthrough.choose:
            play.choose(key)
            assert state_of(story, snapshot(story, play.state)) == play.state
