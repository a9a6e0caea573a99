"""What is typed as an effect."""

from __future__ import annotations

import re

from game.story.diagnostics.guesses.guess import (
    CHANCE,
    CHANCE_HELP,
    MAX_GUESSED,
    NO_SIGN,
    Guess,
    GuessRow,
    answer,
)

_OUTCOMES = "write `outcomes`, each with its `if` and `do`"
_NO_OUTCOMES = (
    "a scene has no `outcomes`: they stand in the choice that leads here, each with its `if` and `do`"
)

# An effect that sets otherwise: a word or sign in front, a sign at the name, what stands for `=`, the value.
_SET = re.compile(
    r"\s*(?P<word>\(\s*set\s*:|<<\s*set\b|\*?(?:set|let|VAR|var|const)\b|~)?"
    r"\s*(?P<sign>[$@]?)(?P<name>[A-Za-z_]\w*)"
    r"(?P<to>\s+to\s+|\s*(?:[-+:]=|=(?!=)|[-+](?![-+]))\s*|\s+)(?P<value>[^=?]+?)\s*"
)

_EFFECTS = (
    GuessRow(r"~\s*(.+)", "an effect needs no sign in front", r"write `\1`"),
    GuessRow(r"[$@](\w+)\s*([+-])\2", NO_SIGN, r"write `\1 \2= 1`"),
    GuessRow(r"[$@](\w+)(.*)", NO_SIGN, r"write `\1\2`"),
    GuessRow(r".*\b(?:random|rand|randint|roll|dice|RANDOM)\s*\(.*", CHANCE, CHANCE_HELP),
    GuessRow(r"(\w+)\s*\*=\s*(.+)", "`*=` is not part of the language", r"write `\1 = \1 * \2`"),
    GuessRow(
        r"(\w+)\s*(?:/=|//=|=.*/).*",
        "there is no division here: numbers are whole",
        "take away a fixed number: `-= 1`",
    ),
    GuessRow(
        r"(\w+)\s*%([+-])\s*(\w+)",
        "there are no percentages here",
        r"write `\1 \2= \3`: its range cuts off what is too much",
    ),
    GuessRow(r"(\w+)\s*[\u2212\u2013\u2014]=\s*(.+)", "this dash is not the minus sign", r"write `\1 -= \2`"),
    GuessRow(
        r"(?:give|add|get|pickup|pick_up|obtain|gain|receive)\s*\(?\s*['\"]?(\w+)['\"]?\s*\)?",
        "an item is taken with `take`",
        r"write `take(\1)`",
    ),
    GuessRow(
        r"(?:inventory|items|bag|pack)\s*(?:\+=|\.(?:add|push|append)\()\s*['\"]?(\w+)['\"]?\)?",
        "an item is taken with `take`",
        r"write `take(\1)`",
    ),
    GuessRow(
        r"(?:remove|lose|delete|del|put|discard|give_away)\s*\(?\s*['\"]?(\w+)['\"]?\s*\)?",
        "an item is left with `drop`",
        r"write `drop(\1)`",
    ),
    GuessRow(
        r"(?:inventory|items|bag|pack)\s*(?:-=|\.(?:remove|delete|pop)\()\s*['\"]?(\w+)['\"]?\)?",
        "an item is left with `drop`",
        r"write `drop(\1)`",
    ),
    GuessRow(
        r"(?:toggle|flip)\s*\(?\s*(\w+)\s*\)?", "`not` turns true to false and back", r"write `\1 = not \1`"
    ),
    GuessRow(r"(\w+)\s*=\s*!\s*(\w+)", "`not` turns true to false and back", r"write `\1 = not \2`"),
    GuessRow(
        r"(?:unset|clear|reset)\s*\(?\s*(\w+)\s*\)?",
        "a value is set, never taken away",
        r"write `\1 = false`",
    ),
    GuessRow(
        r"(?:->|goto|go to|jump|divert|\*goto)\s*(\w+)",
        "an effect leads nowhere",
        r"write `to: \1` beside `do`",
    ),
    GuessRow(r"(?:say|print|echo|show)\b.*", "an effect prints nothing", "write `say:` beside `do`"),
    GuessRow(r"if\s+.*", "an effect has no condition of its own", _OUTCOMES),
    GuessRow(
        r"([^=?]+=[^?]+)\?.*",
        "`?` is not part of the language",
        "write two `outcomes`, each with its `if` and `do`",
    ),
)


def guess_effect(source: str, in_scene: bool = False) -> Guess | None:
    """Say what is meant by an effect that is none; `in_scene` if it stands in the `do` of a scene."""
    guess = _set_otherwise(source) or answer(_EFFECTS, source)
    return guess._replace(help=_NO_OUTCOMES) if guess and in_scene and guess.help == _OUTCOMES else guess


def _set_otherwise(source: str) -> Guess | None:
    """Say how a value is set, where another tool's words or signs set it."""
    found = _SET.fullmatch(source) if len(source) <= MAX_GUESSED else None
    if found is None:
        return None
    word, name, to, value = found["word"] or "", found["name"], found["to"].strip(), found["value"]
    if word.startswith("("):
        value = value.removesuffix(")").rstrip()
    elif word.startswith("<<"):
        value = value.removesuffix(">>").rstrip()
    value = re.sub(r"[$@](?=[A-Za-z_])", "", value)
    if word:
        message = "an effect needs no sign in front" if word == "~" else "an effect needs no word in front"
    elif found["sign"] or (to in ("=", "+=", "-=") and value != found["value"]):
        message = NO_SIGN
    elif to in ("to", ":="):
        message = f"`{to}` is not part of the language" if to == ":=" else "an effect sets by `=`"
    elif to in ("+", "-") and re.fullmatch(r"\w+", value):
        message = f"`{to}` alone changes nothing"
    else:
        return None
    if not to and not word:
        return None
    sign = {"+": "+=", "-": "-=", "+=": "+=", "-=": "-="}.get(to, "=")
    again = answer(_EFFECTS, f"{name} {sign} {value}")
    if again:
        return again
    step = re.fullmatch(rf"{re.escape(name)}\s*([-+])\s*(\w+)", value) if sign == "=" else None
    meant = f"{name} {step[1]}= {step[2]}" if step else f"{name} {sign} {value}"
    return Guess(message, f"write `{meant}`")
