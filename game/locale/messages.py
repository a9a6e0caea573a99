"""The game's own words in the player's language: what menus, keys, help and messages say.

English is what stands in the code, and costs nothing. For another language, `use` reads its catalogue here,
`ko.po`, once; whoever shows words asks for them by `tr`, when they are shown. Messages to authors are
English everywhere.

    tr("Saved as `{name}`.", name="attic")          "`attic`(으)로 저장했습니다."
    ntr("{number} choice", "{number} choices", 3)   "선택 3개"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.locale.po import Message

LANGUAGES = {"en": "English", "ko": "한국어"}  # that the game speaks, as each calls itself
SYSTEM = "system"  # the setting by which the language is the one of the player's computer


class _Words:
    """The words in use; none where they are English."""

    def __init__(self) -> None:
        self.by_source: dict[str, tuple[str, ...]] = {}
        self.forms = ""  # of the plural, as gettext writes them
        self.finished: Callable[[str], str] = str  # what becomes of words once their braces are filled


_words = _Words()


def use(language: str) -> None:
    """Speak a language from now on, `ko` for `ko_KR` too; English where the game does not know it."""
    base = _known(language)
    _words.by_source, _words.forms, _words.finished = words_in(base), "", str
    if base == "en":
        return
    from game.locale.particles import with_particles  # late, as all that only other languages need
    from game.locale.po import header_of

    _words.forms = header_of(_messages(base)).get("Plural-Forms", "").partition("plural=")[2].rstrip("; ")
    _words.finished = with_particles if base == "ko" else str


def words_in(language: str) -> dict[str, tuple[str, ...]]:
    """Return the game's words in a language, by what they are in English; nothing where that is English."""
    base = _known(language)
    if base == "en":
        return {}
    return {one.source: one.words for one in _messages(base) if one.is_usable and one.source}


@cache
def _messages(language: str) -> tuple[Message, ...]:
    from game.locale.po import read_po

    return tuple(read_po(catalogue(language).read_text(encoding="utf-8")))


def _known(language: str) -> str:
    base = language.partition("_")[0]
    return base if base in LANGUAGES else "en"


def catalogue(language: str) -> Path:
    """Return the file with the game's words in a language."""
    return Path(__file__).parent / f"{language}.po"


def tr(text: str, **values: object) -> str:
    """Translate words into the language in use, with values for the names in their braces."""
    found = _words.by_source.get(text)
    words = found[0] if found else text
    return _words.finished(words.format_map(values)) if values else words


def ntr(one: str, many: str, number: int, **values: object) -> str:
    """Translate words for a number of something: `{number}` stands for it, with commas between thousands."""
    found = _words.by_source.get(one)
    if found:
        words = found[min(_plural(_words.forms)(number), len(found) - 1)]
    else:
        words = one if number == 1 else many
    return _words.finished(words.format_map({"number": f"{number:,}", **values}))


def tr_later(text: str) -> str:
    """Mark words that stand in a table, and are asked for by `tr` when they are shown."""
    return text


@cache
def _plural(forms: str) -> Callable[[int], int]:
    from gettext import c2py  # late: whoever speaks English does without it

    plural: Callable[[int], int] = c2py(forms or "0")
    return plural


def wanted_language(asked: str | None, setting: str, environment: Mapping[str, str]) -> str:
    """Return the language a player wants: asked for, set, or the system's; empty if none is said."""
    if asked:
        return asked.replace("-", "_")
    if setting != SYSTEM:
        return setting
    said = (environment.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    first = next(filter(None, said), "").partition(":")[0].partition(".")[0].partition("@")[0]
    return "" if first in ("C", "POSIX") else first
