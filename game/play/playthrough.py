"""A playthrough: the list of choices taken through a story, and what there is to see after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from game.play.engine import render
from game.play.engine.machine import machine_of
from game.play.engine.passage import Ending, Offer, OpenPage, Passage, Transcript
from game.play.engine.rules import ChoiceError, rules_of
from game.play.engine.state import State
from game.story.language.symbols import Item, Value
from game.story.model import Chapter, Story
from game.story.text.chance import Chance
from game.story.text.template import RenderContext


class Step(NamedTuple):
    """One choice taken: the scene it was offered in, and its key."""

    scene: str
    key: str


class Playthrough:
    """A story being played. What stands in it now is derived from `log`, the choices taken.

    Constructing it replays `log`; raises ChoiceError where a step of it can't be taken. A
    playthrough that goes on from a state whose log can't be told any more has that state as its
    `start`, and the words that led there as `earlier`. By `seed` it is decided which words are shown
    where that is left to chance; nothing depends on them.

    A copy of one is made by these: `Playthrough(play.story, play.log, start=play.start, seed=play.seed)`.
    """

    def __init__(
        self,
        story: Story,
        log: Iterable[tuple[str, str]] = (),
        *,
        start: State | None = None,
        earlier: str = "",
        seed: int = 0,
    ) -> None:
        self.story = story
        self.start = start
        self.earlier = earlier
        self.seed = seed
        self._rules = rules_of(story)
        self._machine = machine_of(self._rules)
        self._first = self._rules.start() if start is None else self._rules.follow_through(start)
        # Each step with the state it led to: one list, so that an interruption leaves both or neither.
        self._taken: list[tuple[Step, State]] = []
        self._undone: list[Step] = []
        self._passage: Passage | None = None  # told when it is first looked at; so are the pages
        self._pages: tuple[OpenPage, ...] | None = None
        state = self._first
        for number, step in enumerate(log, 1):
            scene, key = step
            if scene != state.scene:
                raise ChoiceError(
                    f"step {number} was taken in `{scene}`, and this playthrough is in `{state.scene}`"
                )
            state = self._rules.step(state, key)
            self._taken.append((step if isinstance(step, Step) else Step(scene, key), state))

    # --- what there is to see ---------------------------------------------------

    @property
    def state(self) -> State:
        """The whole present, as the rules of the story see it."""
        return self._taken[-1][1] if self._taken else self._first

    @property
    def passage(self) -> Passage:
        """The words since the last choice."""
        if self._passage is None:
            self._passage = self._told(len(self._taken))
        return self._passage

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What can be done now, in the author's order; locked choices too. None at an ending."""
        state = self.state
        return render.offers(self._rules.scene(state.scene), state, self._chance)

    @property
    def scene(self) -> str:
        """The id of the scene where the player is."""
        return self.state.scene

    @property
    def values(self) -> Mapping[str, Value]:
        """The variables, and for each item whether it is carried."""
        names = (*self.story.variables, *self.story.items)
        return MappingProxyType(dict(zip(names, self.state.values, strict=True)))

    @property
    def ending(self) -> Ending | None:
        """The ending that was reached, if one was."""
        scene = self.story.scenes[self.scene]
        if scene.ending is None:
            return None
        look = self._context()
        return Ending(scene.id, scene.ending.title.line(look), render.words(scene.ending.text, look))

    @property
    def chapter(self) -> Chapter:
        """The chapter where the player is."""
        return self.story.chapter(self.scene)

    @property
    def place(self) -> str:
        """Where the scene happens, as the story says it; empty if it doesn't."""
        text = self.story.scenes[self.scene].place
        return text.line(self._context()) if text else ""

    @property
    def status(self) -> str:
        """The status line of the story; empty if it has none."""
        text = self.story.status
        return text.line(self._context()) if text else ""

    @property
    def carried(self) -> tuple[Item, ...]:
        """The items carried; none where the story does not show them."""
        if not self.shows_carried:
            return ()
        return tuple(item for item in self.story.items.values() if self.state.values[item.index])

    @property
    def shows_carried(self) -> bool:
        """Whether the story shows here what is carried."""
        carried, state = self.story.carried, self.state
        return carried is None or bool(carried.test(state.values, state.counters))

    @property
    def pages(self) -> tuple[OpenPage, ...]:
        """The pages that can be opened now."""
        if self._pages is None:
            self._pages = tuple(render.pages(self.story, self.state, self._chance))
        return self._pages

    # --- what can be done ---------------------------------------------------------

    def choose(self, key: str) -> Passage:
        """Take an open choice and give the words that answer it; what was undone can't be redone then.

        Raises ChoiceError if it is not open, and StoryError if the story runs in a loop after it;
        nothing has happened then.
        """
        passage = self._take(key)
        self._undone.clear()
        return passage

    def undo(self) -> bool:
        """Take back the last choice; False if there is none."""
        if not self._taken:
            return False
        step, _ = self._taken.pop()
        self._undone.append(step)
        self._passage = self._pages = None
        return True

    def redo(self) -> bool:
        """Take again the choice that was undone last; False if there is none."""
        if not self._undone:
            return False
        self._take(self._undone.pop().key)
        return True

    @property
    def log(self) -> tuple[Step, ...]:
        """The choices taken, in order."""
        return tuple(step for step, _ in self._taken)

    def transcript(self) -> Transcript:
        """Tell the whole playthrough again."""
        return self._tell(0)

    def recap(self) -> Transcript:
        """Tell again from where the present scene was entered."""
        first = len(self._taken)
        while first and self._stayed(first - 1):
            first -= 1
        return self._tell(first)

    def _stayed(self, step: int) -> bool:
        """Whether a step of the log left the scene's text on show."""
        before, (taken, after) = self._state_after(step), self._taken[step]
        outcome = self._rules.scene(before.scene).choices[taken.key].outcome(before.values, before.counters)
        return before.scene == after.scene and outcome is not None and not outcome.targets

    # --- how ------------------------------------------------------------------------

    @property
    def _chance(self) -> Chance:
        """The chance by which is shown what stands here now."""
        return Chance(self.seed, len(self._taken))

    def _context(self) -> RenderContext:
        """Return what rendering needs of the present."""
        return render.context_at(self.story, self.state, self._chance)

    def _state_after(self, number: int) -> State:
        """Return the state after so many choices."""
        return self._taken[number - 1][1] if number else self._first

    def _take(self, key: str) -> Passage:
        before, narrator = self.state, render.Narrator(self.story, self.seed, len(self._taken) + 1)
        after = self._machine.step(before, key, narrator)
        self._taken.append((Step(before.scene, key), after))
        self._passage, self._pages = narrator.passage, None
        return self._passage

    def _tell(self, first: int) -> Transcript:
        """Tell the passages from the one after `first` choices on; the last of them is the present one."""
        before = (self._told(number) for number in range(first, len(self._taken)))
        return Transcript((*before, self.passage))

    def _told(self, number: int) -> Passage:
        """Tell the passage that stands after `number` choices."""
        narrator = render.Narrator(self.story, self.seed, number)
        if number:
            self._machine.step(self._state_after(number - 1), self._taken[number - 1][0].key, narrator)
        elif self.start is None:
            self._machine.start(narrator)
        else:  # its scene was entered before, and is only told again
            narrator.scene_entered(self._rules.scene(self.start.scene), self.start)
            self._rules.follow_through(self.start, narrator)
        return narrator.passage
