"""A public name means one thing: whoever looks for it finds one place."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from tests.support.places import ROOT

# What means the same wherever it stands: forms of a result, what a rule looks for, two methods for one trap.
ALIKE = {"as_json", "as_lines", "as_text", "check", "main", "choiceless_cycles", "soft_locks"}


def names(source: str) -> Iterator[str]:
    """Yield the public classes, functions and types that a module defines; constants are its own affair."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (one.id for one in node.targets if isinstance(one, ast.Name) and not one.id.isupper())


def test_no_public_name_means_two_things() -> None:
    modules = [path.read_text(encoding="utf-8") for path in (ROOT / "game").rglob("*.py")]
    found = Counter(name for source in modules for name in set(names(source)) if not name.startswith("_"))
    assert {name for name, count in found.items() if count > 1} - ALIKE == set()
