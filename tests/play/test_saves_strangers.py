"""A save that anybody may have written: no traceback, no wrong state, no code."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest

from game import Playthrough, SaveError, Story
from game.play.saves.saves import Saves
from tests.support.saving import ROUND, Make, only_saves, same, wander


@pytest.fixture
def hall(story: Make) -> Story:
    return story(ROUND, start="hall")


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def sealed(whole: dict[str, Any]) -> bytes:
    """Put the right hash to what a stranger has changed: it keeps accidents out, not strangers."""
    rest = {key: value for key, value in whole.items() if key != "sha256"}
    return canonical({**rest, "sha256": hashlib.sha256(canonical(rest)).hexdigest()})


class Mutator:
    """Changes a save at random, in ways that come close to being right."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def mutate(self, data: bytes) -> bytes:
        whole = json.loads(data)
        for _ in range(self.random.choice((1, 1, 1, 2, 5))):
            self._change(whole if self.random.random() < 0.1 else whole["payload"])
            if not isinstance(whole.get("payload"), dict):
                break
        return sealed(whole) if self.random.random() < 0.9 else canonical(whole)

    def _change(self, node: Any) -> None:
        """Walk down to some place and change what stands there."""
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                return
            key = self.random.choice(keys)
            below = node[key]
            if isinstance(below, dict | list) and below and self.random.random() < 0.8:
                node = below
                continue
            self._change_at(node, key)
            return

    def _change_at(self, node: Any, key: Any) -> None:
        ways = [self._replace, self._near, self._near, self._delete, self._repeat]
        self.random.choice(ways)(node, key)

    def _replace(self, node: Any, key: Any) -> None:
        values: list[Any] = [
            None, True, False, 0, 1, -1, 2, 10**30, 1.5, 1e308, "", "hall", "cellar", "road", "ring", "none",
            "__class__", "x" * 70, "\x1b[2J", "\u202e", "\ud800", [], {}, [[]], [["hall", "go_down"]], {"hall": 1},
        ]  # fmt: skip
        node[key] = self.random.choice(values)

    def _near(self, node: Any, key: Any) -> None:
        value = node[key]
        if isinstance(value, bool):
            node[key] = not value
        elif isinstance(value, int):
            node[key] = value + self.random.choice((-1, 1, 2, 100))
        elif isinstance(value, str):
            node[key] = self.random.choice((value + "x", value[:-1], value.upper(), value + "\n"))
        elif isinstance(value, list):
            self.random.shuffle(value)

    def _delete(self, node: Any, key: Any) -> None:
        del node[key]

    def _repeat(self, node: Any, key: Any) -> None:
        if isinstance(node, list):
            node.insert(self.random.randrange(len(node) + 1), node[key])
        else:
            node[f"{key}_"] = node[key]


def right(play: Playthrough) -> bool:
    """Whether a playthrough is one that the story can have, and can be told, played on and saved."""
    story = play.story
    assert all(variable.allows(play.values[name]) for name, variable in story.variables.items())
    assert all(isinstance(play.values[name], bool) for name in story.items)
    replayed = Playthrough(story, play.log, start=play.start, earlier=play.earlier)
    assert same(replayed, play)
    words = f"{play.earlier}{play.transcript()}{play.status}{play.place}"
    assert words.replace("\n", "").isprintable()
    if play.offers:
        play.choose(next(offer.key for offer in play.offers if offer.open))
    return True


def strangers(tmp_path: Path, hall: Story, number: int, seed: int) -> tuple[int, int]:
    """Load so many mutated saves; give how many were refused and how many could be played."""
    saves = Saves(tmp_path, hall)
    originals = []
    for steps in (0, 1, 4, 9):
        saves.save(wander(Playthrough(hall), steps), "one", "Title")
        originals.append((tmp_path / hall.id / "one.json").read_bytes())
    account = Playthrough(hall, start=wander(Playthrough(hall), 5).state, earlier="Old words.\n\nMore.")
    saves.save(wander(account, 3), "one")
    originals.append((tmp_path / hall.id / "one.json").read_bytes())
    mutator = Mutator(seed)
    said: list[str] = []
    played = 0
    path = tmp_path / hall.id / "stranger.json"
    for count in range(number):
        path.write_bytes(mutator.mutate(originals[count % len(originals)]))
        try:
            loaded = saves.load("stranger")
            played += right(loaded.play)
            saves.save(loaded.play, "mine")
            assert same(saves.load("mine").play, loaded.play)
        except SaveError as error:
            said.append(str(error))
        for info in saves.list():
            assert f"{info.title}{info.chapter}{info.place}".isprintable()
        for left in path.parent.glob("stranger.*"):
            left.unlink()
    assert only_saves(path.parent, "one", "mine")
    assert "".join(said).isprintable()
    return len(said), played


def test_saves_from_strangers(tmp_path: Path, hall: Story) -> None:
    refused, played = strangers(tmp_path, hall, 400, seed=1)
    assert refused > 200
    assert played > 20


@pytest.mark.slow
def test_five_thousand_saves_from_strangers(tmp_path: Path, hall: Story) -> None:
    refused, played = strangers(tmp_path, hall, 5_000, seed=2)
    assert refused + played == 5_000
    assert played > 250


def test_some_bits_and_truncations_of_a_small_save(tmp_path: Path, story: Make) -> None:
    nothing_wrong(tmp_path / "1", story, with_backup=True, stride=13)
    nothing_wrong(tmp_path / "2", story, with_backup=False, stride=13)


@pytest.mark.slow
def test_every_bit_and_every_truncation_of_a_small_save(tmp_path: Path, story: Make) -> None:
    nothing_wrong(tmp_path / "1", story, with_backup=True, stride=1)
    nothing_wrong(tmp_path / "2", story, with_backup=False, stride=1)


def nothing_wrong(folder: Path, story: Make, with_backup: bool, stride: int) -> None:
    """Damage a file in every way: what is read is the save before it with a word about it, or nothing."""
    small = story("a: {choices: [{text: B., to: b}]}\nb: {choices: [{text: A., to: a}]}\n", head=SMALL_HEAD)
    old, new = wander(Playthrough(small), 1), wander(Playthrough(small), 2)
    saves = Saves(folder, small)
    saves.save(old)
    path = folder / "s" / "quick.json"
    before = path.read_bytes()
    saves.save(new)
    data = path.read_bytes()
    damaged = [data[:length] for length in range(len(data))]
    damaged += [flipped(data, bit) for bit in range(len(data) * 8)]
    for junk in damaged[::stride]:
        path.write_bytes(junk)
        path.with_name("quick.json.bak").write_bytes(before if with_backup else junk)
        try:
            loaded = saves.load()
        except SaveError:
            assert not with_backup
        else:
            assert with_backup
            assert same(loaded.play, old)
            assert "this is the save before it, 1 choice long" in loaded.notice
        (aside,) = path.parent.glob("quick.damaged-1.json")
        assert aside.read_bytes() == junk
        for left in path.parent.glob("quick.damaged-*"):
            left.unlink()


SMALL_HEAD = "format: 1\nid: s\ntitle: S\nstart: a\nchapters: {one: O}\n"


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
