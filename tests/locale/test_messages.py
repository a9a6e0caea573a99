"""The game's own words in other languages: each that a player may read has its words in every catalogue."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.locale.messages import LANGUAGES, catalogue, ntr, tr, use, wanted_language
from game.locale.particles import with_particles
from game.locale.po import Message, header_of, read_po

GAME = Path(__file__).parent.parent.parent / "game"
# What is called with words for players, and in which of its arguments they stand.
CALLS = {
    "tr": (0,),
    "ntr": (0,),
    "tr_later": (0,),
    "Command": (0, 1, 3),
    "KeyRow": (3, 4, 5, 6),
    "_opens": (2, 3, 4),
}
KEYWORDS = {"group", "entry", "hint", "about"}
OTHERS = sorted(set(LANGUAGES) - {"en"})


def words_of(path: Path) -> Iterator[str]:
    """Yield what a file of ours has to say to players."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            given = [node.args[place] for place in CALLS[node.func.id] if place < len(node.args)]
            given += [one.value for one in node.keywords if one.arg in KEYWORDS and node.func.id == "KeyRow"]
            for one in given:
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
                    yield one.value


PAGE = re.compile(r'\bn?tr\("((?:[^"\\]|\\.)*)"')  # what the page for readers asks for
ORIGINALS = sorted(
    {words for path in GAME.rglob("*.py") for words in words_of(path)}
    | {words for path in GAME.rglob("*.js") for words in PAGE.findall(path.read_text(encoding="utf-8"))}
)


def entries(language: str) -> dict[str, Message]:
    return {one.source: one for one in read_po(catalogue(language).read_text(encoding="utf-8")) if one.source}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use("en")


def test_each_language_has_a_catalogue() -> None:
    assert sorted(path.stem for path in catalogue("en").parent.glob("*.po")) == OTHERS


IMPORTING = """
import importlib, pkgutil
import game, game.locale.messages as messages
def asked(words, **_): raise AssertionError(words)
messages.tr = messages.ntr = asked
for module in pkgutil.walk_packages(game.__path__, "game."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def test_nothing_is_put_into_a_language_before_that_is_chosen() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTING], capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.parametrize("language", OTHERS)
def test_no_words_for_players_lack_their_translation(language: str) -> None:
    usable = {source for source, entry in entries(language).items() if entry.is_usable}
    assert [words for words in ORIGINALS if words not in usable] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_words_that_are_gone(language: str) -> None:
    assert set(entries(language)) - set(ORIGINALS) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_same_names_in_braces(language: str) -> None:
    for source, entry in entries(language).items():
        for words in entry.words:
            assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", source)), source
            assert words.startswith(" ") is source.startswith((" ", ",")), source


@pytest.mark.parametrize("language", OTHERS)
def test_there_are_words_for_every_form_of_the_plural(language: str) -> None:
    found = entries(language)
    header = header_of(tuple(read_po(catalogue(language).read_text(encoding="utf-8"))))
    forms = re.search(r"nplurals=(\d+)", header["Plural-Forms"])
    assert forms is not None
    for entry in found.values():
        assert len(entry.words) in (1, int(forms.group(1)))


def test_words_are_said_in_the_language_in_use() -> None:
    assert tr("Saved as `{name}`.", name="{odd}") == "Saved as `{odd}`."
    assert ntr("{number} choice", "{number} choices", 1) == "1 choice"
    assert ntr("{number} choice", "{number} choices", 2000) == "2,000 choices"
    use("ko_KR")
    assert tr("Settings") == "설정"
    assert ntr("{number} choice", "{number} choices", 2000) == "선택 2,000개"
    assert tr("what nobody has translated") == "what nobody has translated"
    use("xx")
    assert tr("Settings") == "Settings"


@pytest.mark.parametrize(
    ("asked", "setting", "environment", "wanted"),
    [
        ("pt-BR", "ko", {"LANG": "fr_FR.UTF-8"}, "pt_BR"),
        (None, "ko", {"LANG": "fr_FR.UTF-8"}, "ko"),
        (None, "system", {"LANG": "fr_FR.UTF-8"}, "fr_FR"),
        (None, "system", {"LC_ALL": "de_DE@euro", "LANG": "fr_FR.UTF-8"}, "de_DE"),
        (None, "system", {"LANGUAGE": "ko:en", "LANG": "fr_FR.UTF-8"}, "ko"),
        (None, "system", {"LANG": "C.UTF-8"}, ""),
        (None, "system", {}, ""),
    ],
)
def test_which_language_a_player_wants(
    asked: str | None, setting: str, environment: dict[str, str], wanted: str
) -> None:
    assert wanted_language(asked, setting, environment) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("플레이 3은(는)", "플레이 3은"),
        ("플레이 2은(는)", "플레이 2는"),
        ("`반지`을(를)", "`반지`를"),
        ("`칼`(으)로", "`칼`로"),
        ("`밤`(으)로", "`밤`으로"),
        ("`attic`(으)로", "`attic`(으)로"),
        ("지도이(가) (i)", "지도가 (i)"),
    ],
)
def test_particles_fit_what_stands_before_them(words: str, wanted: str) -> None:
    assert with_particles(words) == wanted


def test_english_costs_no_catalogue() -> None:
    """Nothing of what other languages need is even imported."""
    program = (
        "import sys; from game.locale.messages import tr, use; use('en'); tr('Menu');"
        "print([name for name in sys.modules if name in ('gettext', 'game.locale.po', 'game.locale.particles')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
