"""Definitions, references and new names, for every kind of name."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from tests.editor.author import Author

pytestmark = pytest.mark.asyncio(loop_scope="session")
SCENES, HEAD, CLAIMS, WALKTHROUGHS = "one/hall.yaml", "story.yaml", "claims.yaml", "walkthroughs/asleep.yaml"

# A place of a name, the file and the words of its declaration, and in how many places it is meant.
NAMES = {
    "a scene": (SCENES, "to: gar|den", SCENES, "|garden:\n", 2),
    "a scene at its head": (SCENES, "\nga|rden:", SCENES, "|garden:\n", 2),
    "a scene of a claim": (CLAIMS, "at(sl|eep)", SCENES, "|sleep:\n", 4),
    "a scene that is expected": (WALKTHROUGHS, "ending: |sleep", SCENES, "|sleep:\n", 4),
    "a choice": (WALKTHROUGHS, "[l|ie]", SCENES, "id: |lie", 2),
    "a variable in a condition": (SCENES, "if: tru|st >= 2", HEAD, "|trust: {range", 6),
    "a variable in an effect": (SCENES, "[trust| += 1", HEAD, "|trust: {range", 6),
    "a variable in a text": (SCENES, "sit{to|ld:", HEAD, "|told: {start", 3),
    "a variable in the status": (HEAD, '"{|trust}"', HEAD, "|trust: {range", 6),
    "a variable that is expected": (WALKTHROUGHS, "m|ood: calm", HEAD, "|mood: {values", 5),
    "an item": (SCENES, "has(r|ing)", HEAD, "|ring: {name", 5),
    "a word": (SCENES, "mood == ca|lm", HEAD, "|calm, angry", 4),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_leads_to_its_declaration_and_its_uses(author: Author, name: str) -> None:
    file, place, home, declared, count = NAMES[name]
    author.open(file)
    if home != file:
        author.open(home)
    (found,) = await author.ask("definition", file, place)
    assert (found.uri, found.range.start) == (author.uri(home), author.place(home, declared))
    context = lsp.ReferenceContext(include_declaration=True)
    uses = await author.ask("references", file, place, context=context)
    assert len(uses) == count, uses
    without = await author.ask("references", file, place, context=lsp.ReferenceContext(False))
    assert len(without) == count - 1


async def test_a_choice_without_an_id_is_found_at_its_first_key(author: Author) -> None:
    text = (author.folder / SCENES).read_text(encoding="utf-8")
    author.open(SCENES, text.replace("if: has(ring)", "if: chosen(hall.sit_down)"))
    (found,) = await author.ask("definition", SCENES, "hall.sit|_down")
    assert found.range.start == author.place(SCENES, "- |text: Sit down.")
    (scene,) = await author.ask("definition", SCENES, "(ha|ll.sit_down")
    assert scene.range.start == author.place(SCENES, "|hall:\n")


async def test_places_are_those_of_the_text_as_it_is_now(author: Author) -> None:
    """Also right after a line was put in above, before the story is read again."""
    author.open(SCENES)
    assert await author.ask("definition", SCENES, "to: gar|den")
    author.put(SCENES, "# One more line.\n" + author.texts[SCENES])
    (found,) = await author.ask("definition", SCENES, "to: gar|den")
    assert author.written(SCENES, found.range) == "garden"
    author.type(SCENES, "Go through the door.", "Go through 😀 the door.")
    (found,) = await author.ask("definition", SCENES, "to: gar|den")
    assert author.written(SCENES, found.range) == "garden"


async def test_a_name_that_was_just_typed_is_known(author: Author) -> None:
    author.open(SCENES)
    assert await author.words(SCENES, "to: gar|den") == ["garden"]
    author.type(SCENES, "      to: garden", "      to: sleep\n      # was garden")
    (found,) = await author.ask("definition", SCENES, "to: sle|ep\n")
    assert author.written(SCENES, found.range) == "sleep"


async def test_what_is_no_name_leads_nowhere(author: Author) -> None:
    author.open(SCENES)
    for place in ("You he|ar water", "te|xt: Go", "tr|ue\n", "림|규남"):
        assert not await author.ask("definition", SCENES, place)
        assert await author.ask("prepare_rename", SCENES, place) is None


# --- new names --------------------------------------------------------------------


async def test_a_new_name_stands_everywhere_in_files_open_and_not(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "You hear water.", "😀 You hear water in the garden. {trust >= 1: Trust.|}")
    asked = await author.ask("prepare_rename", SCENES, "{tru|st >= 1")
    assert asked.placeholder == "trust"
    assert author.written(SCENES, asked.range) == "trust"
    edit = await author.ask("rename", SCENES, "{tru|st >= 1", new_name="faith")
    assert set(edit.changes) == {author.uri(file) for file in (SCENES, HEAD, CLAIMS, WALKTHROUGHS)}
    found = author.apply(edit)
    for file, text in found.items():
        before = author.texts.get(file) or (author.folder / file).read_text(encoding="utf-8")
        assert text == before.replace("trust", "faith")
    assert "Trust." in found[SCENES]


@pytest.mark.parametrize(
    ("place", "new", "written"),
    [
        ("to: gar|den", "orchard", ["\norchard:\n", "to: orchard"]),
        ("id: l|ie", "rest", ["id: rest"]),
        ("has(r|ing)", "band", ["has(band)", "take(band)", "A nail, a hat, and"]),
        ("mood == ca|lm", "still", ["mood == still"]),
    ],
)
async def test_each_kind_of_name_can_be_another(
    author: Author, place: str, new: str, written: list[str]
) -> None:
    author.open(SCENES)
    found = author.apply(await author.ask("rename", SCENES, place, new_name=new))
    assert [words for words in written if words not in found[SCENES]] == []


@pytest.mark.parametrize(
    ("place", "new", "why"),
    [
        ("to: gar|den", "hall", "there is a scene `hall` already"),
        ("to: gar|den", "Two words", "can't be a name"),
        ("if: tru|st", "and", "a word of the language"),
        ("You he|ar water", "see", "no name here"),
    ],
)
async def test_what_cant_be_a_name_is_refused_in_words(
    author: Author, place: str, new: str, why: str
) -> None:
    author.open(SCENES)
    with pytest.raises(JsonRpcException, match=why):
        await author.ask("rename", SCENES, place, new_name=new)


async def test_a_chapter_is_left_to_the_command_that_moves_its_folder(author: Author) -> None:
    author.open(HEAD)
    with pytest.raises(JsonRpcException, match="`escape rename` does both"):
        await author.ask("rename", HEAD, "chapters: {o|ne: One", new_name="two")


async def test_a_story_with_errors_is_not_renamed_in(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "to: garden", "to: gardn")
    with pytest.raises(JsonRpcException, match="mend them first"):
        await author.ask("rename", SCENES, "if: tru|st", new_name="faith")


async def test_a_new_name_is_found_in_what_was_just_typed(author: Author) -> None:
    """Also where nothing was read since: in a file that is open, and in one that changed on disk."""
    author.open(SCENES)
    assert await author.ask("definition", SCENES, "to: gar|den")
    author.type(SCENES, "You hear water.", "You hear water. {trust >= 3: Gladly.|}")
    walk = author.folder / WALKTHROUGHS
    walk.write_text(walk.read_text(encoding="utf-8").replace("- name", "\n\n- name"), encoding="utf-8")
    found = author.apply(await author.ask("rename", SCENES, "{tru|st >= 3", new_name="faith"))
    assert "{faith >= 3: Gladly.|}" in found[SCENES]
    assert found[WALKTHROUGHS] == walk.read_text(encoding="utf-8").replace("trust", "faith")


async def test_a_choice_that_was_just_typed_gets_its_new_key_in_walkthroughs(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "id: lie", "id: rest")
    author.open(WALKTHROUGHS)
    author.type(WALKTHROUGHS, "[lie]", "[rest]")
    found = author.apply(await author.ask("rename", SCENES, "id: re|st", new_name="sleep_now"))
    assert ("id: sleep_now" in found[SCENES], "[sleep_now]" in found[WALKTHROUGHS]) == (True, True)


async def test_a_key_that_is_made_of_words_with_a_name_keeps_it(author: Author) -> None:
    author.open(SCENES)
    author.type(SCENES, "text: Sit down.", "text: 'Sit down, {mood == calm: smiling|scowling}.'")
    with pytest.raises(JsonRpcException, match="give it an `id` first"):
        await author.ask("rename", SCENES, "mood == ca|lm: smiling", new_name="still")
