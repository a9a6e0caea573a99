"""A story as a document: the texts of scenes and pages, each with its mark, headings and notes.

A mark is made of where a piece stands, `c1_count/ask_him/say/1`, so that it names the same piece as long as
nobody moves it.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.story.language.conditions import Condition
from game.story.model import Blocks, Choice, Outcome, Page, Scene, Story, Target
from game.story.script.entry import Heading, MarkedText, Note, ScriptEntry
from game.story.script.plain_words import in_words
from game.story.text.template import Text


def entries(story: Story) -> Iterator[ScriptEntry]:
    """Yield the whole document, in the order of chapters and scenes."""
    yield Heading(1, story.title)
    yield from _text("story/about", story.about)
    if story.status:
        yield Note("The status line:")
        yield from _line("story/status", story.status)
    for chapter in story.chapters:
        yield Heading(2, chapter.title)
        for scene in story.scenes.values():
            if scene.chapter == chapter.id:
                yield from _Scene(story, scene).entries()
    if story.pages:
        yield Heading(2, "Pages")
    for page in story.pages:
        yield from _page(story, page)


def _text(mark: str, text: Text | None) -> Iterator[ScriptEntry]:
    if text is not None and text.source.strip():
        yield MarkedText(mark, text)


def _line(mark: str, text: Text | None) -> Iterator[ScriptEntry]:
    """Tell a text that has no paragraphs."""
    if text is not None and text.source.strip():
        yield MarkedText(mark, text, is_line=True)


def _page(story: Story, page: Page) -> Iterator[ScriptEntry]:
    yield Heading(3, page.id)
    yield from _line(f"pages/{page.id}/title", page.title)
    yield from _blocks(story, f"pages/{page.id}/text", page.text)


def _blocks(story: Story, mark: str, blocks: Blocks) -> Iterator[ScriptEntry]:
    for number, block in enumerate(blocks, 1):
        if block.condition is not None:
            yield Note(f"If {_said(story, block.condition)}:")
        yield from _text(f"{mark}/{number}", block.text)
        if block.otherwise is not None:
            yield Note("Otherwise:")
            yield from _text(f"{mark}/{number}/else", block.otherwise)


def _said(story: Story, condition: Condition) -> str:
    return in_words(condition.term, story.symbols)


class _Scene:
    """Tells one scene."""

    def __init__(self, story: Story, scene: Scene) -> None:
        self.story = story
        self.scene = scene

    def entries(self) -> Iterator[ScriptEntry]:
        scene = self.scene
        yield Heading(3, scene.id)
        yield from _line(f"{scene.id}/title", scene.title)
        if scene.place is not None:
            yield Note("Where:")
            yield from _line(f"{scene.id}/place", scene.place)
        yield from self.blocks("text", scene.text)
        for choice in scene.choices:
            yield from self.choice(choice)
        yield from self.leads(scene.targets if not scene.choices or scene.targets != scene.then else ())
        if scene.ending:
            yield Note("The end:")
            yield from _line(f"{scene.id}/ending/title", scene.ending.title)
            yield from self.blocks("ending", scene.ending.text)

    def blocks(self, part: str, blocks: Blocks) -> Iterator[ScriptEntry]:
        return _blocks(self.story, f"{self.scene.id}/{part}", blocks)

    def choice(self, choice: Choice) -> Iterator[ScriptEntry]:
        conditions = [f"if {_said(self.story, choice.condition)}"] if choice.condition else []
        once = ["once"] if choice.once else []
        yield Note(f"A choice{''.join(f', {one}' for one in (*conditions, *once))}:")
        yield from _line(f"{self.scene.id}/{choice.key}/text", choice.text)
        if choice.locked:
            yield Note("While it is locked:")
            yield from self.blocks(f"{choice.key}/locked", choice.locked)
        yield from self.blocks(f"{choice.key}/say", choice.say)
        for number, outcome in enumerate(choice.outcomes, 1):
            yield from self.outcome(choice, outcome, number)

    def outcome(self, choice: Choice, outcome: Outcome, number: int) -> Iterator[ScriptEntry]:
        if outcome.condition is not None:
            yield Note(f"It comes to this if {_said(self.story, outcome.condition)}:")
        elif number > 1:
            yield Note("Else it comes to this:")
        yield from self.blocks(f"{choice.key}/{number}", outcome.say)
        yield from self.leads(outcome.targets)

    def leads(self, targets: tuple[Target, ...]) -> Iterator[ScriptEntry]:
        """Say where the story goes on."""
        ways = [
            target.scene
            if target.condition is None
            else f"{target.scene} if {_said(self.story, target.condition)}"
            for target in targets
        ]
        if ways:
            yield Note(f"On to {', else '.join(ways)}.")
