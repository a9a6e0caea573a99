"""Everything a proof asks of a story: each part of it that somebody may see, and each trap.

A question is a list of spots, with what must hold there. It is answered *yes* by one playthrough
that passes such a spot, and *no* only by a proof that none does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from game.proof.program.expressions import ALWAYS, Cells, Formula, both, either, marked, negation, of
from game.story.diagnostics.problem import Place
from game.story.language.expression import Condition
from game.story.model import Blocks, Choice, Counter, Outcome, Scene, Story, Target
from game.story.text.template import Either, Template, Text, Turns, turn_index

Moment = Literal["enter", "entered", "inside", "here", "pass", "row"]
Kind = Literal["scene", "choice", "outcome", "to", "block", "alternative", "dead end"]


class Spot(NamedTuple):
    """A moment of playing.

    `enter` is before a scene's effects and `entered` after them; `inside` is in a scene, by whatever
    way; there the player stands `here` or, if nothing is open and there is a `to`, goes on (`pass`).
    `row` is a choice's outcome after its effects; `key` and `row` name it.
    """

    moment: Moment
    scene: str
    key: str = ""
    row: int = 0


class Where(NamedTuple):
    """Where a part of a story stands: a place, or a character of a text at that place."""

    place: Place
    offset: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Whether a part can be seen, or a trap be stepped into.

    `owner` is the part without which this one can't be seen either.
    """

    kind: Kind
    what: str
    scene: str
    choice: str
    where: Where
    spots: tuple[tuple[Spot, Formula], ...]
    owner: Question | None = None


class Ways(NamedTuple):
    """What opens the choices of a scene, and each of their outcomes in turn."""

    rows: dict[str, tuple[Formula, ...]]
    any: Formula

    def open(self, key: str) -> Formula:
        """Give what opens a choice."""
        return either(self.rows[key])


def ways(story: Story, cells: Cells, scene: Scene) -> Ways:
    """Give what opens the choices of a scene."""
    rows = {choice.key: _rows(story, cells, scene, choice) for choice in scene.choices}
    return Ways(rows, either(formula for found in rows.values() for formula in found))


def _rows(story: Story, cells: Cells, scene: Scene, choice: Choice) -> tuple[Formula, ...]:
    mark = story.marks.once.get((scene.id, choice.key))
    fresh = ALWAYS if mark is None else marked(cells, mark, frozenset({0}))
    opens = both(fresh, of(choice.condition))
    return tuple(both(opens, one) for one in first_of([of(outcome.condition) for outcome in choice.outcomes]))


def first_of(conditions: list[Formula]) -> list[Formula]:
    """Give, for each of some conditions, when it is the first that holds."""
    before: list[Formula] = []
    found = []
    for condition in conditions:
        found.append(both(*(negation(one) for one in before), condition))
        before.append(condition)
    return found


def targets(found: tuple[Target, ...]) -> list[Formula]:
    """Give when each entry of a `to` is the one that is taken."""
    return first_of([of(target.condition) for target in found])


def questions(story: Story, cells: Cells) -> list[Question]:
    """Give every question to be asked of a story, each after its owner."""
    asked = _Asking(story, cells)
    for scene in story.scenes.values():
        asked.scene(scene)
    asked.everywhere()
    return asked.found


class _Asking:
    def __init__(self, story: Story, cells: Cells) -> None:
        self.story = story
        self.cells = cells
        self.found: list[Question] = []

    def ask(
        self,
        kind: Kind,
        what: str,
        where: Place | Where,
        spots: list[tuple[Spot, Formula]],
        owner: Question | None = None,
        choice: str = "",
    ) -> Question:
        where = where if isinstance(where, Where) else Where(where)
        scene = spots[0][0].scene if len({spot.scene for spot, _ in spots}) == 1 else ""
        question = Question(kind, what, scene, choice, where, tuple(spots), owner)
        self.found.append(question)
        return question

    def scene(self, scene: Scene) -> None:
        what = f"the ending `{scene.id}`" if scene.ending else f"the scene `{scene.id}`"
        owner = self.ask("scene", what, scene.where, [(Spot("enter", scene.id), ALWAYS)])
        counter = self.story.marks.counters.get(scene.id)
        entered, here = Spot("entered", scene.id), Spot("here", scene.id)
        for text, spot in ((scene.title, entered), (scene.place, here)):
            if text:
                self.alternatives(text, spot, ALWAYS, owner, counter)
        self.blocks(scene.text, entered, ALWAYS, owner, counter)
        if scene.ending:
            self.alternatives(scene.ending.title, entered, ALWAYS, owner, counter)
            self.blocks(scene.ending.text, entered, ALWAYS, owner, counter)
        if scene.targets and (scene.choices or len(scene.targets) > 1):
            self.targets(scene.targets, Spot("pass", scene.id), owner)
        opens = ways(self.story, self.cells, scene)
        for choice in scene.choices:
            self.choice(scene, choice, opens, owner, counter)
        if scene.choices and not scene.targets:
            self.ask("dead end", "", scene.where, [(here, negation(opens.any))], owner)

    def choice(
        self, scene: Scene, choice: Choice, opens: Ways, scene_question: Question, counter: Counter | None
    ) -> None:
        key = choice.key
        spots = [(Spot("row", scene.id, key, row), ALWAYS) for row in range(len(choice.outcomes))]
        what = f"the choice `{key}`"
        owner = self.ask("choice", what, choice.place, spots, scene_question, key)
        here = Spot("here", scene.id)
        visible = opens.open(key)
        if choice.locked:
            mark = self.story.marks.once.get((scene.id, key))
            fresh = ALWAYS if mark is None else marked(self.cells, mark, frozenset({0}))
            locked = both(negation(visible), fresh)
            visible = either([visible, locked])
            self.blocks(choice.locked, here, locked, scene_question, counter, key, "the locked text")
        self.alternatives(choice.text, here, visible, owner, counter, key)
        for row, outcome in enumerate(choice.outcomes):
            self.outcome(choice, row, outcome, spots[row][0], owner, counter)

    def outcome(
        self, choice: Choice, row: int, outcome: Outcome, spot: Spot, owner: Question, counter: Counter | None
    ) -> None:
        if len(choice.outcomes) > 1:
            what = f"outcome {row + 1} of `{choice.key}`"
            owner = self.ask("outcome", what, outcome.place, [(spot, ALWAYS)], owner, choice.key)
        self.blocks(outcome.say, spot, ALWAYS, owner, counter, choice.key)
        if len(outcome.targets) > 1:
            self.targets(outcome.targets, spot, owner, choice.key)

    def targets(self, found: tuple[Target, ...], spot: Spot, owner: Question, key: str = "") -> None:
        for target, taken in zip(found, targets(found), strict=True):
            what = f"the way on to `{target.scene}`"
            self.ask("to", what, target.place, [(spot, taken)], owner, key)

    def blocks(
        self,
        blocks: Blocks,
        spot: Spot,
        base: Formula,
        owner: Question,
        counter: Counter | None,
        key: str = "",
        whole: str = "",
    ) -> None:
        """Ask about blocks; `whole` names them if they may be unseen without a condition of their own."""
        for block in blocks:
            condition = of(block.condition)
            sides = [(block.text, both(base, condition), "this text", block.place)]
            if block.otherwise:
                shown = both(base, negation(condition))
                sides.append((block.otherwise, shown, "this `else`", block.otherwise.place))
            for text, shown, what, place in sides:
                side = owner
                if block.condition or whole:
                    name = what if block.condition else whole
                    side = self.ask("block", name, place, [(spot, shown)], owner, key)
                self.alternatives(text, spot, shown, side, counter, key)

    def alternatives(
        self, text: Text, spot: Spot, base: Formula, owner: Question, counter: Counter | None, key: str = ""
    ) -> None:
        for found in inline(text.template or (), self.cells, counter):
            where = Where(text.place, found.offset)
            self.ask("alternative", found.what, where, [(spot, both(base, found.shown))], owner, key)

    def everywhere(self) -> None:
        """Ask about pages and the status line, which are read wherever the player stands."""
        story = self.story
        here = [(Spot("here", scene), story.marks.counters.get(scene)) for scene in story.scenes]
        for page in story.pages:
            self.text_everywhere(page.title, None, here)
            for block in page.text:
                self.block_everywhere(block.condition, "this text", block.place, here)
                self.text_everywhere(block.text, block.condition, here)
                if block.otherwise:
                    place = block.otherwise.place
                    self.block_everywhere(block.condition, "this `else`", place, here, holds=False)
                    self.text_everywhere(block.otherwise, block.condition, here, holds=False)
        if story.status:
            self.text_everywhere(story.status, None, here)

    def block_everywhere(
        self,
        condition: Condition | None,
        what: str,
        place: Place,
        here: list[tuple[Spot, Counter | None]],
        holds: bool = True,
    ) -> None:
        if condition:
            shown = of(condition) if holds else negation(of(condition))
            self.ask("block", what, place, [(spot, shown) for spot, _ in here])

    def text_everywhere(
        self,
        text: Text,
        condition: Condition | None,
        here: list[tuple[Spot, Counter | None]],
        holds: bool = True,
    ) -> None:
        base = of(condition) if holds else negation(of(condition))
        seen_from = {counter: list(inline(text.template or (), self.cells, counter)) for _, counter in here}
        for number, one in enumerate(next(iter(seen_from.values()), [])):
            spots = [(spot, both(base, seen_from[counter][number].shown)) for spot, counter in here]
            self.ask("alternative", one.what, Where(text.place, one.offset), spots)


class Inline(NamedTuple):
    """One alternative in a text: where its brace stands, and when it is shown."""

    what: str
    offset: int
    shown: Formula


def inline(
    template: Template, cells: Cells, counter: Counter | None, base: Formula = ALWAYS
) -> Iterator[Inline]:
    """Give every alternative of a text, nested ones too, as shown by a scene with this counter."""
    for piece in template:
        if isinstance(piece, Either):
            holds = of(piece.condition)
            sides = [(piece.yes, both(base, holds), "the first alternative")]
            if piece.has_no:
                sides.append((piece.no, both(base, negation(holds)), "the second alternative"))
            for side, shown, what in sides:
                yield Inline(f"{what} of `{{{piece.condition.source.strip()}: …}}`", piece.offset, shown)
                yield from inline(side, cells, counter, shown)
        elif isinstance(piece, Turns):
            for number, side in enumerate(piece.alternatives):
                shown = both(base, _turn(piece, number, cells, counter))
                word = "cycle" if piece.around else "seq"
                yield Inline(f"alternative {number + 1} of `{{{word}: …}}`", piece.offset, shown)
                yield from inline(side, cells, counter, shown)


def _turn(turns: Turns, number: int, cells: Cells, counter: Counter | None) -> Formula:
    """Give when a `seq` or `cycle` shows one of its alternatives."""
    if counter is None:
        return ALWAYS if turn_index(turns, 0) == number else negation(ALWAYS)
    counts = range(counter.steady + counter.around)
    shown = frozenset(count for count in counts if turn_index(turns, count) == number)
    return marked(cells, counter.slot, shown) if shown else negation(ALWAYS)
