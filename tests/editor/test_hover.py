"""What is told of the word under the cursor, the outline of files, folds, and lenses."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from tests.editor.author import Author

pytestmark = pytest.mark.asyncio(loop_scope="session")
SCENES, HEAD, PAGES, CLAIMS = "one/hall.yaml", "story.yaml", "pages.yaml", "claims.yaml"
WALKTHROUGHS = "walkthroughs/asleep.yaml"

TOLD = {
    "a number": (SCENES, "if: tru|st", ["a number from 0 to 5, at the start 1", "what he thinks of you", "Set in `hall`", "Read in 4 places"]),
    "a word variable": (SCENES, "mo|od == calm", ["calm or angry"]),
    "a truth": (SCENES, "to|ld = true", ["true or false, at the start false"]),
    "a word": (SCENES, "mood == ca|lm", ["a value of `mood`"]),
    "an item": (SCENES, "has(r|ing)", ["an item, Ring on a cord", "Worn thin on one side.", "Set in `hall`"]),
    "a scene": (SCENES, "to: gar|den", ["The garden", "> 림규남 waits under the tree.", "Entered from 1 place."]),
    "an ending": (WALKTHROUGHS, "ending: sl|eep", ["Ends the game: Asleep"]),
    "a choice": (WALKTHROUGHS, "[l|ie]", ["**hall.lie**: Lie down.", "Leads to `sleep`"]),
    "a page": (PAGES, "id: m|ap", ["a page"]),
    "a chapter": (HEAD, "{o|ne: One}", ["a chapter"]),
    "a key of a scene": (SCENES, "  pla|ce: Home", ["`place` (text): where it happens"]),
    "a key of a choice": (SCENES, "on|ce: true", ["`once` (truth): gone after it has been taken"]),
    "a key of the story": (HEAD, "sta|rt: hall", ["`start` (id, needed): the scene a new game starts with"]),
    "a key of a claim": (CLAIMS, "nev|er: at", ["this may hold nowhere"]),
    "a key of a walkthrough": (WALKTHROUGHS, "ex|pect", ["the ending or scene it comes to"]),
    "a function": (SCENES, "ha|s(ring)", ["`has(item)`: whether the item is carried"]),
    "an effect": (SCENES, "ta|ke(ring)", ["`take(item)`: the item is carried from now on"]),
}  # fmt: skip


@pytest.mark.parametrize("what", TOLD)
async def test_what_the_cursor_stands_on_is_told(author: Author, what: str) -> None:
    file, place, words = TOLD[what]
    author.open(file)
    found = await author.ask("hover", file, place)
    assert [word for word in words if word not in found.contents.value] == [], found.contents.value
    assert author.place(file, place).line == found.range.start.line


async def test_nothing_is_told_of_prose(author: Author) -> None:
    author.open(SCENES)
    assert await author.ask("hover", SCENES, "You he|ar") is None


async def test_an_outline_has_scenes_with_their_choices(author: Author) -> None:
    author.open(SCENES)
    document = lsp.TextDocumentIdentifier(author.uri(SCENES))
    found = await author.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document))
    scenes = [one for one in found or () if isinstance(one, lsp.DocumentSymbol)]
    assert [one.name for one in scenes] == ["hall", "garden", "end", "sleep"]
    assert [one.name for one in scenes[0].children or ()] == [
        "feel_along_the_wall_for_the_key",
        "go_through_the_door",
        "sit_down",
        "lie",
    ]
    assert scenes[0].detail == "The hall"
    assert scenes[0].range.end == author.place(SCENES, "to: sleep}|")


async def test_names_of_the_whole_story_are_found(author: Author) -> None:
    author.open(SCENES)
    assert await author.words(SCENES, "to: gar|den")
    found = await author.client.workspace_symbol_async(lsp.WorkspaceSymbolParams("trst"))
    mine = [one for one in found or () if one.location.uri == author.uri(HEAD)]
    assert [one.name for one in mine] == ["trust"]


async def test_what_is_deeper_can_be_folded(author: Author) -> None:
    author.open(SCENES)
    document = lsp.TextDocumentIdentifier(author.uri(SCENES))
    found = await author.client.text_document_folding_range_async(lsp.FoldingRangeParams(document))
    lines = author.texts[SCENES].split("\n")
    folds = {lines[one.start_line]: lines[one.end_line] for one in found or ()}
    assert folds["hall:"] == "    - {text: Lie down., id: lie, to: sleep}"
    assert folds["  text: |"] == "    You hear water."


async def test_above_each_scene_stands_how_to_play_from_it(author: Author) -> None:
    author.open(SCENES)
    document = lsp.TextDocumentIdentifier(author.uri(SCENES))
    found = await author.client.text_document_code_lens_async(lsp.CodeLensParams(document))
    lenses = [one for one in found or () if one.command]
    assert len(lenses) == 4
    command = lenses[1].command
    assert command
    assert author.written(SCENES, lenses[1].range) == "garden"
    line = f"escape play {author.folder} --at garden"
    assert list(command.arguments or ()) == [line]
    before = len(author.client.messages)
    await author.client.workspace_execute_command_async(
        lsp.ExecuteCommandParams(command.command, command.arguments)
    )
    assert [one.message for one in author.client.messages[before:]] == [line]
