"""What is typed as an effect or a condition that YAML can't read."""

from __future__ import annotations

import re

from game.story.diagnostics.guesses.conditions import guess_condition
from game.story.diagnostics.guesses.effects import guess_effect
from game.story.diagnostics.guesses.guess import MAX_GUESSED, Guess


def guess_line(line: str) -> Guess | None:
    """Say what is meant by a condition or an effect that YAML can't read."""
    found = re.match(r"\s*(?:- +)*(if|do): *(.*)", line)
    if found is None or len(line) > MAX_GUESSED:
        return None
    return guess_condition(found[2]) if found[1] == "if" else guess_effect(found[2])
