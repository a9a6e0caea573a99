"""Everything a proof asks of a story: each part of it that somebody may see, and each trap.

Problem: "is every part of the story seen by somebody?" in words that a search can answer. Method: each part
becomes a query, formulas with the locations of each. It is answered *yes* by one playthrough that
passes such a location in a state where the formula holds, and *no* only by a proof that none does.

    {seq: a|b} in a scene's text      `entered hall` where visits(hall) == 1 shows a, where it is more b

Who adds something that can be seen asks for it here: what is not asked for is never found missing. When
which words of a text are shown is in `shown`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal, NamedTuple

from game.proof.budget import Budget
from game.proof.program.expressions import (
    ALWAYS,
    FALSE,
    Formula,
    StateLayout,
    conjunction,
    disjunction,
    lower,
    negation,
    of_condition,
)
from game.proof.program.guards import ChoiceGuards, choice_guards, target_guards, unspent
from game.proof.program.shown import Turn, inline, something
from game.story.claims import Claim
from game.story.diagnostics.problem import SourceSpan
from game.story.language.conditions import Condition
from game.story.model import Blocks, Choice, Page, Scene, Story, Target, page_elements
from game.story.text.template import Alternatives, Text, walk

Phase = Literal["enter", "entered", "inside", "here", "fallthrough", "outcome"]
QueryKind = Literal["scene", "choice", "outcome", "to", "block", "alternative", "dead end", "claim"]


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


class SourcePoint(NamedTuple):
    """Where a part of a story stands: a place, or a character of a text at that place."""

    place: SourceSpan
    offset: int | None = None


Places = Sequence[tuple[Formula, Sequence[Location]]]


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """Whether a part can be seen, or a trap be stepped into.

    That is so where one of the formulas of `places` holds at one of its locations.
    `parent` is the part without which this one can't be seen either; `leads_to` is the scene of a `to`.
    """

    kind: QueryKind
    what: str
    scene: str
    choice: str
    where: SourcePoint
    places: Places
    parent: Query | None = None
    leads_to: str = ""


def _leaving(story: Story) -> dict[int, list[Location]]:
    """Return where the scenes of each `then` are left by it; scenes written in one another may share one."""
    found: dict[int, list[Location]] = {}
    for scene in story.scenes.values():
        locations = found.setdefault(id(scene.then), [])
        locations.append(Location("fallthrough", scene.id))
        for choice in scene.choices:
            for number, outcome in enumerate(choice.outcomes):
                if outcome.targets is scene.then:
                    locations.append(Location("outcome", scene.id, choice.key, number))
    return found


def queries(story: Story, layout: StateLayout, budget: Budget | None = None) -> list[Query]:
    """Return every query to be asked of a story, each after its parent.

    Raises OutOfBounds, if there is a budget.
    """
    asked = _QueryBuilder(story, layout, budget or Budget(None))
    for scene in story.scenes.values():
        asked.scene(scene)
    asked.everywhere()
    for claim in story.claims.claims:
        asked.claim(claim)
    return asked.found


class _QueryBuilder:
    def __init__(self, story: Story, layout: StateLayout, budget: Budget) -> None:
        self.story = story
        self.layout = layout
        self.budget = budget
        self.found: list[Query] = []
        self.leaving = _leaving(story)
        self.moments = {scene.id: tuple(_moments(scene)) for scene in story.scenes.values()}
        # One for all claims that speak of no scene: of what is the same, much need be looked at only once.
        self.all_moments = tuple(chain.from_iterable(self.moments.values()))

    def ask(
        self,
        kind: QueryKind,
        what: str,
        where: SourceSpan | SourcePoint,
        locations: list[tuple[Location, Formula]],
        parent: Query | None = None,
        choice: str = "",
        leads_to: str = "",
    ) -> Query:
        self.budget.tick()
        where = where if isinstance(where, SourcePoint) else SourcePoint(where)
        scene = locations[0][0].scene if len({location.scene for location, _ in locations}) == 1 else ""
        places: dict[int, tuple[Formula, list[Location]]] = {}
        for location, formula in locations:
            places.setdefault(id(formula), (formula, []))[1].append(location)
        query = Query(kind, what, scene, choice, where, tuple(places.values()), parent, leads_to)
        self.found.append(query)
        return query

    def scene(self, scene: Scene) -> None:
        what = f"the ending `{scene.id}`" if scene.ending else f"the scene `{scene.id}`"
        parent = self.ask("scene", what, scene.span, [(Location("enter", scene.id), ALWAYS)])
        turn = Turn(self.story.counters.scenes.get(scene.id))
        entered, here = Location("entered", scene.id), Location("here", scene.id)
        for text, location in ((scene.title, entered), (scene.place, here)):
            if text:
                self.alternatives(text, [location], ALWAYS, parent, turn)
        self.blocks(scene.text, [entered], ALWAYS, parent, turn)
        if scene.ending:
            self.alternatives(scene.ending.title, [entered], ALWAYS, parent, turn)
            self.blocks(scene.ending.text, [entered], ALWAYS, parent, turn)
        if scene.then and len(scene.then) > 1:
            self.targets(scene.then, self.leaving.pop(id(scene.then), []), parent)
        elif scene.targets and not scene.then and (scene.choices or len(scene.targets) > 1):
            self.targets(scene.targets, [Location("fallthrough", scene.id)], parent)
        opens = choice_guards(self.story, self.layout, scene)
        for choice in scene.choices:
            self.choice(scene, choice, opens, parent)
        if scene.choices and not scene.targets:
            self.ask("dead end", "", scene.span, [(here, negation(opens.any))], parent)

    def choice(self, scene: Scene, choice: Choice, opens: ChoiceGuards, scene_question: Query) -> None:
        key = choice.key
        counter = self.story.counters.choices.get((scene.id, key))
        offered, taken = Turn(counter, 1), Turn(counter)
        locations = [(Location("outcome", scene.id, key, row), ALWAYS) for row in range(len(choice.outcomes))]
        what = f"the choice `{key}`"
        parent = self.ask("choice", what, choice.place, locations, scene_question, key)
        here = Location("here", scene.id)
        visible = opens.open(key)
        if choice.locked:
            locked = conjunction(negation(visible), unspent(self.story, self.layout, scene, choice))
            visible = disjunction([visible, locked])
            self.blocks(choice.locked, [here], locked, scene_question, offered, key, "the locked text")
        self.alternatives(choice.text, [here], visible, parent, offered, key)
        self.blocks(choice.say, [location for location, _ in locations], ALWAYS, parent, taken, key)
        for row in range(len(choice.outcomes)):
            self.outcome(scene, choice, row, locations[row][0], parent, taken)

    def outcome(
        self, scene: Scene, choice: Choice, row: int, location: Location, parent: Query, turn: Turn
    ) -> None:
        outcome = choice.outcomes[row]
        if len(choice.outcomes) > 1:
            what = f"outcome {row + 1} of `{choice.key}`"
            parent = self.ask("outcome", what, outcome.place, [(location, ALWAYS)], parent, choice.key)
        self.blocks(outcome.say, [location], ALWAYS, parent, turn, choice.key)
        if len(outcome.targets) > 1 and outcome.targets is not scene.then:
            self.targets(outcome.targets, [location], parent, choice.key)

    def targets(
        self, found: tuple[Target, ...], locations: list[Location], parent: Query, key: str = ""
    ) -> None:
        for target, taken in zip(found, target_guards(found), strict=True) if locations else ():
            what = f"the way on to `{target.scene}`"
            shown = [(location, taken) for location in locations]
            self.ask("to", what, target.place, shown, parent, key, target.scene)

    def blocks(
        self,
        blocks: Blocks,
        locations: list[Location],
        base: Formula,
        parent: Query,
        turn: Turn,
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
                    side = self.ask("block", name, place, [(one, shown) for one in locations], parent, key)
                self.alternatives(text, locations, shown, side, turn, key)

    def alternatives(
        self, text: Text, locations: list[Location], base: Formula, parent: Query, turn: Turn, key: str = ""
    ) -> None:
        for found in inline(text.template or (), self.layout, turn):
            where = SourcePoint(text.place, found.offset)
            shown = conjunction(base, found.shown)
            self.ask("alternative", found.what, where, [(one, shown) for one in locations], parent, key)

    def everywhere(self) -> None:
        """Ask about pages and the status line, which are read wherever the player stands."""
        story = self.story
        here = [(Location("here", scene), Turn(story.counters.scenes.get(scene))) for scene in story.scenes]
        for page in story.pages:
            texts = [element for element in page_elements(page) if isinstance(element, Text)]
            self.text_everywhere(page.title, partial(self.offered, page), here, texts)
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
        here: list[tuple[Location, Turn]],
        holds: bool = True,
    ) -> None:
        if condition:
            shown = of_condition(condition) if holds else negation(of_condition(condition))
            self.ask("block", what, place, [(location, shown) for location, _ in here])

    def text_everywhere(
        self,
        text: Text,
        base: Callable[[Turn], Formula],
        here: list[tuple[Location, Turn]],
        read_with: Sequence[Text] = (),
    ) -> None:
        """Ask about a text that is shown where `base` holds; only with a `seq` that differs by scene."""
        if not _turns(read_with or [text]):
            here = [(location, here[0][1]) for location, _ in here]
        by_turn = {
            turn: [
                (one, conjunction(base(turn), one.shown))
                for one in inline(text.template or (), self.layout, turn)
            ]
            for turn in dict.fromkeys(turn for _, turn in here)
        }
        for number, (one, _) in enumerate(next(iter(by_turn.values()), [])):
            locations = [(location, by_turn[turn][number][1]) for location, turn in here]
            self.ask("alternative", one.what, SourcePoint(text.place, one.offset), locations)

    def offered(self, page: Page, turn: Turn) -> Formula:
        """Return when a page is offered: when there is anything on it to read."""
        sides = []
        for block in page.text:
            holds = of_condition(block.condition)
            sides.append(conjunction(holds, something(block.text, self.layout, turn)))
            if block.otherwise:
                otherwise = something(block.otherwise, self.layout, turn)
                sides.append(conjunction(negation(holds), otherwise))
        return disjunction(sides)

    def claim(self, claim: Claim) -> None:
        """Ask whether a claim can be broken, wherever a scene was entered or a choice's effects are done."""
        claims = self.story.claims
        places = []
        for name in ("", *sorted(claim.scenes)):
            term = claim.broken_in(name)
            broken = Formula(claims.compiled(term), lower(term, claims.symbols))
            if broken.expr != FALSE:
                moments = self.moments[name] if name else self.moments_but_in(claim.scenes)
                places.append((broken, moments))
        self.found.append(Query("claim", claim.name, "", "", SourcePoint(claim.place), tuple(places)))

    def moments_but_in(self, scenes: Collection[str]) -> Sequence[Location]:
        """Return the moments at which claims are looked at, in all but some scenes."""
        if not scenes:
            return self.all_moments
        return tuple(one for scene, found in self.moments.items() if scene not in scenes for one in found)


def _moments(scene: Scene) -> Iterator[Location]:
    """Yield the moments of a scene at which claims are looked at."""
    yield Location("entered", scene.id)
    for choice in scene.choices:
        for number in range(len(choice.outcomes)):
            yield Location("outcome", scene.id, choice.key, number)


def _turns(texts: Iterable[Text]) -> bool:
    """Whether any of some texts has alternatives."""
    return any(isinstance(piece, Alternatives) for text in texts for piece in walk(text.template or ()))


def _always(formula: Formula) -> Callable[[Turn], Formula]:
    return lambda turn: formula
