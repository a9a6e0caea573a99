"""Everything a proof asks of a story: each part of it that somebody may see, and each trap.

A query is a list of locations, with what must hold there. It is answered *yes* by one playthrough
that passes such a location, and *no* only by a proof that none does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple, assert_never

from game.proof.budget import Budget
from game.proof.program.expressions import (
    ALWAYS,
    NEVER,
    Expr,
    Formula,
    StateLayout,
    conjunction,
    disjunction,
    mark_in,
    negation,
    of_condition,
)
from game.story.counters import Counter
from game.story.diagnostics.problem import SourceSpan
from game.story.language.expression import Condition
from game.story.model import Blocks, Choice, Outcome, Page, Scene, Story, Target
from game.story.text.template import (
    Alternatives,
    Conditional,
    PrintedValue,
    Template,
    Text,
    alternative_index,
)

_ONE = Expr("const", 1)

Phase = Literal["enter", "entered", "inside", "here", "fallthrough", "outcome"]
Kind = Literal["scene", "choice", "outcome", "to", "block", "alternative", "dead end"]


class Location(NamedTuple):
    """A moment of playing.

    `enter` is before a scene's effects and `entered` after them; `inside` is in a scene, by whatever
    way; there the player stands `here` or, if nothing is open and there is a `to`, goes on (`fallthrough`).
    `outcome` is one of a choice, after its effects; `key` and `outcome` name it.
    """

    phase: Phase
    scene: str
    key: str = ""
    outcome: int = 0


class Where(NamedTuple):
    """Where a part of a story stands: a place, or a character of a text at that place."""

    place: SourceSpan
    offset: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """Whether a part can be seen, or a trap be stepped into.

    `parent` is the part without which this one can't be seen either; `leads_to` is the scene of a `to`.
    """

    kind: Kind
    what: str
    scene: str
    choice: str
    where: Where
    locations: tuple[tuple[Location, Formula], ...]
    parent: Query | None = None
    leads_to: str = ""


class ChoiceGuards(NamedTuple):
    """What opens the choices of a scene, and each of their outcomes in turn."""

    outcomes: dict[str, tuple[Formula, ...]]
    any: Formula

    def open(self, key: str) -> Formula:
        """Return what opens a choice."""
        return disjunction(self.outcomes[key])


def choice_guards(story: Story, layout: StateLayout, scene: Scene) -> ChoiceGuards:
    """Return what opens the choices of a scene."""
    rows = {choice.key: _rows(story, layout, scene, choice) for choice in scene.choices}
    return ChoiceGuards(rows, disjunction(formula for found in rows.values() for formula in found))


def _rows(story: Story, layout: StateLayout, scene: Scene, choice: Choice) -> tuple[Formula, ...]:
    opens = conjunction(_unspent(story, layout, scene, choice), of_condition(choice.condition))
    return tuple(
        conjunction(opens, one)
        for one in first_of([of_condition(outcome.condition) for outcome in choice.outcomes])
    )


def _unspent(story: Story, layout: StateLayout, scene: Scene, choice: Choice) -> Formula:
    """Return when a choice that may be taken only once was not taken yet."""
    if not choice.once:
        return ALWAYS
    return mark_in(layout, story.counters.choices[scene.id, choice.key].index, frozenset({0}))


def first_of(conditions: list[Formula]) -> list[Formula]:
    """Return, for each of some conditions, when it is the first that holds."""
    before: list[Formula] = []
    found = []
    for condition in conditions:
        found.append(conjunction(*(negation(one) for one in before), condition))
        before.append(condition)
    return found


def target_guards(found: tuple[Target, ...]) -> list[Formula]:
    """Return when each entry of a `to` is the one that is taken."""
    return first_of([of_condition(target.condition) for target in found])


def queries(story: Story, layout: StateLayout, budget: Budget | None = None) -> list[Query]:
    """Return every query to be asked of a story, each after its parent.

    Raises OutOfBounds, if there is a budget.
    """
    asked = _QueryBuilder(story, layout, budget or Budget(None))
    for scene in story.scenes.values():
        asked.scene(scene)
    asked.everywhere()
    return asked.found


class _QueryBuilder:
    def __init__(self, story: Story, layout: StateLayout, budget: Budget) -> None:
        self.story = story
        self.layout = layout
        self.budget = budget
        self.found: list[Query] = []

    def ask(
        self,
        kind: Kind,
        what: str,
        where: SourceSpan | Where,
        locations: list[tuple[Location, Formula]],
        parent: Query | None = None,
        choice: str = "",
        leads_to: str = "",
    ) -> Query:
        self.budget.tick()
        where = where if isinstance(where, Where) else Where(where)
        scene = locations[0][0].scene if len({location.scene for location, _ in locations}) == 1 else ""
        query = Query(kind, what, scene, choice, where, tuple(locations), parent, leads_to)
        self.found.append(query)
        return query

    def scene(self, scene: Scene) -> None:
        what = f"the ending `{scene.id}`" if scene.ending else f"the scene `{scene.id}`"
        parent = self.ask("scene", what, scene.where, [(Location("enter", scene.id), ALWAYS)])
        counter = self.story.counters.scenes.get(scene.id)
        entered, here = Location("entered", scene.id), Location("here", scene.id)
        for text, location in ((scene.title, entered), (scene.place, here)):
            if text:
                self.alternatives(text, location, ALWAYS, parent, counter)
        self.blocks(scene.text, entered, ALWAYS, parent, counter)
        if scene.ending:
            self.alternatives(scene.ending.title, entered, ALWAYS, parent, counter)
            self.blocks(scene.ending.text, entered, ALWAYS, parent, counter)
        if scene.targets and (scene.choices or len(scene.targets) > 1):
            self.targets(scene.targets, Location("fallthrough", scene.id), parent)
        opens = choice_guards(self.story, self.layout, scene)
        for choice in scene.choices:
            self.choice(scene, choice, opens, parent, counter)
        if scene.choices and not scene.targets:
            self.ask("dead end", "", scene.where, [(here, negation(opens.any))], parent)

    def choice(
        self,
        scene: Scene,
        choice: Choice,
        opens: ChoiceGuards,
        scene_question: Query,
        counter: Counter | None,
    ) -> None:
        key = choice.key
        locations = [(Location("outcome", scene.id, key, row), ALWAYS) for row in range(len(choice.outcomes))]
        what = f"the choice `{key}`"
        parent = self.ask("choice", what, choice.place, locations, scene_question, key)
        here = Location("here", scene.id)
        visible = opens.open(key)
        if choice.locked:
            locked = conjunction(negation(visible), _unspent(self.story, self.layout, scene, choice))
            visible = disjunction([visible, locked])
            self.blocks(choice.locked, here, locked, scene_question, counter, key, "the locked text")
        self.alternatives(choice.text, here, visible, parent, counter, key)
        for row, outcome in enumerate(choice.outcomes):
            self.outcome(choice, row, outcome, locations[row][0], parent, counter)

    def outcome(
        self,
        choice: Choice,
        row: int,
        outcome: Outcome,
        location: Location,
        parent: Query,
        counter: Counter | None,
    ) -> None:
        if len(choice.outcomes) > 1:
            what = f"outcome {row + 1} of `{choice.key}`"
            parent = self.ask("outcome", what, outcome.place, [(location, ALWAYS)], parent, choice.key)
        self.blocks(outcome.say, location, ALWAYS, parent, counter, choice.key)
        if len(outcome.targets) > 1:
            self.targets(outcome.targets, location, parent, choice.key)

    def targets(self, found: tuple[Target, ...], location: Location, parent: Query, key: str = "") -> None:
        for target, taken in zip(found, target_guards(found), strict=True):
            what = f"the way on to `{target.scene}`"
            self.ask("to", what, target.place, [(location, taken)], parent, key, target.scene)

    def blocks(
        self,
        blocks: Blocks,
        location: Location,
        base: Formula,
        parent: Query,
        counter: Counter | None,
        key: str = "",
        whole: str = "",
    ) -> None:
        """Ask about blocks; `whole` names them if they may be unseen without a condition of their own."""
        for block in blocks:
            condition = of_condition(block.condition)
            sides = [(block.text, conjunction(base, condition), "this text", block.place)]
            if block.otherwise:
                shown = conjunction(base, negation(condition))
                sides.append((block.otherwise, shown, "this `else`", block.otherwise.place))
            for text, shown, what, place in sides:
                side = parent
                if block.condition or whole:
                    name = what if block.condition else whole
                    side = self.ask("block", name, place, [(location, shown)], parent, key)
                self.alternatives(text, location, shown, side, counter, key)

    def alternatives(
        self,
        text: Text,
        location: Location,
        base: Formula,
        parent: Query,
        counter: Counter | None,
        key: str = "",
    ) -> None:
        for found in inline(text.template or (), self.layout, counter):
            where = Where(text.place, found.offset)
            self.ask(
                "alternative", found.what, where, [(location, conjunction(base, found.shown))], parent, key
            )

    def everywhere(self) -> None:
        """Ask about pages and the status line, which are read wherever the player stands."""
        story = self.story
        here = [(Location("here", scene), story.counters.scenes.get(scene)) for scene in story.scenes]
        for page in story.pages:
            self.text_everywhere(page.title, partial(self.offered, page), here)
            for block in page.text:
                self.block_everywhere(block.condition, "this text", block.place, here)
                self.text_everywhere(block.text, _always(of_condition(block.condition)), here)
                if block.otherwise:
                    place = block.otherwise.place
                    self.block_everywhere(block.condition, "this `else`", place, here, holds=False)
                    shown = _always(negation(of_condition(block.condition)))
                    self.text_everywhere(block.otherwise, shown, here)
        if story.status:
            self.text_everywhere(story.status, _always(ALWAYS), here)

    def block_everywhere(
        self,
        condition: Condition | None,
        what: str,
        place: SourceSpan,
        here: list[tuple[Location, Counter | None]],
        holds: bool = True,
    ) -> None:
        if condition:
            shown = of_condition(condition) if holds else negation(of_condition(condition))
            self.ask("block", what, place, [(location, shown) for location, _ in here])

    def text_everywhere(
        self,
        text: Text,
        base: Callable[[Counter | None], Formula],
        here: list[tuple[Location, Counter | None]],
    ) -> None:
        """Ask about a text that is shown where `base` holds, which may depend on the scene's counter."""
        by_counter = {
            counter: [
                (one, conjunction(base(counter), one.shown))
                for one in inline(text.template or (), self.layout, counter)
            ]
            for counter in dict.fromkeys(counter for _, counter in here)
        }
        for number, (one, _) in enumerate(next(iter(by_counter.values()), [])):
            locations = [(location, by_counter[counter][number][1]) for location, counter in here]
            self.ask("alternative", one.what, Where(text.place, one.offset), locations)

    def offered(self, page: Page, counter: Counter | None) -> Formula:
        """Return when a page is offered: when there is anything on it to read."""
        sides = []
        for block in page.text:
            holds = of_condition(block.condition)
            sides.append(conjunction(holds, something(block.text, self.layout, counter)))
            if block.otherwise:
                otherwise = something(block.otherwise, self.layout, counter)
                sides.append(conjunction(negation(holds), otherwise))
        return disjunction(sides)


def _always(formula: Formula) -> Callable[[Counter | None], Formula]:
    return lambda counter: formula


def something(text: Text, layout: StateLayout, counter: Counter | None) -> Formula:
    """Return when a text comes to any words at all."""
    return ALWAYS if text.template is None else _something(text.template, layout, counter)


def _something(template: Template, layout: StateLayout, counter: Counter | None) -> Formula:
    sides = []
    for piece in template:
        if isinstance(piece, Conditional):
            holds = of_condition(piece.condition)
            sides.append(conjunction(holds, _something(piece.yes, layout, counter)))
            sides.append(conjunction(negation(holds), _something(piece.no, layout, counter)))
        elif isinstance(piece, Alternatives):
            for number, side in enumerate(piece.alternatives):
                turn = _turn(piece, number, layout, counter)
                sides.append(conjunction(turn, _something(side, layout, counter)))
        elif not isinstance(piece, str) or piece.strip():
            return ALWAYS
    return disjunction(sides)


class Inline(NamedTuple):
    """One alternative in a text: where its brace stands, and when it is shown."""

    what: str
    offset: int
    shown: Formula


def inline(
    template: Template, layout: StateLayout, counter: Counter | None, base: Formula = ALWAYS
) -> Iterator[Inline]:
    """Return every alternative of a text, nested ones too, as shown by a scene with this counter."""
    for piece in template:
        if isinstance(piece, Conditional):
            holds = of_condition(piece.condition)
            sides = [(piece.yes, conjunction(base, holds), "the first alternative")]
            if piece.has_no:
                sides.append((piece.no, conjunction(base, negation(holds)), "the second alternative"))
            for side, shown, what in sides:
                yield Inline(f"{what} of `{{{piece.condition.source.strip()}: …}}`", piece.offset, shown)
                yield from inline(side, layout, counter, shown)
        elif isinstance(piece, Alternatives):
            for number, side in enumerate(piece.alternatives):
                shown = conjunction(base, _turn(piece, number, layout, counter))
                word = "cycle" if piece.around else "seq"
                yield Inline(f"alternative {number + 1} of `{{{word}: …}}`", piece.offset, shown)
                yield from inline(side, layout, counter, shown)
        elif not isinstance(piece, str | PrintedValue):
            assert_never(piece)


def _turn(turns: Alternatives, number: int, layout: StateLayout, counter: Counter | None) -> Formula:
    """Return when a `seq` or `cycle` shows one of its alternatives: `alternative_index` as a tree.

    A counter may go round through more counts than can be listed, so none are.
    """
    if counter is None:
        return ALWAYS if alternative_index(turns, 0) == number else NEVER
    index, size = counter.index, len(turns.alternatives)
    before = Expr("-", args=(Expr("max", args=(Expr("cell", layout.first_mark + index), _ONE)), _ONE))
    if turns.around:
        here = Expr("%", args=(before, Expr("const", size)))
    else:
        here = Expr("min", args=(before, Expr("const", size - 1)))
    expr = Expr("==", args=(here, Expr("const", number)))
    return Formula(lambda _, counters: alternative_index(turns, counters[index]) == number, expr)
