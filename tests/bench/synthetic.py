"""One made-up story, written twice: as a folder of ours and as ink, so that both can be played alike.

    made = make(Path(folder), scenes=1000)     # writes folder/story/… and folder/story.ink
    made.story                                 # the folder for load_story
    made.ink                                   # the same story as ink source
    made.files                                 # every YAML file of it

Of each scene's three choices one has a condition, half of all have effects, a third answer before
they lead on; about a third of the texts print a variable or one of two alternatives. Most ways lead on,
some lead back, and the last scenes end the story, so that a walk comes to an end and has to begin again.
The same `scenes` and `seed` make the same story, byte for byte.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CHOICES = 3
SCENES_A_FILE = 25
LEAP = 40  # how many scenes on a choice leads at most
TOP = 9  # the highest value of a variable; 0 is the lowest
NUMBERS = ("food", "trust", "noise", "light")
TRUTH = "seen"
WORDS = (
    "the a this that one river wire fence tower bench lamp stove winter spring morning snow bread salt "
    "road bridge letter ring coat boot hand face voice word name song dog crow goat wind smoke iron "
    "stands falls waits turns carries counts breaks holds keeps leaves finds hears says knows forgets "
    "cold dry late early quiet loud narrow grey long short empty full near far again slowly"
)


class Made(NamedTuple):
    """Where the story was written."""

    story: Path
    ink: Path
    files: tuple[Path, ...]


class _Effect(NamedTuple):
    name: str
    sign: str  # `=`, `+=` or `-=`
    value: str

    @property
    def ours(self) -> str:
        return f"{self.name} {self.sign} {self.value}"

    @property
    def ink(self) -> str:
        """The same in ink, where nothing is clamped of itself."""
        if self.sign == "+=":
            return f"{self.name} = MIN({self.name} + {self.value}, {TOP})"
        if self.sign == "-=":
            return f"{self.name} = MAX({self.name} - {self.value}, 0)"
        return f"{self.name} = {self.value}"


class _Choice(NamedTuple):
    text: str
    condition: str
    effect: _Effect | None
    say: str
    to: int


class _Scene(NamedTuple):
    paragraphs: tuple[str, str]
    choices: tuple[_Choice, ...]  # none: the story ends here


class _Author:
    """Makes up scenes; what he says of a variable means the same in both languages."""

    def __init__(self, scenes: int, seed: int) -> None:
        self.chance = random.Random(f"{scenes} {seed}")
        self.last = scenes - 1
        self.vocabulary = WORDS.split()

    def scene(self, number: int) -> _Scene:
        paragraphs = (self.words(40), self.words(40) + self.alternative())
        if number == self.last:
            return _Scene(paragraphs, ())
        return _Scene(paragraphs, tuple(self.choice(number, which) for which in range(CHOICES)))

    def words(self, count: int) -> str:
        found = [self.chance.choice(self.vocabulary) for _ in range(count)]
        return " ".join(found).capitalize() + "."

    def alternative(self) -> str:
        kind = self.chance.randrange(6)
        if kind == 0:
            return " The count is {" + self.chance.choice(NUMBERS) + "}."
        if kind == 1:
            return " {" + self.condition() + ":He nods.|He looks away.}"
        return ""

    def choice(self, number: int, which: int) -> _Choice:
        back = self.chance.random() < 0.1
        to = number - self.chance.randrange(LEAP) if back else number + 1 + self.chance.randrange(LEAP)
        return _Choice(
            text=f"{self.words(5)[:-1]} {which + 1}.",
            condition=self.condition() if which == CHOICES - 1 else "",
            effect=self.effect() if self.chance.random() < 0.5 else None,
            say=self.words(10) if self.chance.random() < 0.3 else "",
            to=max(0, min(to, self.last)),
        )

    def condition(self) -> str:
        name, value = self.chance.choice(NUMBERS), self.chance.randrange(1, TOP)
        return self.chance.choice(
            (f"{name} >= {value}", f"{name} < {value}", f"{TRUTH} or {name} == {value}", f"not {TRUTH}")
        )

    def effect(self) -> _Effect:
        if self.chance.random() < 0.2:
            return _Effect(TRUTH, "=", self.chance.choice(("true", "false")))
        sign = self.chance.choice(("=", "+=", "+=", "-="))
        return _Effect(self.chance.choice(NUMBERS), sign, str(self.chance.randrange(1, 4)))


def make(folder: Path, scenes: int = 1000, seed: int = 1) -> Made:
    """Write a story of so many scenes in both languages into a folder."""
    author = _Author(scenes, seed)
    made = [author.scene(number) for number in range(scenes)]
    story = folder / "story"
    (story / "chapter").mkdir(parents=True)
    files = [story / "story.yaml"]
    files[0].write_text(_HEAD, encoding="utf-8")
    for first in range(0, scenes, SCENES_A_FILE):
        files.append(story / "chapter" / f"{first:06}.yaml")
        part = enumerate(made[first : first + SCENES_A_FILE], first)
        files[-1].write_text("\n".join(_yaml(number, scene) for number, scene in part), encoding="utf-8")
    ink = folder / "story.ink"
    declared = [f"VAR {name} = 0" for name in NUMBERS] + [f"VAR {TRUTH} = false", "-> s0"]
    text = [*declared, *(_ink(number, scene) for number, scene in enumerate(made))]
    ink.write_text("\n".join(text) + "\n", encoding="utf-8")
    return Made(story, ink, tuple(files))


_HEAD = (
    "format: 1\nid: synthetic\ntitle: Synthetic\nstart: s0\nchapters: {chapter: The only one}\nvariables:\n"
    + "".join(f"  {name}: {{range: [0, {TOP}], start: 0}}\n" for name in NUMBERS)
    + f"  {TRUTH}: {{start: false}}\n"
)


def _yaml(number: int, scene: _Scene) -> str:
    return "\n".join(_yaml_lines(number, scene)) + "\n"


def _yaml_lines(number: int, scene: _Scene) -> Iterator[str]:
    yield f"s{number}:"
    if not scene.choices:
        yield "  ending:"
        yield "    title: The end"
        yield "    text: |"
        yield from _block(scene.paragraphs, 6)
        return
    yield "  text: |"
    yield from _block(scene.paragraphs, 4)
    yield "  choices:"
    for choice in scene.choices:
        yield f"    - text: {choice.text}"
        if choice.condition:
            yield f"      if: {choice.condition}"
        if choice.effect:
            yield f"      do: {choice.effect.ours}"
        if choice.say:
            yield f"      say: {choice.say}"
        yield f"      to: s{choice.to}"


def _block(paragraphs: tuple[str, ...], indent: int) -> Iterator[str]:
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        yield from (" " * indent + line for line in textwrap.wrap(paragraph, 90))


def _ink(number: int, scene: _Scene) -> str:
    return "\n".join(_ink_lines(number, scene))


def _ink_lines(number: int, scene: _Scene) -> Iterator[str]:
    yield f"=== s{number} ==="
    yield from scene.paragraphs
    for choice in scene.choices:
        condition = f"{{{choice.condition}}} " if choice.condition else ""
        yield f"+ {condition}[{choice.text}]"
        if choice.effect:
            yield f"    ~ {choice.effect.ink}"
        if choice.say:
            yield f"    {choice.say}"
        yield f"    -> s{choice.to}"
    if not scene.choices:
        yield "-> END"
