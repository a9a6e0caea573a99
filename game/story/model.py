"""A story as the rest of the program knows it: frozen values, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, NoReturn

from game.story.claims import ClaimTable
from game.story.counters import CounterTable
from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.language.conditions import Condition
from game.story.language.effects import Effects
from game.story.language.symbols import Item, SymbolTable, Value, Variable
from game.story.text.template import Text


class Block(NamedTuple):
    """A stretch of text shown when its condition holds, and what is shown when it doesn't."""

    text: Text
    condition: Condition | None
    otherwise: Text | None
    place: SourceSpan


Blocks = tuple[Block, ...]


class Target(NamedTuple):
    """One entry of a `to`: the scene to go to, if its condition holds."""

    scene: str
    condition: Condition | None
    place: SourceSpan


class Outcome(NamedTuple):
    """What a choice comes to: effects, words, and where it leads; nowhere is to stay."""

    condition: Condition | None
    effects: Effects | None
    say: Blocks
    targets: tuple[Target, ...]
    place: SourceSpan


ChoiceName = tuple[str, str]  # a scene and the key of one of its choices


class Choice(NamedTuple):
    """Something a player may do in a scene; the first outcome that holds is taken.

    `effects` and `say` are what all its outcomes have in common, done and said before their own. `was` are
    the keys that it had before, by which old saves know it.
    """

    key: str
    text: Text
    condition: Condition | None
    locked: Blocks
    once: bool
    effects: Effects | None
    say: Blocks
    outcomes: tuple[Outcome, ...]
    place: SourceSpan
    was: tuple[str, ...] = ()


class EndingText(NamedTuple):
    """How a scene ends the game."""

    title: Text
    text: Blocks
    place: SourceSpan


class Scene(NamedTuple):
    """A state of the story: what is done and shown on entering, and the ways on.

    `targets` is where it leads when no choice is open. `then` is where those of its choices lead that
    do not say so themselves: they have it as their targets, and so has the scene. `written_in` is the
    id of the scene it is written in, if it has no name of its own. `was` are the ids it had before.
    """

    id: str
    chapter: str
    title: Text | None
    place: Text | None
    effects: Effects | None
    text: Blocks
    choices: tuple[Choice, ...]
    targets: tuple[Target, ...]
    then: tuple[Target, ...]
    ending: EndingText | None
    written_in: str
    span: SourceSpan
    was: tuple[str, ...] = ()

    @property
    def fixed(self) -> bool:
        """Whether its title, text and ending read the same whatever happens."""
        blocks = self.text + (self.ending.text if self.ending else ())
        texts = [self.title, self.ending.title if self.ending else None, *(block.text for block in blocks)]
        unchanging = all(text is None or text.template is None for text in texts)
        return unchanging and not any(block.condition for block in blocks)


class Chapter(NamedTuple):
    """A folder of scenes with a title."""

    id: str
    title: str
    place: SourceSpan


class Page(NamedTuple):
    """A page a player can open at any time; `key` opens it on the screen."""

    id: str
    title: Text
    key: str
    text: Blocks
    place: SourceSpan


class Walkthrough(NamedTuple):
    """A recorded playthrough that must keep working."""

    name: str
    choose: tuple[str, ...]
    expect: tuple[tuple[str, Value], ...]
    place: SourceSpan


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A whole story, equal only to itself. `fingerprint` changes whenever one of its files does.

    What is carried is shown only while `carried` holds; where it is None, always.

    It can be shared by any number of playthroughs and threads, but not be copied or pickled.
    """

    folder: Path
    id: str
    title: str
    byline: str
    version: str
    about: Text | None
    content_notes: tuple[str, ...]
    start: str
    carried: Condition | None
    status: Text | None
    chapters: tuple[Chapter, ...]
    scenes: MappingProxyType[str, Scene]
    pages: tuple[Page, ...]
    walkthroughs: tuple[Walkthrough, ...]
    claims: ClaimTable
    symbols: SymbolTable
    counters: CounterTable
    fingerprint: str
    warnings: tuple[Problem, ...]

    @property
    def variables(self) -> dict[str, Variable]:
        """The declared variables by name."""
        return self.symbols.variables

    @property
    def items(self) -> dict[str, Item]:
        """The declared items by name."""
        return self.symbols.items

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a Story can't be copied or pickled: nothing of it ever changes, so share it, or load it again"
        )

    def counting_for_claims(self) -> Story:
        """Return the same story with every counter that its claims ask for."""
        return replace(self, counters=self.claims.counters)

    def chapter(self, scene: str) -> Chapter:
        """Return the chapter that a scene stands in."""
        found = self.scenes[scene].chapter
        return next(chapter for chapter in self.chapters if chapter.id == found)


# --- the one walk over what is written --------------------------------------------

Element = Text | Condition | Effects


def story_elements(story: Story) -> Iterator[Element]:
    """Yield every text, condition and effect of a story."""
    yield from _there(story.carried, story.status, story.about)
    for scene in story.scenes.values():
        yield from scene_elements(scene)
    for page in story.pages:
        yield from page_elements(page)


def scene_elements(scene: Scene) -> Iterator[Element]:
    """Yield every text, condition and effect of a scene, in the author's order, each once."""
    yield from _there(scene.title, scene.place, scene.effects)
    yield from block_elements(scene.text)
    for choice in scene.choices:
        yield from _there(choice.condition, choice.text)
        yield from block_elements(choice.locked)
        yield from _there(choice.effects)
        yield from block_elements(choice.say)
        for outcome in choice.outcomes:
            yield from _there(outcome.condition, outcome.effects)
            yield from block_elements(outcome.say)
            if outcome.targets is not scene.then:
                yield from _there(*(target.condition for target in outcome.targets))
    yield from _there(*(target.condition for target in scene.targets))
    if scene.ending:
        yield scene.ending.title
        yield from block_elements(scene.ending.text)


def page_elements(page: Page) -> Iterator[Element]:
    """Yield every text and condition of a page."""
    yield page.title
    yield from block_elements(page.text)


def block_elements(blocks: Blocks) -> Iterator[Element]:
    """Yield the condition and the texts of each block, the other one too."""
    for block in blocks:
        yield from _there(block.condition, block.text, block.otherwise)


def _there(*elements: Element | None) -> Iterator[Element]:
    return (element for element in elements if element is not None)


def scene_targets(scene: Scene) -> Iterator[Target]:
    """Yield every way out of a scene, whatever the conditions; one that many choices share more than once."""
    yield from scene.targets
    for choice in scene.choices:
        for outcome in choice.outcomes:
            yield from outcome.targets


def scene_texts(scene: Scene) -> Iterator[Text]:
    """Return every text of a scene, in the author's order."""
    return (element for element in scene_elements(scene) if isinstance(element, Text))


def story_texts(story: Story) -> Iterator[Text]:
    """Return every text of a story that a reader may see: of scenes, pages, the status line and the title."""
    return (element for element in story_elements(story) if isinstance(element, Text))
