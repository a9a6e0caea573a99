"""Of a story only the files that changed are read again, and what is found is what a whole reading finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.story.diagnostics.source_text import SourceFiles
from game.story.index.index import read_index
from game.story.reader.known_files import KnownFiles
from game.story.reader.load import read_files
from game.story.reader.uses import in_file_order
from tests.support.generate import write_story as write_generated
from tests.support.places import SHIPPED
from tests.support.sampling import sample

EDITS = 40


def edited(texts: dict[Path, str], random_: random.Random, edits: int = EDITS) -> Iterator[dict[Path, str]]:
    """Yield a story as it is after each of some edits: letters lost and moved, lines twice, names misspelt."""
    now = dict(texts)
    for _ in range(edits):
        path = random_.choice([*now, *(one for one in now if one.name == "story.yaml")])
        text = now[path]
        start = random_.randrange(len(text) + 1)
        end = min(len(text), start + random_.choice((0, 1, 1, 5, 40)))
        piece = random_.choice(("", "", "x", "_", " ", "\n", "}", ": ", text[start:end] * 2, "then: here\n"))
        now[path] = text[:start] + piece + text[end:]
        yield dict(now)
        if random_.random() < 0.6:  # most are taken back, so that there are stories with few errors
            now[path] = texts[path]
            yield dict(now)


def check(folder: Path, stories: Iterator[dict[Path, str]]) -> None:
    known = KnownFiles()
    for texts in stories:
        files = SourceFiles(texts)
        found, whole = read_files(folder, files, known), read_index(folder, files)
        assert found.problems == whole.problems
        assert list(found.scenes) == list(whole.scenes)
        uses = in_file_order(use for file in found.files for use in file.uses)
        if not found.files[0].found:  # then names mean what they meant, and not nothing
            assert {use.place for use in uses} >= {use.place for use in whole.uses}
            continue
        assert uses == whole.uses
        assert found.symbols.variables == whole.symbols.variables
        assert found.symbols.items == whole.symbols.items


def test_a_broken_head_leaves_what_is_known_as_it_is(tmp_path: Path) -> None:
    folder = write_generated(tmp_path / "story", 1)
    head = folder / "story.yaml"
    known = KnownFiles()
    first = read_files(folder, SourceFiles(), known)
    broken = SourceFiles({head: head.read_text(encoding="utf-8") + "more: [\n"})
    second = read_files(folder, broken, known)
    assert [problem.place.file for problem in second.problems] == [str(head)]
    assert second.symbols.variables == first.symbols.variables
    assert all(one is other for one, other in zip(first.files[1:], second.files[1:], strict=True))


@pytest.mark.parametrize("seed", range(6))
def test_what_is_known_is_what_would_be_read(tmp_path: Path, seed: int) -> None:
    folder = write_generated(tmp_path / "story", seed)
    texts = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
    check(folder, edited(texts, random.Random(seed)))


@pytest.mark.slow
def test_what_is_known_of_the_shipped_story_is_what_would_be_read() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.rglob("*.yaml"))}
    check(SHIPPED, edited(texts, random.Random(1), len(sample(range(EDITS), 10))))


def test_a_file_that_speaks_of_no_name_that_changed_is_not_read_again(tmp_path: Path) -> None:
    folder = write_generated(tmp_path / "story", 1)
    head = folder / "story.yaml"
    text = head.read_text(encoding="utf-8")
    known = KnownFiles()
    first = read_files(folder, SourceFiles(), known)
    more = text.replace("variables: {", "variables: {of_its_own: {start: false}, ")
    assert more != text
    second = read_files(folder, SourceFiles({head: more}), known)
    assert "of_its_own" in second.symbols.variables
    for one, other in zip(first.files[1:], second.files[1:], strict=True):
        assert one is other
