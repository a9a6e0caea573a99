"""Misreadings of quotes, of brackets, and of a sign in front of a text."""

from __future__ import annotations

import re

from game.story.diagnostics.problem import Problem, Remedy
from game.story.format import ALL_KEYS
from game.story.yaml.errors.context import LineColumn, ParseFailure, Token
from game.story.yaml.errors.wording import READ_AS, UNDER, colon_in_braces, sign_in_front, under

_DIGITS = {"x": 2, "u": 4, "U": 8}  # how many the number of a character has


def escape(case: ParseFailure) -> Problem | None:
    r"""Find `"C:\door"`: a backslash that means nothing in double quotes."""
    sign = case.broken_quote()
    if not sign.startswith("\\"):
        return None
    line, column = case.at
    column = case.here.rfind(sign, 0, column + 1)
    message = f"`{sign}` means nothing in double quotes"
    help: str = Remedy("for a backslash itself write `\\\\`", "\\" + sign)
    if sign[1:] in _DIGITS:
        message = f"`{sign}` in double quotes wants {_DIGITS[sign[1:]]} digits behind it, at most 10ffff"
    if sign[1:] in ("{", "}", "*", "|"):
        help = "put the text in single quotes, or under `|`, on a line of its own"
    return case.problem("Y120", message, (line, max(column, 0)), help, len(sign))


def open_quote(case: ParseFailure) -> Problem | None:
    """Find a quote that never closes, or that closes only where another text opens."""
    opened = None
    if case.broken_quote():
        opened = case.opened
    else:
        quote = _quoted_before(case)
        if quote and quote.end[0] > quote.start[0]:
            swallowed = (case.line(number) for number in range(quote.start[0] + 1, quote.end[0] + 1))
            if any(re.match(r"\s*(- +)?[\w-]+:( |$)|\s*- ", line) for line in swallowed):
                opened = quote.start
    if opened is None:
        return None
    sign = case.line(opened[0])[opened[1]]
    help = "a text in single quotes writes an apostrophe twice: `''`" if sign == "'" else ""
    return case.problem("Y110", f"this quote {sign} never closes", opened, help)


def _quoted_before(case: ParseFailure) -> Token | None:
    """Return the quoted text right before the place, on its line."""
    token = case.before()
    if token and token.style in ("'", '"') and token.end[0] == case.at[0]:
        return token
    return None


def after_quote(case: ParseFailure) -> Problem | None:
    """Find `text: "Come," he says, "now."`, and an apostrophe or quote inside quotes of its own kind."""
    quote = _quoted_before(case)
    if quote is None:
        return None
    line, end = quote.end
    sign = quote.style
    text = case.line(line)
    if text[end : end + 1].isalnum():
        message = f"the text in quotes ends at this {sign}, and goes on"
        help = UNDER if sign == '"' else Remedy("write it twice, `''`, to keep it in the text", "''")
        problem = case.problem("Y115", message, (line, end - 1), help)
        return problem._replace(other=case.place(quote.start), other_label="it opened here")
    second = text.find(sign, end)
    if second >= 0:
        message = f"a second text in quotes starts at this {sign}, and YAML knows only one"
        problem = case.problem("Y115", message, (line, second), under(case.file, case.place(quote.start)))
        return problem._replace(other=case.place(quote.start), other_label="the first starts here")
    message = "a text that starts with a quote ends where the quote closes, and this one goes on"
    return case.problem("Y115", message, quote.start, under(case.file, case.place(quote.start)))


def sign_first(case: ParseFailure) -> Problem | None:
    """Find `text: *He* nods.`, `text: @home`, `text: > more`, `text: - well`, `text: {name} nods.`."""
    spot = None
    if case.scanning:
        spot = case.opened or case.at
    elif case.bracket is None:
        spot = _closed_bracket_before(case) or case.at
        begins = case.tokens and case.tokens[-1].kind in ("Value", "BlockEntry")
        if spot == case.at and not (begins and case.sign in ("]", "}", ",")):
            return None
    if spot is None:
        return None
    sign = case.line(spot[0])[spot[1] : spot[1] + 1]
    if sign == "%" and spot[1] == 0:
        return case.problem("Y108", "a story file has no `%` directives", spot)
    return sign_in_front(case.file, sign, case.place(spot)) if sign in READ_AS else None


def _closed_bracket_before(case: ParseFailure) -> LineColumn | None:
    """Return where a bracket or brace opens that closes right before the place, on its line."""
    token = case.before()
    if token is None or token.kind not in ("FlowMappingEnd", "FlowSequenceEnd"):
        return None
    if token.end[0] != case.at[0]:
        return None
    depth = 0
    for earlier in reversed(case.tokens):
        depth += earlier.kind in ("FlowMappingEnd", "FlowSequenceEnd")
        depth -= earlier.kind in ("FlowMappingStart", "FlowSequenceStart")
        if depth == 0 and earlier.kind.endswith("Start"):
            return earlier.start
    return None


def open_bracket(case: ParseFailure) -> Problem | None:
    """Find `do: [a = 1, b = 2` without its `]`."""
    bracket = case.bracket
    if case.scanning or bracket is None or _lacks_entry(case):
        return None
    line, column = bracket.start
    sign, _ = _signs(bracket)
    rest = case.line(line)[column:]
    before = case.before()
    if before and before.kind == "Scalar" and not before.style and case.sign in ("{", "["):
        return _brace_in_text(case)
    if before and before.end[0] == case.at[0] == line and (before.style or before.kind.endswith("End")):
        return case.problem("Y121", "a `,` is missing before this", case.at)
    first = re.match(r"\{\s*(\w+): ", rest)
    if first and first.group(1) in ALL_KEYS and case.here[case.at[1] : case.at[1] + 2] == ": ":
        return colon_in_braces(case.place(case.at))
    if sign == "{" and rest.count("{") <= rest.count("}"):
        return sign_in_front(case.file, sign, case.place(bracket.start))
    return _never_closes(case, bracket)


def _brace_in_text(case: ParseFailure) -> Problem:
    """Say that a text between brackets can't hold a brace, as in `{text: Buy {coins}., to: end}`."""
    message = f"this `{case.sign}` does not belong to the text for YAML, which reads it {READ_AS[case.sign]}"
    line, column = case.at
    found = re.search(r"(\w+): ([^,:{}\[\]'`]*)\Z", case.here[:column])
    rest = re.match(r"\{[^{}'`]*\}[^,{}\[\]'`]*|\[[^\[\]'`]*\][^,{}\[\]'`]*", case.here[column:])
    if not found or not rest:
        return case.problem("Y114", message, (line, column), "put the text in quotes")
    text = rest[0].rstrip()
    new = f"{found[1]}: '{found[2]}{text}'"
    place = case.place((line, found.start()), column + len(text) - found.start())
    help = Remedy(f"put the text in quotes: `{new}`", new, place)
    return case.problem("Y114", message, (line, column), help)


def _never_closes(case: ParseFailure, bracket: Token) -> Problem:
    """Say that a bracket never closes, and show the `#` that hides what would close it."""
    sign, closing = _signs(bracket)
    line, column = bracket.start
    help = f"close it with `{closing}`"
    problem = case.problem("Y113", f"this `{sign}` never closes", bracket.start, help)
    text = case.line(line)
    comment = re.compile(r"(?<=[\s\[{,])#").search(text, column)
    if comment is None or closing not in text[comment.end() :]:
        return problem
    place = case.place((line, comment.start()))
    return problem._replace(other=place, other_label="a comment starts here")


def _signs(bracket: Token) -> tuple[str, str]:
    """Return the sign that opens a list or a map, and the one that closes it."""
    return ("{", "}") if bracket.kind == "FlowMappingStart" else ("[", "]")


def _lacks_entry(case: ParseFailure) -> bool:
    """Whether something should stand between brackets where the parser gave up."""
    return case.tokens[-1].kind in ("FlowSequenceStart", "FlowMappingStart", "FlowEntry", "Key", "Value")


def missing_entry(case: ParseFailure) -> Problem | None:
    """Find `[a, , b]`, `[- a]`, `{a: ?b}`, and a `[` that is open still at a `- ` or the end of the file."""
    if case.scanning or case.bracket is None:
        return None
    line, column = case.at
    rest = case.here[column:]
    _, closing = _signs(case.bracket)
    has_dash = re.match(r"-( |$)", rest)
    if has_dash and line == case.bracket.start[0] and closing in rest:
        return case.problem("Y121", f"before `{closing}` entries are parted by `,`, and have no `-`", case.at)
    if has_dash or not any(text.strip() for text in (rest, *case.file.lines[line + 1 :])):
        return _never_closes(case, case.bracket)
    if case.sign == "?":
        return sign_in_front(case.file, case.sign, case.place(case.at))
    return case.problem("Y121", f"something is missing before this `{case.sign}`", case.at)
