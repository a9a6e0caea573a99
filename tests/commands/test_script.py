"""`escape script`: the words out as one document, and back, each to its place."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from game import StoryError, load_story
from game.story.script.apply import words_by_mark
from tests.support.command import escape
from tests.support.generate import write_story as write_generated
from tests.support.places import SHIPPED
from tests.support.sampling import sample

Write = Callable[..., Path]
SCENES = """\
# a comment that stays
a:
  title: Hall   # so does this
  text:
    - |
      The hall is cold, and the lamp that was lit at six has been carried off
      by somebody. {trust >= 2: He nods.|}

      It is *very* cold.

          +--+
          |  |
          +--+
    - if: visited(z)
      text: "Quoted, with a \\"word\\" in it."
      else: 'It''s the other.'
  choices:
    - text: Wait.
      say: >-
        Folded dust
        here.
    - text: Leave the hall.
      to: z
z: {ending: {title: Out, text: The road.}}
"""
PAGES = "[{id: notes, title: Notes, key: n, text: Nothing yet.}]\n"


@pytest.fixture
def folder(write_story: Write) -> Path:
    return write_story(SCENES, pages=PAGES)


@pytest.fixture
def script(folder: Path, tmp_path: Path) -> Path:
    file = tmp_path / "script.md"
    done = escape("script", str(folder), "-o", str(file))
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
    return file


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def mend(script: Path, *pairs: tuple[str, str]) -> None:
    text = script.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    script.write_text(text, encoding="utf-8")


def test_the_document_reads_as_it_stands(script: Path) -> None:
    document = re.sub(r" [0-9a-f]{8} -->", " -->", script.read_text(encoding="utf-8"))
    assert (
        document
        == """\
# A Test

[The status line:]

<!-- story/status -->
{body}

<!-- / -->
## One

### a

<!-- a/title -->
Hall

<!-- a/text/1 -->
The hall is cold, and the lamp that was lit at six has been carried off by somebody. {trust >= 2: He nods.|}

It is *very* cold.

    +--+
    |  |
    +--+

<!-- / -->
[If has been in z:]

<!-- a/text/2 -->
Quoted, with a "word" in it.

<!-- / -->
[Otherwise:]

<!-- a/text/2/else -->
It's the other.

<!-- / -->
[A choice:]

<!-- a/wait/text -->
Wait.

<!-- a/wait/1/1 -->
Folded dust here.

<!-- / -->
[A choice:]

<!-- a/leave_the_hall/text -->
Leave the hall.

<!-- / -->
[On to z.]

### z

[The end:]

<!-- z/ending/title -->
Out

<!-- z/ending/1 -->
The road.

<!-- / -->
## Pages

### notes

<!-- pages/notes/title -->
Notes

<!-- pages/notes/text/1 -->
Nothing yet.

<!-- / -->
## Names

[The title of the story:]

<!-- story/name -->
A Test

<!-- / -->
[A chapter:]

<!-- chapters/one/title -->
One

<!-- / -->
[Something to carry:]

<!-- items/ring/name -->
Ring on a cord

<!-- / -->
[What it is:]

<!-- items/ring/about -->
Worn thin on one side.

<!-- / -->
[Something to carry:]

<!-- items/map/name -->
Map

<!-- / -->
[A word for `body`:]

<!-- variables/body/words/1 -->
dead

<!-- / -->
[A word for `body`:]

<!-- variables/body/words/2 -->
failing

<!-- / -->
[A word for `body`:]

<!-- variables/body/words/3 -->
hurt

<!-- / -->
[A word for `body`:]

<!-- variables/body/words/4 -->
sore

<!-- / -->
[A word for `body`:]

<!-- variables/body/words/5 -->
sound
"""
    )


def test_nothing_changed_changes_nothing(folder: Path, script: Path) -> None:
    before = files_of(folder)
    done = escape("script", str(folder), "--apply", str(script))
    assert (done.stdout, done.returncode) == ("Nothing is changed in this script.\n", 0)
    assert files_of(folder) == before


def test_changed_words_go_back_each_in_its_style(folder: Path, script: Path) -> None:
    mend(
        script,
        ("has been carried off by somebody", "was carried off"),
        ('a "word" in', 'two "words" in'),
        ("It's the other.", "It isn't that."),
        ("Folded dust here.", "Dust there."),
        ("Leave the hall.", "Leave: now."),
        ("The road.", "The white road."),
        ("Nothing yet.", "Nothing, so far."),
    )
    done = escape("script", str(folder), "--apply", str(script))
    assert (done.stdout, done.stderr, done.returncode) == ("Changed 7 pieces of text in 2 files.\n", "", 0)
    found = (folder / "one" / "scenes.yaml").read_text(encoding="utf-8")
    assert '"Quoted, with two \\"words\\" in it."' in found
    assert "else: 'It isn''t that.'" in found
    assert "say: >-\n        Dust there.\n" in found
    assert '    - id: leave_the_hall\n      text: "Leave: now."\n      to: z\n' in found
    assert "text: The white road.}" in found
    assert "was carried off. {trust >= 2:" in " ".join(found.split())
    assert "\n\n      It is *very* cold.\n\n          +--+\n          |  |\n          +--+\n    - if" in found
    assert found.startswith("# a comment that stays\na:\n  title: Hall   # so does this\n")
    assert (folder / "pages.yaml").read_text() == PAGES.replace("Nothing yet.", '"Nothing, so far."')


def test_a_dry_run_shows_the_difference(folder: Path, script: Path) -> None:
    before = files_of(folder)
    mend(script, ("The road.", "The white road."))
    done = escape("script", str(folder), "--apply", str(script), "--dry-run")
    assert "+z: {ending: {title: Out, text: The white road.}}" in done.stdout.splitlines()
    assert files_of(folder) == before


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("trust >= 2", "trust >= 3")], "`a/text/1` has other braces than in the story"),
        ([(" He nods.|}", " He nods.}")], "`a/text/1` has other braces"),
        ([("{trust >= 2: He nods.|}", "")], "`a/text/1` has other braces"),
        ([("{body}", "{body")], "`story/status`: this brace never closes"),
        ([("The road.", "")], "`z/ending/1` has no words any more"),
        (
            [("<!-- z/ending/1", "<!-- z/ending/2"), ("The road.", "A road.")],
            "no piece `z/ending/2` in the story",
        ),
        ([("<!-- z/ending/1", "<!-- a/wait/1/1")], "the mark `a/wait/1/1` stands in this script twice"),
        ([("<!-- ", "<!---")], "this is no script"),
        ([("\nHall\n", "\nHall\n\nof ice\n")], "`a/title` is one line, and has a second paragraph here"),
        ([("Leave the hall.", "Leave\n\nthe hall.")], "`a/leave_the_hall/text` is one line"),
        ([("Worn thin on one side.", "Worn.\n\nThin.")], "`items/ring/about` is one line"),
    ],
)
def test_what_can_not_go_back_is_named_and_changes_nothing(
    folder: Path, script: Path, pairs: list[tuple[str, str]], said: str
) -> None:
    before = files_of(folder)
    mend(script, *pairs, *([("Wait.", "Waste.")] if "<!---" not in str(pairs) else []))
    done = escape("script", str(folder), "--apply", str(script))
    assert said in done.stderr
    assert (done.stdout, done.returncode) == ("", 2)
    assert files_of(folder) == before


def test_words_whose_mark_is_damaged_or_gone_are_named(folder: Path, script: Path) -> None:
    before = files_of(folder)
    written = script.read_text(encoding="utf-8")
    for pattern, put, said in (
        (r"<!-- a/wait/1/1 \w+ -->", "<!-- a/wait/1/1 -->", "`<!-- a/wait/1/1 -->` is no mark"),
        (r"<!-- a/wait/1/1 \w+ -->\n", "", "`a/wait/text` is one line"),
        (r"<!-- a/wait/text \w+ -->\n", "", "there is no mark above these words: Wait!"),
        (r"<!-- a/text/1 \w+ -->\nThe", "A", "`a/title` is one line"),
    ):
        damaged = re.sub(pattern, put, written).replace("Folded", "Bent").replace("Wait.", "Wait!")
        assert damaged != written
        script.write_text(damaged, encoding="utf-8")
        done = escape("script", str(folder), "--apply", str(script))
        assert said in done.stderr
        assert re.search(r"^Nothing was changed", done.stderr, re.MULTILINE)
        assert (done.stdout, done.returncode, files_of(folder)) == ("", 2, before)


def test_a_piece_does_not_take_the_words_of_one_whose_mark_is_gone(
    write_story: Write, tmp_path: Path
) -> None:
    folder = write_story("a: {text: [One., Two.], to: z}\nz: {ending: {title: Out}}\n")
    script = tmp_path / "script.md"
    assert escape("script", str(folder), "-o", str(script)).returncode == 0
    text = re.sub(r"<!-- a/text/2 \w+ -->\n", "", script.read_text(encoding="utf-8"))
    script.write_text(text.replace("Two.", "Three."), encoding="utf-8")
    done = escape("script", str(folder), "--apply", str(script))
    assert "`a/text/1` has more paragraphs, and the mark `a/text/2` below it is gone" in done.stderr
    assert (done.stdout, done.returncode) == ("", 2)


def test_changed_notes_are_said_to_be_no_words(folder: Path, script: Path) -> None:
    mend(script, ("[On to z.]", "[On to y.]"), ("The road.", "The white road."))
    done = escape("script", str(folder), "--apply", str(script))
    assert "`[On to y.]` is not part of the words, and stays as it was" in done.stderr
    assert (done.stdout, done.returncode) == ("Changed 1 piece of text in 1 file.\n", 0)


def test_a_piece_changed_on_both_sides_is_shown(folder: Path, script: Path) -> None:
    mend(script, ("The road.", "The white road."), ("Wait.", "Waste."))
    file = folder / "one" / "scenes.yaml"
    file.write_text(file.read_text().replace("The road.", "The long road.").replace("Hall ", "Room "))
    before = files_of(folder)
    done = escape("script", str(folder), "--apply", str(script))
    for said in ("`z/ending/1` was changed in the story too", "The long road.", "The white road."):
        assert said in done.stderr
    assert files_of(folder) == before


def test_all_that_can_not_go_back_is_told_at_once(folder: Path, script: Path) -> None:
    mend(script, ("trust >= 2", "trust >= 3"), ("The road.", ""), ("Wait.", "Waste."), ("{body}", "{body"))
    before = files_of(folder)
    done = escape("script", str(folder), "--apply", str(script))
    assert done.stderr.splitlines() == [
        "`story/status`: this brace never closes",
        "`a/text/1` has other braces than in the story: "
        "`{trust >= 3: …|…}` stands here, and not `{trust >= 2: …|…}`",
        "`z/ending/1` has no words any more: take it out of the story itself",
        "Nothing was changed: 3 pieces can't go back.",
    ]
    assert files_of(folder) == before


TYPED = {
    "a block that was short is filled as wide as the others are": (
        "a:\n  text: |\n    The hall is cold, and the lamp that was lit at six has been carried off by\n"
        "    somebody who was cold too.\n  to: b\nb:\n  text: |\n    She waits.\n  to: z\n",
        "She waits.",
        "She waits for the lamp that was lit at six, and for whoever has carried it off from there.",
        "    She waits for the lamp that was lit at six, and for whoever has carried it\n    off from there.\n",
    ),
    "a paragraph on one line stays on one": (
        f"a:\n  text: |\n    The hall {'is cold, and ' * 9}dark.\n\n    She waits.\n  to: z\n",
        "She waits.",
        f"She waits, {'and waits, ' * 11}and goes.",
        f"dark.\n\n    She waits, {'and waits, ' * 11}and goes.\n  to: z\n",
    ),
    "a text over several lines is filled anew": (
        "a:\n  text: The hall is cold, and the lamp has\n    been carried off.\n  to: z\n",
        "been carried off",
        "been carried off by somebody who was every bit as cold as it is here",
        "  text: The hall is cold, and the lamp has been carried off by somebody who was\n"
        "    every bit as cold as it is here.\n",
    ),
    "and in quotes": (
        "a:\n  text: \"The \\\"hall\\\" is cold, and the lamp\n    has been carried off.\"\n  to: z\n",
        "carried off",
        "carried off by somebody who was every bit as cold as it is here",
        '  text: "The \\"hall\\" is cold, and the lamp has been carried off by somebody who\n'
        '    was every bit as cold as it is here."\n',
    ),
    "what needs quotes gets those that the author uses": (
        "a: {text: She waits., choices: [{text: 'Go: now.', to: z}]}\n",
        "She waits.",
        'She waits: "it\'s time".',
        "a: {text: 'She waits: \"it''s time\".', choices:",
    ),
    "a second paragraph in single quotes": (
        "a:\n  choices:\n    - text: Go.\n      say: 'You''d go: there.'\n      to: z\n",
        "You'd go: there.",
        "You'd go.\n\n\n\nAnd come.",
        "      say: 'You''d go.\n\n\n        And come.'\n      to: z\n",
    ),
    "a second paragraph in a folded block": (
        "a:\n  text: >\n    You go.\n  to: z\n",
        "You go.",
        "You go.\n\nAnd come.",
        "  text: >\n    You go.\n\n\n    And come.\n  to: z\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TYPED)
def test_words_are_typed_as_their_author_types(write_story: Write, tmp_path: Path, what: str) -> None:
    scenes, old, new, typed = TYPED[what]
    folder = write_story(f"{scenes}z: {{ending: {{title: Out}}}}\n")
    script = tmp_path / "script.md"
    assert escape("script", str(folder), "-o", str(script)).returncode == 0
    mend(script, (old, new))
    done = escape("script", str(folder), "--apply", str(script))
    assert (done.stderr, done.stdout) == ("", "Changed 1 piece of text in 1 file.\n")
    found = (folder / "one" / "scenes.yaml").read_text(encoding="utf-8")
    assert typed in found


def test_files_that_are_no_script_are_one_line(folder: Path, tmp_path: Path) -> None:
    for name in ("none.md", ""):
        done = escape("script", str(folder), "--apply", str(tmp_path / name))
        assert (done.stdout, done.stderr.count("\n"), done.returncode) == ("", 1, 2)
    assert escape("script", str(folder), "--dry-run").returncode == 2


def mended_at_random(folder: Path, tmp_path: Path, seed: int, share: float) -> None:
    """Change a word in some pieces, bring them back, and compare the words of the whole story."""
    chance = random.Random(seed)
    script = tmp_path / "script.md"
    assert escape("script", str(folder), "-o", str(script)).returncode == 0
    parts = re.split(r"^(<!-- .* -->)$", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
    wanted = words_by_mark(load_story(folder))
    for number in range(2, len(parts), 2):
        mark = parts[number - 1].split()[1]
        words = list(re.finditer(r"(?<![\w{])[A-Za-z]{4,}(?!\w)", parts[number]))
        if mark == "/" or not words or "{" in parts[number] or chance.random() > share:
            continue
        word = chance.choice(words)
        new = chance.choice(
            ["other", "it's", 'a "quoted" one', "colon: this", "꽃", "more and more words here"]
        )
        in_paragraphs = "\n    " not in parts[number] and not mark.startswith(("variables/", "story/"))
        if in_paragraphs and re.search(r"/\d+(/else)?$", mark):
            new = chance.choice([new, f"{new}.\n\nAnother paragraph"])
        changed = parts[number][: word.start()] + new + parts[number][word.end() :]
        wanted[mark] = wanted[mark].replace(parts[number].strip("\n"), changed.strip("\n"))
        parts[number] = changed
    script.write_text("".join(parts), encoding="utf-8")
    untouched = {path: path.read_bytes() for path in folder.rglob("*.md")}
    done = escape("script", str(folder), "--apply", str(script))
    assert (done.stderr, done.returncode) == ("", 0)
    assert words_by_mark(load_story(folder)) == wanted
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == untouched


@pytest.mark.parametrize("seed", range(3))
def test_words_of_generated_stories_go_out_and_back(tmp_path: Path, seed: int) -> None:
    folder = write_generated(tmp_path / "story", seed)
    try:
        load_story(folder)
    except StoryError:
        return
    mended_at_random(folder, tmp_path, seed, 0.5)


@pytest.mark.slow
@pytest.mark.parametrize("share", sample([0.5, 0.02], 1))
def test_words_of_the_shipped_story_go_out_and_back(tmp_path: Path, share: float) -> None:
    shutil.copytree(SHIPPED, tmp_path / "story")
    mended_at_random(tmp_path / "story", tmp_path, 11, share)
    assert "as expected" in escape("test", str(tmp_path / "story")).stdout
