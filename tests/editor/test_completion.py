"""At every kind of place those words are offered that may stand there, and no others."""

from __future__ import annotations

import pytest

from tests.editor.author import Author

pytestmark = pytest.mark.asyncio(loop_scope="session")
SCENES, HEAD, PAGES, CLAIMS = "one/hall.yaml", "story.yaml", "pages.yaml", "claims.yaml"
WALKTHROUGHS = "walkthroughs/asleep.yaml"

# What is typed in the place of what, in which file, and some of the words that are offered there; a word
# with a `-` in front is not.
PLACES = {
    "a key of a scene": (SCENES, "  place: Home\n", "  pl|", "place -title -text -if -sleep"),
    "a key of an empty scene": (SCENES, "sleep:\n  ending", "cave:\n  |\nsleep:\n  ending", "text choices to ending"),
    "a key of a choice": (SCENES, "      once: true\n", "      |\n", "id if once to -text -do"),
    "a key between braces": (SCENES, "{text: Speak., ", "{text: Speak., |", "id if say to -text"),
    "a key of a new choice": (SCENES, "    - text: Sit", "    - |\n    - text: Sit", "text id if -title"),
    "a key of an ending": (SCENES, "garden, text: That is all.}", "garden, |}", "text -title"),
    "a key of a way on": (SCENES, "      to: garden", "      to: [{if: told, s|", "scene -if"),
    "a key of an outcome": (SCENES, "      to: garden", "      outcomes: [{|", "if do say to stay -text"),
    "a key of the story": (HEAD, "status: ", "about: x\nby|\nstatus: ", "byline"),
    "a key of a variable": (HEAD, "{start: false}", "{start: false, |", "range values words about show -start"),
    "a key of an item": (HEAD, "ring: {name: Ring on a cord, ", "ring: {name: Ring, |", "about -name"),
    "a key of a page": (PAGES, "key: n, text: Two rooms.}", "key: n, |}", "text -id -title"),
    "a key of a claim": (CLAIMS, "ring, never: at(sleep)", "ring, |", "never always when then about -name"),
    "a key of a walkthrough": (WALKTHROUGHS, "  expect: {", "  ex|: {", "expect -name"),
    "a scene to go to": (SCENES, "      to: garden", "      to: |", "garden hall end sleep -lie -trust"),
    "a scene that has begun": (SCENES, "      to: garden", "      to: ga|", "garden -hall"),
    "a scene in a list": (SCENES, "      to: garden", "      to:\n        - if: told\n          scene: g|", "garden"),
    "a scene without more": (SCENES, "      to: garden", "      to: [{if: told, scene: end}, s|", "sleep -scene -garden"),
    "the first scene": (HEAD, "start: hall", "start: |", "hall garden end sleep"),
    "a condition": (SCENES, "if: has(ring)", "if: |", "trust mood told ring visited chosen not true -hall"),
    "a condition that goes on": (SCENES, "if: has(ring)", "if: trust > 1 and t|", "trust told true -mood"),
    "a condition in quotes": (SCENES, "if: has(ring)", 'if: "mood != |"', "calm angry -trust"),
    "a word of a variable": (SCENES, "mood == calm", "mood == |", "calm angry -trust -told"),
    "a truth of a variable": (SCENES, "if: has(ring)", "if: told == |", "true false -trust"),
    "an item": (SCENES, "has(ring)", "has(|", "ring -trust -hall"),
    "a scene that is asked about": (SCENES, "has(ring)", "visited(|", "hall garden end -ring"),
    "a choice of this scene": (SCENES, "has(ring)", "chosen(|", "lie hall.lie garden.speak sit_down"),
    "a choice of another scene": (SCENES, "has(ring)", "chosen(garden.|", "garden.speak -lie -hall.lie"),
    "numbers of a function": (SCENES, "has(ring)", "max(tr|", "trust -ring"),
    "a claim knows `at`": (CLAIMS, "never: at(sleep)", "never: a|", "at and"),
    "a scene of a claim": (CLAIMS, "at(sleep)", "at(|", "hall sleep"),
    "an effect": (SCENES, "do: take(ring)", "do: |", "take drop trust mood told -visited -hall"),
    "an effect in a list": (SCENES, "do: [trust += 1, ", "do: [trust += 1, mo|", "mood -trust"),
    "what a word is set to": (SCENES, "mood = angry", "mood = |", "calm angry -trust"),
    "what a truth is set to": (SCENES, "told = true", "told = |", "true false trust"),
    "what a number is set by": (SCENES, "trust += 1", "trust += |", "trust max -take"),
    "an item to take": (SCENES, "take(ring)", "take(|", "ring -trust"),
    "an effect on a line": (SCENES, "      do: take(ring)\n", "      do: |\n        trust += 1\n        mood = ¦\n", "calm angry"),
    "a value in a text": (SCENES, "You hear water.", "You {|", "trust told seq cycle any visited"),
    "a condition in a text": (SCENES, "You hear water.", "You {trust > 1 and to|", "told -mood"),
    "words of a choice": (SCENES, "say: He looks up.", 'say: "{ch|', "choice chosen"),
    "a value in the status": (HEAD, '"{trust}"', '"{|', "trust mood"),
    "true or false": (SCENES, "once: true", "once: |", "true false"),
    "a choice of a walkthrough": (WALKTHROUGHS, "[lie]", "[|", "lie speak sit_down -hall"),
    "what is expected": (WALKTHROUGHS, "{ending: sleep, ", "{ending: sleep, |", "scene trust mood told ring -ending"),
    "an ending": (WALKTHROUGHS, "ending: sleep", "ending: |", "end sleep -hall"),
    "a scene that is expected": (WALKTHROUGHS, "ending: sleep", "scene: |", "hall sleep"),
    "a word that is expected": (WALKTHROUGHS, "mood: calm", "mood: |", "calm angry"),
    "an item that is expected": (WALKTHROUGHS, "ring: false", "ring: |", "true false"),
    "the start of a word": (HEAD, "angry], start: calm", "angry], start: |", "calm angry"),
    "a chapter": (HEAD, "chapters: {one: One}", "chapters:\n  one: One\n  |", "two -one -walkthroughs"),
    "the key of a page": (PAGES, "key: n", "key: |", "a b -n -q"),
}  # fmt: skip
NOTHING = {
    "prose": (SCENES, "You hear water.", "You hear t|"),
    "prose behind a condition": (SCENES, "You hear water.", "You {told: hear t|"),
    "prose behind a brace": (SCENES, "You hear water.", "You {told} t|"),
    "a comment": (SCENES, "  place: Home", "  place: Home # t|"),
    "a name that is new": (SCENES, "id: lie", "id: l|"),
    "a title": (HEAD, "title: Two Rooms", "title: t|"),
}


@pytest.mark.parametrize("place", PLACES)
async def test_what_may_stand_there_is_offered(author: Author, place: str) -> None:
    file, old, new, words = PLACES[place]
    (author.folder / "two").mkdir()
    author.open(file)
    if "¦" in new:  # the sign for the cursor stands in YAML here
        found = await author.words_typed(file, old, new.replace("¦", ""), "mood = |\n")
    else:
        found = await author.words_typed(file, old, new)
    missing = [word for word in words.split() if word[0] != "-" and word not in found]
    too_many = [word for word in words.split() if word[0] == "-" and word[1:] in found]
    assert (missing, too_many) == ([], []), found


@pytest.mark.parametrize("place", NOTHING)
async def test_nothing_is_offered_where_words_are_free(author: Author, place: str) -> None:
    file, old, new = NOTHING[place]
    author.open(file)
    assert await author.words_typed(file, old, new) == []


async def test_what_is_chosen_takes_the_place_of_what_is_typed(author: Author) -> None:
    """Behind an emoji too, which is two units wide for an editor; a key brings its colon."""
    author.open(SCENES)
    author.type(SCENES, "- {text: Speak., ", '- {text: "😀 {told: a|b}", sa, ')
    found = await author.ask("completion", SCENES, 'b}", sa|,')
    (item,) = [item for item in found.items if item.label == "say"]
    assert item.text_edit.new_text == "say: "
    assert author.written(SCENES, item.text_edit.range) == "sa"


async def test_words_are_offered_while_the_rest_of_the_file_is_broken(author: Author) -> None:
    author.open(SCENES)
    assert "garden" in await author.words(SCENES, "      to: gar|den")
    author.type(SCENES, "hall:\n", "hall: [\n")
    author.type(SCENES, "end:\n", "new:\n  to: s\nend:\n")
    await author.told(SCENES, bool)
    assert await author.words(SCENES, "new:\n  to: s|") == ["sleep"]
