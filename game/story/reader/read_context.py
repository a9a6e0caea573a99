"""What reading gathers on the way: problems, names to look up at the end, and what is counted."""

from __future__ import annotations

from collections.abc import Iterable

from game.story.counters import Asked, ChoiceKey
from game.story.diagnostics.problem import Problem, SourceSpan
from game.story.diagnostics.suggest import Suggestions
from game.story.language.effects import Assignment
from game.story.language.parser import Fault
from game.story.reader.uses import Use

Counted = str | ChoiceKey  # what is counted: how often a scene was entered, or a choice taken
EVERYWHERE = ""  # stands for whichever scene the reader of a page is in


class ReadContext:
    """What reading one file gathers, or all of a story: problems, and the names to look up at the end."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.faults: list[tuple[Problem, str]] = []  # each with the source it is in
        self.declared: set[str] = set()  # every scene, the good and the bad
        self.poisoned: set[str] = set()  # names declared with a mistake, and the words in them
        self.names_lost = False  # what story.yaml declares is not all known
        self.scenes_lost = False  # there are files whose scenes are not known
        self.choices_lost = False  # there are choices whose keys are not known
        self.choices: set[ChoiceKey] = set()  # all choices: scene and key
        self.chosen: list[tuple[str, SourceSpan]] = []  # named in a walkthrough
        self.scenes: list[tuple[str, SourceSpan]] = []  # named in `to`
        self.asked_scenes: list[tuple[str, SourceSpan]] = []  # named in `visited(…)` or `visits(…)`
        self.asked_choices: list[tuple[str, SourceSpan]] = []  # named in `chosen(…)`, as `scene.choice`
        self.counted: dict[Counted, list[Asked]] = {}  # what is asked of how often something happened
        self.uses: list[Use] | None = None  # of names, where somebody wants to know
        self.suggestions = Suggestions()
        self.meant: dict[str, bool] = {}  # whether a name may be meant by a poisoned one
        self.failed: dict[tuple[str, str], list[Fault]] = {}  # conditions that are none
        self.effects: dict[tuple[str, str], Assignment] = {}  # read already

    def for_file(self, poisoned: Iterable[str]) -> ReadContext:
        """Return an empty one for the next file, which knows what conditions and effects were read already.

        `poisoned` are the names that story.yaml declares with a mistake.
        """
        found = ReadContext()
        found.poisoned.update(poisoned)
        found.uses = None if self.uses is None else []
        found.suggestions, found.failed, found.effects = self.suggestions, self.failed, self.effects
        return found

    def add(self, other: ReadContext) -> None:
        """Add what reading a file gathered, apart from what it counts."""
        self.problems += other.problems
        self.faults += other.faults
        self.declared |= other.declared
        self.poisoned |= other.poisoned
        self.names_lost |= other.names_lost
        self.scenes_lost |= other.scenes_lost
        self.choices_lost |= other.choices_lost
        self.choices |= other.choices
        self.chosen += other.chosen
        self.scenes += other.scenes
        self.asked_scenes += other.asked_scenes
        self.asked_choices += other.asked_choices
        if self.uses is not None and other.uses is not None:
            self.uses += other.uses

    def count(self, counted: dict[Counted, list[Asked]]) -> None:
        """Add what else is asked of how often something happened."""
        for what, asked in counted.items():
            self.counted.setdefault(what, []).extend(asked)
