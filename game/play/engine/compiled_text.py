"""What is told in one place of a story, compiled: words that never change are made once, when first told."""

from __future__ import annotations

from collections.abc import Sequence

from game.play.engine.passage import Part, PartKind
from game.story.model import Block, Blocks, Scene
from game.story.text.template import RenderContext, Text

_new = tuple.__new__  # every turn makes many of these: this is what Part(…) does, in half the time


class CompiledText:
    """Headings and blocks that are told one after the other.

    `known` are their parts once they were told, if they are the same whatever happens; else it is None.
    """

    __slots__ = ("_blocks", "_may_change", "known")

    def __init__(self, *told: tuple[PartKind, Blocks]) -> None:
        self._blocks = tuple((kind, block) for kind, blocks in told for block in blocks)
        self._may_change = any(block.condition or block.text.template for _, block in self._blocks)
        self.known: Sequence[Part] | None = None

    def parts(self, context: RenderContext) -> Sequence[Part]:
        """Return the parts of those blocks that are shown."""
        parts: list[Part] = []
        for kind, block in self._blocks:
            text: Text | None = block.text
            if block.condition is not None and not block.condition.test(context.values, context.counters):
                text = block.otherwise
            if text is not None:
                parts += [_new(Part, (kind, paragraph)) for paragraph in text.paragraphs(context)]
        if not self._may_change:
            self.known = tuple(parts)
        return parts


def text_of_scene(scene: Scene) -> CompiledText:
    """Return the words of a scene, those of its ending too."""
    told: list[tuple[PartKind, Blocks]] = [("text", scene.text)]
    if scene.title is not None:
        told.insert(0, ("title", _heading(scene.title)))
    if scene.ending is not None:
        told += [("ending", _heading(scene.ending.title)), ("text", scene.ending.text)]
    return CompiledText(*told)


def _heading(text: Text) -> Blocks:
    return (Block(text, None, None, text.place),)
