"""The index of a story: every name, where it is declared and used, and nothing but that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.story.index.index import Index, read_index
from tests.support.generate import write_story as write_generated
from tests.support.places import SHIPPED

Write = Callable[..., Path]
SCENES = """
a:
  do: [trust += 1, take(ring)]
  text:
    - "Body {body}, {trust >= 2: more {version == mercy: so|}|less}."
    - if: has(ring) and visited(z)
      text: |
        The trust of a ring. {visits(a) > 1 and not open_gate: again}
  choices:
    - {text: Wait., id: wait, do: "trust = max(trust, body + 1)", say: Dust.}
    - {text: Go in., if: chosen(wait), to: [{if: ring, scene: z}, a]}
    - text: Talk.
      to:
        text: Inside.
        to: a
    - {text: Out., if: chosen(a.talk) or visited(a.talk), to: z}
z: {ending: {title: Out}}
"""
MORE = {
    "pages": "[{id: notes, title: Notes, key: n, text: '{version == none: {trust}|}'}]",
    "walkthroughs__w": "- {name: W, choose: [wait, out], expect: {ending: z, trust: 1, version: none}}\n",
}


def seen(index: Index, name: str, folder: Path) -> list[tuple[str, int, int, str, str]]:
    return [
        (str(Path(use.place.file).relative_to(folder)), use.place.line, use.place.column, use.kind, use.role)
        for use in index.named(name)
    ]


def test_every_use_of_a_name_is_found_to_the_letter(write_story: Write) -> None:
    folder = write_story(SCENES, **MORE)
    index = read_index(folder)
    assert seen(index, "trust", folder) == [
        ("one/scenes.yaml", 3, 8, "variable", "set"),
        ("one/scenes.yaml", 5, 22, "variable", "read"),
        ("one/scenes.yaml", 10, 36, "variable", "set"),
        ("one/scenes.yaml", 10, 48, "variable", "read"),
        ("pages.yaml", 1, 62, "variable", "printed"),
        ("story.yaml", 8, 3, "variable", "declared"),
        ("walkthroughs/w.yaml", 1, 54, "variable", "expected"),
    ]
    assert [row[3:] for row in seen(index, "ring", folder)] == [
        ("item", "set"),
        ("item", "read"),
        ("item", "read"),
        ("item", "declared"),
    ]
    assert [row[3:] for row in seen(index, "mercy", folder)] == [("word", "read"), ("word", "declared")]
    assert [row[3:] for row in seen(index, "z", folder)] == [
        ("scene", "asked about"),
        ("scene", "entered"),
        ("scene", "entered"),
        ("scene", "declared"),
        ("scene", "expected"),
    ]
    assert [row[3:] for row in seen(index, "a.wait", folder)] == [
        ("choice", "declared"),
        ("choice", "asked about"),
    ]
    assert [row[3:] for row in seen(index, "a.talk", folder)] == [
        ("choice", "derived"),
        ("scene", "derived"),
        ("choice", "asked about"),
        ("scene", "asked about"),
    ]
    assert seen(index, "notes", folder) == [("pages.yaml", 1, 7, "page", "declared")]


@pytest.mark.parametrize("seed", range(8))
def test_what_stands_at_a_place_is_what_the_index_says(tmp_path: Path, seed: int) -> None:
    check_tokens(read_index(write_generated(tmp_path / "story", seed)))


def test_what_stands_at_a_place_of_the_shipped_story_is_what_the_index_says() -> None:
    check_tokens(read_index(SHIPPED))


def check_tokens(index: Index) -> None:
    lines: dict[str, list[str]] = {}
    assert index.uses
    for use in index.uses:
        if use.place.file not in lines:
            lines[use.place.file] = Path(use.place.file).read_text(encoding="utf-8").split("\n")
        line = lines[use.place.file][use.place.line - 1]
        assert line[use.place.column - 1 :].startswith(use.token), use
        assert use.token in ("", use.name, use.name.rpartition(".")[2])
        assert bool(use.token) == (use.role != "derived")


def test_of_a_story_with_errors_there_is_what_could_be_read(write_story: Write) -> None:
    folder = write_story(SCENES.replace("to: z}", "to: nowhere}", 1), one__more="b: [\n")
    index = read_index(folder)
    assert index.story is None
    assert {problem.code for problem in index.problems} >= {"R201"}
    assert len(index.named("trust")) == 5
    assert index.unknown("trusd") == "there is no `trusd` in this story: did you mean `trust`?"
    assert index.unknown("qqq") == "there is no `qqq` in this story"
