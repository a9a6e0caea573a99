"""A story told in another language: the same scenes, keys and conditions, with other words.

It is a story like any other, and nothing that plays one knows of languages. A piece without words in the
catalogue, or whose words can't stand for it, keeps those of the author: other braces would be another
story.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from types import MappingProxyType

from game.story.language.parser import Fault
from game.story.language.symbols import SymbolTable, Variable
from game.story.model import Block, Blocks, Choice, EndingText, Outcome, Page, Scene, Story
from game.story.sanitize import clean
from game.story.script.braces import braces
from game.story.script.document import as_read
from game.story.text.parser import read_text
from game.story.text.template import Text
from game.story.translation.catalogue import Catalogue


def told_in(story: Story, catalogue: Catalogue) -> Story:
    """Translate a story by a catalogue; its fingerprint stays, and with it every save."""
    return _Teller(story, catalogue).story()


class _Teller:
    """Puts the words of a catalogue into one story."""

    def __init__(self, story: Story, catalogue: Catalogue) -> None:
        self.original = story
        self.catalogue = catalogue
        self.symbols: SymbolTable = copy(story.symbols)
        self.symbols.variables = {one.name: self.variable(one) for one in story.variables.values()}
        self.symbols.items = {
            one.name: replace(
                one,
                title=self.line(f"items/{one.name}/name", one.title),
                about=self.line(f"items/{one.name}/about", one.about),
            )
            for one in story.items.values()
        }

    def story(self) -> Story:
        story = self.original
        return replace(
            story,
            title=self.line("story/name", story.title),
            byline=self.line("story/byline", story.byline),
            about=self.text("story/about", story.about),
            content_notes=tuple(
                self.line(f"story/content_notes/{number}", note)
                for number, note in enumerate(story.content_notes, 1)
            ),
            status=self.text("story/status", story.status),
            chapters=tuple(
                one._replace(title=self.line(f"chapters/{one.id}/title", one.title)) for one in story.chapters
            ),
            scenes=MappingProxyType({scene.id: self.scene(scene) for scene in story.scenes.values()}),
            pages=tuple(map(self.page, story.pages)),
            symbols=self.symbols,
        )

    def line(self, mark: str, original: str) -> str:
        """Return the words for what is no text, on one line."""
        return clean(" ".join(self.catalogue.words(mark, original).split())) or original

    def variable(self, one: Variable) -> Variable:
        mark = f"variables/{one.name}"
        originals = one.words or one.values
        words = tuple(self.line(f"{mark}/words/{number}", word) for number, word in enumerate(originals, 1))
        return replace(
            one,
            title=self.line(f"{mark}/title", one.called),
            about=self.line(f"{mark}/about", one.about),
            words=() if words == one.values else words,
        )

    # --- texts ---------------------------------------------------------------------

    def text(self, mark: str, text: Text | None, scene: str = "", says: bool = False) -> Text | None:
        return None if text is None else self.told(mark, text, scene, says)

    def told(self, mark: str, text: Text, scene: str = "", says: bool = False) -> Text:
        """Translate a text, or keep its own words; these print words of variables in the language too."""
        words = self.catalogue.words(mark, as_read(text.source))
        if words:
            faults: list[Fault] = []
            told = read_text(words, text.place, self.symbols, faults, scene, says)
            if not faults and braces(told) == braces(text):
                return told
        return (
            text
            if text.template is None
            else read_text(text.source, text.place, self.symbols, [], scene, says)
        )

    def blocks(self, mark: str, blocks: Blocks, scene: str = "", says: bool = False) -> Blocks:
        return tuple(
            self.block(f"{mark}/{number}", block, scene, says) for number, block in enumerate(blocks, 1)
        )

    def block(self, mark: str, block: Block, scene: str, says: bool) -> Block:
        return block._replace(
            text=self.told(mark, block.text, scene, says),
            otherwise=self.text(f"{mark}/else", block.otherwise, scene, says),
        )

    # --- what texts stand in ----------------------------------------------------------

    def page(self, page: Page) -> Page:
        mark = f"pages/{page.id}"
        return page._replace(
            title=self.told(f"{mark}/title", page.title), text=self.blocks(f"{mark}/text", page.text)
        )

    def scene(self, scene: Scene) -> Scene:
        mark = scene.id
        return scene._replace(
            title=self.text(f"{mark}/title", scene.title, mark),
            place=self.text(f"{mark}/place", scene.place, mark),
            text=self.blocks(f"{mark}/text", scene.text, mark),
            choices=tuple(self.choice(mark, choice) for choice in scene.choices),
            ending=self.ending(mark, scene.ending),
        )

    def ending(self, scene: str, ending: EndingText | None) -> EndingText | None:
        if ending is None:
            return None
        return ending._replace(
            title=self.told(f"{scene}/ending/title", ending.title, scene),
            text=self.blocks(f"{scene}/ending", ending.text, scene),
        )

    def choice(self, scene: str, choice: Choice) -> Choice:
        mark = f"{scene}/{choice.key}"
        return choice._replace(
            text=self.told(f"{mark}/text", choice.text, scene),
            locked=self.blocks(f"{mark}/locked", choice.locked, scene),
            say=self.blocks(f"{mark}/say", choice.say, scene, says=True),
            outcomes=tuple(
                self.outcome(f"{mark}/{number}", outcome, scene)
                for number, outcome in enumerate(choice.outcomes, 1)
            ),
        )

    def outcome(self, mark: str, outcome: Outcome, scene: str) -> Outcome:
        return outcome._replace(say=self.blocks(mark, outcome.say, scene, says=True))
