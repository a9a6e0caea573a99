"""The words of a state: texts of the story rendered for where a playthrough stands."""

from __future__ import annotations

from collections.abc import Iterator

from game.play.engine.passage import Offer, OpenPage, Part, PartKind, Passage
from game.play.engine.rules import CompiledChoice, CompiledOutcome, CompiledScene, Observer, Rules
from game.play.engine.state import NOWHERE, State
from game.story.counters import Counter
from game.story.model import Block, Blocks, Scene, Story
from game.story.text.styled import Paragraphs
from game.story.text.template import RenderContext, Text

FEW_SCENES = 20  # a step leads through one or two; where it leads through many, letters are counted
MOST_LETTERS = 4_000_000  # that one step tells
_new = tuple.__new__  # every turn makes many of these: this is what Part(…) does, in half the time


class Narrator(Observer):
    """Tells a step in words.

    `offered` is the chance by which the choice was offered, `shown` that by which the step is told (see
    `text.chance`).
    """

    def __init__(self, rules: Rules, offered: int = 0, shown: int = 0) -> None:
        self._rules = rules
        self._offered = offered
        self._shown = shown
        self._parts: list[Part] = []
        self._choice: str | None = None
        self._scenes = 0  # entered since the step began
        self._letters = 0  # told since then, counted once there were a few of them

    @property
    def passage(self) -> Passage:
        """What was told since the step began."""
        return Passage(tuple(self._parts), self._choice)

    def choice_taken(self, choice: CompiledChoice, state: State) -> None:
        """Keep the text of the choice as it was offered."""
        self._choice = choice.offer.text if choice.offer else _text(choice, state, self._offered)

    def outcome_reached(self, choice: CompiledChoice, outcome: CompiledOutcome, state: State) -> None:
        """Tell what is said to the choice."""
        if outcome.say:
            context = context_from(choice.counter, state, self._shown, choice=self._choice or "")
            self._parts += tell("say", outcome.say, context)

    def scene_entered(self, scene: CompiledScene, state: State) -> None:
        """Tell what stands in the scene; nothing more, where the step has led through a whole library."""
        self._scenes += 1
        if self._letters > MOST_LETTERS:
            return
        parts = self._rules.told.get(state.scene) if scene.fixed else None
        if parts is None:
            parts = tell_scene(scene.authored, context_from(scene.counter, state, self._shown))
        if scene.fixed:
            self._rules.told[state.scene] = parts
        self._parts += parts
        if self._scenes >= FEW_SCENES:
            uncounted = self._parts if self._scenes == FEW_SCENES else parts
            self._letters += sum(len(run.text) for part in uncounted for run in part.paragraph.runs)


def context_from(
    counter: Counter | None, state: State, chance: int, more: int = 0, choice: str = ""
) -> RenderContext:
    """Give what rendering needs: the state, and how often what has this counter was shown.

    `more` is added to the count: a choice that was taken once is offered for the second time.
    """
    _, values, counters = state
    turn = counters[counter.index] + more if counter is not None else 0
    return _new(RenderContext, (values, counters, turn, chance, choice))


def _text(choice: CompiledChoice, state: State, chance: int) -> str:
    """Give a choice's own text as it is offered."""
    return choice.authored.text.line(context_from(choice.counter, state, chance, 1))


def context_at(story: Story, state: State, chance: int = 0) -> RenderContext:
    """Give what rendering needs, seen from the scene of a state."""
    return context_from(story.counters.scenes.get(state.scene), state, chance)


def tell(kind: PartKind, blocks: Blocks, context: RenderContext) -> list[Part]:
    """Give the parts of those blocks that are shown."""
    return [_new(Part, (kind, paragraph)) for block in blocks for paragraph in _shown(block, context)]


def _shown(block: Block, context: RenderContext) -> Paragraphs:
    if block.condition is None or block.condition.test(context.values, context.counters):
        return block.text.paragraphs(context)
    return block.otherwise.paragraphs(context) if block.otherwise is not None else ()


def tell_scene(scene: Scene, context: RenderContext) -> list[Part]:
    """Give the parts of a scene, those of its ending too."""
    parts = tell("text", scene.text, context)
    if scene.title is not None:
        parts = _heading("title", scene.title, context) + parts
    if scene.ending is not None:
        parts += _heading("ending", scene.ending.title, context) + tell("text", scene.ending.text, context)
    return parts


def _heading(kind: PartKind, text: Text, context: RenderContext) -> list[Part]:
    return [Part(kind, paragraph) for paragraph in text.paragraphs(context)]


def words(blocks: Blocks, context: RenderContext) -> str:
    """Give the words of blocks, paragraphs parted by a blank line."""
    return "\n\n".join(str(part.paragraph) for part in tell("text", blocks, context))


def offers(scene: CompiledScene, state: State, chance: int) -> tuple[Offer, ...]:
    """Give the choices of a scene that are offered, locked ones too."""
    _, values, counters = state
    found = []
    for key, choice in scene.choices.items():
        if choice.outcome(values, counters) is None:
            if choice.authored.locked and (choice.once is None or not counters[choice.once]):
                found.append(_locked(choice, state, chance))
        elif choice.offer is not None:
            found.append(choice.offer)
        else:
            found.append(Offer(key, _text(choice, state, chance)))
    return tuple(found)


def _locked(choice: CompiledChoice, state: State, chance: int) -> Offer:
    """Give a choice that is not open as it is shown greyed."""
    reason = " ".join(
        words(choice.authored.locked, context_from(choice.counter, state, chance, 1)).split("\n\n")
    )
    return Offer(choice.authored.key, _text(choice, state, chance), False, reason)


def pages(story: Story, state: State, chance: int) -> Iterator[OpenPage]:
    """Give the pages that can be opened now: those with anything to show."""
    context = context_at(story, state, chance)
    for page in story.pages if state.scene != NOWHERE else ():
        parts = tuple(tell("text", page.text, context))
        if parts:
            yield OpenPage(page.id, page.title.line(context), page.key, parts)
