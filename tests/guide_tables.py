"""The tables of the authors' guide that follow from the program: every key, function and command.

So does the list of the letters that no page can have.

`python -m tests.guide_tables` writes them into the guide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.cli import VERBS
from game.key_table import GAME_KEYS
from game.story.format import SHAPES
from game.story.language.operators import CLAIM_FUNCTIONS, EFFECTS, FUNCTIONS
from game.story.text.alternatives import ALTERNATIVES
from tests.support.places import SHIPPED

GUIDE = SHIPPED / "README.md"
_SHAPES = {
    "story": "story.yaml",
    "variable": "A variable",
    "item": "An item",
    "scene": "A scene",
    "block": "A block of text",
    "choice": "A choice",
    "outcome": "An outcome",
    "target": "A way on with a condition",
    "ending": "An ending",
    "page": "A page",
    "claim": "A claim",
    "walkthrough": "A walkthrough",
}
_KINDS = {
    "text": "a text",
    "texts": "a list of texts",
    "blocks": "a text, or a list of texts and blocks",
    "id": "a name",
    "ids": "a list of names",
    "names": "a name, or a list of names",
    "id or scene": "a name, or a scene",
    "number": "a number",
    "range": "two numbers",
    "truth": "`true` or `false`",
    "value": "a number, a word, `true` or `false`",
    "value{}": "names and values",
    "condition": "a condition",
    "effects": "one effect, a list, or one a line",
    "targets": "a scene, or a list tried in order",
    "chapter{}": "folders and titles",
    "variable{}": "names and variables",
    "item{}": "names and items",
    "choice[]": "a list of choices",
    "outcome[]": "a list of outcomes",
    "ending": "an ending",
}


def keys() -> Iterator[str]:
    """Yield the table of every key, a shape after the other."""
    yield "| key | holds | |"
    yield "|---|---|---|"
    for shape, rows in SHAPES.items():
        yield f"| **{_SHAPES[shape]}** | | |"
        for row in rows:
            needed = " (needed)" if row.required else ""
            yield f"| `{row.name}` | {_KINDS[row.kind]} | {row.about}{needed} |"


def functions() -> Iterator[str]:
    """Yield the table of every function and effect."""
    yield "| write | gives | |"
    yield "|---|---|---|"
    types = {"int": "a number", "bool": "true or false", "enum": "a word"}
    names = {"int": "number", "bool": "condition"}
    for name, row in (FUNCTIONS | CLAIM_FUNCTIONS).items():
        takes = ", ".join(names.get(one, one) for one in row.takes) + (", …" if row.repeats else "")
        where = " (only in claims)" if name in CLAIM_FUNCTIONS else ""
        yield f"| `{name}({takes})` | {types[row.gives]} | {row.about}{where} |"
    for name, effect in EFFECTS.items():
        yield f"| `{name}({effect.takes})` | an effect | {effect.about} |"


def commands() -> Iterator[str]:
    """Yield the table of every command."""
    yield "| command | |"
    yield "|---|---|"
    for name, verb in VERBS.items():
        yield f"| `escape {name}` | {verb.about} |"


def alternatives() -> Iterator[str]:
    """Yield the table of the ways of showing one of several texts."""
    yield "| form | prints |"
    yield "|---|---|"
    for name, row in ALTERNATIVES.items():
        example = row.example.replace("|", "\\|")
        yield f"| `{{{name}: {example}}}` | {row.about} |"


TABLES = {"keys": keys, "functions": functions, "commands": commands, "alternatives": alternatives}


def with_tables(guide: str) -> str:
    """Write the guide with its tables as they follow from the program."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name}: python -m tests.guide_tables -->\n", f"<!-- end of {name} -->\n"
        lines = "".join(f"{line}\n" for line in table())
        before, _, rest = guide.partition(begin)
        _, _, after = rest.partition(end)
        guide = f"{before}{begin}\n{lines}\n{end}{after}"
    letters = " ".join(sorted(key for key in GAME_KEYS if key.isalpha()))
    return re.sub(r"(?<=game itself uses, which are )(.*the letters )`[a-z ]+`", rf"\1`{letters}`", guide)


if __name__ == "__main__":
    GUIDE.write_text(with_tables(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
