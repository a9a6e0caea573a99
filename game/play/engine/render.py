"""The words of a state: texts of the story rendered for where a playthrough stands."""

from __future__ import annotations

from collections.abc import Iterator

from game.play.engine.passage import Offer, OpenPage, Part, PartKind
from game.play.engine.rules import Entry, Rule
from game.play.engine.state import NOWHERE, State
from game.story.language.symbols import Marks, Values
from game.story.model import Block, Blocks, Counter, Scene, Story
from game.story.text.styled import Paragraphs
from game.story.text.template import Look, Text


def look_from(counter: Counter | None, values: Values, marks: Marks) -> Look:
    """Give what rendering needs, seen from the scene that has this counter."""
    return Look(values, marks, marks[counter.slot] if counter is not None else 0)


def look_at(story: Story, state: State) -> Look:
    """Give what rendering needs, seen from the scene of a state."""
    return look_from(story.marks.counters.get(state.scene), state.values, state.marks)


def tell(kind: PartKind, blocks: Blocks, look: Look) -> list[Part]:
    """Give the parts of those blocks that are shown."""
    return [Part(kind, paragraph) for block in blocks for paragraph in _shown(block, look)]


def _shown(block: Block, look: Look) -> Paragraphs:
    if block.condition is None or block.condition.test(look.values, look.marks):
        return block.text.paragraphs(look)
    return block.otherwise.paragraphs(look) if block.otherwise is not None else ()


def tell_scene(scene: Scene, look: Look) -> list[Part]:
    """Give the parts of a scene, those of its ending too."""
    parts = tell("text", scene.text, look)
    if scene.title is not None:
        parts = _heading("title", scene.title, look) + parts
    if scene.ending is not None:
        parts += _heading("ending", scene.ending.title, look) + tell("text", scene.ending.text, look)
    return parts


def _heading(kind: PartKind, text: Text, look: Look) -> list[Part]:
    return [Part(kind, paragraph) for paragraph in text.paragraphs(look)]


def words(blocks: Blocks, look: Look) -> str:
    """Give the words of blocks, paragraphs parted by a blank line."""
    return "\n\n".join(str(part.paragraph) for part in tell("text", blocks, look))


def offers(entry: Entry, look: Look) -> tuple[Offer, ...]:
    """Give the choices of a scene that are offered, locked ones too."""
    found = [
        rule.offer or Offer(key, rule.choice.text.line(look))
        if rule.row(look.values, look.marks) is not None
        else _locked(rule, look)
        for key, rule in entry.rules.items()
    ]
    return tuple(filter(None, found))


def _locked(rule: Rule, look: Look) -> Offer | None:
    """Give a choice that is not open as it is shown greyed; None if it is not shown at all."""
    choice = rule.choice
    was_taken = rule.mark is not None and look.marks[rule.mark]
    if was_taken or not choice.locked:
        return None
    reason = " ".join(words(choice.locked, look).split("\n\n"))
    return Offer(choice.key, choice.text.line(look), False, reason)


def pages(story: Story, state: State) -> Iterator[OpenPage]:
    """Give the pages that can be opened now: those with anything to show."""
    look = look_at(story, state)
    for page in story.pages if state.scene != NOWHERE else ():
        parts = tuple(tell("text", page.text, look))
        if parts:
            yield OpenPage(page.id, page.title.line(look), page.key, parts)
