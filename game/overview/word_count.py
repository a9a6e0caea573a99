"""What can be counted in a story without playing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from game.story.language.conditions import Condition
from game.story.language.effects import Effects
from game.story.language.parser import COUNTED, leaves
from game.story.model import ChoiceName, Element, Scene, Story, page_elements, scene_elements, scene_texts
from game.story.text.scripts import HANGUL, UNSPACED
from game.story.text.stress import as_typed
from game.story.text.template import (
    Conditional,
    PrintedChoice,
    PrintedValue,
    Select,
    Template,
    Text,
    branches,
    walk,
)

WORDS_A_MINUTE = 200
# Of Chinese, Japanese and Korean: what Medium reckons its reading times by. A minute of Korean is then about
# 150 words, which say as much as 200 of English.
SIGNS_A_MINUTE = 500

_WORD = re.compile(r"\S*\w\S*")


class Length(NamedTuple):
    """How long a text is, and how many minutes somebody reads at it.

    Words are what stands between blanks; in Chinese and Japanese, which have none, each sign is one.
    """

    words: int
    minutes: float


def length_of(text: str) -> Length:
    """Measure a text."""
    if text.isascii() or not (UNSPACED.search(text) or HANGUL.search(text)):
        words = len(text.split())
        return Length(words, words / WORDS_A_MINUTE)
    spaced, unspaced = UNSPACED.subn(" ", text)
    others, syllables = HANGUL.subn(" ", spaced)
    words = len(_WORD.findall(spaced)) + unspaced
    signs = unspaced + syllables
    return Length(words, signs / SIGNS_A_MINUTE + len(_WORD.findall(others)) / WORDS_A_MINUTE)


def words_written(scene: Scene) -> int:
    """Count the words of a scene with its choices, every alternative once; a printed value is one word."""
    return sum(length_of(_everything(text)).words for text in scene_texts(scene))


def _everything(text: Text) -> str:
    return text.source if text.template is None else as_typed("".join(_pieces(text.template)))


def _pieces(template: Template) -> Iterator[str]:
    for piece in template:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, PrintedValue):
            yield piece.variable.name
        elif isinstance(piece, PrintedChoice):
            yield "choice"
        else:
            yield " ".join("".join(_pieces(branch)) for branch in branches(piece))


def remembered(story: Story) -> set[ChoiceName]:
    """Return the choices whose effects another scene, a page or the status line reads.

    A choice is remembered too if another scene asks whether it was taken, or whether the scene that it
    leads into was entered.
    """
    readers: dict[str, set[str]] = {}
    for scene in story.scenes.values():
        for name in _names_read(scene_elements(scene)):
            readers.setdefault(name, set()).add(scene.id)
    for name in _names_read(_read_everywhere(story)):
        readers.setdefault(name, set()).add("")
    return {
        (scene.id, choice.key)
        for scene in story.scenes.values()
        for choice in scene.choices
        for outcome in choice.outcomes
        if any(
            readers.get(name, set()) - {scene.id}
            for name in (*_changed(choice.effects), *_changed(outcome.effects))
        )
        or any(
            readers.get(_count("visits", to.scene), set()) - {to.scene, scene.id} for to in outcome.targets
        )
        or readers.get(_count("chosen", f"{scene.id}.{choice.key}"), set()) - {scene.id}
    }


def _changed(effects: Effects | None) -> Iterator[str]:
    for assignment in effects.assignments if effects else ():
        yield assignment.target.name


def _count(asked: str, of: str) -> str:
    return f"{asked}({of})"


def _names_read(elements: Iterable[Element]) -> Iterator[str]:
    """Yield the names that conditions, texts and effects read; not those of numbers that only count on."""
    for element in elements:
        if isinstance(element, Text):
            for piece in walk(element.template or ()):
                if isinstance(piece, PrintedValue | Select):
                    yield piece.variable.name
                elif isinstance(piece, Conditional):
                    yield from _names_in(piece.condition)
        elif isinstance(element, Condition):
            yield from _names_in(element)
        else:
            for assignment in element.assignments:
                for term in leaves(assignment.term):
                    if term.op in ("name", "item") and term.text != assignment.target.name:
                        yield term.text


def _read_everywhere(story: Story) -> Iterator[Element]:
    """Yield what is read wherever the player stands: pages, the status line, whether things are shown."""
    for page in story.pages:
        yield from page_elements(page)
    for element in (story.carried, story.status):
        if element:
            yield element


def _names_in(condition: Condition) -> Iterator[str]:
    for term in leaves(condition.term):
        if term.op in ("name", "item"):
            yield term.text
        elif term.op in COUNTED:
            yield _count(term.op, term.text)
