"""The page of a code: what it means, a wrong and a right example."""

from __future__ import annotations

import re
from importlib.resources import files

from game.story.diagnostics.codes import CODES
from game.story.diagnostics.problem import GameError
from game.story.diagnostics.suggest import did_you_mean


def explain(code: str) -> str:
    """Give the page of a code. Raises GameError if there is no such code."""
    code = code.upper()
    if code not in CODES:
        hint = (
            did_you_mean(code, CODES) or f"the codes run from {next(iter(CODES))} to {next(reversed(CODES))}"
        )
        raise GameError(f"there is no code `{code}`: {hint}")
    return pages()[code]


def pages() -> dict[str, str]:
    """Give the page of every code, as Markdown."""
    text = files("game.story.diagnostics").joinpath("explanations.md").read_text(encoding="utf-8")
    _, *sections = re.split(r"^## (?=[A-Z]\d{3}\b)", text, flags=re.MULTILINE)
    return {section[:4]: section.strip() for section in sections}
