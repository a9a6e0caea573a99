"""On the shipped story, without a client: every name in it is found, told of, and offered where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from game.editor.analysis import Analysis, declares, read
from game.editor.completion import complete
from game.editor.hover import hover
from game.editor.judgement import judge
from game.editor.names import definition, name_at
from game.editor.outline import document_symbols, folds
from game.editor.view import Document, View
from game.story.reader.uses import Use
from tests.support.hostile import STORIES
from tests.support.places import SHIPPED

pytestmark = pytest.mark.slow
OFFERED = ("entered", "asked about", "taken", "read", "set", "expected")  # `printed` stands in a brace
STEP = 7  # every seventh use is tried


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return judge(read(SHIPPED, {})).analysis


def uses(analysis: Analysis) -> Iterator[tuple[View, Document, Use, lsp.Position]]:
    """Yield some of the names in the story with the place behind their second letter, or their only one."""
    number = 0
    for file, names in analysis.files.items():
        path = Path(file)
        document = Document(path.as_uri(), path, path.read_text(encoding="utf-8"))
        view = View(analysis, {path: document})
        for use in names.uses:
            number += 1
            if use.token and number % STEP == 0:
                place = use.place
                begins = use.token.rfind(".") + 1
                column = place.column - 1 + min(begins + 2, len(use.token))
                units = len(document.line(place.line - 1)[:column].encode("utf-16-le")) // 2
                yield view, document, use, lsp.Position(place.line - 1, units)


def test_every_name_is_told_of_and_leads_to_its_declaration(analysis: Analysis) -> None:
    for view, document, use, position in uses(analysis):
        found = name_at(view, document, position)
        assert found is not None, use
        assert (found.kind, found.place.line) == (use.kind, use.place.line)
        places = definition(view, document, position)
        declared = [one for one in analysis.named(found.kind, found.name) if declares(one)]
        assert len(places) == len(declared) >= 1, use
        assert hover(view, document, position), use


def test_every_name_is_offered_where_it_stands(analysis: Analysis) -> None:
    """A name that is half typed is among what is offered, if it is not too long a list."""
    missing = []
    for view, document, use, position in uses(analysis):
        if use.role not in OFFERED:
            continue
        found = complete(view, document, position)
        words = [item.label for item in found.items]
        if use.token not in words and use.token.rpartition(".")[2] not in words and not found.is_incomplete:
            missing.append((use.role, use.kind, str(use.place), use.token, words[:5]))
    assert missing == []


def test_every_file_has_an_outline_that_nests(analysis: Analysis) -> None:
    def check(symbols: list[lsp.DocumentSymbol]) -> int:
        for one in symbols:
            start, end = one.range.start, one.range.end
            assert (start.line, start.character) <= (end.line, end.character)
            assert one.selection_range.start.line >= start.line
            assert one.selection_range.end.line <= end.line
        return len(symbols) + sum(check(list(one.children or ())) for one in symbols)

    count = 0
    for file in analysis.files:
        document = Document(Path(file).as_uri(), Path(file), Path(file).read_text(encoding="utf-8"))
        count += check(document_symbols(View(analysis, {document.path: document}), document))
        assert all(fold.start_line < fold.end_line for fold in folds(document))
    declared = [use for names in analysis.files.values() for use in names.uses if declares(use)]
    assert count == sum(use.kind != "word" for use in declared)


@pytest.mark.parametrize("name", STORIES)
def test_hostile_stories_are_read_and_asked_about(name: str, tmp_path: Path) -> None:
    STORIES[name](tmp_path / "story")
    known = read(tmp_path / "story", {})
    again = read(tmp_path / "story", {}, known)
    judge(again)
    path = tmp_path / "story" / "one" / "scenes.yaml"
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    document = Document(path.as_uri(), path, text)
    view = View(again, {path: document})
    for line in {1, len(document.lines) // 2}:
        for character in (4, 40):
            position = lsp.Position(line, character)
            complete(view, document, position)
            hover(view, document, position)
            definition(view, document, position)
    document_symbols(view, document)
    folds(document)
