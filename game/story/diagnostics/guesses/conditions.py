"""What is typed as a condition."""

from __future__ import annotations

import re
from collections.abc import Callable

from game.story.diagnostics.guesses.guess import (
    CHANCE,
    CHANCE_HELP,
    MAX_GUESSED,
    NO_SIGN,
    Guess,
    GuessRow,
    answer,
)
from game.story.diagnostics.guesses.names import as_name

_SIGNS = {
    "gt": ">",
    "gte": ">=",
    "ge": ">=",
    "lt": "<",
    "lte": "<=",
    "le": "<=",
    "eq": "==",
    "ne": "!=",
    "neq": "!=",
    "is": "==",
    "isnot": "!=",
    "equals": "==",
}
_ASKED = r"(?P<asked>[A-Za-z_][\w.]*(?:\([^()]*\))?)"

# Signs of other languages in a condition: what is said of them, and what stands in their stead.
_REWRITTEN: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), message, instead)
    for pattern, message, instead in (
        (r"(?P<sign>[$@])(?=[A-Za-z_])", NO_SIGN, ""),
        (r"\s*(?P<sign>&&)\s*", "`&&` is not part of the language", " and "),
        (r"\s*(?P<sign>\|\|)\s*", "`||` is not part of the language", " or "),
        (r"(?P<sign>!)(?!=)\s*", "`!` is not part of the language", "not "),
        (rf"{_ASKED}\s+(?P<sign>is)\s+true\b", "`is` is not part of the language", r"\g<asked>"),
        (rf"{_ASKED}\s+(?P<sign>is)\s+false\b", "`is` is not part of the language", r"not \g<asked>"),
        (r"\s+(?P<sign>is\s+not)\s+", "`is not` is not part of the language", " != "),
        *(
            (rf"\s+(?P<sign>{word})\s+(?!not\b)", f"`{word}` is not part of the language", f" {sign} ")
            for word, sign in _SIGNS.items()
        ),
    )
)
_NEEDLESS = re.compile(r"(?<![\w(])(?<!\bnot )\(([^()]*)\)")

_CONDITIONS = (
    GuessRow(r"visited\(\s*([\w.]+)\s*\)\s*==\s*0", "`visited` is true or false", r"write `not visited(\1)`"),
    GuessRow(
        r"visited\(\s*([\w.]+)\s*\)\s*([<>=!]+)\s*(\d+)(.*)",
        "how often a scene was entered is asked with `visits`",
        r"write `visits(\1) \2 \3\4`",
    ),
    GuessRow(
        r"chosen\(\s*([\w.]+)\s*\)\s*[<>=!]+\s*\d+.*",
        "`chosen` is true or false: whether the choice was ever taken",
        r"write `chosen(\1)`, or count in a variable",
    ),
    GuessRow(
        r"(?:seen|been|has_visited|hasVisited)\(\s*(?:-> *)?['\"]?([\w.]+)['\"]?\s*\)(.*)",
        "whether a scene was entered is asked with `visited`",
        r"write `visited(\1)\2`",
    ),
    GuessRow(
        r"visited\(\s*['\"]([\w.]+)['\"]\s*\)(.*)",
        "the name of a scene stands without quotes",
        r"write `visited(\1)\2`",
    ),
    GuessRow(
        r"choice\(\s*([\w.]+)\s*\)(.*)",
        "whether a choice was taken is asked with `chosen`",
        r"write `chosen(\1)\2`",
    ),
    GuessRow(
        r"(?:.*\b)?(?:random|rand|randint|roll|dice|chance|random_int|RANDOM)\s*\(.*", CHANCE, CHANCE_HELP
    ),
    GuessRow(
        r"(?:turns_since|TURNS_SINCE|turns|TURNS)\b.*",
        "how long ago something happened is not known here",
        "count it in a variable: `do: hours += 1`",
    ),
    GuessRow(
        r"(\w+)\s+in\s+(?:inventory|items|bag|pack)", "an item is asked for with `has`", r"write `has(\1)`"
    ),
    GuessRow(
        r"(?:inventory|items|bag|pack)\.?(?:has|contains|includes)\s*\(\s*['\"]?(\w+)['\"]?\s*\)",
        "an item is asked for with `has`",
        r"write `has(\1)`",
    ),
    GuessRow(
        r"(.*?)(\w[\w.]*)\s*//?\s*(\w+)(.*)",
        "there is no division here: numbers are whole",
        "multiply the other side instead: `a > 2 * b` for `a / 2 > b`",
    ),
    GuessRow(r".*%.*", "there is no remainder here", "keep what you want to know in a variable of its own"),
    GuessRow(r".*(?:\*\*|\^).*", "`**` and `^` are not part of the language", "multiply: `a * a`"),
    GuessRow(r"(.+?)\s*<>\s*(.+)", "`<>` is not part of the language", r"write `\1 != \2`"),
    GuessRow(r"(.*)[\u2212\u2013\u2014](.*)", "this dash is not the minus sign", r"write `\1-\2`"),
    GuessRow(
        r"([^?]+)\?.*",
        "`?` is not part of the language",
        "two cases are two `outcomes`, or two blocks, each with its `if`",
    ),
)


def guess_condition(source: str, written: Callable[[str], str] = str) -> Guess | None:
    """Say what is meant by a condition that is none; `written` puts it where it belongs, in braces."""
    guess = _condition(source)
    if guess is None or not guess.help.startswith("write `"):
        return guess
    meant, _, rest = guess.help.removeprefix("write `").partition("`")
    return guess._replace(help=f"write `{written(meant)}`{rest}")


def _condition(source: str) -> Guess | None:
    member = re.fullmatch(r"\s*(\w+)\s+(not\s+)?in\s+[\[({](.*)[\])}]\s*", source)
    if member:
        sign, word = ("!=", " and ") if member[2] else ("==", " or ")
        asked = word.join(f"{member[1]} {sign} {one}" for one in re.findall(r"[\w-]+", member[3]))
        return Guess("there are no lists in a condition", f"write `{asked}`")
    called = re.search(r"\b(chosen|visited|visits|has)\(\s*['\"]?([^()'\"]*?)['\"]?\s*\)", source)
    if called and not re.fullmatch(r"[a-z_]\w*(?:\.\w+)?", called[2]):
        name = ".".join(filter(None, map(as_name, called[2].split("."))))
        if name:
            message = f"`{called[1]}` wants a name: small letters, digits and `_`, no blanks"
            meant = f"{source[: called.start()]}{called[1]}({name}){source[called.end() :]}".strip()
            return Guess(message, f"write `{meant}`", called.start(2), len(called[2]))
    return _rewritten(source) or answer(_CONDITIONS, source)


def _rewritten(source: str) -> Guess | None:
    """Return a condition without the signs of other languages, all of them at once; None if it has none."""
    first = Guess("", "", len(source))
    meant = source
    for sign, message, instead in _REWRITTEN if len(source) <= MAX_GUESSED else ():
        found = sign.search(source)
        if found and found.start("sign") < first.offset:
            first = Guess(message, "", found.start("sign"), len(found["sign"]))
        meant = sign.sub(instead, meant)
    if not first.message:
        return None
    meant = _NEEDLESS.sub(_without_parentheses, meant.strip())
    return answer(_CONDITIONS, meant) or first._replace(help=f"write `{meant}`")


def _without_parentheses(found: re.Match[str]) -> str:
    return found[0] if re.search(r"\b(?:and|or)\b", found[1]) else found[1]
