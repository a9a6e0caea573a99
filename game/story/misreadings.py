"""What YAML made of an author's lines, said in plain words at the character that makes it.

libyaml tells where it gave up. These explanations look at the author's lines before that place, most
certain first; each is a function whose docstring shows the lines it knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from game.story.keys import KINDS, KNOWN
from game.story.misread import (
    ODD_BLANK,
    READ_AS,
    UNDER,
    colon_in_braces,
    colon_in_text,
    odd_blank,
    sign_in_front,
)
from game.story.nodes import SourceFile
from game.story.problems import Place, Problem
from game.story.suggest import closest

_KEYS = frozenset().union(*KNOWN.values())
_TEXTS = frozenset(
    name for kinds in KINDS.values() for name, kind in kinds.items() if kind in ("text", "blocks")
)
# Signs that look like a colon or a blank and are none.
_LOOKALIKE = re.compile("[\uff1a\ufe55\u2236\ua789]")
_ODD_BLANK = re.compile(f"^ *([{ODD_BLANK}])")

Spot = tuple[int, int]  # line and column, from 0


class Token(NamedTuple):
    """A piece that libyaml read before it gave up; `kind` is its name there, places count from 0."""

    kind: str
    start: Spot
    end: Spot
    style: str = ""


class Case(NamedTuple):
    """A file that can't be read: what libyaml said, where it gave up, and what it had read before.

    `opened` is where the thing starts that it was reading, if it was reading any.
    """

    file: SourceFile
    said: str
    opened: Spot | None
    at: Spot
    tokens: Sequence[Token]

    def line(self, number: int) -> str:
        """Give a line, counted from 0; behind the last, an empty one."""
        return self.file.lines[number] if number < len(self.file.lines) else ""

    @property
    def here(self) -> str:
        """The line where libyaml gave up."""
        return self.line(self.at[0])

    def before(self) -> Token | None:
        """Give the last piece with something in it."""
        return next((token for token in reversed(self.tokens) if token.end > token.start), None)

    def place(self, spot: Spot, length: int = 1) -> Place:
        """Give the place of some characters, counted from 1."""
        line, column = spot
        return Place(self.file.name, line + 1, column + 1, column + 1 + length)

    def problem(self, code: str, message: str, spot: Spot, help: str = "", length: int = 1) -> Problem:
        """Make a problem at a spot."""
        return Problem(code, message, self.place(spot, length), help)


def explain(case: Case) -> Problem:
    """Say what is wrong with a file that YAML can't read."""
    for misreading in MISREADINGS:
        problem = misreading(case)
        if problem is not None:
            return problem
    line = min(case.at[0], len(case.file.lines) - 1)
    column = min(case.at[1], len(case.line(line)))
    return case.problem("Y121", "this does not fit what stands before it", (line, column))


def _tab(case: Case) -> Problem | None:
    r"""Find `\ttext: Hello`, and a tab behind the `-` of a list."""
    line, column = case.at
    indent = re.match(r" *(?=\t)", case.here)
    if indent and (column <= len(case.here) - len(case.here.lstrip()) or "tab" in case.said):
        column = indent.end()
    elif case.here[column : column + 1] != "\t":
        return None
    return case.problem("Y111", "a tab stands where spaces belong", (line, column), "indent with spaces")


def _below_block(case: Case) -> Problem | None:
    """Find a line of a text under `|` that is indented less than the text."""
    for line in (case.opened[0] if case.opened else case.at[0], case.at[0]):
        text = case.line(line)
        column = len(text) - len(text.lstrip())
        above = next((token for token in reversed(case.tokens) if token.start < (line, column)), None)
        if above is None or above.style not in ("|", ">") or above.end[0] < line - 1:
            continue
        if text.strip() and not re.match(r"\s*(- |-$|#|(- +)?[\w-]+:( |$))", text):
            return _stray_line(case, (line, column))
    return None


def _escape(case: Case) -> Problem | None:
    r"""Find `"C:\door"`: a backslash that means nothing in double quotes."""
    if "escape" not in case.said and "hexadecimal" not in case.said:
        return None
    line, column = case.at
    column = case.here.rfind("\\", 0, column + 1)
    sign = case.here[column : column + 2]
    message = f"`{sign}` means nothing in double quotes"
    help = "for a backslash itself write `\\\\`"
    if sign[1:] in ("{", "}", "*", "|"):
        help = "put the text in single quotes, or under `|`, on a line of its own"
    return case.problem("Y120", message, (line, max(column, 0)), help, len(sign))


def _open_quote(case: Case) -> Problem | None:
    """Find a quote that never closes, or that closes only where another text opens."""
    opened = None
    if "quoted scalar" in case.said:
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


def _quoted_before(case: Case) -> Token | None:
    """Give the quoted text right before the place, on its line."""
    token = case.before()
    if token and token.style in ("'", '"') and token.end[0] == case.at[0]:
        return token
    return None


def _after_quote(case: Case) -> Problem | None:
    """Find `text: "Come," he says, "now."`, and an apostrophe or quote inside quotes of its own kind."""
    quote = _quoted_before(case)
    if quote is None:
        return None
    line, end = quote.end
    sign = quote.style
    text = case.line(line)
    if text[end : end + 1].isalnum():
        message = f"the text in quotes ends at this {sign}, and goes on"
        help = UNDER if sign == '"' else "write it twice, `''`, to keep it in the text"
        problem = case.problem("Y115", message, (line, end - 1), help)
        return problem._replace(other=case.place(quote.start), other_label="it opened here")
    second = text.find(sign, end)
    if second >= 0:
        message = f"a second text in quotes starts at this {sign}, and YAML knows only one"
        problem = case.problem("Y115", message, (line, second), UNDER)
        return problem._replace(other=case.place(quote.start), other_label="the first starts here")
    message = "a text that starts with a quote ends where the quote closes, and this one goes on"
    return case.problem("Y115", message, quote.start, UNDER)


def _sign_in_front(case: Case) -> Problem | None:
    """Find `text: *He* nods.`, `text: @home`, `text: > more`, `text: - well`, `text: {name} nods.`."""
    spot = None
    if re.search(r"scanning an? (alias|anchor|tag|directive|block scalar)", case.said):
        spot = case.opened
    elif re.search(r"cannot start any token|(entries|keys) are not allowed|block node", case.said):
        spot = case.at
    else:
        spot = _closed_bracket_before(case)
    if spot is None:
        return None
    sign = case.line(spot[0])[spot[1] : spot[1] + 1]
    if sign == "%" and spot[1] == 0:
        return case.problem("Y108", "a story file has no `%` directives", spot)
    return sign_in_front(sign, case.place(spot)) if sign in READ_AS else None


def _closed_bracket_before(case: Case) -> Spot | None:
    """Give where a bracket or brace opens that closes right before the place, on its line."""
    token = case.before()
    if token is None or token.kind not in ("FlowMappingEnd", "FlowSequenceEnd") or "flow" in case.said:
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


def _open_bracket(case: Case) -> Problem | None:
    """Find `do: [a = 1, b = 2` without its `]`."""
    if ("flow mapping" not in case.said and "flow sequence" not in case.said) or case.opened is None:
        return None
    line, column = case.opened
    sign, closing = ("{", "}") if "flow mapping" in case.said else ("[", "]")
    if case.line(line)[column : column + 1] != sign:
        return None
    rest = case.line(line)[column:]
    before = case.before()
    if before and before.end[0] == case.at[0] == line and (before.style or before.kind.endswith("End")):
        return case.problem("Y121", "a `,` is missing before this", case.at)
    first = re.match(r"\{\s*(\w+): ", rest)
    if first and first.group(1) in _KEYS and case.here[case.at[1] : case.at[1] + 2] == ": ":
        return colon_in_braces(case.place(case.at))
    if sign == "{" and rest.count("{") <= rest.count("}"):
        return sign_in_front(sign, case.place(case.opened))
    return case.problem("Y113", f"this `{sign}` never closes", case.opened, f"close it with `{closing}`")


def _missing_entry(case: Case) -> Problem | None:
    """Find `[a, , b]`, and a `[` with nothing behind it to the end of the file."""
    if "flow node" not in case.said:
        return None
    if not any(line.strip() for line in (case.here[case.at[1] :], *case.file.lines[case.at[0] + 1 :])):
        return _never_closed(case)
    sign = case.here[case.at[1] : case.at[1] + 1]
    return case.problem("Y121", f"something is missing before this `{sign}`", case.at)


def _never_closed(case: Case) -> Problem | None:
    """Give the innermost bracket or brace that is open where libyaml gave up."""
    depth = 0
    for token in reversed(case.tokens):
        depth += token.kind in ("FlowMappingEnd", "FlowSequenceEnd")
        depth -= token.kind in ("FlowMappingStart", "FlowSequenceStart")
        if depth < 0:
            sign, closing = ("{", "}") if token.kind == "FlowMappingStart" else ("[", "]")
            return case.problem(
                "Y113", f"this `{sign}` never closes", token.start, f"close it with `{closing}`"
            )
    return None


def _cut_by_comment(case: Case) -> Problem | None:
    """Find a text of several lines with ` #` in it, which ends the text for YAML."""
    token = case.before()
    if token is None or token.kind != "Scalar" or token.style:
        return None
    line, column = token.end
    comment = re.match(r"\s+(?=#)", case.line(line)[column:])
    if not comment or case.at[0] <= line:
        return None
    message = "a comment starts at this `#`, in the middle of a text"
    return case.problem("Y119", message, (line, column + comment.end()), UNDER)


def _lookalike(case: Case) -> Problem | None:
    """Find a colon of another script, or a blank that is no space, that YAML takes for letters."""
    lines = {case.at[0]}
    token = case.before()
    if token:
        lines.add(token.start[0])
    if case.opened:
        lines.add(case.opened[0])
    for number in sorted(lines):
        text = case.line(number)
        blank = _ODD_BLANK.match(text)
        if blank:
            return odd_blank(blank.group(1), case.place((number, blank.start(1))))
        colon = _LOOKALIKE.search(text)
        if colon and re.fullmatch(r"\s*(- +)?\w+\s*", text[: colon.start()]):
            message = f"`{colon.group()}` is not the colon that ends a key"
            return case.problem("Y117", message, (number, colon.start()), "write `: `")
    return None


def _no_colon(case: Case) -> Problem | None:
    """Find `to:hall`, `choices` and `-text: Go`, which YAML takes for a text."""
    if "could not find expected ':'" in case.said:
        spot = case.opened
    elif "mapping values" in case.said:
        token = case.before()
        glued_dash = token and re.match(r" *-\w+:", case.line(token.start[0]))
        key = token and token.kind == "Scalar" and not _is_value(case, token) and not _is_text(case, token)
        spot = token.start if token and (glued_dash or key) else None
    else:
        spot = None
    if spot is None or spot[0] >= len(case.file.lines):
        return None
    line, column = spot
    text = case.line(line)[column:].rstrip()
    dash = re.match(r" *-(?=\w+:)", case.line(line))
    if dash:
        message = "a space is missing after this `-`"
        return case.problem("Y117", message, (line, dash.end() - 1), "write `- `")
    glued = re.match(r"(\w+):(?=\S)", text)
    if glued and glued.group(1) in _KEYS:
        message = "a space is missing after this `:`"
        return case.problem("Y117", message, (line, column + glued.end() - 1), "write `: `")
    word = re.match(r"\w+", text)
    if word and (word.group() in _KEYS and line < case.at[0]):
        message = f"a colon is missing after `{word.group()}`"
        return case.problem("Y117", message, spot, f"write `{word.group()}:`", len(word.group()))
    near = closest(text, _KEYS) if re.fullmatch(r"\w+", text) else None
    if near:
        return case.problem("Y117", f"a colon is missing after `{text}`", spot, f"write `{near}:`", len(text))
    if "mapping values" in case.said and line == case.at[0]:
        return None
    return _stray_line(case, spot)


def _is_value(case: Case, token: Token) -> bool:
    """Whether a piece stands behind the colon of a key, on its line."""
    position = case.tokens.index(token)
    before = case.tokens[position - 1]
    return position > 0 and before.kind == "Value" and before.end[0] == token.start[0]


def _is_text(case: Case, token: Token) -> bool:
    """Whether a piece stands on the lines below a key that holds a text."""
    above = case.line(token.start[0] - 1).strip(" -")
    return above.removesuffix(":") in _TEXTS and above.endswith(":")


def _stray_line(case: Case, spot: Spot) -> Problem:
    line, column = spot
    length = max(1, len(case.line(line).rstrip()) - column)
    above = next((token for token in reversed(case.tokens) if token.start < spot and token.style), None)
    if above and above.style in ("|", ">") and above.end[0] >= line - 1:
        return case.problem("Y116", "this line is indented less than the text above it", spot, "", length)
    message = "this line is no key with a colon, and not part of the text above it"
    return case.problem("Y117", message, spot, "", length)


def _colon(case: Case) -> Problem | None:
    """Find `text: He said: no.`, and a key indented so deep that it goes on the text above."""
    if "mapping values" not in case.said:
        return None
    line, column = case.at
    key = re.search(r"[\w-]+\s*$", case.here[:column])
    start = len(case.here) - len(case.here.lstrip())
    token = case.before()
    goes_on = token is None or token.start[0] < line
    if goes_on and key and key.start() == start and key.group().strip() in _KEYS:
        word = key.group().strip()
        message = f"`{word}` is indented so deep that it goes on the text above"
        return case.problem("Y116", message, (line, start), "", len(word))
    return colon_in_text(case.place(case.at))


def _indent(case: Case) -> Problem | None:
    """Find a line that is indented like nothing above it."""
    if "did not find expected" not in case.said:
        return None
    _, column = case.at
    if case.here[:column].strip(" -"):
        return None
    above = case.before()
    if above and above.style in ("|", ">"):
        return _stray_line(case, case.at)
    word = re.match(r"[-\w]+|\S|$", case.here[column:])
    length = max(1, len(word.group())) if word else 1
    message = f"this line is indented by {column}, like nothing above that it could belong to"
    problem = case.problem("Y116", message, case.at, "", length)
    beside = _deeper_above(case)
    if beside is None:
        return problem
    return problem._replace(other=case.place(beside), other_label=f"this one by {beside[1]}")


def _deeper_above(case: Case) -> Spot | None:
    """Give where the block above starts that is indented deeper than the line where libyaml gave up."""
    found = None
    for number in range(case.at[0] - 1, -1, -1):
        line = case.line(number)
        column = len(line) - len(line.lstrip())
        if line.strip() and column <= case.at[1]:
            break
        if line.strip() and (found is None or column <= found[1]):
            found = (number, column)
    return found


def _second_document(case: Case) -> Problem | None:
    """Find a file that goes on behind its end."""
    if "<document start>" not in case.said:
        return None
    return case.problem("Y121", "the file should end before this", case.at)


MISREADINGS: tuple[Callable[[Case], Problem | None], ...] = (
    _tab,
    _below_block,
    _escape,
    _open_quote,
    _after_quote,
    _sign_in_front,
    _open_bracket,
    _missing_entry,
    _cut_by_comment,
    _lookalike,
    _no_colon,
    _colon,
    _indent,
    _second_document,
)
