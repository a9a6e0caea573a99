"""Which names a story speaks of, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from game.story.diagnostics.problem import SourceSpan
from game.story.diagnostics.source_text import ON_DISK, SourceFiles
from game.story.language.conditions import Condition
from game.story.language.effects import Assignment, Effects
from game.story.language.parser import Term, leaves
from game.story.language.symbols import Value, Variable
from game.story.model import Element, Story, story_elements
from game.story.text.template import Conditional, PrintedValue, Select, Text, walk
from game.story.yaml.locate import Locator


class Uses:
    """What a story reads and changes. `read` has the first place that reads a name, `changed` its effects.

    `files` are those that the story was read from.
    """

    def __init__(self, story: Story, files: SourceFiles = ON_DISK) -> None:
        self.story = story
        self.files = files
        self.read: dict[str, SourceSpan] = {}
        self.changed: dict[str, list[Assignment]] = {}
        self.given: set[str] = set()
        self.verdicts: dict[tuple[str, str], bool | None] = {}  # of conditions, by their meaning
        self._conditions: list[tuple[Condition, SourceSpan | tuple[Text, int]]] = []
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}  # the names in a condition
        self._places: set[SourceSpan] = set()
        self._locator = Locator(files)
        self._gather()

    def conditions(self) -> Iterator[tuple[Condition, Callable[[], SourceSpan]]]:
        """Yield every condition of the story with a function that finds its place."""
        for condition, place in self._conditions:
            if isinstance(place, SourceSpan):
                yield condition, partial(_same, place)
            else:
                yield condition, partial(self._in_text, *place, condition.term)

    def place_in(self, place: SourceSpan, term: Term) -> SourceSpan:
        """Where a term of the source that starts at `place` stands."""
        return self._locator.place(place, term.offset, term.length)

    def inside(self, text: Text, offset: int, length: int = 1) -> SourceSpan:
        """Where some characters of a text stand."""
        return self._locator.place(text.place, offset, length)

    def domain(self, variable: Variable) -> Sequence[Value]:
        """Return every value a variable may have; one that nothing sets is taken to be any.

        A range may be of nine digits: it is not listed.
        """
        if variable.type == "int":
            return range(variable.low, variable.high + 1)
        everything: tuple[Value, ...] = variable.values if variable.type == "enum" else (False, True)
        assigned = [assignment.term for assignment in self.changed.get(variable.name, ())]
        if not assigned or any(term.op not in ("word", "truth") for term in assigned):
            return everything
        ever = {
            variable.start,
            *(term.text == "True" if term.op == "truth" else term.text for term in assigned),
        }
        return tuple(value for value in everything if value in ever)

    # --- gathering ------------------------------------------------------------

    def _gather(self) -> None:
        for element in story_elements(self.story):
            self._element(element)
        for claim in self.story.claims.claims:
            for name in claim.names:
                self.read.setdefault(name, claim.place)
        for walkthrough in self.story.walkthroughs:
            for name, _ in walkthrough.expect:
                self.read.setdefault(name, walkthrough.place)

    def _element(self, element: Element) -> None:
        if isinstance(element, Text):
            self._text(element)
        elif isinstance(element, Condition):
            self._condition(element)
        else:
            self._effects(element)

    def _condition(self, condition: Condition) -> None:
        if condition.place is not None and condition.place not in self._places:
            self._places.add(condition.place)  # scenes written in one another may share a way on
            self._conditions.append((condition, condition.place))
            self._names(condition, condition.place)

    def _names(self, condition: Condition, place: SourceSpan) -> None:
        meaning = condition.meaning
        if meaning not in self._known:
            self._known[meaning] = tuple(term.text for term in leaves(condition.term) if _is_name(term))
        for name in self._known[meaning]:
            self.read.setdefault(name, place)

    def _effects(self, effects: Effects) -> None:
        for assignment in effects.assignments:
            name = assignment.target.name
            self.changed.setdefault(name, []).append(assignment)
            if name in self.story.items and assignment.term.text == "True":
                self.given.add(name)
            for term in leaves(assignment.term):
                if _is_name(term) and term.text != name and assignment.place:
                    self.read.setdefault(term.text, assignment.place)

    def _text(self, text: Text) -> None:
        for piece in walk(text.template or ()):
            if isinstance(piece, PrintedValue | Select):
                self.read.setdefault(piece.variable.name, text.place)
            elif isinstance(piece, Conditional):
                self._conditions.append((piece.condition, (text, piece.offset + 1)))
                self._names(piece.condition, text.place)

    def _in_text(self, text: Text, offset: int, term: Term) -> SourceSpan:
        return self._locator.place(text.place, offset + term.offset, term.length)


def _same(place: SourceSpan) -> SourceSpan:
    return place


def _is_name(term: Term) -> bool:
    return term.op in ("name", "item")
