"""The rules of lint, one a file: its code, its check, and its page, which is the docstring at its head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.lint.rules import (
    claim_decided_by_words,
    condition_always_holds,
    condition_never_holds,
    constant_variable,
    foreign_markup,
    former_name_in_use,
    item_never_given,
    locked_and_open,
    runs_out_of_choices,
    swallowed_effect,
    translation_braces,
    translation_outdated,
    translation_stress,
    translation_unreadable,
    unreachable_ending,
    unreachable_scene,
    unread_variable,
    unused_name,
    words_run_together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.lint.def_use import Uses
    from game.story.diagnostics.problem import Problem
    from game.story.model import Story


class Rule(Protocol):
    """What a module of this folder has."""

    __doc__: str | None
    CODE: str

    def check(self, story: Story, uses: Uses) -> Iterator[Problem]:
        """Return what breaks the rule in a story that could be played."""


RULES: tuple[Rule, ...] = (
    locked_and_open,
    foreign_markup,
    words_run_together,
    unused_name,
    unread_variable,
    constant_variable,
    item_never_given,
    condition_never_holds,
    condition_always_holds,
    swallowed_effect,
    claim_decided_by_words,
    former_name_in_use,
    unreachable_scene,
    unreachable_ending,
    runs_out_of_choices,
    translation_braces,
    translation_stress,
    translation_outdated,
    translation_unreadable,
)
