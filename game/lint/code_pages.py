"""The page of a code: what it means, with a wrong and a right example.

A rule of lint has its page as its docstring. What reading the files tells has its page in
`explanations.md` beside the table of codes.
"""

from __future__ import annotations

import inspect
import re
from importlib.resources import files

from game.lint.rules import RULES
from game.story.diagnostics.codes import CODES
from game.story.diagnostics.problem import GameError
from game.story.diagnostics.suggest import did_you_mean


def explain(code: str) -> str:
    """Return the page of a code. Raises GameError if there is no such code."""
    code = code.upper()
    if code not in CODES:
        hint = (
            did_you_mean(code, CODES) or f"the codes run from {next(iter(CODES))} to {next(reversed(CODES))}"
        )
        raise GameError(f"there is no code `{code}`: {hint}")
    return pages_by_code()[code]


def pages_by_code() -> dict[str, str]:
    """Return the page of every code, as Markdown, in the order of the table."""
    text = files("game.story.diagnostics").joinpath("explanations.md").read_text(encoding="utf-8")
    _, *sections = re.split(r"^## (?=[A-Z]\d{3}\b)", text, flags=re.MULTILINE)
    found = {section[:4]: section.strip() for section in sections}
    found |= {rule.CODE: inspect.cleandoc(rule.__doc__ or "") for rule in RULES}
    return {code: found[code] for code in CODES}
