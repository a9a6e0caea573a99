r"""What authors type who come from other tools, and what is written here instead: one table.

It is looked at only where something is wrong already, so nothing that is right here can be taken for a
guess. A row has a pattern for the whole of what was typed (`\1` in what is said puts in the author's own
words), what to say, and the line as it should be. To answer another guess, add a row, and a line to the
table in `tests/story/test_guesses.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from game.story.diagnostics.problem import Remedy

_WHOLE = re.compile(r"write `([^`…]+)`")


class Guess(NamedTuple):
    """What was meant: what to say of it, and the help line.

    `length` characters from `offset` of what was typed are what it is said of; none: all of it.
    """

    message: str
    help: str
    offset: int = 0
    length: int = 0

    @property
    def remedy(self) -> str:
        """The help, as a remedy where it says what to write in place of all that was typed."""
        found = _WHOLE.fullmatch(self.help)
        return Remedy(self.help, found[1]) if found else self.help


class _Row(NamedTuple):
    typed: str
    message: str
    help: str


_CHANCE = "nothing that steers a story is left to chance: a proof holds for every playthrough"
_CHANCE_HELP = "let the words vary, `{any: …|…}`, or let the player choose"

_BRACES = (
    _Row(r"~\s*(.*\|.*)", "`~` is not the sign for words by chance", r"write `{any: \1}`"),
    _Row(r"&\s*(.*\|.*)", "`&` is not the sign for words that go round", r"write `{cycle: \1}`"),
    _Row(r"!\s*(.*\|.*)", "`!` is not the sign for words that are shown once each", r"write `{seq: \1|}`"),
    _Row(
        r"(?:shuffle|random|rand|either|one of|pick|choose|choice)\b[^:(]*:\s*(.*\|.*)",
        "words by chance are called `any`",
        r"write `{any: \1}`",
    ),
    _Row(
        r"(?:once|first|first time|once only): *(.*)",
        "what is shown once is a `seq` that ends in nothing",
        r"write `{seq: \1|}`",
    ),
    _Row(
        r"(?:stopping|sequence|steps|series): *(.*)",
        "words one after the other are called `seq`",
        r"write `{seq: \1}`",
    ),
    _Row(r"(?:loop|repeat|rotate): *(.*)", "words that go round are called `cycle`", r"write `{cycle: \1}`"),
    _Row(
        r"-?\s*else\b:? *(.*)",
        "an `else` stands behind the `|` of its condition",
        r"write `{condition: …|\1}`",
    ),
    _Row(
        r"(?:if|when)(?:\s+|\s*:\s*)([^:|]+): *(.*)",
        "a condition in a text needs no `if`",
        r"write `{\1: \2}`",
    ),
    _Row(
        r"(?:if|when)\s+([^:|]+)",
        "a condition in a text stands with its words in one brace",
        r"write `{\1: …|…}`",
    ),
    _Row(
        r"(?:elif|elseif|else if)\s+([^:|]+):? *(.*)",
        "another condition stands in the second alternative",
        r"write `{…: …|{\1: \2}}`",
    ),
    _Row(
        r"(?:/|end)(?:if|for)?|endif|end if",
        "a condition ends with its own brace",
        "write `{condition: …|…}`",
    ),
    _Row(
        r"(?:random|rand|randint|roll|dice|d)\s*\(?.*\d.*\)?", _CHANCE, "let the words vary: `{any: 1|2|3}`"
    ),
    _Row(
        r"([^?|]+?)\s*\?\s*([^:|]*?)\s*:\s*(.*)",
        "`?` is not the sign of a condition in a text",
        r"write `{\1: \2|\3}`",
    ),
    _Row(
        r"choice\(\s*([\w.]+)\s*\)(.*)",
        "whether a choice was taken is asked with `chosen`",
        r"write `{chosen(\1)\2}`",
    ),
    _Row(
        r"(?:seen|been|has_visited|hasVisited|TURNS_SINCE)\(\s*(?:-> *)?['\"]?([\w.]+)['\"]?\s*\)(.*)",
        "whether a scene was entered is asked with `visited`",
        r"write `{visited(\1)\2}`",
    ),
    _Row(r"->.*", "a text leads nowhere", "write `to:` in the choice or the scene"),
    _Row(
        r"(?:set |~ *|do )?\$?(\w+)\s*(=|\+=|-=)\s*([^=|:]+)",
        "a text changes nothing",
        r"write `do: \1 \2 \3` in the scene or the choice",
    ),
    _Row(
        r"(?:print|get|show|echo|var)[: ]\s*\$?(\w+)", "a value is printed by its name alone", r"write `{\1}`"
    ),
    _Row(r"@\(([^()]+)\)\s*([^|:]*\|[^:]*)", "a `:` parts a condition from its words", r"write `{\1: \2}`"),
    _Row(r"@\(?(\w+)\)?\s+([^|:]+\|[^:]*)", "a `:` parts a condition from its words", r"write `{\1: \2}`"),
    _Row(r"[$@](\w+)(.*)", "a variable is written without a sign in front", r"write `{\1\2}`"),
    _Row(r"\{\s*\$?(\w+)\s*", "one brace is enough", r"write `{\1}`"),
    _Row(
        r"([a-z_]\w*)\.(?:title|upper|lower|capitalize|name|value)(?:\(\))?|\$?!+(\w+)",
        "a value is printed as it is",
        r"write `{\1\2}`",
    ),
    _Row(
        r"/?(?:i|b|u|s|em|strong|color|size|font|cps|w|p|nw|fast|alpha)(?:=.*)?|/\w+",
        "there are no signs for looks but the star",
        "write `*words*` for stress",
    ),
    _Row(
        r"(\w+)\s*[-+*/%]+\s*[\w (][^:|]*",
        "braces print a variable and don't compute",
        r"keep it in a variable, `do: total = \g<0>`, and print `{total}`",
    ),
    _Row(
        r"([^|:{}]*\|[^:]*)",
        "nothing says here when which of these is shown",
        r"write `{seq: \1}`, one after the other, or `{any: \1}`, by chance",
    ),
)

MAX_GUESSED = 500  # characters; nobody types more in a guess
_SIDES = 20  # of a die, at most

_NO_SIGN = "a variable is written without a sign in front"
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
        (r"(?P<sign>[$@])(?=[A-Za-z_])", _NO_SIGN, ""),
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
    _Row(r"visited\(\s*([\w.]+)\s*\)\s*==\s*0", "`visited` is true or false", r"write `not visited(\1)`"),
    _Row(
        r"visited\(\s*([\w.]+)\s*\)\s*([<>=!]+)\s*(\d+)(.*)",
        "how often a scene was entered is asked with `visits`",
        r"write `visits(\1) \2 \3\4`",
    ),
    _Row(
        r"chosen\(\s*([\w.]+)\s*\)\s*[<>=!]+\s*\d+.*",
        "`chosen` is true or false: whether the choice was ever taken",
        r"write `chosen(\1)`, or count in a variable",
    ),
    _Row(
        r"(?:seen|been|has_visited|hasVisited)\(\s*(?:-> *)?['\"]?([\w.]+)['\"]?\s*\)(.*)",
        "whether a scene was entered is asked with `visited`",
        r"write `visited(\1)\2`",
    ),
    _Row(
        r"visited\(\s*['\"]([\w.]+)['\"]\s*\)(.*)",
        "the name of a scene stands without quotes",
        r"write `visited(\1)\2`",
    ),
    _Row(
        r"choice\(\s*([\w.]+)\s*\)(.*)",
        "whether a choice was taken is asked with `chosen`",
        r"write `chosen(\1)\2`",
    ),
    _Row(
        r"(?:.*\b)?(?:random|rand|randint|roll|dice|chance|random_int|RANDOM)\s*\(.*", _CHANCE, _CHANCE_HELP
    ),
    _Row(
        r"(?:turns_since|TURNS_SINCE|turns|TURNS)\b.*",
        "how long ago something happened is not known here",
        "count it in a variable: `do: hours += 1`",
    ),
    _Row(r"(\w+)\s+in\s+(?:inventory|items|bag|pack)", "an item is asked for with `has`", r"write `has(\1)`"),
    _Row(
        r"(?:inventory|items|bag|pack)\.?(?:has|contains|includes)\s*\(\s*['\"]?(\w+)['\"]?\s*\)",
        "an item is asked for with `has`",
        r"write `has(\1)`",
    ),
    _Row(
        r"(.*?)(\w[\w.]*)\s*//?\s*(\w+)(.*)",
        "there is no division here: numbers are whole",
        "multiply the other side instead: `a > 2 * b` for `a / 2 > b`",
    ),
    _Row(r".*%.*", "there is no remainder here", "keep what you want to know in a variable of its own"),
    _Row(r".*(?:\*\*|\^).*", "`**` and `^` are not part of the language", "multiply: `a * a`"),
    _Row(r"(.+?)\s*<>\s*(.+)", "`<>` is not part of the language", r"write `\1 != \2`"),
    _Row(r"(.*)[\u2212\u2013\u2014](.*)", "this dash is not the minus sign", r"write `\1-\2`"),
    _Row(
        r"([^?]+)\?.*",
        "`?` is not part of the language",
        "two cases are two `outcomes`, or two blocks, each with its `if`",
    ),
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
    _Row(r"~\s*(.+)", "an effect needs no sign in front", r"write `\1`"),
    _Row(r"[$@](\w+)\s*([+-])\2", _NO_SIGN, r"write `\1 \2= 1`"),
    _Row(r"[$@](\w+)(.*)", _NO_SIGN, r"write `\1\2`"),
    _Row(r".*\b(?:random|rand|randint|roll|dice|RANDOM)\s*\(.*", _CHANCE, _CHANCE_HELP),
    _Row(r"(\w+)\s*\*=\s*(.+)", "`*=` is not part of the language", r"write `\1 = \1 * \2`"),
    _Row(
        r"(\w+)\s*(?:/=|//=|=.*/).*",
        "there is no division here: numbers are whole",
        "take away a fixed number: `-= 1`",
    ),
    _Row(
        r"(\w+)\s*%([+-])\s*(\w+)",
        "there are no percentages here",
        r"write `\1 \2= \3`: its range cuts off what is too much",
    ),
    _Row(r"(\w+)\s*[\u2212\u2013\u2014]=\s*(.+)", "this dash is not the minus sign", r"write `\1 -= \2`"),
    _Row(
        r"(?:give|add|get|pickup|pick_up|obtain|gain|receive)\s*\(?\s*['\"]?(\w+)['\"]?\s*\)?",
        "an item is taken with `take`",
        r"write `take(\1)`",
    ),
    _Row(
        r"(?:inventory|items|bag|pack)\s*(?:\+=|\.(?:add|push|append)\()\s*['\"]?(\w+)['\"]?\)?",
        "an item is taken with `take`",
        r"write `take(\1)`",
    ),
    _Row(
        r"(?:remove|lose|delete|del|put|discard|give_away)\s*\(?\s*['\"]?(\w+)['\"]?\s*\)?",
        "an item is left with `drop`",
        r"write `drop(\1)`",
    ),
    _Row(
        r"(?:inventory|items|bag|pack)\s*(?:-=|\.(?:remove|delete|pop)\()\s*['\"]?(\w+)['\"]?\)?",
        "an item is left with `drop`",
        r"write `drop(\1)`",
    ),
    _Row(
        r"(?:toggle|flip)\s*\(?\s*(\w+)\s*\)?", "`not` turns true to false and back", r"write `\1 = not \1`"
    ),
    _Row(r"(\w+)\s*=\s*!\s*(\w+)", "`not` turns true to false and back", r"write `\1 = not \2`"),
    _Row(
        r"(?:unset|clear|reset)\s*\(?\s*(\w+)\s*\)?",
        "a value is set, never taken away",
        r"write `\1 = false`",
    ),
    _Row(
        r"(?:->|goto|go to|jump|divert|\*goto)\s*(\w+)",
        "an effect leads nowhere",
        r"write `to: \1` beside `do`",
    ),
    _Row(r"(?:say|print|echo|show)\b.*", "an effect prints nothing", "write `say:` beside `do`"),
    _Row(r"if\s+.*", "an effect has no condition of its own", _OUTCOMES),
    _Row(
        r"([^=?]+=[^?]+)\?.*",
        "`?` is not part of the language",
        "write two `outcomes`, each with its `if` and `do`",
    ),
)

_SCENES = (
    _Row(
        r"(?i)(?:END|DONE|THE_END|EXIT|QUIT|FINISH|STOP|GAME_?OVER|RESTART)",
        r"there is no scene `\g<0>`: a story ends where a scene has an `ending`",
        "write a scene `the_end: {ending: {title: The end}}`, and `to: the_end`",
    ),
    _Row(
        r"(?i)(?:back|previous|return|prev|last)",
        r"there is no scene `\g<0>`: the way back is a scene like any other",
        "name the scene, or keep in a variable where the player came from and lead there by a list",
    ),
    _Row(
        r"(?i)(?:self|this|here|same|stay|none|null)",
        r"there is no scene `\g<0>`: without a `to` the player stays",
        "leave out `to`; in a scene with a `then`, write `stay: true`",
    ),
    _Row(
        r"->\s*(\w+)|\[\[\s*(?:[^\]|]*(?:\||->))?\s*(\w+)\s*\]\]|@(\w+)|#(\w+)",
        r"there is no scene `\g<0>`: `to` holds a name and no sign",
        r"write `to: \1\2\3\4`",
    ),
    _Row(
        r".*/(\w+)(?:\.ya?ml)?|(\w+)\.ya?ml",
        r"there is no scene `\g<0>`: `to` holds a name, and not where the scene stands",
        r"write `to: \1\2`",
    ),
)

_NOT_THERE = {
    **dict.fromkeys(
        ("image", "img", "picture", "background", "bg", "portrait", "sprite"),
        "there are no images in a terminal; a text can begin with a drawing, four blanks deeper",
    ),
    **dict.fromkeys(
        ("sound", "music", "audio", "video", "voice"),
        "there is no sound: this is read in a terminal; let the words say it",
    ),
    **dict.fromkeys(
        ("input", "prompt", "ask", "text_input"), "readers type no text: what they may answer are choices"
    ),
    **dict.fromkeys(("weight", "chance", "probability", "random", "odds"), _CHANCE + "; " + _CHANCE_HELP),
    **dict.fromkeys(
        ("timer", "timeout", "delay", "wait", "time_limit"),
        "no clock runs: count choices in a variable, `do: hours -= 1`",
    ),
    **dict.fromkeys(
        ("script", "code", "eval", "python", "js", "javascript", "macro", "function"),
        "there is no program code: `do` and `if` are all",
    ),
    **dict.fromkeys(
        (
            "tags",
            "tag",
            "note",
            "notes",
            "comment",
            "comments",
            "todo",
            "meta",
            "color",
            "colour",
            "position",
        ),
        "what is for you alone stands behind a `#`",
    ),
    **dict.fromkeys(
        ("include", "import", "imports", "includes", "extends"),
        "every file of a chapter's folder is read: nothing is included",
    ),
    **dict.fromkeys(
        ("gosub", "call", "return", "tunnel", "thread", "gosub_scene"),
        "no scene returns by itself: write the scene in place, and give the one around it a `then`",
    ),
    **dict.fromkeys(("speaker", "character", "who", "actor"), "who speaks is said in the text"),
    **dict.fromkeys(
        ("achievement", "achievements", "score", "points"),
        "nothing is scored: a variable counts, and an ending tells",
    ),
    **dict.fromkeys(("language", "lang", "locale"), "nothing needs to be told of the language"),
}

# Keys by the shape that they stand in: the key that is meant, if there is one, and the help.
_KEYS: dict[str, dict[str, tuple[str | None, str]]] = {}


def _mean(shapes: str, names: str, meant: str | None, help: str = "") -> None:
    """Add rows: in these shapes, these keys mean that one."""
    for shape in shapes.split():
        for name in names.split():
            _KEYS.setdefault(shape, {})[name] = (meant, help or f"write `{meant}`")


_mean(
    "scene choice outcome",
    "goto next target link divert jump destination leads_to go go_to goto_scene then_to continue",
    "to",
)
_mean("target", "to goto next target link divert jump", "scene")
_mean(
    "choice outcome block target",
    "condition cond when requires require required show_if visible visible_if available only_if enabled",
    "if",
)
_mean("choice outcome block target", "unless hide_if hidden not_if", None, "write `if: not (…)`")
_mean("choice", "disabled disabled_text unavailable locked_text greyed else", "locked")
_mean(
    "scene", "set effects effect on_enter enter on_entry action actions run exec before changes setup", "do"
)
_mean("choice outcome", "set effects effect action actions run exec on_choose on_select changes", "do")
_mean("choice outcome", "response reply result answer output reaction message", "say")
_mean("choice", "label option name title body content description caption", "text")
_mean(
    "choice", "selectable_if", None, "write `if: …`, and `locked` with what is shown while it does not hold"
)
_mean(
    "choice",
    "disable_reuse",
    None,
    "write `once: true`; to keep it in sight, `if: not chosen(its_key)` and `locked`",
)
_mean("choice", "once_only onetime one_time single_use hide_reuse", "once")
_mean(
    "choice",
    "sticky repeatable allow_reuse",
    None,
    "a choice stays without a word: what goes after once has `once: true`",
)
_mean(
    "choice outcome",
    "choices options",
    None,
    "choices behind a choice stand in a scene, written under its `to`",
)
_mean("choice outcome", "then", "to")
_mean("scene", "options links actions_list", "choices")
_mean("scene", "body content description desc passage prose words say narration", "text")
_mean("scene", "name heading header", "title")
_mean("scene", "end the_end game_over", "ending")
_mean(
    "scene",
    "if condition requires unless",
    None,
    "a scene has no condition: it stands in the `to` or the choice that leads here",
)
_mean("scene", "location where setting", "place")
_mean("ending", "say body content description", "text")
_mean("ending", "name", "title")
_mean("block", "say", "text")
_mean(
    "block",
    "do set effects effect to goto next",
    None,
    "a text changes nothing and leads nowhere: that stands in the scene or in a choice",
)
_mean("block", "elif elseif else_if", None, "give it a block of its own, with an `if`")
_mean("block", "otherwise", "else")
_mean(
    "variable",
    "min max minimum maximum low high from lowest highest",
    None,
    "write `range: [lowest, highest]`",
)
_mean(
    "variable",
    "type kind",
    None,
    "leave it out: a `range` makes it a number, `values` a word, neither true or false",
)
_mean("variable", "default initial value begin init starts", "start")
_mean("variable", "options choices enum states", "values")
_mean("variable", "labels names display", "words")
_mean("variable item", "description desc note notes comment text", "about")
_mean("item", "title label", "name")
_mean(
    "item", "start carried has", None, "nothing is carried at first: write `do: take(…)` in the first scene"
)
_mean("story", "name", "title")
_mean("story", "author authors by writer creator", "byline")
_mean("story", "description desc blurb summary", "about")
_mean("story", "inventory objects things", "items")
_mean("story", "vars flags state stats globals", "variables")
_mean("story", "first begin start_scene start_at entry", "start")
_mean("story", "warnings content_warnings triggers", "content_notes")
_mean("story", "statusline status_line status_bar hud header", "status")
_mean(
    "story",
    "scenes passages knots nodes",
    None,
    "scenes stand in files of their own, in the folder of a chapter",
)
_mean("story", "pages", None, "pages stand in a file of their own, `pages.yaml`")
_mean("page", "body content", "text")
_mean("page", "name", "title")
_mean("page", "shortcut hotkey", "key")
_mean("walkthrough", "choices steps path", "choose")
_mean("walkthrough", "ending result", None, "write `expect: {ending: …}`")


def guess_key(shape: str, name: str) -> tuple[str | None, str]:
    """Return the key that is most likely meant, None if there is no one, and the help; empty if not known."""
    found = _KEYS.get(shape, {}).get(name)
    if found is None:
        found = (None, _NOT_THERE.get(name, ""))
    return found


def guess_line(line: str) -> Guess | None:
    """Say what is meant by a condition or an effect that YAML can't read."""
    found = re.match(r"\s*(?:- +)*(if|do): *(.*)", line)
    if found is None or len(line) > MAX_GUESSED:
        return None
    return guess_condition(found[2]) if found[1] == "if" else guess_effect(found[2])


def guess_braces(inside: str) -> Guess | None:
    """Say what is meant by what stands between braces of a text."""
    thrown = re.fullmatch(
        r"(?:random|rand|randint|roll|dice)\s*\(\s*(\d{1,3})\s*(?:,|to|-)\s*(\d{1,3})\s*\)", inside.strip()
    )
    if thrown and 0 < int(thrown[2]) - int(thrown[1]) < _SIDES:
        sides = "|".join(str(side) for side in range(int(thrown[1]), int(thrown[2]) + 1))
        return Guess(_CHANCE, f"let the words vary: `{{any: {sides}}}`")
    return _first(_BRACES, inside)


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
    return _rewritten(source) or _first(_CONDITIONS, source)


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
    return _first(_CONDITIONS, meant) or first._replace(help=f"write `{meant}`")


def _without_parentheses(found: re.Match[str]) -> str:
    return found[0] if re.search(r"\b(?:and|or)\b", found[1]) else found[1]


def guess_effect(source: str, in_scene: bool = False) -> Guess | None:
    """Say what is meant by an effect that is none; `in_scene` if it stands in the `do` of a scene."""
    guess = _set_otherwise(source) or _first(_EFFECTS, source)
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
        message = _NO_SIGN
    elif to in ("to", ":="):
        message = f"`{to}` is not part of the language" if to == ":=" else "an effect sets by `=`"
    elif to in ("+", "-") and re.fullmatch(r"\w+", value):
        message = f"`{to}` alone changes nothing"
    else:
        return None
    if not to and not word:
        return None
    sign = {"+": "+=", "-": "-=", "+=": "+=", "-=": "-="}.get(to, "=")
    again = _first(_EFFECTS, f"{name} {sign} {value}")
    if again:
        return again
    step = re.fullmatch(rf"{re.escape(name)}\s*([-+])\s*(\w+)", value) if sign == "=" else None
    meant = f"{name} {step[1]}= {step[2]}" if step else f"{name} {sign} {value}"
    return Guess(message, f"write `{meant}`")


def guess_scene(name: str) -> Guess | None:
    """Say what is meant by the name of a scene that there is not."""
    guess = _first(_SCENES, name)
    meant = as_name(name)
    if guess or not meant or meant == name or not name.isprintable():
        return guess
    message = f"there is no scene `{name}`: a name has small letters, digits and `_`, and no blanks"
    return Guess(message, f"write `{meant}`")


def guess_link(typed: str) -> tuple[str, str] | None:
    """Return the words of a link as Twine has it, and the name of the scene it leads to."""
    found = re.match(r"\s*\[\[([^\[\]]+)\]\]", typed)
    if found is None:
        return None
    one, sign, two = re.split(r"(->|\||<-|\Z)", found[1], maxsplit=1)
    words, target = (two, one) if sign == "<-" else (one, two)
    name = as_name(target or words)
    return (words.strip(), name) if name else None


def as_name(words: str) -> str:
    """Make a name of words: small letters, digits and `_`; empty if no letter is left to begin with."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words)
    letters = unicodedata.normalize("NFKD", parted.lower()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return name if name[:1].isalpha() else ""


def _first(rows: Sequence[_Row], source: str) -> Guess | None:
    for row in rows if len(source) <= MAX_GUESSED else ():
        found = re.fullmatch(row.typed, source.strip(), re.DOTALL)
        if found:
            return Guess(found.expand(row.message), found.expand(row.help).replace("  ", " "))
    return None
