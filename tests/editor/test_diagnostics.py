"""What is wrong is shown as one types, in every file of the story, and goes when it is mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lsprotocol import types as lsp

from tests.editor.author import Author

pytestmark = pytest.mark.asyncio(loop_scope="session")
SCENES, HEAD = "one/hall.yaml", "story.yaml"
HOSTILE = {
    "half a map": "hall:\n  choices: [{text: Go, to: ",
    "binary": "PK\x03\x04\x00\x00\x08\x7f",
    "brackets": "a: " + "[" * 2_000,
    "braces in a text": "hall:\n  text: |\n    " + "{" * 200,
    "tabs": "\thall:\n\t\ttext: no",
    "two megabytes and more": "# " + "x" * (2 * 1024 * 1024),
    "another language": "def hall():\n    return {'to': 'garden'}\n",
    "no scenes": "- 1\n- 2\n",
    "half a sign": "hall: {text: \ud83d, to: gardn}\n",
}


async def test_what_is_typed_is_judged_without_being_saved(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "to: garden", "to: gardn")
    (found,) = await author.codes(SCENES, "R201")
    assert found.message == "there is no scene `gardn`\ndid you mean `garden`?"
    assert author.written(SCENES, found.range) == "gardn"
    assert found.source == "escape"
    author.type(SCENES, "to: gardn", "to: garden")
    await author.codes(SCENES)


async def test_other_files_are_told_of_too(author: Author) -> None:
    """Files that are not open have their problems shown, and closing a file takes it from disk again."""
    author.open(HEAD)
    author.type(HEAD, "  told: {start: false}\n", "")
    found = await author.told(SCENES, bool)
    assert {(one.code, author.written(SCENES, one.range)) for one in found} == {("R202", "told")}
    author.close(HEAD)
    await author.codes(SCENES)


async def test_the_rules_of_lint_are_asked_and_a_comment_silences_them(author: Author) -> None:
    author.open(HEAD)
    author.type(HEAD, "items:\n", "  spare: {start: false}\nitems:\n")
    await author.codes(HEAD, "R208")
    author.type(HEAD, "{start: false}\nitems", "{start: false}  # escape: allow R208\nitems")
    await author.codes(HEAD)


async def test_the_other_half_of_a_problem_is_told_with_its_place(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "sleep:\n", "sleep:\n  ending: {title: Awake}\nsleep:\n")
    (found,) = await author.codes(SCENES, "Y106")
    (other,) = found.related_information or ()
    assert other.location.uri == author.uri(SCENES)
    assert author.written(SCENES, other.location.range) == "sleep"
    assert other.location.range != found.range


async def test_a_name_that_is_missing_everywhere_is_shown_everywhere(author: Author) -> None:
    author.open(SCENES)
    author.put(
        SCENES, author.texts[SCENES].replace("has(ring)", "has(rung)").replace("take(ring)", "take(rung)")
    )
    found = await author.told(SCENES, lambda found: len(found) == 2)
    assert [author.written(SCENES, one.range) for one in found] == ["rung", "rung"]


async def test_columns_are_counted_in_utf_16(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "You hear water.", "😀 림규남 hears {watre} 😀 water.")
    (found,) = await author.codes(SCENES, "R202")
    assert author.written(SCENES, found.range) == "watre"


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_text_gives_diagnostics_and_nothing_breaks(author: Author, name: str) -> None:
    author.open(SCENES)
    assert await author.words(SCENES, "to: gar|den") == ["garden"]
    author.put(SCENES, HOSTILE[name])
    found = await author.told(SCENES, bool)
    assert all(one.message for one in found)
    author.open(HEAD)
    assert await author.ask("hover", HEAD, "ri|ng: {name")
    assert not author.client.log_messages


async def test_a_story_in_pieces_is_told_of_at_its_head(
    author_of: Callable[[dict[str, str]], Author],
) -> None:
    author = author_of({"story.yaml": "format: 1\nchapters: {one: One}\n", "one/a.yaml": "a: {to: b}\n"})
    author.open("one/a.yaml")
    found = await author.told("story.yaml", bool)
    assert {one.code for one in found} == {"S102"}


async def test_a_file_of_no_story_is_left_alone(author_of: Callable[[dict[str, str]], Author]) -> None:
    author = author_of({"notes.yaml": "a: [b"})
    author.open("notes.yaml")
    assert await author.ask("hover", "notes.yaml", "a|:") is None
    assert author.uri("notes.yaml") not in author.client.diagnostics


async def test_what_changes_on_disk_is_read_again(author: Author) -> None:
    author.open(SCENES)
    assert await author.words(SCENES, "to: gar|den") == ["garden"]
    head = author.folder / HEAD
    head.write_text(head.read_text(encoding="utf-8").replace("start: hall", "start: hal"), encoding="utf-8")
    author.client.workspace_did_change_watched_files(
        lsp.DidChangeWatchedFilesParams([lsp.FileEvent(author.uri(HEAD), lsp.FileChangeType.Changed)])
    )
    await author.codes(HEAD, "R201")
    head.write_text(
        head.read_text(encoding="utf-8").replace("start: hal\n", "start: hall\n"), encoding="utf-8"
    )
    author.client.text_document_did_save(
        lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(author.uri(SCENES)))
    )
    await author.codes(HEAD)


async def test_what_is_silenced_stays_so_when_an_error_is_mended(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "    - text: Sit down.\n", "    - text: Sit #down.  # escape: allow Y118\n")
    author.type(SCENES, "to: garden", "to: gardn")
    assert [one.code for one in await author.told(SCENES, bool)] == ["R201"]
    author.type(SCENES, "to: gardn", "to: garden")
    await author.codes(SCENES)


async def test_what_the_rules_found_stays_where_it_is_while_one_types(author: Author) -> None:
    author.open(HEAD)
    author.open(SCENES)
    author.type(HEAD, "items:\n", "  spare: {start: false}\nitems:\n")
    await author.codes(HEAD, "R208")
    author.type(HEAD, "variables:\n", "variables:  # and one too many\n\n")
    author.type(SCENES, "to: garden", "to: gardn")
    await author.codes(SCENES, "R201")
    author.type(SCENES, "to: gardn", "to: garden")
    await author.codes(SCENES)
    (found,) = await author.codes(HEAD, "R208")
    assert author.written(HEAD, found.range) == "spare"
