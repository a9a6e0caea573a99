"""The words of a state: texts of the story rendered for where a playthrough stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.play.engine.compiled_text import CompiledText
from game.play.engine.passage import Offer, OpenPage, Part, Passage
from game.play.engine.rules import CompiledChoice, CompiledOutcome, CompiledScene, Observer
from game.play.engine.state import NOWHERE, State
from game.story.counters import Counter
from game.story.model import Blocks, Story
from game.story.text.chance import NO_CHANCE, Chance
from game.story.text.styled import Paragraph, TextRun
from game.story.text.template import RenderContext, Text

FEW_SCENES = 20  # a step leads through one or two; where it leads through many, letters are counted
MOST_LETTERS = 4_000_000  # that one step tells
_new = tuple.__new__  # every turn makes many of these: this is what Part(…) does, in half the time


class Narrator(Observer):
    """Tells in words the step to where `number` choices have been taken of a playthrough with this seed.

    The head of a screen names the place where a step ends. So where the words move from one place to another,
    they name it: with `say` told in the yard, and then a scene whose place is the store, `The store` stands
    between the two.
    """

    def __init__(self, story: Story, seed: int = 0, number: int = 0) -> None:
        self._story = story
        self._seed = seed
        self._number = number
        self._parts: list[Part] = []
        self._shown: State | None = None  # whose place was shown last
        self._moves = False  # whether the place changes behind words
        self._choice: str | None = None
        self._scenes = 0  # entered since the step began
        self._letters = 0  # told since then, counted once there were a few of them

    @property
    def passage(self) -> Passage:
        """What was told since the step began."""
        first = 1 if self._parts and self._parts[0].kind == "place" and not self._moves else 0
        return _new(Passage, (tuple(self._parts[first:]), self._choice))

    def choice_taken(self, choice: CompiledChoice, state: State) -> None:
        """Keep the text of the choice as it was offered, one showing before what is told."""
        self._shown = state
        if choice.offer is not None:
            self._choice = choice.offer.text
        else:
            self._choice = _text(choice, state, Chance(self._seed, self._number - 1))

    def outcome_reached(self, choice: CompiledChoice, outcome: CompiledOutcome, state: State) -> None:
        """Tell what is said to the choice."""
        if outcome.say is not None:
            self._parts += self._told(outcome.say, choice.counter, state)

    def scene_entered(self, scene: CompiledScene, state: State) -> None:
        """Tell what stands in the scene; nothing more, where the step has led through a whole library."""
        self._scenes += 1
        if self._letters > MOST_LETTERS:
            return
        if scene.authored.place is not None:
            self._name_place(scene.authored.place, state)
            self._shown = state
        parts = self._told(scene.words, scene.counter, state)
        self._parts += parts
        if self._scenes >= FEW_SCENES:
            uncounted = self._parts if self._scenes == FEW_SCENES else parts
            self._letters += sum(len(run.text) for part in uncounted for run in part.paragraph.runs)

    def _name_place(self, place: Text, state: State) -> None:
        """Name the place of a scene that happens elsewhere than the one before it."""
        chance = Chance(self._seed, self._number)
        name = place.line(context_at(self._story, state, chance))
        last = self._shown
        before = self._story.scenes[last.scene].place if last else None
        if last and before and before.line(context_at(self._story, last, chance)) == name:
            return
        if self._parts and self._parts[-1].kind == "place":
            self._parts.pop()  # nothing was told there
        self._moves = self._moves or bool(self._parts)
        self._parts.append(Part("place", Paragraph((TextRun(name),))))

    def _told(self, words: CompiledText, counter: Counter | None, state: State) -> Sequence[Part]:
        if words.known is not None:
            return words.known
        context = context_from(counter, state, Chance(self._seed, self._number), choice=self._choice or "")
        return words.parts(context)


def context_from(
    counter: Counter | None, state: State, chance: Chance, more: int = 0, choice: str = ""
) -> RenderContext:
    """Return what rendering needs: the state, and how often what has this counter was shown.

    `more` is added to the count: a choice that was taken once is offered for the second time.
    """
    _, values, counters = state
    turn = counters[counter.index] + more if counter is not None else 0
    return _new(RenderContext, (values, counters, turn, chance, choice))


def _text(choice: CompiledChoice, state: State, chance: Chance) -> str:
    """Return a choice's own text as it is offered."""
    return choice.authored.text.line(context_from(choice.counter, state, chance, 1))


def context_at(story: Story, state: State, chance: Chance = NO_CHANCE) -> RenderContext:
    """Return what rendering needs, seen from the scene of a state."""
    return context_from(story.counters.scenes.get(state.scene), state, chance)


def words(blocks: Blocks, context: RenderContext) -> str:
    """Return the words of blocks, paragraphs parted by a blank line."""
    return "\n\n".join(str(part.paragraph) for part in CompiledText(("text", blocks)).parts(context))


def offers(scene: CompiledScene, state: State, chance: Chance) -> tuple[Offer, ...]:
    """Return the choices of a scene that are offered, locked ones too."""
    _, values, counters = state
    found = []
    for choice in scene.choices.values():
        if choice.certain is not None or choice.outcome(values, counters) is not None:
            found.append(choice.offer or Offer(choice.authored.key, _text(choice, state, chance)))
        elif choice.authored.locked and (choice.once is None or not counters[choice.once]):
            found.append(_locked(choice, state, chance))
    return tuple(found)


def _locked(choice: CompiledChoice, state: State, chance: Chance) -> Offer:
    """Return a choice that is not open as it is shown greyed."""
    reason = " ".join(
        words(choice.authored.locked, context_from(choice.counter, state, chance, 1)).split("\n\n")
    )
    return Offer(choice.authored.key, _text(choice, state, chance), False, reason)


def pages(story: Story, state: State, chance: Chance) -> Iterator[OpenPage]:
    """Yield the pages that can be opened now: those with anything to show."""
    context = context_at(story, state, chance)
    for page in story.pages if state.scene != NOWHERE else ():
        parts = tuple(CompiledText(("text", page.text)).parts(context))
        if parts:
            yield OpenPage(page.id, page.title.line(context), page.key, parts)
