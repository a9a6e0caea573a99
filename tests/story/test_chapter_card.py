from __future__ import annotations

import os
from pathlib import Path

import pytest
from prompt_toolkit.utils import get_cwidth

from game.play.saves.paths import shipped_story
from game.story.chapter_card import HEIGHT, WIDTH, read_card

CARDS = sorted(shipped_story().glob("*/card*.txt"))


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    folder = tmp_path / "one"
    folder.mkdir()
    return folder


def test_the_shipped_cards_were_found() -> None:
    assert len(CARDS) >= 2


@pytest.mark.parametrize("path", CARDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_card_is_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rows = text.splitlines()
    assert len(rows) <= HEIGHT
    assert all(get_cwidth(row) <= WIDTH and row == row.rstrip() for row in rows)
    assert text.endswith("\n")
    in_ascii = path.name == "card.ascii.txt"
    assert not in_ascii or text.isascii()
    assert read_card(shipped_story(), path.parent.name, in_ascii) == tuple(rows)
    assert (path.parent / ("card.txt" if in_ascii else "card.ascii.txt")).exists()


def test_a_chapter_without_a_card_has_none(tmp_path: Path, chapter: Path) -> None:
    assert read_card(tmp_path, "one") == ()
    assert read_card(tmp_path, "two") == ()


def test_a_card_is_clipped_and_cleaned(tmp_path: Path, chapter: Path) -> None:
    (chapter / "card.txt").write_text("x" * 100 + "\n\x1b[31mred\u202e  \n" + "y\n" * 30, encoding="utf-8")
    rows = read_card(tmp_path, "one")
    assert len(rows) == HEIGHT
    assert rows[0] == "x" * WIDTH
    assert rows[1] == "[31mred"


def test_an_ascii_card_is_ascii_whatever_is_in_it(tmp_path: Path, chapter: Path) -> None:
    (chapter / "card.ascii.txt").write_text("a─b\n", encoding="utf-8")
    assert read_card(tmp_path, "one", ascii=True) == ("a?b",)


def test_what_is_no_card_is_none(tmp_path: Path, chapter: Path) -> None:
    card = chapter / "card.txt"
    card.write_bytes(b"\xff\xfe")
    assert read_card(tmp_path, "one") == ()
    card.write_text("  \n\n")
    assert read_card(tmp_path, "one") == ()
    card.unlink()
    os.mkfifo(card)
    assert read_card(tmp_path, "one") == ()
    card.unlink()
    outside = tmp_path.parent / f"{tmp_path.name}-outside.txt"
    outside.write_text("secret\n")
    card.symlink_to(outside)
    assert read_card(tmp_path, "one") == ()
