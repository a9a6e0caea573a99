"""What is typed between the braces of a text."""

from __future__ import annotations

import re

from game.story.diagnostics.guesses.guess import CHANCE, Guess, GuessRow, answer

_SIDES = 20  # of a die, at most

_BRACES = (
    GuessRow(r"~\s*(.*\|.*)", "`~` is not the sign for words by chance", r"write `{any: \1}`"),
    GuessRow(r"&\s*(.*\|.*)", "`&` is not the sign for words that go round", r"write `{cycle: \1}`"),
    GuessRow(
        r"!\s*(.*\|.*)", "`!` is not the sign for words that are shown once each", r"write `{seq: \1|}`"
    ),
    GuessRow(
        r"(?:shuffle|random|rand|either|one of|pick|choose|choice)\b[^:(]*:\s*(.*\|.*)",
        "words by chance are called `any`",
        r"write `{any: \1}`",
    ),
    GuessRow(
        r"(?:once|first|first time|once only): *(.*)",
        "what is shown once is a `seq` that ends in nothing",
        r"write `{seq: \1|}`",
    ),
    GuessRow(
        r"(?:stopping|sequence|steps|series): *(.*)",
        "words one after the other are called `seq`",
        r"write `{seq: \1}`",
    ),
    GuessRow(
        r"(?:loop|repeat|rotate): *(.*)", "words that go round are called `cycle`", r"write `{cycle: \1}`"
    ),
    GuessRow(
        r"-?\s*else\b:? *(.*)",
        "an `else` stands behind the `|` of its condition",
        r"write `{condition: …|\1}`",
    ),
    GuessRow(
        r"(?:if|when)(?:\s+|\s*:\s*)([^:|]+): *(.*)",
        "a condition in a text needs no `if`",
        r"write `{\1: \2}`",
    ),
    GuessRow(
        r"(?:if|when)\s+([^:|]+)",
        "a condition in a text stands with its words in one brace",
        r"write `{\1: …|…}`",
    ),
    GuessRow(
        r"(?:elif|elseif|else if)\s+([^:|]+):? *(.*)",
        "another condition stands in the second alternative",
        r"write `{…: …|{\1: \2}}`",
    ),
    GuessRow(
        r"(?:/|end)(?:if|for)?|endif|end if",
        "a condition ends with its own brace",
        "write `{condition: …|…}`",
    ),
    GuessRow(
        r"(?:random|rand|randint|roll|dice|d)\s*\(?.*\d.*\)?", CHANCE, "let the words vary: `{any: 1|2|3}`"
    ),
    GuessRow(
        r"([^?|]+?)\s*\?\s*([^:|]*?)\s*:\s*(.*)",
        "`?` is not the sign of a condition in a text",
        r"write `{\1: \2|\3}`",
    ),
    GuessRow(
        r"choice\(\s*([\w.]+)\s*\)(.*)",
        "whether a choice was taken is asked with `chosen`",
        r"write `{chosen(\1)\2}`",
    ),
    GuessRow(
        r"(?:seen|been|has_visited|hasVisited|TURNS_SINCE)\(\s*(?:-> *)?['\"]?([\w.]+)['\"]?\s*\)(.*)",
        "whether a scene was entered is asked with `visited`",
        r"write `{visited(\1)\2}`",
    ),
    GuessRow(r"->.*", "a text leads nowhere", "write `to:` in the choice or the scene"),
    GuessRow(
        r"(?:set |~ *|do )?\$?(\w+)\s*(=|\+=|-=)\s*([^=|:]+)",
        "a text changes nothing",
        r"write `do: \1 \2 \3` in the scene or the choice",
    ),
    GuessRow(
        r"(?:print|get|show|echo|var)[: ]\s*\$?(\w+)", "a value is printed by its name alone", r"write `{\1}`"
    ),
    GuessRow(
        r"@\(([^()]+)\)\s*([^|:]*\|[^:]*)", "a `:` parts a condition from its words", r"write `{\1: \2}`"
    ),
    GuessRow(
        r"@\(?(\w+)\)?\s+([^|:]+\|[^:]*)", "a `:` parts a condition from its words", r"write `{\1: \2}`"
    ),
    GuessRow(r"[$@](\w+)(.*)", "a variable is written without a sign in front", r"write `{\1\2}`"),
    GuessRow(r"\{\s*\$?(\w+)\s*", "one brace is enough", r"write `{\1}`"),
    GuessRow(
        r"([a-z_]\w*)\.(?:title|upper|lower|capitalize|name|value)(?:\(\))?|\$?!+(\w+)",
        "a value is printed as it is",
        r"write `{\1\2}`",
    ),
    GuessRow(
        r"/?(?:i|b|u|s|em|strong|color|size|font|cps|w|p|nw|fast|alpha)(?:=.*)?|/\w+",
        "there are no signs for looks but the star",
        "write `*words*` for stress",
    ),
    GuessRow(
        r"(\w+)\s*[-+*/%]+\s*[\w (][^:|]*",
        "braces print a variable and don't compute",
        r"keep it in a variable, `do: total = \g<0>`, and print `{total}`",
    ),
    GuessRow(
        r"([^|:{}]*\|[^:]*)",
        "nothing says here when which of these is shown",
        r"write `{seq: \1}`, one after the other, or `{any: \1}`, by chance",
    ),
)


def guess_braces(inside: str) -> Guess | None:
    """Say what is meant by what stands between braces of a text."""
    thrown = re.fullmatch(
        r"(?:random|rand|randint|roll|dice)\s*\(\s*(\d{1,3})\s*(?:,|to|-)\s*(\d{1,3})\s*\)", inside.strip()
    )
    if thrown and 0 < int(thrown[2]) - int(thrown[1]) < _SIDES:
        sides = "|".join(str(side) for side in range(int(thrown[1]), int(thrown[2]) + 1))
        return Guess(CHANCE, f"let the words vary: `{{any: {sides}}}`")
    return answer(_BRACES, inside)
